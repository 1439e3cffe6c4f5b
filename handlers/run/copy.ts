import type { StartCopy } from "../core/actions";
import { type Existing, judgeExisting } from "../core/existing";
import type { TargetSnapshot } from "../core/model";
import { type RdsError, toRdsError } from "../rds/errors";
import type { Lane } from "./lane";
import type { Outcome } from "./outcome";
import { quotaMessage } from "./quota-message";
import type { Run } from "./run";
import { sentence } from "./sentence";

/** How long a retry waits for RDS to let go of the id of the failed copy that it has just deleted. */
const ID_FREE_TRIES = 6;
const ID_FREE_WAIT_MS = 5_000;

type Told = Pick<Outcome, "outcome" | "reason" | "message">;

/** Starts one copy and says what became of it. What an answer of RDS means follows facts §2.2. */
export async function startCopy(action: StartCopy, run: Run, lane: Lane): Promise<Outcome> {
  if (lane.closed) return { action, outcome: "deferred", ...lane.closed };
  if (action.replaces && lane.isKept(action.replaces.snapshot.id)) {
    return {
      action,
      outcome: "deferred",
      reason: "id-taken",
      message: "the failed copy before it could not be deleted",
    };
  }
  try {
    const made = await callCopy(action, run);
    lane.succeeded();
    return copied(action, made);
  } catch (cause) {
    const error = toRdsError(cause);
    lane.failed(error);
    const told =
      error.code === "already-exists" ? await lookAtExisting(action, run, error) : judge(error, action, run, lane);
    return { action, ...told, error };
  }
}

function copied(action: StartCopy, made: TargetSnapshot): Outcome {
  const { id, encryption, kmsKeyId } = made;
  const unencrypted = encryption === "none" ? ": not encrypted, as its source is not" : "";
  const { reason, message } = action;
  return { action, outcome: "copied", reason, message: message + unencrypted, copy: { id, encryption, kmsKeyId } };
}

/** The call; where RDS may refuse the key, once more without; where the id is only just being freed, again. */
async function callCopy(action: StartCopy, run: Run): Promise<TargetSnapshot> {
  const service = run.services[action.kind];
  let { request } = action;
  for (let tries = 1; ; tries++) {
    try {
      return await service.copy(request);
    } catch (cause) {
      const error = toRdsError(cause);
      const refusedKey = error.code === "invalid-request" && action.orWithoutKey && request.kmsKeyArn !== undefined;
      const idNotFree = error.code === "already-exists" && action.replaces !== undefined && tries < ID_FREE_TRIES;
      if (refusedKey) request = { ...request, kmsKeyArn: undefined };
      else if (idNotFree && run.timeLeft() > 2 * ID_FREE_WAIT_MS) await run.sleep(ID_FREE_WAIT_MS);
      else throw error;
    }
  }
}

/** `AlreadyExists` is good news only if the snapshot that exists is the copy that was wanted. */
async function lookAtExisting(action: StartCopy, run: Run, error: RdsError): Promise<Told> {
  const { kind, targetRegion, request } = action;
  let existing: TargetSnapshot | undefined;
  try {
    const { items } = await run.services[kind].listCopies(targetRegion, { ids: [request.targetId] });
    existing = items.find(({ id }) => id === request.targetId);
  } catch (cause) {
    const message = `${request.targetId} exists, and a look at it failed: ${toRdsError(cause).message}`;
    return { outcome: "deferred", reason: "already-exists", message };
  }
  if (existing === undefined) return { outcome: "deferred", reason: "already-exists", message: error.message };
  return meaning(judgeExisting(existing, request.sourceArn, run.deployment, run.now), request.targetId);
}

function meaning(judged: Existing, targetId: string): Told {
  switch (judged.is) {
    case "done":
      return { outcome: "skipped", reason: "already-copied", message: `${targetId} was started by another run` };
    case "failed-copy":
      return {
        outcome: "deferred",
        reason: "retry-in-sweep",
        message: `${targetId} has failed: the next sweep tries again`,
      };
    case "wait":
      return { outcome: "deferred", reason: judged.reason, message: judged.message };
    case "obstacle":
      return { outcome: "failed", reason: judged.reason, message: judged.message };
  }
}

function judge(error: RdsError, action: StartCopy, run: Run, lane: Lane): Told {
  const { targetRegion, kind } = action;
  const { code, awsCode, message } = error;
  switch (code) {
    case "too-many-in-progress":
      lane.close("slots", `RDS takes no more copies to ${targetRegion} now: ${message}`);
      return { outcome: "deferred", reason: "slots", message };
    case "manual-quota-full":
      lane.close("manual-quota-full", `the quota of manual snapshots in ${targetRegion} is full`);
      return {
        outcome: "failed",
        reason: code,
        message: quotaMessage(kind, message, lane.covered?.[kind], run.settings.retention),
      };
    case "not-found":
      return {
        outcome: "deferred",
        reason: "source-gone",
        message: "the snapshot has expired: the next run takes a newer one",
      };
    case "invalid-state":
    case "transient":
    case "already-exists":
      return { outcome: "deferred", reason: code, message: `${awsCode}: ${message}` };
    case "key-not-accessible":
      return { outcome: "failed", reason: code, message: `${sentence(message)} ${keyHint(message, action)}` };
    case "denied":
      return {
        outcome: "failed",
        reason: code,
        message: `${sentence(message)} Check the role's policy, boundary and any service control policy.`,
      };
    case "region-not-enabled":
      lane.close(code, `${targetRegion} does not accept the account's credentials`);
      return {
        outcome: "failed",
        reason: code,
        message: `${sentence(message)} Enable ${targetRegion} for the account, or take it out of targets.`,
      };
    case "invalid-request":
    case "unknown":
      return { outcome: "failed", reason: code, message: `${awsCode}: ${message}` };
  }
}

/** RDS's texts tell the source key from the target key (facts §2.2). */
function keyHint(message: string, { targetRegion, request }: StartCopy): string {
  if (/source snapshot KMS key/i.test(message)) {
    return "This is the key of the database: it must be enabled, and its policy must let the role use it through RDS.";
  }
  return `This is the key of ${targetRegion}, ${request.kmsKeyArn ?? "none given"}: it must be enabled, and its policy must let the role use it through RDS.`;
}
