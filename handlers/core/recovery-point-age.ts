import type { Database } from "./model";

/** What the age of a database without a copy counts from, beside its snapshots. */
export interface AgeLimits {
  readonly now: Date;
  readonly maxAgeHours: number;
  /** When the target region was first deployed to; undefined: long ago. */
  readonly targetSince?: Date | undefined;
}

/**
 * Seconds since the source of a database's newest available copy in a target region was taken. Without a copy: since its oldest
 * available automated snapshot or, if RDS deletes those before they are `maxAgeHours` old, since its creation
 * (decisions/0009-never-copied-is-never-fresh.md); but not since before there was a deployment to the region.
 */
export function recoveryPointAge(...of: Parameters<typeof ageCountsFrom>): number {
  const [, , , { now }] = of;
  return Math.max(0, Math.round((now.getTime() - ageCountsFrom(...of).getTime()) / 1000));
}

/** The time from which the age counts: the same in each run, to the millisecond, until there is a newer copy. */
export function ageCountsFrom(
  database: Database,
  snapshotTimes: readonly Date[],
  copyTimes: readonly Date[],
  { now, maxAgeHours, targetSince }: AgeLimits,
): Date {
  // The oldest of daily snapshots kept for N days is always more than N - 1 days old.
  const tell = (database.backupRetentionDays - 1) * 24 > maxAgeHours;
  const oldest = earliest(snapshotTimes);
  const start = (tell ? oldest : undefined) ?? database.createdAt ?? oldest ?? now;
  return latest(copyTimes) ?? latest([start, ...(targetSince ? [targetSince] : [])]) ?? start;
}

export const latest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.max);

export const earliest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.min);

const oneOf = (times: readonly Date[], pick: (...times: number[]) => number): Date | undefined =>
  times.length === 0 ? undefined : new Date(pick(...times.map(Number)));
