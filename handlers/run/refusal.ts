import { type Fault, type NewCopy, saying } from "../core/actions";
import { setAKey } from "../core/kms-key";
import { sentence } from "../core/sentence";
import type { RdsError, RdsErrorCode } from "../rds/errors";
import { causeAndRemedy, faultOf } from "./cause-and-remedy";
import { isAboutKey, mayBeAboutKey } from "./key-refusal";
import { keyFault, keyRemedy } from "./key-remedy";
import { optionGroupFault } from "./option-group-refusal";
import type { Ending } from "./outcome";
import { quotaFault, quotaMessage } from "./quota-message";
import type { RouteRun } from "./route-run";

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
  const ofGroup = optionGroupFault(error, copy, on);
  if (ofGroup) return { outcome: "failed", ...saying(ofGroup) };
  const lacksKey = forLackOfKey(error, copy, on);
  if (lacksKey) return lacksKey;
  const passing = PASSING[error.code];
  return {
    ...(passing === undefined && { fault: faultOfRefusal(error, copy, on) }),
    outcome: passing === undefined ? "failed" : "deferred",
    reason: passing ?? error.code,
    message: explain(error, copy, on),
  };
}

function closeIfAllFail(error: RdsError, on: RouteRun): void {
  const { code, message } = error;
  const { targetRegion } = on.route;
  if (code === "too-many-in-progress") on.close("slots", `RDS takes no more copies to ${targetRegion} now: ${message}`);
  if (code === "manual-quota-full") {
    on.close(code, `the quota of manual snapshots in ${targetRegion} is full`, quotaFault(on.plan));
  }
  if (code === "region-not-enabled") {
    on.close(code, causeAndRemedy(error, targetRegion, on.run), faultOf(error, targetRegion, on.run));
  }
}

function faultOfRefusal(error: RdsError, copy: NewCopy, { plan, route, run }: RouteRun): Fault {
  const { code, message } = error;
  const { targetRegion } = route;
  if (code === "manual-quota-full") return quotaFault(plan);
  if (code === "key-not-accessible") return keyFault(message, copy, targetRegion, run.deployment);
  const { about, ...fault } = faultOf(error, targetRegion, run);
  const concernsAll = code === "denied" || code === "region-not-enabled";
  return { ...fault, cause: `RDS refused its copy: ${fault.cause}`, ...(concernsAll && { about }) };
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
  const about = `targets["${route.targetRegion}"]`;
  return {
    outcome: "failed",
    ...saying({ reason: isCertain ? "key-missing" : code, cause: none, remedy, about }),
  };
}

/** What RDS said, and what to do. */
function explain(error: RdsError, copy: NewCopy, { route, run, plan }: RouteRun): string {
  const { code, message } = error;
  switch (code) {
    case "too-many-in-progress":
      return message;
    case "manual-quota-full":
      return quotaMessage(plan, message);
    case "not-found":
      return "the snapshot has expired: the next run takes a newer one";
    case "key-not-accessible":
      return `${sentence(message)} ${keyRemedy(message, copy, route.targetRegion, run.deployment)}`;
    default:
      return causeAndRemedy(error, route.targetRegion, run);
  }
}
