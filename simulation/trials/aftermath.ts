import { HOUR } from "../time/clock";
import { delayBound, notYetFresh, recoveryBound, waits } from "./invariants/freshness";
import type { Truth } from "./truth";

/** How near to its bounds a trial came after its faults had ended. */
export interface Aftermath {
  /** Time from the end of the last fault until every database was fresh again, as a share of the bound; undefined: none to wait for. */
  readonly recovery: number | undefined;
  /** The longest time after that that a healthy database waited for a copy beside broken ones, as a share of the bound. */
  readonly delay: number | undefined;
}

/**
 * Plays on after the last fault: until all databases without a fault of their own are fresh again, then until `end`. Those that are broken
 * for good stay broken.
 *
 * @param broken resource ids of databases that have a fault of their own for good
 */
export async function playAftermath(
  truth: Truth,
  broken: ReadonlySet<string>,
  end: number,
  runUntil: (time: number) => Promise<void>,
): Promise<Aftermath> {
  const { world, settings, verdict } = truth;
  const faultsEnded = world.clock.now();
  const hour = () => runUntil(world.clock.now() + HOUR);
  if (settings.current.dryRun) {
    await runUntil(end);
    return { recovery: undefined, delay: undefined };
  }
  const recovery = await recover();
  const delay = await waitForOthers();
  return { recovery, delay };

  async function recover(): Promise<number | undefined> {
    const bound = recoveryBound(truth);
    const waiting = () => notYetFresh(truth, broken, faultsEnded);
    if (waiting().length === 0) return undefined;
    for (;;) {
      await hour();
      const late = waiting();
      const share = (world.clock.now() - faultsEnded) / bound;
      if (late.length === 0) return share;
      if (share < 1) continue;
      verdict.broken("fresh after the last fault", `${bound / HOUR} hours later still without: ${late.join(", ")}`);
      return share;
    }
  }

  async function waitForOthers(): Promise<number | undefined> {
    const bound = delayBound(truth);
    let longest = 0;
    const tooLate = new Set<string>();
    while (world.clock.now() < end) {
      await hour();
      for (const { text, waits: time } of waits(truth, broken)) {
        longest = Math.max(longest, time);
        if (time <= bound || tooLate.has(text)) continue;
        tooLate.add(text);
        verdict.broken("broken ones delay nobody", `${text} waits for longer than ${bound / HOUR} hours for a copy`);
      }
    }
    return broken.size > 0 ? longest / bound : undefined;
  }
}
