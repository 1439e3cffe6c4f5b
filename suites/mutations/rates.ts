import type { Checks } from "../checks";
import { bundleTrials } from "./bundle";
import type { Mutation } from "./mutations";
import { type Played, play } from "./player";

/** Seeds that were chosen for nothing: no planted bug names one as great. */
export const FIRST_FRESH_SEED = 20_001;

/** How long to look for each bug. */
export interface Effort {
  readonly seeds: readonly number[];
  readonly days: number;
  /** Seeds that find it, after which the rest is not played. */
  readonly enough: number;
}

/** Prints how many of the seeds find each bug: a table, whose first line is what they find without one. */
export function rateTasks(
  checks: Checks,
  mutations: readonly Mutation[],
  folder: string,
  effort: Effort,
): (() => Promise<void>)[] {
  const rate = async (bug: string, name: string, mutation?: Mutation) => {
    const trials = await bundleTrials(folder, name, mutation);
    const played = await play(trials, effort.seeds, effort);
    console.log(rateText(bug, played));
    return played;
  };
  const sound = () =>
    checks.check("nothing is found without a bug", async () => {
      const { found } = await rate("(no bug)", "sound");
      if (found.length > 0) throw new Error(found.map(({ seed, text }) => `${seed}: ${text}`).join("\n"));
    });
  const ofBugs = mutations.map(
    (mutation, index) => () =>
      checks.check(mutation.bug, async () => {
        const { found, played } = await rate(mutation.bug, `bug-${index}`, mutation);
        if (found.length === 0) throw new Error(`It is found by none of ${played} seeds.`);
      }),
  );
  return [sound, ...ofBugs];
}

/** A line of a table: how often it was found, by what, and the first seed that found it. */
function rateText(bug: string, { found, played }: Played): string {
  const invariants = [...new Set(found.map(({ invariant }) => invariant))].join(", ");
  const by = found[0] ? `${invariants}; seed ${found[0].seed}` : "nothing";
  return `| ${bug} | ${found.length} of ${played} | ${by} |`;
}
