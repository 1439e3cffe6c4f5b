import { reconcileDatabase } from "./backup-finished";
import type { Outcome } from "./outcome";
import { outcomesOf, type Report } from "./report";
import type { Run } from "./run";
import { idsInProgress } from "./summary";
import { isForSlots, startedBy, type Waiting } from "./waiting";

/**
 * Passes free slots on: the database whose turn it is is looked at anew and its copy started, as after an event of its own, until no
 * slot is free or nobody waits. Who waits is only a hint; what the look at RDS says counts.
 *
 * @param publish takes the report of each look, at once
 */
export async function refill(waiting: Waiting, run: Run, publish: (look: Report) => void): Promise<void> {
  const { kind, targetRegion } = waiting.route;
  const onRoute: Run = { ...run, settings: { ...run.settings, targets: [targetRegion] }, now: run.clock() };
  while (waiting.hasFreeSlot) {
    const database = waiting.next();
    if (database === undefined) return;
    const look: Report = { ...(await reconcileDatabase(kind, database, onRoute)), run: "look" };
    publish(look);
    const outcomes = outcomesOf(look);
    for (const copy of [...idsInProgress(look), ...outcomes.flatMap(startedBy)]) waiting.started(copy);
    if (outcomes.some(isForSlots)) {
      waiting.putBack(database);
      return;
    }
    if (outcomes.some(concernsTheRegion)) waiting.giveUp();
  }
}

/** Reasons for which the next database would fare no better. */
const OF_THE_REGION: ReadonlySet<string> = new Set([
  "list-failed",
  "manual-quota-full",
  "out-of-time",
  "region-not-enabled",
  "transient",
]);

const concernsTheRegion = ({ reason }: Outcome): boolean => OF_THE_REGION.has(reason);
