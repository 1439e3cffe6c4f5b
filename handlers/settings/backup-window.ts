import { SHORTEST_WINDOW_MINUTES, WINDOW_LENGTH } from "../../settings/rules";
import { BACKUP_WINDOW } from "../../settings/texts";
import { minutesFrom, windowOf } from "../core/daily-window";
import { shown } from "../core/shown";

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
    const window = new RegExp(BACKUP_WINDOW.pattern).test(text) ? windowOf(text) : undefined;
    if (window === undefined) throw new Error(`backupWindows must be ${BACKUP_WINDOW.mustBe}, got: ${shown(text)}`);
    this.start = window.start;
    this.end = window.end;
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
