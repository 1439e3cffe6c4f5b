import { KINDS } from "../core/model";
import { planSweep } from "../core/plan";
import type { SweepKind } from "../core/plan-route";
import { type Taken, takeInventory } from "./inventory";
import { type Report, reportOn } from "./report";
import { type Run, STOP_STARTING_MS } from "./run";
import { mayBeBrief } from "./target-look";

/** Left for deletions and copies, which need a few calls each. */
const STOP_READING_MS = 120_000;

/** What a whole run saw and did. */
export interface Sweep {
  readonly report: Report;
  /** Why it could not do its work at all; undefined if it could, whatever failed. */
  readonly unable: string | undefined;
}

/** A whole run: reconciles all selected databases of both kinds with all target regions, where that may do at a brief look. */
export async function sweep(kindOfSweep: SweepKind, run: Run): Promise<Sweep> {
  const briefly = mayBeBrief(kindOfSweep, run);
  const taken = await Promise.all(KINDS.map((kind) => takeInventory(kind, run, STOP_READING_MS, briefly)));
  const unable = whyUnable(taken, run);
  const kinds = taken.map(async ({ kind, inventory, failures, isBrief }) => {
    const plan = inventory && planSweep(inventory, { ...run, sweep: kindOfSweep });
    return { ...(await reportOn(kind, plan, failures, run, plan && plan.selected - plan.uncovered)), isBrief };
  });
  return { report: { run: kindOfSweep, kinds: await Promise.all(kinds) }, unable };
}

function whyUnable(taken: readonly Taken[], { settings, timeLeft }: Run): string | undefined {
  const wanted = taken.filter(({ kind }) => settings.selection[kind].include.length > 0);
  if (wanted.every(({ inventory }) => inventory === undefined)) return "the databases could not be listed";
  if (timeLeft() < STOP_STARTING_MS) return "its lists took all the time it had, so that nothing could be started";
  return undefined;
}
