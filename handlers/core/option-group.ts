import type { Settings } from "../settings/settings";
import type { CopyRequest } from "./actions";
import { COPY_TAGS } from "./copy-tags";
import { isDefaultGroup } from "./default-group";
import type { Deployment } from "./deployment";
import type { Snapshot, Tags, TargetSnapshot } from "./model";

/** How a copy takes the option group of its database along, where it may (decisions/0027-option-groups.md). */
export interface OptionGroupPlan {
  /** Whether at once, or only if RDS refuses the copy without it. */
  readonly atOnce: boolean;
  /** The group that the newest copy brought: it is used again where RDS takes it, as an account may have few. */
  readonly there: string | undefined;
  /** Of the group that RDS makes in the target region. */
  readonly tags: Tags;
}

/** Service Quotas code of option groups in a region (docs/aws-facts.md#option-groups). */
export const OPTION_GROUP_QUOTA = "L-9FA33840";

/** Whether a copy has an option group that is not a default one: RDS restores it with that. */
export const hasOwnOptionGroup = ({ optionGroup }: Pick<TargetSnapshot, "optionGroup">): boolean =>
  optionGroup !== undefined && !isDefaultGroup(optionGroup);

/** The option group that a copy brought, where RDS shows it. */
export const optionGroupBroughtBy = (copy: TargetSnapshot | undefined): string | undefined =>
  copy && broughtOptionGroup(copy) && hasOwnOptionGroup(copy) ? copy.optionGroup : undefined;

/** Clusters have none. From the second attempt on a copy is tried without it first, as it may be why the first has failed. */
export function optionGroupPlan(
  { kind, databaseId, optionGroup }: Snapshot,
  attempt: number,
  there: string | undefined,
  { copyOptionGroups, copyTags }: Pick<Settings, "copyOptionGroups" | "copyTags">,
  deployment: Pick<Deployment, "name">,
): OptionGroupPlan | undefined {
  if (kind === "cluster" || copyOptionGroups === "never") return undefined;
  if (optionGroup !== undefined && isDefaultGroup(optionGroup)) return undefined;
  return {
    atOnce: copyOptionGroups === "always" && optionGroup !== undefined && attempt === 1,
    there,
    tags: { [COPY_TAGS.deployment]: deployment.name, [COPY_TAGS.database]: databaseId, ...copyTags },
  };
}

/** The same copy, with its option group. */
export const withOptionGroup = (request: CopyRequest, { tags }: OptionGroupPlan): CopyRequest => ({
  ...tagged(request),
  optionGroupTags: tags,
});

/** The same copy, with a group that came with another. */
export const withOptionGroupThere = (request: CopyRequest, name: string): CopyRequest => ({
  ...tagged(request),
  optionGroupName: name,
});

const tagged = (request: CopyRequest): CopyRequest => ({
  ...request,
  tags: { ...request.tags, [COPY_TAGS.optionGroup]: "copied" },
});

/** Whether RDS was asked to copy the option group too when it made this copy. */
export const broughtOptionGroup = ({ tags }: TargetSnapshot): boolean => tags[COPY_TAGS.optionGroup] !== undefined;
