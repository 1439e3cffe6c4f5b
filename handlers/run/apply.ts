import type { Action, Delete, StartCopy } from "../core/actions";
import { COPY_TAGS } from "../core/copy-tags";
import { groupBy } from "../core/identity";
import { condition } from "../core/status";
import { type RdsError, toRdsError } from "../rds/errors";
import { startCopy } from "./copy";
import { Lane } from "./lane";
import { type Outcome, settle } from "./outcome";
import type { Run } from "./run";

/** With less time than this no further call is started; the rest is deferred. */
const STOP_STARTING_MS = 30_000;

/** Deletions of a lane may take half of the time that is left, so that copies have theirs however many there are. */
const SHARE_OF_DELETIONS = 0.5;

/**
 * Carries out a plan. Each kind and target region is a lane of its own, and lanes run side by side; in a lane one
 * action follows the other in the plan's order, deletions first. No failure stops another action, unless RDS has
 * said that it would fail too.
 *
 * @param covered databases that keep copies, by kind: what a full quota is measured against, if all have been seen
 */
export async function apply(actions: readonly Action[], run: Run, covered?: Lane["covered"]): Promise<Outcome[]> {
  const calls = actions.filter(needsCall);
  const settled = actions.flatMap((action) => (needsCall(action) ? [] : [settle(action)]));
  if (run.settings.dryRun) return [...calls.map(planned), ...settled];
  const lanes = groupBy(calls, ({ kind, targetRegion }) => `${kind} ${targetRegion}`);
  const outcomes = await Promise.all(
    [...lanes.values()].map(async (lane) => {
      const state = new Lane(covered);
      const results: Outcome[] = [];
      const stopDeletingWith = run.timeLeft() * SHARE_OF_DELETIONS;
      for (const action of inTurn(lane)) {
        const isRetry = action.action === "delete" && action.reason === "retry";
        const stopWith = action.action === "copy" || isRetry ? STOP_STARTING_MS : stopDeletingWith;
        results.push(await perform(action, run, state, stopWith));
      }
      return results;
    }),
  );
  return [...outcomes.flat(), ...settled];
}

type Call = Delete | StartCopy;

const needsCall = (action: Action): action is Call => action.action === "delete" || action.action === "copy";

/** Retries last, their deletions too: a failed copy alone remembers the attempts, and goes only if RDS takes copies. */
function inTurn(lane: readonly Call[]): Call[] {
  const retried = new Set(lane.flatMap((call) => (call.action === "copy" ? (call.replaces?.snapshot.id ?? []) : [])));
  const isOfRetry = (call: Call) =>
    call.action === "copy" ? call.replaces !== undefined : retried.has(call.copy.snapshot.id);
  return [...lane.filter((call) => !isOfRetry(call)), ...lane.filter(isOfRetry)];
}

const planned = (action: Call): Outcome => ({
  action,
  outcome: "planned",
  reason: action.reason,
  message: `dry run: ${action.message}`,
});

async function perform(action: Call, run: Run, lane: Lane, stopWith: number): Promise<Outcome> {
  if (run.timeLeft() < Math.max(stopWith, STOP_STARTING_MS)) {
    return {
      action,
      outcome: "deferred",
      reason: "out-of-time",
      message: "the run was out of time: the next one does it",
    };
  }
  return action.action === "delete" ? remove(action, run, lane) : startCopy(action, run, lane);
}

async function remove(action: Delete, run: Run, lane: Lane): Promise<Outcome> {
  const { kind, targetRegion, copy, reason, message } = action;
  if (lane.closed) return { action, outcome: "deferred", ...lane.closed };
  try {
    if (await startedAgain(action, run)) {
      lane.kept(copy.snapshot.id);
      return {
        action,
        outcome: "deferred",
        reason: "started-again",
        message: "another run has started it again since: it is left alone",
      };
    }
    await run.services[kind].delete(targetRegion, copy.snapshot.id);
    lane.succeeded();
  } catch (cause) {
    const error = toRdsError(cause);
    lane.failed(error);
    if (!(await isGone(action, run, error))) {
      lane.kept(copy.snapshot.id);
      const later = error.code === "transient" || error.code === "invalid-state";
      return {
        action,
        outcome: later ? "deferred" : "failed",
        reason: error.code,
        message: `cannot delete: ${error.message}`,
        error,
      };
    }
  }
  return { action, outcome: "deleted", reason, message };
}

/** Whether a deletion failed because another run, or a call whose answer was lost, has deleted the copy. */
async function isGone({ kind, targetRegion, copy }: Delete, run: Run, { code }: RdsError): Promise<boolean> {
  const { id, status } = copy.snapshot;
  if (code === "not-found") return true;
  if (code === "invalid-state") return condition(status) === "failed";
  if (code !== "denied") return false;
  // Where nothing carries the tags that the permission asks for, IAM may be faster than RDS to say no.
  try {
    const { items, unreadable } = await run.services[kind].listCopies(targetRegion, { ids: [id] });
    return unreadable.length === 0 && items.every((item) => item.id !== id || condition(item.status) === "going");
  } catch {
    return false;
  }
}

/**
 * Whether what has the id of a failed copy is another one by now: the list may be minutes old, and another run may have deleted
 * the failed copy and started the next, which may even be available already.
 */
async function startedAgain({ kind, targetRegion, copy: { snapshot } }: Delete, { services }: Run): Promise<boolean> {
  if (condition(snapshot.status) !== "failed") return false;
  const { items } = await services[kind].listCopies(targetRegion, { ids: [snapshot.id] });
  const now = items.find(({ id }) => id === snapshot.id);
  if (now === undefined) return false;
  return condition(now.status) !== "failed" || now.tags[COPY_TAGS.startedAt] !== snapshot.tags[COPY_TAGS.startedAt];
}
