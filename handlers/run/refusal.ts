import type { NewCopy } from "../core/actions";
import { setAKey } from "../core/kms-key";
import type { RdsError, RdsErrorCode } from "../rds/errors";
import { causeAndRemedy } from "./cause-and-remedy";
import { isAboutKey, mayBeAboutKey } from "./key-refusal";
import { keyRemedy } from "./key-remedy";
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
  const lacksKey = forLackOfKey(error, copy, on);
  if (lacksKey) return lacksKey;
  const passing = PASSING[error.code];
  return {
    outcome: passing === undefined ? "failed" : "deferred",
    reason: passing ?? error.code,
    message: explain(error, copy, on),
  };
}

function closeIfAllFail(error: RdsError, on: RouteRun): void {
  const { code, message } = error;
  const { targetRegion } = on.route;
  if (code === "too-many-in-progress") on.close("slots", `RDS takes no more copies to ${targetRegion} now: ${message}`);
  if (code === "manual-quota-full") on.close(code, `the quota of manual snapshots in ${targetRegion} is full`);
  if (code === "region-not-enabled") on.close(code, causeAndRemedy(error, targetRegion, on.run));
}

/** Why a copy that was sent without a key, as none is set, may have been refused. Of an unencrypted cluster none is ever sent. */
function forLackOfKey(error: RdsError, copy: NewCopy, { route }: RouteRun): Ending | undefined {
  const { request, sourceEncryption } = copy;
  if (request.kmsKeyArn !== undefined || (route.kind === "cluster" && sourceEncryption === "none")) return undefined;
  if (!mayBeAboutKey(error, copy)) return undefined;
  const { code, awsCode, message } = error;
  const isCertain = isAboutKey(error, copy);
  if (!isCertain && sourceEncryption !== "sse-rds") return undefined;
  const none = `${awsCode}: ${sentence(message)} No KMS key of ${route.targetRegion} is set for it`;
  const remedy = `${isCertain ? "" : "if RDS wants one, "}${setAKey(route.targetRegion)}`;
  return { outcome: "failed", reason: isCertain ? "key-missing" : code, message: `${none}: ${remedy}` };
}

/** What RDS said, and what to do. */
function explain(error: RdsError, copy: NewCopy, { route, run, databases }: RouteRun): string {
  const { code, message } = error;
  switch (code) {
    case "too-many-in-progress":
      return message;
    case "manual-quota-full":
      return quotaMessage(route.kind, message, databases, run.settings.retention);
    case "not-found":
      return "the snapshot has expired: the next run takes a newer one";
    case "key-not-accessible":
      return `${sentence(message)} ${keyRemedy(message, copy, route.targetRegion, run.deployment)}`;
    default:
      return causeAndRemedy(error, route.targetRegion, run);
  }
}
