import { MINUTES_OF_A_DAY, minutesFrom } from "../core/daily-window";
import type { BackupWindow } from "./backup-window";

/** A part of the day without a backup window. */
export interface FreeStretch {
  /** Minute of the day, 0 to 1439. */
  readonly start: number;
  readonly minutes: number;
}

/** The longest ones, which are all equally long; none if the windows cover the whole day. */
export function longestStretches(windows: readonly BackupWindow[]): FreeStretch[] {
  const stretches = windows
    .filter(({ end }) => !windows.some((window) => window.covers(end)))
    .map(({ end }) => ({ start: end, minutes: Math.min(...windows.map(({ start }) => minutesFrom(end, start))) }));
  const longest = Math.max(...stretches.map(({ minutes }) => minutes));
  return stretches.filter(({ minutes }) => minutes === longest);
}

/**
 * When the daily sweep starts: `marginMinutes` after the window that precedes the longest stretch without one. If several
 * stretches are equally long, the earliest sweep after 00:00 wins. `sweepScheduleLocals` says the same in HCL.
 *
 * @param windows at least one
 * @returns `cron(…)` in UTC
 * @throws Error if the windows cover the whole day, or the margin does not fit into that stretch
 */
export function sweepSchedule(windows: readonly BackupWindow[], marginMinutes: number): string {
  const longest = longestStretches(windows);
  const [{ minutes } = { minutes: 0 }] = longest;
  if (minutes === 0) throw new Error("backupWindows must leave a part of the day free, together they cover all of it");
  if (marginMinutes >= minutes) {
    throw new Error(
      `scheduleMarginMinutes must be less than the longest stretch free of backup windows, ${minutes} minutes, got: ${marginMinutes}`,
    );
  }
  const sweep = Math.min(...longest.map(({ start }) => (start + marginMinutes) % MINUTES_OF_A_DAY));
  return `cron(${sweep % 60} ${Math.floor(sweep / 60)} * * ? *)`;
}
