import type { Defer } from "../core/actions";
import { toRdsError } from "../rds/errors";
import { inHalves, MOST_IDS } from "./in-halves";
import { refill } from "./refill";
import { type Report, reportOf } from "./report";
import type { Run } from "./run";
import type { Waiting } from "./waiting";

const POLL_MS = 30_000;
/** The next run, or the end of this one, is so near that it is left to the next. */
const LEAVE_MS = 60_000;

/**
 * Stays while databases wait for copy slots, and passes on each slot that becomes free. Nothing reports reliably that a copy has ended
 * (docs/aws-facts.md#copy-events): so one list call, of the copies that hold the slots, asks every half minute. Ends when nobody waits
 * any more, or shortly before the next follow-up.
 *
 * @param told takes the report of each database, at once
 */
export async function watch(all: readonly Waiting[], run: Run, told: (report: Report) => void): Promise<void> {
  const { followUpIntervalMinutes } = run.settings;
  const nextRun = run.now.getTime() + followUpIntervalMinutes * 60_000;
  const mayStay = () => run.timeLeft() > LEAVE_MS + POLL_MS && run.clock().getTime() < nextRun - LEAVE_MS - POLL_MS;
  for (;;) {
    const lines = all.filter(({ isEmpty }) => !isEmpty);
    if (lines.length === 0 || !mayStay()) return;
    await run.sleep(POLL_MS);
    await Promise.all(
      lines.map(async (waiting) => {
        await look(waiting, run, told);
        await refill(waiting, run, told);
      }),
    );
  }
}

async function look(waiting: Waiting, run: Run, told: (report: Report) => void): Promise<void> {
  const { kind, targetRegion } = waiting;
  const ids = waiting.holders.slice(0, MOST_IDS);
  if (ids.length === 0) return;
  try {
    const service = run.services[kind];
    const { items } = await inHalves(ids, (some) => service.listCopies(targetRegion, { ids: some }));
    waiting.listed(ids, items);
  } catch (cause) {
    const { awsCode, message } = toRdsError(cause);
    const action: Defer = {
      action: "defer",
      kind,
      database: "*",
      targetRegion,
      sizeGib: 0,
      reason: "not-watched",
      message: `cannot see which copies have ended: ${awsCode}: ${message}; the next sweep goes on`,
    };
    waiting.giveUp();
    told(reportOf(run, action));
  }
}
