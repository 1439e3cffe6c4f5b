import { type BackupWindow, minutesFrom } from "./backup-window";

const DAY = 24 * 60;

/**
 * When the daily sweep starts: `marginMinutes` after the window that precedes the longest stretch without one. If several
 * stretches are equally long, the earliest sweep after 00:00 wins. `sweepScheduleLocals` says the same in HCL.
 *
 * @param windows at least one
 * @returns `cron(…)` in UTC
 * @throws Error if the windows cover the whole day, or the margin does not fit into that stretch
 */
export function sweepSchedule(windows: readonly BackupWindow[], marginMinutes: number): string {
  const stretches = windows
    .filter(({ end }) => !windows.some((window) => window.covers(end)))
    .map(({ end }) => ({
      minutes: Math.min(...windows.map(({ start }) => minutesFrom(end, start))),
      sweep: (end + marginMinutes) % DAY,
    }));
  const [longest] = stretches.sort((a, b) => b.minutes - a.minutes || a.sweep - b.sweep);
  if (!longest) throw new Error("backupWindows must leave a part of the day free, together they cover all of it");
  if (marginMinutes >= longest.minutes) {
    throw new Error(
      `scheduleMarginMinutes must be less than the longest stretch free of backup windows, ${longest.minutes} minutes, got: ${marginMinutes}`,
    );
  }
  return `cron(${longest.sweep % 60} ${Math.floor(longest.sweep / 60)} * * ? *)`;
}
