import { toRdsError } from "../rds/errors";
import { causeAndRemedy } from "./cause-and-remedy";
import { inHalves, MOST_IDS } from "./in-halves";
import type { Outcome } from "./outcome";
import { refill } from "./refill";
import type { Report } from "./report";
import type { Run } from "./run";
import type { Waiting } from "./waiting";

export const POLL_MS = 30_000;
/** The longest wait, while RDS refuses copies for slots although some seem to be free: another deployment may count more than we see. */
const LONGEST_WAIT_MS = 4 * 60_000;
/** With less time before the next run or the end of this one, the rest is left to the next. */
export const LEAVE_MS = 60_000;

/**
 * Stays while databases wait for copy slots, and passes on each slot that becomes free (decisions/0012-free-slots-are-passed-on.md).
 * Nothing reports reliably that a copy has ended (docs/aws-facts.md#copy-events), so one call lists the copies that hold the slots every
 * half minute. Ends when nobody waits, or shortly before the next follow-up.
 *
 * @param publish is given the report of each look at a database at once
 */
export async function watch(all: readonly Waiting[], run: Run, publish: (look: Report) => void): Promise<void> {
  const { followUpIntervalMinutes } = run.settings;
  const nextRun = run.now.getTime() + followUpIntervalMinutes * 60_000;
  const mayStay = () => run.timeLeft() > LEAVE_MS + POLL_MS && run.clock().getTime() < nextRun - LEAVE_MS - POLL_MS;
  const backOffs = new Map(all.map((waiting) => [waiting, new BackOff()]));
  for (;;) {
    const routes = all.filter(({ isEmpty }) => !isEmpty);
    if (routes.length === 0 || !mayStay()) return;
    await run.sleep(POLL_MS);
    await Promise.all(
      routes.map(async (waiting) => {
        if (backOffs.get(waiting)?.isOver() === false) return;
        const held = waiting.holders.length;
        await askWhoHasEnded(waiting, run, publish);
        const hasEnded = waiting.holders.length < held;
        const isRefused = await refill(waiting, run, publish);
        backOffs.get(waiting)?.after(isRefused && !hasEnded);
      }),
    );
  }
}

/** Doubles the time between two looks while RDS refuses copies and none has ended. */
class BackOff {
  #wait = 1;
  #left = 1;

  /** Whether it is time for a look, when half a minute has passed. */
  isOver(): boolean {
    return --this.#left <= 0;
  }

  after(isRefused: boolean): void {
    this.#wait = isRefused ? Math.min(2 * this.#wait, LONGEST_WAIT_MS / POLL_MS) : 1;
    this.#left = this.#wait;
  }
}

async function askWhoHasEnded(waiting: Waiting, run: Run, publish: (look: Report) => void): Promise<void> {
  const { kind, targetRegion } = waiting.route;
  const ids = waiting.holders.slice(0, MOST_IDS);
  if (ids.length === 0) return;
  try {
    const service = run.services[kind];
    const { items } = await inHalves(ids, (some) => service.listCopies(targetRegion, { ids: some }));
    waiting.listed(ids, items);
  } catch (cause) {
    const why = causeAndRemedy(toRdsError(cause), targetRegion, run);
    const message = `cannot see which copies have ended, the next sweep goes on: ${why}`;
    const outcome: Outcome = { outcome: "deferred", database: "*", reason: "not-watched", message };
    waiting.giveUp();
    const route = { route: waiting.route, plan: undefined, outcomes: [outcome] };
    publish({ run: "look", kinds: [{ kind, plan: undefined, outcomes: [], routes: [route] }] });
  }
}
