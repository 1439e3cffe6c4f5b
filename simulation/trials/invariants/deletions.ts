import type { AuditEntry } from "../../iam/audit";
import { inProgress } from "../../rds/model";
import { LONGEST_LAG } from "../faults";
import { type Ledger, type OwnCopy, takenAt } from "../ledger";
import { kept } from "../retention";
import type { Truth } from "../truth";

/**
 * Checks each deletion in the audit log: only what the deployment made, nothing after an event or in a dry run, never the newest
 * available copy, nothing that retention keeps, and never a copy in progress.
 */
export function checkDeletion(entry: AuditEntry, { ledger, settings, runs, verdict }: Truth): void {
  const before = entry.snapshot;
  if (!before) return;
  const copy = ledger.find(before);
  const what = `${entry.caller} deleted ${before.arn} (${before.status})`;
  if (!copy) {
    verdict.broken("only ours is touched", `${what}, which it has not made`);
    return;
  }
  const inUse = settings.inUse(entry.time);
  if (!entry.caller.endsWith("-sweep")) verdict.broken("events delete nothing", what);
  if (inUse.every(({ dryRun }) => dryRun)) verdict.broken("a dry run changes nothing", what);
  // Two runs at once may both see the failed copy. The later one then cancels and restarts what the earlier has just started.
  const seenBefore = (runs.running(entry.run)?.startedAt ?? entry.time) - LONGEST_LAG;
  if (inProgress(before) && copy.startedAt < seenBefore) {
    verdict.broken("the newest copy stays", `${what} while it was being made`);
  }
  if (before.status !== "available") return;
  const others = available(ledger, copy).filter((other) => other !== copy);
  if (!others.some((other) => takenAt(other) > takenAt(copy))) {
    verdict.broken("the newest copy stays", `${what}, and there is no newer one`);
  }
  const times = [...others, copy].map(takenAt);
  if (inUse.every(({ retention }) => kept(times, retention).has(takenAt(copy)))) {
    verdict.broken("retention is kept", `${what}, one of ${times.length}, against ${JSON.stringify(inUse)}`);
  }
}

/** Our available copies of the same database in the same region. A copy being deleted is no longer available. */
function available(ledger: Ledger, { snapshot, source }: OwnCopy): OwnCopy[] {
  return ledger
    .of(snapshot.region, source)
    .filter(({ now }) => now.status === "available")
    .map(({ copy }) => copy);
}
