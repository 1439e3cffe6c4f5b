import { plan } from "../core/plan";
import { takeInventory } from "./inventory";
import type { Memory } from "./memory";
import type { CopyEnded } from "./rds-event";
import { refill } from "./refill";
import { type Report, reportOf } from "./report";
import type { Run } from "./run";
import { Waiting } from "./waiting";

/** The look stops with so much time left, as copies are to be started; what it has not reached by then is too much for this function. */
const STOP_READING_MS = 60_000;

/**
 * A copy of an instance's snapshot has ended in a target region: passes its slot on, to first attempts only. Retries and deletions are
 * left to the sweep, as is everything of an estate that is too large to be looked at in one run.
 *
 * @param memory of who waits, which saves looking at all databases after each event
 * @param told takes the report of each database that is looked at, at once
 */
export async function copyEnded(
  { targetRegion, snapshotId }: CopyEnded,
  run: Run,
  memory: Memory,
  told: (report: Report) => void,
): Promise<void> {
  const skip = (reason: string, message: string) => {
    const about = { kind: "instance", database: "*", targetRegion, snapshot: snapshotId } as const;
    told(reportOf(run, { action: "skip", ...about, reason, message }));
  };
  if (!run.settings.targets.includes(targetRegion)) return skip("not-a-target", "it is no target region any more");
  if (run.settings.dryRun) return skip("dry-run", "a dry run starts no copies");
  if (memory.isTooLarge(targetRegion, run.now)) return skip("too-large", TOO_LARGE);
  let waiting = memory.recall(targetRegion, run.now);
  if (waiting === undefined) {
    const here: Run = { ...run, settings: { ...run.settings, targets: [targetRegion] } };
    const { inventory, failures } = await takeInventory("instance", here, STOP_READING_MS);
    const failedLists = failures.filter(({ reason }) => reason === "list-failed");
    // What cannot be read is for the sweep to tell: here it would be told after each copy.
    if (failedLists.length > 0) told(reportOf(run, ...failedLists));
    const outOfTime = (inventory?.unread?.size ?? 0) > 0 && failedLists.length === 0;
    if (outOfTime || run.timeLeft() < STOP_READING_MS) {
      memory.tooLarge(targetRegion, run.now);
      return skip("too-large", TOO_LARGE);
    }
    const { settings, deployment, now } = here;
    const [slots] = inventory ? plan(inventory, { settings, deployment, now, run: "sweep" }).slots : [];
    if (slots === undefined) return;
    waiting = new Waiting("instance", slots, slots.inTurn);
    // Who was not looked at may be in turn too: the next event looks again.
    if (failedLists.length === 0) memory.keep(waiting, run.now);
  }
  waiting.ended(snapshotId);
  await refill(waiting, run, told);
}

const TOO_LARGE = "there are too many snapshots to look at after each copy: the sweep passes slots on";
