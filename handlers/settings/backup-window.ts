import { SHORTEST_WINDOW_MINUTES, WINDOW_LENGTH } from "../../settings/rules";
import { BACKUP_WINDOW } from "../../settings/texts";
import { shown } from "../core/shown";

const DAY = 24 * 60;

/** The daily window, in UTC, in which RDS backs up a database. It may wrap midnight (docs/aws-facts.md#backup-window). */
export class BackupWindow {
  /** Minute of the day, 0 to 1439. */
  readonly start: number;
  /** Minute of the day, 0 to 1439. */
  readonly end: number;

  /**
   * @param text `hh24:mi-hh24:mi`, as RDS writes it
   * @throws Error if it has another form, or is shorter than 30 minutes or as long as 24 hours
   */
  constructor(text: string) {
    if (!new RegExp(BACKUP_WINDOW.pattern).test(text)) {
      throw new Error(`backupWindows must be ${BACKUP_WINDOW.mustBe}, got: ${shown(text)}`);
    }
    const minuteAt = (index: number) =>
      Number(text.slice(index, index + 2)) * 60 + Number(text.slice(index + 3, index + 5));
    this.start = minuteAt(0);
    this.end = minuteAt(6);
    if (this.minutes < SHORTEST_WINDOW_MINUTES) {
      throw new Error(`backupWindows ${WINDOW_LENGTH}, got: ${shown(text)}`);
    }
  }

  get minutes(): number {
    return minutesFrom(this.start, this.end);
  }

  /** Whether the window is open at this minute. At its end it is closed. */
  covers(minute: number): boolean {
    return minutesFrom(this.start, minute) < this.minutes;
  }
}

/** Minutes forward from one minute of the day to another, 0 to 1439. */
export const minutesFrom = (from: number, to: number): number => (to - from + DAY) % DAY;
