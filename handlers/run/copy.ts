import { type CopyRequest, type NewCopy, saying } from "../core/actions";
import { type Existing, judgeExisting } from "../core/existing";
import type { TargetSnapshot } from "../core/model";
import { sentence } from "../core/sentence";
import { RdsError, toRdsError } from "../rds/errors";
import { causeAndRemedy } from "./cause-and-remedy";
import { deleteCopy } from "./delete";
import { isAboutKey, mayBeAboutKey } from "./key-refusal";
import { keyFault } from "./key-remedy";
import { lookAt } from "./look-at";
import { inEitherWay, type Taken } from "./option-group";
import { type Ending, type Outcome, outcomeOfCopy } from "./outcome";
import { inFull } from "./quota-refusal";
import { endingOfRefusal } from "./refusal";
import type { RouteRun } from "./route-run";
import { inEitherSheet, type SheetTried } from "./without-sheet";

/** How long a retry waits for RDS to free the id of the failed copy it has just deleted. */
const ID_FREE_TRIES = 6;
const ID_FREE_WAIT_MS = 5_000;

/**
 * Starts one copy and returns the outcome. A retry first deletes the failed copy, the only record of the attempts: its deletion does not
 * count as an answer of RDS's, so that retries end with the third where no copy is taken
 * (decisions/0001-retry-a-failed-copy-in-one-run.md).
 */
export async function startCopy(copy: NewCopy, on: RouteRun): Promise<Outcome> {
  const probe = copy.replaces ? on.retries : on.firstAttempts;
  const kept = copy.replaces && (await deleteCopy(copy.replaces, on, probe));
  if (kept) return outcomeOfCopy(copy, kept);
  const replaced = copy.replaces && { replaced: copy.replaces.snapshot.id };
  try {
    const taken = await inEitherWay(copy, (request) => callCopy(request, copy, on));
    probe.succeeded();
    on.started();
    return outcomeOfCopy(copy, { ...copied(copy, taken, on), ...replaced });
  } catch (cause) {
    const error = toRdsError(cause);
    probe.failed(copy.database, error);
    const ending = await (error.code === "already-exists"
      ? lookAtExisting(copy, on, error)
      : endingOfRefusal(await inFull(error, on), copy, on));
    return outcomeOfCopy(copy, { ...ending, ...replaced, error });
  }
}

/** A started copy, as RDS describes it, and how RDS refused the key without which it was started. */
interface Accepted extends SheetTried {
  readonly keyRefused: RdsError | undefined;
}

function copied(copy: NewCopy, taken: Taken<Accepted>, { route, run }: RouteRun): Ending {
  const { started, keyRefused, sheetRefused } = taken.accepted;
  const { reason, message, request } = copy;
  const { id, encryption, kmsKeyId } = started;
  const unencrypted = encryption === "none" && !keyRefused ? ": not encrypted, as its source is not" : "";
  const otherKey = keyRefused
    ? `: ${encryption === "none" ? "not encrypted" : "under AWS's own key"}, as RDS refused ${request.kmsKeyArn}: ${keyRefused.message}`
    : "";
  const noSheet = sheetRefused ? `: without a restore sheet, as RDS refused its tags: ${sheetRefused.message}` : "";
  return {
    outcome: "copied",
    reason,
    message: message + unencrypted + otherKey + noSheet + ofOptionGroup(taken),
    started: { id, encryption, kmsKeyId },
    // A key that RDS never takes for such a cluster is no one's fault; one that is disabled or gone is.
    ...(keyRefused?.code === "key-not-accessible" && {
      error: keyRefused,
      fault: keyFault(keyRefused.message, copy, route.targetRegion, run.deployment),
    }),
  };
}

function ofOptionGroup({ optionGroup, refused }: Taken<unknown>): string {
  if (refused === undefined) return optionGroup ? ": with a copy of its option group" : "";
  return optionGroup
    ? `: with a copy of its option group, as RDS refused it without: ${refused.message}`
    : `: without its option group, as RDS refused that: ${refused.message}`;
}

/** Calls RDS: once more without the key if RDS may have refused that, and again while the id is being freed. */
async function callCopy(asked: CopyRequest, copy: NewCopy, { service, route, run }: RouteRun): Promise<Accepted> {
  let request = asked;
  let keyRefused: RdsError | undefined;
  for (let tries = 1; ; tries++) {
    try {
      const tried = await inEitherSheet(request, copy, (one) => service.copy(route.targetRegion, one));
      return { ...tried, keyRefused };
    } catch (cause) {
      const error = toRdsError(cause);
      const idNotFree = error.code === "already-exists" && copy.replaces !== undefined && tries < ID_FREE_TRIES;
      if (copy.orWithoutKey && request.kmsKeyArn !== undefined && mayBeAboutKey(error, copy)) {
        request = { ...request, kmsKeyArn: undefined };
        keyRefused = error;
      } else if (idNotFree && run.timeLeft() > 2 * ID_FREE_WAIT_MS) await run.sleep(ID_FREE_WAIT_MS);
      else throw keyRefused ? bothRefusals(copy, keyRefused, error) : error;
    }
  }
}

/** Refused with the key and without: the first counts if RDS wants a key, else the second. Both are said. */
function bothRefusals(copy: NewCopy, withKey: RdsError, without: RdsError): RdsError {
  const wantsKey = isAboutKey(without, copy);
  const [counts, other] = wantsKey ? [withKey, without] : [without, withKey];
  const message = `${sentence(counts.message)} ${wantsKey ? "Without" : "With"} the key RDS says: ${sentence(other.message)}`;
  return new RdsError(counts.code, counts.awsCode, message, counts);
}

/** `AlreadyExists` is good news only if the snapshot that exists is the wanted copy. */
async function lookAtExisting({ request }: NewCopy, on: RouteRun, error: RdsError): Promise<Ending> {
  const { targetId, sourceArn } = request;
  let existing: TargetSnapshot | undefined;
  try {
    const { items } = await lookAt(targetId, on);
    existing = items.find(({ id }) => id === targetId);
  } catch (cause) {
    const why = causeAndRemedy(toRdsError(cause), on.route.targetRegion, on.run);
    const message = `${targetId} exists, and a look at it failed: ${why}`;
    return { outcome: "deferred", reason: "already-exists", message };
  }
  if (existing === undefined) return { outcome: "deferred", reason: "already-exists", message: error.message };
  return endingAt(judgeExisting(existing, sourceArn, on.run), targetId);
}

function endingAt(existing: Existing, targetId: string): Ending {
  switch (existing.is) {
    case "done":
      return { outcome: "skipped", reason: "already-copied", message: `${targetId} was started by another run` };
    case "failed-copy": {
      const message = `${targetId} has failed: the next sweep tries again`;
      return { outcome: "deferred", reason: "retry-in-sweep", message };
    }
    case "wait":
      return { outcome: "deferred", reason: existing.reason, message: existing.message };
    case "obstacle":
      return { outcome: "failed", ...saying(existing.fault) };
  }
}
