import type { Figures } from "../../simulation/copy-slots/figures";
import { type Comparison, compare, type Knowledge, NIGHTS } from "../../simulation/copy-slots/model";
import { row } from "./print";

/** Others than those by which the bounds of the order were chosen. */
const SEEDS = Array.from({ length: 16 }, (_, index) => 101 + index);

/**
 * What the order of copies does to those who wait, and to the end (decisions/0020-shortest-first-while-the-night-allows-it.md); beside
 * it, what it would do if durations were known, and if RDS did not show the progress of copies.
 */
export async function order(): Promise<void> {
  console.log(`Means of ${SEEDS.length} seeds (and the worst)`);
  for (const [title, lanes] of Object.entries(NIGHTS)) {
    const play = (known?: Knowledge) => SEEDS.flatMap((seed) => compare(lanes, seed, known));
    const nights = play();
    model(title, nights, "real");
    model("    if durations were known", play({ durations: true, progress: true }), "real");
    model("    if RDS showed no progress", play({ durations: false, progress: false }), "real");
    model("    the longest first", nights, "longestFirst");
    model("    the shortest first", nights, "shortestFirst");
  }
}

function model(title: string, nights: readonly Comparison[], order: keyof Comparison): void {
  const ratio = (figure: keyof Figures, to: keyof Comparison) => {
    const all = nights.map((one) => one[order][figure] / one[to][figure]);
    return `${mean(all).toFixed(2)} (${Math.max(...all).toFixed(2)})`;
  };
  const hours = (figure: keyof Figures) => (mean(nights.map((one) => one[order][figure])) / 3_600_000).toFixed(1);
  row(
    title,
    `makespan ${hours("makespan")} h, ${ratio("makespan", "ideal")} × of the ideal; ` +
      `mean wait ${hours("meanWait")} h, ${ratio("meanWait", "shortestFirst")} × of shortest first; ` +
      `half are fresh after ${hours("half")} h; worst age 24 h + ${hours("worstAge")} h`,
  );
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
