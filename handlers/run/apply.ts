import type { RoutePlan } from "../core/plan-route";
import { startCopy } from "./copy";
import { deleteSuperfluous } from "./delete";
import { type Ending, type Outcome, outcomeOfCopy, outcomeOfDeletion } from "./outcome";
import { RouteRun } from "./route-run";
import { type Run, STOP_STARTING_MS } from "./run";

/** A route's deletions may take half of the time that is left, so that copies always have theirs. */
const SHARE_OF_DELETIONS = 0.5;

const OUT_OF_TIME: Ending = {
  outcome: "deferred",
  reason: "out-of-time",
  message: "the run was out of time: the next one does it",
};

/**
 * Carries out a route's plan, one call after the other, deletions first. A failure stops other actions only if RDS has said that they
 * would fail too.
 *
 * @param databases that keep copies: what a full quota is measured against, if all have been seen
 */
export async function apply(plan: RoutePlan, run: Run, databases?: number): Promise<Outcome[]> {
  if (run.settings.dryRun) return dryRun(plan);
  const route = new RouteRun(plan.route, run, databases);
  const outcomes: Outcome[] = [];
  const stopDeletingWith = Math.max(STOP_STARTING_MS, run.timeLeft() * SHARE_OF_DELETIONS);
  for (const deletion of plan.deletions) {
    const isTime = run.timeLeft() >= stopDeletingWith;
    outcomes.push(isTime ? await deleteSuperfluous(deletion, route) : outcomeOfDeletion(deletion, OUT_OF_TIME));
  }
  for (const copy of plan.copies) {
    const isTime = run.timeLeft() >= STOP_STARTING_MS;
    outcomes.push(isTime ? await startCopy(copy, route) : outcomeOfCopy(copy, OUT_OF_TIME));
  }
  return [...outcomes, ...plan.notes];
}

function dryRun({ deletions, copies, notes }: RoutePlan): Outcome[] {
  const planned = ({ reason, message }: { reason: string; message: string }): Ending => {
    return { outcome: "planned", reason, message: `dry run: ${message}` };
  };
  return [
    ...deletions.map((deletion) => outcomeOfDeletion(deletion, planned(deletion))),
    ...copies.map((copy) => outcomeOfCopy(copy, planned(copy))),
    ...notes,
  ];
}
