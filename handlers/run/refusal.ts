import type { NewCopy } from "../core/actions";
import type { RdsError, RdsErrorCode } from "../rds/errors";
import type { Ending } from "./outcome";
import { quotaMessage } from "./quota-message";
import type { RouteRun } from "./route-run";
import { sentence } from "./sentence";

/** Refusals that pass, and the reason under which the copy is deferred. All others last until a person changes something. */
const PASSING: Partial<Record<RdsErrorCode, string>> = {
  "too-many-in-progress": "slots",
  "not-found": "source-gone",
  "invalid-state": "invalid-state",
  transient: "transient",
  "already-exists": "already-exists",
};

/** What RDS's refusal of a copy means for it, and for the others on its route. */
export function endingOfRefusal(error: RdsError, copy: NewCopy, on: RouteRun): Ending {
  closeIfAllFail(error, on);
  const passing = PASSING[error.code];
  return {
    outcome: passing === undefined ? "failed" : "deferred",
    reason: passing ?? error.code,
    message: explain(error, copy, on),
  };
}

function closeIfAllFail({ code, message }: RdsError, on: RouteRun): void {
  const { targetRegion } = on.route;
  if (code === "too-many-in-progress") on.close("slots", `RDS takes no more copies to ${targetRegion} now: ${message}`);
  if (code === "manual-quota-full") on.close(code, `the quota of manual snapshots in ${targetRegion} is full`);
  if (code === "region-not-enabled") on.close(code, `${targetRegion} does not accept the account's credentials`);
}

/** What RDS said, and what to do. */
function explain({ code, awsCode, message }: RdsError, copy: NewCopy, { route, run, databases }: RouteRun): string {
  switch (code) {
    case "too-many-in-progress":
      return message;
    case "manual-quota-full":
      return quotaMessage(route.kind, message, databases, run.settings.retention);
    case "not-found":
      return "the snapshot has expired: the next run takes a newer one";
    case "key-not-accessible":
      return `${sentence(message)} ${keyHint(message, copy, route.targetRegion)}`;
    case "denied":
      return `${sentence(message)} Check the role's policy, boundary and any service control policy.`;
    case "region-not-enabled":
      return `${sentence(message)} Enable ${route.targetRegion} for the account, or take it out of targets.`;
    case "already-exists":
    case "invalid-state":
    case "transient":
    case "invalid-request":
    case "unknown":
      return `${awsCode}: ${message}`;
  }
}

/** RDS's text tells the source key from the target key (docs/aws-facts.md#copy-errors). */
function keyHint(message: string, { request }: NewCopy, targetRegion: string): string {
  const whose = /source snapshot KMS key/i.test(message)
    ? "the key of the database"
    : `the key of ${targetRegion}, ${request.kmsKeyArn ?? "none given"}`;
  return `This is ${whose}: it must be enabled, and its policy must let the role use it through RDS.`;
}
