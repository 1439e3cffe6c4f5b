import type { Retention } from "../settings/settings";
import { DAY_MS } from "./day";

/** The UTC calendar period of a time, as a key. */
type Period = (time: Date) => number | string;

const day = (time: Date): number => Math.floor(time.getTime() / DAY_MS);
/** ISO weeks run from Monday to Sunday; 1970-01-01 was a Thursday. */
const week: Period = (time) => Math.floor((day(time) + 3) / 7);
const month: Period = (time) => time.toISOString().slice(0, 7);
const year: Period = (time) => time.getUTCFullYear();

/**
 * The recovery points to keep: the newest `keepLast`, and the newest of each of the last N days, ISO weeks, months
 * and years (UTC) *that have one*. Days without a recovery point do not count, so time alone never empties a region.
 *
 * @param points recovery points of one database in one target region, in any order
 * @param timeOf when the source snapshot was taken
 */
export function retained<T>(points: readonly T[], timeOf: (point: T) => Date, rules: Retention): ReadonlySet<T> {
  const newestFirst = [...points].sort((a, b) => timeOf(b).getTime() - timeOf(a).getTime());
  const keep = new Set(newestFirst.slice(0, rules.keepLast));
  const periods: [Period, number][] = [
    [day, rules.keepDaily],
    [week, rules.keepWeekly],
    [month, rules.keepMonthly],
    [year, rules.keepYearly],
  ];
  for (const [period, count] of periods) {
    const seen = new Set<number | string>();
    for (const point of newestFirst) {
      if (seen.size >= count) break;
      const key = period(timeOf(point));
      if (!seen.has(key)) keep.add(point);
      seen.add(key);
    }
  }
  return keep;
}
