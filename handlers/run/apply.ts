import { saying } from "../core/actions";
import type { RoutePlan } from "../core/plan-route";
import { startCopy } from "./copy";
import { deleteSuperfluous } from "./delete";
import { type Ending, type Outcome, outcomeOfCopy, outcomeOfDeletion } from "./outcome";
import { DOUBTFUL, Queue } from "./probe";
import { RouteRun } from "./route-run";
import { type Run, STOP_STARTING_MS } from "./run";
import { isForSlots, startedBy } from "./waiting";

/** A route's deletions may take half of the time that is left, so that copies always have theirs. */
const SHARE_OF_DELETIONS = 0.5;

const OUT_OF_TIME: Ending = {
  outcome: "deferred",
  reason: "out-of-time",
  message: "the run was out of time: the next one does it",
};

/** Of one that had its turn: others came first, by chance. */
const PASSED_OVER: Ending = {
  outcome: "deferred",
  reason: "slots",
  message: `${DOUBTFUL} copies in a row had failed in passing, so others were tried by chance and took the slots: a later run starts it`,
};

/**
 * Carries out a route's plan, one call after the other, deletions first. A failure stops other actions only if RDS has said that they
 * would fail too, or has answered nobody. Deletions never stop copies.
 */
export async function apply(plan: RoutePlan, run: Run): Promise<Outcome[]> {
  if (run.settings.dryRun) return planned(plan, "dry run: ");
  if (run.readOnly) return planned(plan);
  const route = new RouteRun(plan, run);
  const deletions = await deleteInTurn(plan, route);
  const copies = await copyInTurn(plan, route);
  const tried = new Set(copies.flatMap(({ copy }) => copy?.snapshot ?? []));
  const notes = plan.notes.filter((note) => !(isForSlots(note) && tried.has(note.snapshot ?? "")));
  return [...deletions, ...copies, ...silent(route), ...notes];
}

async function deleteInTurn(plan: RoutePlan, route: RouteRun): Promise<Outcome[]> {
  const { run } = route;
  const stopWith = Math.max(STOP_STARTING_MS, run.timeLeft() * SHARE_OF_DELETIONS);
  const queue = new Queue(plan.deletions, route.deletions, run.random);
  const outcomes: Outcome[] = [];
  for (let deletion = queue.next(); deletion; deletion = queue.next()) {
    const isTime = run.timeLeft() >= stopWith;
    outcomes.push(isTime ? await deleteSuperfluous(deletion, route) : outcomeOfDeletion(deletion, OUT_OF_TIME));
  }
  return outcomes;
}

/** Gives the slots to those whose turn it is. The slot of a copy that is not started goes to the next. */
async function copyInTurn({ copies, reserve = [] }: RoutePlan, route: RouteRun): Promise<Outcome[]> {
  const { run } = route;
  const hasTurn = new Set(copies);
  const queue = new Queue([...copies, ...reserve], route.firstAttempts, run.random);
  const outcomes: Outcome[] = [];
  let slots = copies.length;
  for (let copy = queue.next(); copy; copy = queue.next()) {
    const why =
      run.timeLeft() < STOP_STARTING_MS
        ? OUT_OF_TIME
        : (route.closedFor(copy) ?? (slots > 0 ? undefined : PASSED_OVER));
    if (why === undefined) {
      const outcome = await startCopy(copy, route);
      outcomes.push(outcome);
      if (await usesSlot(outcome, queue.size >= slots, route)) slots--;
    } else if (hasTurn.has(copy)) outcomes.push(outcomeOfCopy(copy, why));
  }
  return outcomes;
}

/** @param isWanted whether another waits for the slot: only then is a doubt worth a call */
async function usesSlot(outcome: Outcome, isWanted: boolean, { service, route }: RouteRun): Promise<boolean> {
  const [id] = startedBy(outcome);
  if (id === undefined) return false;
  if (outcome.reason !== "transient" || !isWanted) return true;
  try {
    const { items, unreadable } = await service.listCopies(route.targetRegion, { ids: [id] });
    return items.length > 0 || unreadable.length > 0;
  } catch {
    return true;
  }
}

/** A route that answers nobody is a failure of its own: what it leaves undone is only deferred. */
function silent(route: RouteRun): Outcome[] {
  const { deletions, firstAttempts, retries } = route;
  const probe = [firstAttempts, retries, deletions].find(({ isSilent }) => isSilent);
  if (probe === undefined) return [];
  return [{ outcome: "failed", database: "*", ...saying(route.unavailable(probe)), error: probe.last }];
}

/** What would be done, by a run that does nothing. */
function planned({ deletions, copies, notes }: RoutePlan, before = ""): Outcome[] {
  const ending = ({ reason, message }: { reason: string; message: string }): Ending => {
    return { outcome: "planned", reason, message: `${before}${message}` };
  };
  return [
    ...deletions.map((deletion) => outcomeOfDeletion(deletion, ending(deletion))),
    ...copies.map((copy) => outcomeOfCopy(copy, ending(copy))),
    ...notes,
  ];
}
