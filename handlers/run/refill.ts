import { toRdsError } from "../rds/errors";
import { reconcileDatabase } from "./backup-finished";
import type { Outcome } from "./outcome";
import { outcomesOf, type Report } from "./report";
import type { Run } from "./run";
import { idsInProgress } from "./summary";
import { isForSlots, startedBy, type Waiting } from "./waiting";

/**
 * Passes free slots on until none is free or nobody waits: looks again at the database whose turn it is, as after an event of its own, and
 * starts its copy. The waiting list is only a hint; what RDS shows counts.
 *
 * @param publish is given the report of each look at once
 * @returns whether RDS has refused a copy for slots although one seemed free
 */
export async function refill(waiting: Waiting, run: Run, publish: (look: Report) => void): Promise<boolean> {
  const { kind, targetRegion } = waiting.route;
  const onRoute: Run = { ...run, settings: { ...run.settings, targets: [targetRegion] }, now: run.clock() };
  while (waiting.hasFreeSlot) {
    const database = waiting.next();
    if (database === undefined) return false;
    const look: Report = { ...(await reconcileDatabase(kind, database, onRoute, true)), run: "look" };
    publish(look);
    const outcomes = outcomesOf(look);
    for (const copy of [...idsInProgress(look), ...outcomes.flatMap(startedBy)]) waiting.started(copy);
    if (outcomes.some(isForSlots)) {
      waiting.putBack(database);
      return true;
    }
    if (outcomes.some(concernsTheRegion)) waiting.giveUp();
    const passing = outcomes.find(({ copy, reason }) => copy !== undefined && reason === "transient");
    if (passing) waiting.failedInPassing(database, toRdsError(passing.error), run.random);
    else waiting.answered();
  }
  return false;
}

/** Reasons that hold for the next database too. */
const OF_THE_REGION: ReadonlySet<string> = new Set([
  "list-failed",
  "manual-quota-full",
  "out-of-time",
  "region-not-enabled",
]);

/** A denied list holds for the next database too; a denied copy may not. */
const concernsTheRegion = ({ reason, copy }: Outcome): boolean =>
  OF_THE_REGION.has(reason) || (reason === "denied" && copy === undefined);
