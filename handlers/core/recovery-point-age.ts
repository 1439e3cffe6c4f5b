import type { Database } from "./model";

/**
 * Seconds since the source snapshot of the newest available copy of a database in a target region was taken.
 * Without a copy: since its oldest available automated snapshot, or, without that, since its creation.
 */
export function recoveryPointAge(
  database: Database,
  snapshotTimes: readonly Date[],
  copyTimes: readonly Date[],
  now: Date,
): number {
  const since = latest(copyTimes) ?? earliest(snapshotTimes) ?? database.createdAt ?? now;
  return Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000));
}

export const latest = (times: readonly Date[]): Date | undefined =>
  times.reduce<Date | undefined>((best, time) => (best === undefined || time > best ? time : best), undefined);

const earliest = (times: readonly Date[]): Date | undefined =>
  times.reduce<Date | undefined>((best, time) => (best === undefined || time < best ? time : best), undefined);
