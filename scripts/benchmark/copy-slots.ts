import type { Figures } from "../../simulation/copy-slots/figures";
import { type Comparison, compare, NIGHTS } from "../../simulation/copy-slots/model";
import { type AgainstIdeal, type NightOptions, playNight } from "../../simulation/copy-slots/night";
import { MINUTE } from "../../simulation/time/clock";
import { number, row } from "./print";

const DATABASES = 1_000;
/** Medians of log-normal durations that let a night end before the next: 20 slots for instances, 5 for clusters. */
const INSTANCES: NightOptions = { kind: "instance", databases: DATABASES, medianCopy: 8 * MINUTE };
const CLUSTERS: NightOptions = { kind: "cluster", databases: DATABASES, medianCopy: 2.5 * MINUTE };

/** How well copy slots are used when 1,000 databases are due after one window: beside the ideal list schedule, on a simulated clock. */
export async function copySlots(): Promise<void> {
  await night("1,000 instances due at once, 20 slots", INSTANCES);
  await night("  the same, every RDS event lost", { ...INSTANCES, faults: { delivery: () => "lost" } });
  await night("1,000 clusters due at once, 5 slots", CLUSTERS);
  console.log(`\nModel nights, means of ${SEEDS.length} seeds (and the worst)`);
  for (const [title, lanes] of Object.entries(NIGHTS)) {
    const nights = SEEDS.flatMap((seed) => compare(lanes, seed));
    model(title, nights, "real");
    model("    the longest first", nights, "longestFirst");
    model("    the shortest first", nights, "shortestFirst");
  }
}

const SEEDS = [1, 2, 3, 4, 5, 6];

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

async function night(title: string, options: NightOptions): Promise<void> {
  const { makespan, meanWait, worstAge, calls } = await playNight(options);
  row(`${title}: makespan`, againstIdeal(makespan));
  row("    worst recovery point age", againstIdeal(worstAge));
  row("    mean wait, beside shortest first", againstIdeal(meanWait));
  row("    API calls", `${number(calls)}, ${(calls / options.databases).toFixed(1)} for each copy`);
}

const againstIdeal = ({ real, ideal }: AgainstIdeal): string =>
  `${(real / ideal).toFixed(3)}× of the ideal ${(ideal / 3_600_000).toFixed(1)} hours`;
