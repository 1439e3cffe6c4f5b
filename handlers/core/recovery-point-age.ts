import type { Database } from "./model";

/**
 * Seconds since the source of a database's newest available copy in a target region was taken. Without a copy: since its oldest
 * available automated snapshot or, if RDS deletes those before they are `maxAgeHours` old, since its creation
 * (decisions/0009-never-copied-is-never-fresh.md).
 */
export function recoveryPointAge(
  database: Database,
  snapshotTimes: readonly Date[],
  copyTimes: readonly Date[],
  now: Date,
  maxAgeHours: number,
): number {
  // The oldest of daily snapshots kept for N days is always more than N - 1 days old.
  const tell = (database.backupRetentionDays - 1) * 24 > maxAgeHours;
  const oldest = earliest(snapshotTimes);
  const since = latest(copyTimes) ?? (tell ? oldest : undefined) ?? database.createdAt ?? oldest ?? now;
  return Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
}

export const latest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.max);

const earliest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.min);

const oneOf = (times: readonly Date[], pick: (...times: number[]) => number): Date | undefined =>
  times.length === 0 ? undefined : new Date(pick(...times.map(Number)));
