import type { Deletion } from "../core/actions";
import { COPY_TAGS } from "../core/copy-tags";
import type { Copy } from "../core/ownership";
import { condition } from "../core/status";
import { type RdsError, toRdsError } from "../rds/errors";
import { type Ending, type Outcome, outcomeOfDeletion } from "./outcome";
import type { RouteRun } from "./route-run";

export async function deleteSuperfluous(deletion: Deletion, on: RouteRun): Promise<Outcome> {
  if (on.closed) return outcomeOfDeletion(deletion, { outcome: "deferred", ...on.closed });
  const { copy, reason, message } = deletion;
  const kept = await deleteCopy(copy, on);
  return outcomeOfDeletion(deletion, kept ?? { outcome: "deleted", reason, message });
}

/** @returns why the copy is still there; undefined if it is gone */
export async function deleteCopy(copy: Copy, on: RouteRun): Promise<Ending | undefined> {
  try {
    if (await isStartedAgain(copy, on)) {
      const message = "another run has started it again since: it is left alone";
      return { outcome: "deferred", reason: "started-again", message };
    }
    await on.service.delete(on.route.targetRegion, copy.snapshot.id);
    on.succeeded();
    return undefined;
  } catch (cause) {
    const error = toRdsError(cause);
    on.failed(error);
    if (await isGone(copy, on, error)) return undefined;
    const later = error.code === "transient" || error.code === "invalid-state";
    const message = `cannot delete ${copy.snapshot.id}: ${error.message}`;
    return { outcome: later ? "deferred" : "failed", reason: error.code, message, error };
  }
}

/** Whether a deletion failed because the copy is gone: another run, or a call whose answer was lost, has deleted it. */
async function isGone({ snapshot }: Copy, on: RouteRun, { code }: RdsError): Promise<boolean> {
  if (code === "not-found") return true;
  if (code === "invalid-state") return condition(snapshot.status) === "failed";
  if (code !== "denied") return false;
  // A snapshot that is gone has no tags for the permission to match, so IAM may deny it (docs/aws-facts.md#delete-permissions).
  try {
    const { items, unreadable } = await on.service.listCopies(on.route.targetRegion, { ids: [snapshot.id] });
    return (
      unreadable.length === 0 && items.every(({ id, status }) => id !== snapshot.id || condition(status) === "going")
    );
  } catch {
    return false;
  }
}

/**
 * Whether another copy has the failed copy's id by now. The list may be minutes old: another run may have deleted the failed
 * copy and started the next, which may even be available already.
 */
async function isStartedAgain({ snapshot }: Copy, on: RouteRun): Promise<boolean> {
  if (condition(snapshot.status) !== "failed") return false;
  const { items } = await on.service.listCopies(on.route.targetRegion, { ids: [snapshot.id] });
  const now = items.find(({ id }) => id === snapshot.id);
  if (now === undefined) return false;
  return condition(now.status) !== "failed" || now.tags[COPY_TAGS.startedAt] !== snapshot.tags[COPY_TAGS.startedAt];
}
