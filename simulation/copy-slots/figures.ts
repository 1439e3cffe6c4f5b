import { DAY } from "../time/clock";
import type { Random } from "../time/random";
import type { Job } from "./list-schedule";

/** A copy to make, of a database that has a copy of the night before. Times in milliseconds. */
export interface NightJob extends Job {
  readonly sizeGib: number;
  /** When the source of the last copy was taken. */
  readonly copiedAt: number;
}

/** What a night was like. All in milliseconds. */
export interface Figures {
  /** From the end of the first backup to the end of the last copy. */
  readonly makespan: number;
  /** Mean time from the end of a backup to the end of its copy. */
  readonly meanWait: number;
  /** From the end of the first backup until half of the databases are fresh. */
  readonly half: number;
  /** The greatest recovery point age, less the 24 hours that lie between two backups. */
  readonly worstAge: number;
}

/** @param ends id → end of its copy */
export function figuresOf(jobs: readonly NightJob[], ends: ReadonlyMap<string, number>): Figures {
  const began = Math.min(...jobs.map(({ releasedAt }) => releasedAt));
  const ended = jobs.map((job) => ({ ...job, end: ends.get(job.id) ?? Number.POSITIVE_INFINITY }));
  const inOrder = ended.map(({ end }) => end).sort((a, b) => a - b);
  return {
    makespan: Math.max(...inOrder) - began,
    meanWait: ended.reduce((sum, { end, releasedAt }) => sum + end - releasedAt, 0) / ended.length,
    half: (inOrder[Math.floor(inOrder.length / 2)] ?? began) - began,
    worstAge: Math.max(...ended.map(({ end, copiedAt }) => end - copiedAt)) - DAY,
  };
}

/** Sizes in GiB are log-normal around 100. */
export const drawSize = (random: Random, sigma = 1): number => Math.max(5, random.logNormal(100, sigma));

/** How long a copy takes: only roughly what its size lets expect. @param spread σ of the factor; 0: exactly that */
export const drawLength = (random: Random, sizeGib: number, medianCopy: number, spread = 0.3): number =>
  Math.max(30_000, (sizeGib / 100) * medianCopy * random.logNormal(1, spread));
