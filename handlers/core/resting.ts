import { minutesFrom, windowOf } from "./daily-window";
import { DAY_MS, HOUR_MS } from "./day";
import type { Database } from "./model";
import type { AgeContext, Situation } from "./situation";

/** RDS starts a database that has been stopped for a week, and takes its backup within a day of that. */
const LONGEST_REST_MS = 8 * DAY_MS;

/** RDS takes no backup of a database that is not running (docs/aws-facts.md#stopped-databases). */
const AT_REST: ReadonlySet<string> = new Set(["stopping", "stopped", "starting"]);

/** When a database was last stopped and last started, as far as RDS remembers it. */
export interface StopAndStart {
  readonly stoppedAt: Date | undefined;
  readonly startedAt: Date | undefined;
}

type Backups = Pick<Situation, "database" | "newest" | "newestCopy">;

/**
 * Whether RDS can have no newer backup of a database than the one that is copied, as it is stopped, or has been started again and its
 * next backup window has not passed. One that was stale when it was stopped stays so.
 */
export function isResting(of: Backups, { now, maxAgeHours, stopsAndStarts }: AgeContext): boolean {
  const { stoppedAt, startedAt } = stopsAndStarts?.get(of.database.id) ?? {};
  if (!AT_REST.has(of.database.status)) return isJustStarted(of, startedAt, now, maxAgeHours);
  if (!isCopied(of)) return false;
  if (stoppedAt === undefined || of.newestCopy === undefined) return true;
  const ageAtStop = stoppedAt.getTime() - of.newestCopy.sourceTime.getTime();
  return ageAtStop <= maxAgeHours * HOUR_MS || isJustStarted(of, startedAt, stoppedAt, maxAgeHours);
}

/** After the first window a copy has as long as after any other: the age limit less a day. */
function isJustStarted(of: Backups, startedAt: Date | undefined, now: Date, maxAgeHours: number): boolean {
  const { database, newest, newestCopy } = of;
  if (startedAt === undefined || startedAt > now || newestCopy === undefined) return false;
  if (newestCopy.sourceTime > startedAt) return false;
  const slack = maxAgeHours * HOUR_MS - DAY_MS;
  // One that is stopped again before each of its windows never has a backup: that is told at last.
  if (now.getTime() - newestCopy.sourceTime.getTime() > LONGEST_REST_MS + slack) return false;
  const isOfThisStart = newest !== undefined && newest.takenAt > startedAt;
  if (!isCopied(of) && !isOfThisStart) return false;
  return now.getTime() < endOfNextWindow(database, startedAt).getTime() + slack;
}

const isCopied = ({ newest, newestCopy }: Backups): boolean =>
  newest === undefined || (newestCopy !== undefined && newestCopy.sourceTime >= newest.takenAt);

/** Whether a database is at rest, and RDS has not said since when, so that it may have been stale before. */
export const mayHaveBeenStale = ({ database }: Pick<Situation, "database">, { stopsAndStarts }: AgeContext): boolean =>
  AT_REST.has(database.status) && stopsAndStarts?.get(database.id)?.stoppedAt === undefined;

/** The end of the first backup window that begins after a time; a day later where the window is not known. */
function endOfNextWindow({ backupWindow = "" }: Database, after: Date): Date {
  const window = windowOf(backupWindow);
  if (window === undefined) return new Date(after.getTime() + DAY_MS);
  const midnight = Math.floor(after.getTime() / DAY_MS) * DAY_MS;
  const today = midnight + window.start * 60_000;
  const begin = today >= after.getTime() ? today : today + DAY_MS;
  return new Date(begin + minutesFrom(window.start, window.end) * 60_000);
}
