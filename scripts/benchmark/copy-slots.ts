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
}

async function night(title: string, options: NightOptions): Promise<void> {
  const { makespan, meanWait, worstAge, calls } = await playNight(options);
  row(`${title}: makespan`, againstIdeal(makespan));
  row("    worst recovery point age", againstIdeal(worstAge));
  row("    mean wait, beside shortest first", againstIdeal(meanWait));
  row("    API calls", `${number(calls)}, ${(calls / options.databases).toFixed(1)} for each copy`);
}

const againstIdeal = ({ real, ideal }: AgainstIdeal): string =>
  `${(real / ideal).toFixed(3)}× of the ideal ${(ideal / 3_600_000).toFixed(1)} hours`;
