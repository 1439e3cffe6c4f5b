import { reconcileDatabase } from "./backup-finished";
import type { Outcome } from "./outcome";
import type { Report } from "./report";
import type { Run } from "./run";
import { isForSlots, startedBy, type Waiting } from "./waiting";

/**
 * Passes free slots on: the database whose turn it is is looked at anew and its copy started, as after an event of its own, until no
 * slot is free or nobody waits. Who waits is only a hint; what the look at RDS says counts.
 *
 * @param told takes the report of each database, at once
 */
export async function refill(waiting: Waiting, run: Run, told: (report: Report) => void): Promise<void> {
  const { kind, targetRegion } = waiting;
  const here: Run = { ...run, settings: { ...run.settings, targets: [targetRegion] }, now: run.clock() };
  while (waiting.hasFreeSlot) {
    const database = waiting.next();
    if (database === undefined) return;
    const report = await reconcileDatabase(kind, database, here);
    told(report);
    for (const copy of [...report.inProgress, ...report.outcomes.flatMap(startedBy)]) waiting.started(copy);
    if (report.outcomes.some(isForSlots)) {
      waiting.putBack(database);
      return;
    }
    if (report.outcomes.some(concernsTheRegion)) waiting.giveUp();
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
