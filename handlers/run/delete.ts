import type { Deletion } from "../core/actions";
import { COPY_TAGS } from "../core/copy-tags";
import { holdOf, isHeld } from "../core/hold";
import type { Copy } from "../core/ownership";
import { condition } from "../core/status";
import { type RdsError, toRdsError } from "../rds/errors";
import { causeAndRemedy, faultOf } from "./cause-and-remedy";
import { lookAt } from "./look-at";
import { type Ending, type Outcome, outcomeOfDeletion } from "./outcome";
import type { Probe } from "./probe";
import type { RouteRun } from "./route-run";

export async function deleteSuperfluous(deletion: Deletion, on: RouteRun): Promise<Outcome> {
  const { deletions } = on;
  if (deletions.isHopeless) return outcomeOfDeletion(deletion, on.givenUp(deletions));
  const { copy, reason, message } = deletion;
  const kept = await deleteCopy(copy, on, deletions);
  if (kept === undefined) deletions.succeeded();
  return outcomeOfDeletion(deletion, kept ?? { outcome: "deleted", reason, message });
}

/** @returns why the copy is still there; undefined if it is gone */
export async function deleteCopy(copy: Copy, on: RouteRun, probe: Probe): Promise<Ending | undefined> {
  try {
    if (await isStartedAgain(copy, on)) {
      const message = "another run has started it again since: it is left alone";
      return { outcome: "deferred", reason: "started-again", message };
    }
    await on.service.delete(on.route.targetRegion, copy.snapshot.id);
    return undefined;
  } catch (cause) {
    const error = toRdsError(cause);
    probe.failed(copy.databaseId, error);
    return whyKept(copy, on, error);
  }
}

/** Why a copy whose deletion failed is kept; undefined if it is gone, deleted by another run or a call whose answer was lost. */
async function whyKept({ snapshot }: Copy, on: RouteRun, error: RdsError): Promise<Ending | undefined> {
  const { code } = error;
  if (code === "not-found") return undefined;
  if (code === "invalid-state" && condition(snapshot) === "failed") return undefined;
  if (code === "denied") {
    const now = await lookAgain(snapshot.id, on);
    if (now === "gone") return undefined;
    if (now === "held") return { outcome: "skipped", reason: "held", message: "it is held by now: it stays" };
  }
  const later = code === "transient" || code === "invalid-state";
  const message = `cannot delete ${snapshot.id}: ${causeAndRemedy(error, on.route.targetRegion, on.run)}`;
  if (later) return { outcome: "deferred", reason: code, message, error };
  const fault = faultOf(error, on.route.targetRegion, on.run);
  const cause = `a superfluous copy of it cannot be deleted: ${fault.cause}`;
  return { outcome: "failed", reason: code, message, fault: { ...fault, cause }, error };
}

/** IAM denies deleting a copy with a hold, and perhaps one that is gone, as it has no tags (docs/aws-facts.md#delete-permissions). */
async function lookAgain(wanted: string, on: RouteRun): Promise<"gone" | "held" | "there"> {
  try {
    const { items, unreadable } = await lookAt(wanted, on);
    const now = items.find(({ id }) => id === wanted);
    if (unreadable.length > 0) return "there";
    if (now === undefined || condition(now) === "going") return "gone";
    return isHeld({ hold: holdOf(now.tags, on.run.now) }) ? "held" : "there";
  } catch {
    return "there";
  }
}

/**
 * Whether another copy has the failed copy's id by now. The list may be minutes old: another run may have deleted the failed
 * copy and started the next, which may even be available already.
 */
async function isStartedAgain({ snapshot }: Copy, on: RouteRun): Promise<boolean> {
  if (condition(snapshot) !== "failed") return false;
  const { items } = await lookAt(snapshot.id, on);
  const now = items.find(({ id }) => id === snapshot.id);
  if (now === undefined) return false;
  return condition(now) !== "failed" || now.tags[COPY_TAGS.startedAt] !== snapshot.tags[COPY_TAGS.startedAt];
}
