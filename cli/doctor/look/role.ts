import {
  type ContextEntry,
  type EvaluationResult,
  paginateSimulatePrincipalPolicy,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { groupBy } from "../../../handlers/core/identity";
import { unreadableAnswer } from "../../../handlers/rds/errors";
import { inBatches } from "../../../handlers/run/in-batches";
import type { Aws } from "../../aws";
import { askFor, type Known, known } from "../known";
import type { Permission } from "../permissions";

/** What IAM decides for the role of the functions, as far as its own policies, its boundary and SCPs decide it. */
export interface Decision {
  readonly action: string;
  readonly resource: string;
  readonly region: string;
  readonly isAllowed: boolean;
  /** What denies it. */
  readonly by: Denying | undefined;
}

/** `nothing`: no policy of the role allows it. */
export type Denying = "service control policy" | "permissions boundary" | "explicit deny" | "nothing";

/** IAM has one endpoint, and few calls a second. */
const AT_ONCE = 4;

/** @returns undefined if there is no such role */
export async function simulateRole(
  roleArn: string,
  permissions: readonly Permission[],
  aws: Aws,
): Promise<Known<readonly Decision[] | undefined>> {
  const decisions: Decision[] = [];
  let failed: Known<readonly Decision[] | undefined> | undefined;
  await inBatches(questionsOf(permissions), AT_ONCE, async (question) => {
    if (failed) return;
    const answer = await simulate(roleArn, question, aws);
    if (answer.is === "unknown" || answer.value === undefined) failed = answer;
    else decisions.push(...answer.value);
  });
  return failed ?? known(decisions);
}

/** What can be asked in one call. */
interface Question extends Permission {
  readonly resources: readonly string[];
}

/** Permissions of the same actions and context are asked for in one call: IAM decides on each action for each resource. */
function questionsOf(permissions: readonly Permission[]): Question[] {
  const alike = ({ actions, region, context, resource }: Permission) =>
    JSON.stringify([actions, region, context, resource === "*"]);
  return [...groupBy(permissions, alike).values()].map((some) => ({
    ...some[0],
    resources: some.map(({ resource }) => resource),
  }));
}

function simulate(
  PolicySourceArn: string,
  { actions, resources, region, context = {} }: Question,
  aws: Aws,
): Promise<Known<readonly Decision[] | undefined>> {
  const input: SimulatePrincipalPolicyCommandInput = {
    PolicySourceArn,
    ActionNames: [...actions],
    ResourceArns: [...resources],
    ContextEntries: [
      entry("aws:RequestedRegion", region),
      entry("aws:SecureTransport", "true"),
      ...Object.entries(context).map(([key, value]) => entry(key, value)),
    ],
  };
  return askFor(aws, { action: "iam:SimulatePrincipalPolicy", region: aws.region }, async (options) => {
    const decisions: Decision[] = [];
    const pages = paginateSimulatePrincipalPolicy({ client: aws.operators.iam(aws.region) }, input, options);
    for await (const { EvaluationResults } of pages) {
      // Without results all would seem to be allowed.
      if (EvaluationResults === undefined) throw unreadableAnswer("there are no results in it");
      decisions.push(...EvaluationResults.flatMap((result) => decisionsIn(result, region)));
    }
    return decisions;
  });
}

const entry = (ContextKeyName: string, value: string): ContextEntry => ({
  ContextKeyName,
  ContextKeyValues: [value],
  ContextKeyType: value === "true" ? "boolean" : "string",
});

/** One result for each action and resource; or one for each action, in which the resources stand. */
function decisionsIn(result: EvaluationResult, region: string): Decision[] {
  const { EvalActionName: action = "?", EvalResourceName, EvalDecision, ResourceSpecificResults = [] } = result;
  if (ResourceSpecificResults.length > 1) {
    return ResourceSpecificResults.map((one) => {
      const isAllowed = one.EvalResourceDecision === "allowed";
      const by = isAllowed ? undefined : denying({ ...result, ...one, EvalDecision: one.EvalResourceDecision });
      return { action, resource: one.EvalResourceName ?? "?", region, isAllowed, by };
    });
  }
  const isAllowed = EvalDecision === "allowed";
  return [
    { action, resource: EvalResourceName ?? "*", region, isAllowed, by: isAllowed ? undefined : denying(result) },
  ];
}

function denying({
  EvalDecision,
  OrganizationsDecisionDetail,
  PermissionsBoundaryDecisionDetail,
}: Pick<EvaluationResult, "OrganizationsDecisionDetail" | "PermissionsBoundaryDecisionDetail"> & {
  readonly EvalDecision: string | undefined;
}): Denying {
  if (OrganizationsDecisionDetail?.AllowedByOrganizations === false) return "service control policy";
  if (PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) return "permissions boundary";
  return EvalDecision === "explicitDeny" ? "explicit deny" : "nothing";
}
