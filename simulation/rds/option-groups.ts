import { arn, parseArn } from "../iam/arns";
import { AwsError, invalidCombination, invalidValue } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import type { Kind, SnapshotRecord, Tags } from "./model";
import { type OperationCall, requireAccess } from "./operation";
import type { Region } from "./region";
import { checkedTags, requireTagging } from "./tags";

/** An option of a group, such as `TDE` or `Timezone`. */
export interface OptionRecord {
  readonly name: string;
  /** Persistent or permanent: RDS copies no snapshot of it into a region without a group that has it. */
  readonly isNeeded: boolean;
  /** How it ends if the group is copied across regions. `fails`: RDS takes the copy, and it fails later. */
  readonly copying: "done" | "refused" | "fails";
}

/** An option group that somebody made. Of default groups there is no record. */
export interface OptionGroupRecord {
  readonly name: string;
  readonly options: readonly OptionRecord[];
  readonly tags: Tags;
}

/** The group that RDS gives to databases without one of their own. */
export const defaultOptionGroup = (engine: string, version: string): string =>
  `default:${engine}-${version.split(".")[0]}`;

/** What a copy asks of option groups. */
export interface OptionGroupAsked {
  readonly copies: boolean;
  readonly named: string | undefined;
  readonly tags: Tags;
}

/** @throws AwsError for what the API model excludes (docs/aws-facts.md#option-groups) */
export function optionGroupAsked(kind: Kind, parameters: QueryParameters): OptionGroupAsked {
  const copies = parameters.boolean("CopyOptionGroup");
  const named = parameters.optional("OptionGroupName");
  const specifications = parameters.tagSpecifications();
  if (kind === "cluster" && (copies || named !== undefined || specifications.length > 0)) {
    throw invalidCombination("DB cluster snapshots have no option groups");
  }
  if (copies && named !== undefined) throw invalidCombination("CopyOptionGroup and OptionGroupName exclude each other");
  if (!copies && specifications.length > 0) {
    throw invalidCombination("TagSpecifications can only be specified when CopyOptionGroup is true");
  }
  for (const { resourceType } of specifications) {
    if (resourceType !== "og") throw invalidValue(`Invalid resource type in TagSpecifications: ${resourceType}`);
  }
  return { copies, named, tags: checkedTags(specifications.flatMap(({ tags }) => tags)) };
}

/** What IAM is asked of a copy that takes its option group along, beside the copy itself: it is not known whether it is asked at all, so this is the strictest. */
export async function requireOptionGroupAccess(
  { region, caller }: OperationCall,
  source: SnapshotRecord | undefined,
  { copies, tags }: OptionGroupAsked,
): Promise<void> {
  if (!copies) return;
  const resource = arn(region.rds.account, "rds", region.name, `og:${source?.optionGroup ?? "*"}`);
  await requireAccess(caller, { action: "rds:CreateOptionGroup", resource });
  if (Object.keys(tags).length > 0) await requireTagging(caller, resource, tags);
}

/** The option group of a copy, and the record of it where RDS makes it for the copy. */
export interface OptionGroupOfCopy {
  readonly name: string | undefined;
  readonly made: OptionGroupRecord | undefined;
}

/** @throws AwsError if the copy needs an option group, or that cannot be copied */
export function optionGroupOfCopy(region: Region, source: SnapshotRecord, asked: OptionGroupAsked): OptionGroupOfCopy {
  if (source.kind === "cluster") return { name: undefined, made: undefined };
  const group = region.rds.region(source.region).stock.optionGroups.get(source.optionGroup ?? "");
  if (asked.copies) return copied(region, source, group, asked);
  const needed = (group?.options ?? []).filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  const named = asked.named === undefined ? undefined : region.stock.optionGroups.get(asked.named);
  if (asked.named !== undefined && !named) {
    throw new AwsError("OptionGroupNotFoundFault", `Specified OptionGroupName: ${asked.named} not found.`, 404);
  }
  const has = new Set(named?.options.map(({ name }) => name));
  if (needed.some((name) => !has.has(name))) {
    throw invalidValue(
      `The snapshot requires a target option group with the following options: [${needed.join(", ")}]`,
    );
  }
  return { name: named?.name ?? (group ? `default:${source.engine}` : source.optionGroup), made: undefined };
}

function copied(
  region: Region,
  source: SnapshotRecord,
  group: OptionGroupRecord | undefined,
  { tags }: OptionGroupAsked,
): OptionGroupOfCopy {
  if (!group) return { name: source.optionGroup, made: undefined };
  const refused = group.options.filter(({ copying }) => copying === "refused").map(({ name }) => name);
  if (refused.length > 0) throw invalidCombination(`Options cannot be copied across Regions: ${refused.join(", ")}`);
  const known = region.rds.assumptions.copiedOptionGroups === "shared" && region.stock.optionGroups.get(group.name);
  if (known) return { name: known.name, made: undefined };
  if (region.stock.optionGroups.size >= region.quotas.optionGroups) {
    throw new AwsError("OptionGroupQuotaExceededFault", "The quota of option groups was exceeded for this account.");
  }
  const name = region.stock.optionGroups.has(group.name) ? `${group.name}-${region.newSerial()}` : group.name;
  const made = { ...group, name, tags };
  return { name, made };
}

/** Whether a copy of which RDS has copied the option group too is going to fail for it. */
export function failsForOptionGroup(region: Region, { optionGroup, sourceArn = "" }: SnapshotRecord): boolean {
  const group = region.stock.optionGroups.get(optionGroup ?? "");
  return parseArn(sourceArn) !== undefined && (group?.options ?? []).some(({ copying }) => copying === "fails");
}
