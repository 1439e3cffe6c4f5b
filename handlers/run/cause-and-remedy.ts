import type { RdsError } from "../rds/errors";
import type { Run } from "./run";
import { sentence } from "./sentence";

/** Which policy denies a call, as AWS names it (docs/aws-facts.md#denied-calls), and what helps. */
const DENIED: readonly (readonly [RegExp, string])[] = [
  [/service control policy/i, "The service control policy of the organisation must allow it to the role."],
  [/resource control policy/i, "The resource control policy of the organisation must allow it to the role."],
  [/permissions boundary/i, "The role's permissions boundary must allow it."],
  [/no identity-based policy allows/i, "If the role's policy has been changed, apply the module again."],
];

/** Why RDS refused a call to `region`, and what a person can do about it, for lists, copies and deletions alike. */
export function causeAndRemedy(
  { code, awsCode, message }: RdsError,
  region: string,
  { deployment }: Pick<Run, "deployment">,
): string {
  switch (code) {
    case "denied": {
      const remedy = DENIED.find(([policy]) => policy.test(message))?.[1];
      return `${sentence(message)} ${remedy ?? "Check the role's policy, boundary and any service control policy."}`;
    }
    case "region-not-enabled": {
      const said = `(${awsCode}: ${message})`;
      return region === deployment.sourceRegion
        ? `${region} does not accept the function's credentials ${said}: if the role was deleted, apply the module again`
        : `${region} is not enabled for the account ${said}: enable it, or take it out of targets`;
    }
    default:
      return `${awsCode}: ${message}`;
  }
}
