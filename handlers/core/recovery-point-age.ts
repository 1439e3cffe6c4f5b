import type { Database } from "./model";

/**
 * Seconds since the source snapshot of the newest available copy of a database in a target region was taken.
 * Without a copy: since its oldest available automated snapshot. Where RDS keeps those too briefly for one to get older than
 * `maxAgeHours`, a database that is never copied would look fresh for ever: then, and without a snapshot, since its creation.
 */
export function recoveryPointAge(
  database: Database,
  snapshotTimes: readonly Date[],
  copyTimes: readonly Date[],
  now: Date,
  maxAgeHours: number,
): number {
  // Of daily snapshots kept for N days the oldest is always more than N - 1 days old.
  const tell = (database.backupRetentionDays - 1) * 24 > maxAgeHours;
  const oldest = earliest(snapshotTimes);
  const since = latest(copyTimes) ?? (tell ? oldest : undefined) ?? database.createdAt ?? oldest ?? now;
  return Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
}

export const latest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.max);

const earliest = (times: readonly Date[]): Date | undefined => oneOf(times, Math.min);

const oneOf = (times: readonly Date[], pick: (...times: number[]) => number): Date | undefined =>
  times.length === 0 ? undefined : new Date(pick(...times.map(Number)));
