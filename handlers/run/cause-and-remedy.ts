import type { Fault } from "../core/actions";
import { clause, sentence } from "../core/sentence";
import type { RdsError } from "../rds/errors";
import type { Run } from "./run";

/** Which policy denies a call, as AWS names it (docs/aws-facts.md#denied-calls), and what helps. */
const DENIED: readonly (readonly [RegExp, string])[] = [
  [/service control policy/i, "The service control policy of the organisation must allow it to the role."],
  [/resource control policy/i, "The resource control policy of the organisation must allow it to the role."],
  [/permissions boundary/i, "The role's permissions boundary must allow it."],
  [/no identity-based policy allows/i, "If the role's policy has been changed, apply the module again."],
];

/** Why RDS refused a call to `region`, and what a person can do about it, for lists, copies and deletions alike. */
export function causeAndRemedy(error: RdsError, region: string, run: Pick<Run, "deployment">): string {
  const { cause, remedy } = explained(error, region, run);
  switch (error.code) {
    case "denied":
      return `${sentence(cause)} ${remedy}`;
    case "region-not-enabled":
      return `${cause}: ${remedy}`;
    default:
      return cause;
  }
}

/** The same as a fault of the region. */
export function faultOf(error: RdsError, region: string, run: Pick<Run, "deployment">): Fault {
  const { cause, remedy } = explained(error, region, run);
  const passing = error.code === "transient" ? ({ passing: true } as const) : {};
  return { reason: error.code, cause: clause(cause), remedy: clause(remedy), about: region, ...passing };
}

function explained(
  { code, awsCode, message }: RdsError,
  region: string,
  { deployment }: Pick<Run, "deployment">,
): { readonly cause: string; readonly remedy: string } {
  switch (code) {
    case "denied": {
      const remedy = DENIED.find(([policy]) => policy.test(message))?.[1];
      return { cause: message, remedy: remedy ?? "Check the role's policy, boundary and any service control policy." };
    }
    case "region-not-enabled": {
      const said = `(${awsCode}: ${message})`;
      return region === deployment.sourceRegion
        ? {
            cause: `${region} does not accept the function's credentials ${said}`,
            remedy: "if the role was deleted, apply the module again",
          }
        : {
            cause: `${region} is not enabled for the account ${said}`,
            remedy: "enable it, or take it out of targets",
          };
    }
    case "transient":
      return {
        cause: `${awsCode}: ${message}`,
        remedy: "each run tries again; if it stays, look at the AWS Health Dashboard",
      };
    default:
      return {
        cause: `${awsCode}: ${message}`,
        remedy: "each run tries again; if it stays, ask AWS Support what RDS means by it",
      };
  }
}
