import { MINUTES_OF_A_DAY, minutesFrom } from "../../../handlers/core/daily-window";
import { groupBy } from "../../../handlers/core/identity";
import type { Database } from "../../../handlers/core/model";
import { ruleName } from "../../../handlers/core/names";
import { scopeOf } from "../../../handlers/core/scope";
import { counted, listed } from "../../../handlers/core/told/words";
import { BackupWindow } from "../../../handlers/settings/backup-window";
import { longestStretches, sweepSchedule } from "../../../handlers/settings/sweep-schedule";
import { SETTINGS } from "../../../settings/settings";
import { startsOf } from "../cron";
import type { Facts } from "../facts";
import { type Finding, saying } from "../finding";
import { ifKnown } from "../known";

const { ok, mend, unknown } = saying("schedule");

const MOST = 4;

/** Whether the daily run starts after the real backup windows; else with the setting that makes it so. */
export function scheduleFindings(facts: Facts): readonly Finding[] {
  const name = ruleName(facts.deployed.deployment.name, "sweep");
  const doubt = (why: Parameters<typeof unknown>[1]) => unknown(name, why);
  return ifKnown(facts.rules.sweep.rule, doubt, (rule) =>
    // Without a rule another check says so.
    rule === undefined
      ? []
      : ifKnown(facts.estate, doubt, ({ seen, deployed }) => {
          const databases = seen.flatMap(({ inventory }) =>
            inventory === undefined ? [] : scopeOf(inventory.databases, deployed.startup.settings).covered,
          );
          return [against(databases, rule.ScheduleExpression ?? "", name)];
        }),
  );
}

/** A database and its window. */
interface Windowed {
  readonly id: string;
  readonly text: string;
  readonly window: BackupWindow;
}

function against(databases: readonly Database[], expression: string, name: string): Finding {
  const windowed = databases.flatMap(({ id, backupWindow }) => windowOf(id, backupWindow));
  if (windowed.length === 0) return ok(name, `${expression}; no database that is copied has a backup window`);
  const starts = startsOf(expression);
  const better = recommended(windowed);
  if (better === undefined) {
    const cause = `the backup windows of ${counted(windowed.length, "database")} leave no part of the day free: at each hour some backup is still to come`;
    return mend(name, cause, "move some of them, with --preferred-backup-window");
  }
  switch (starts.is) {
    case "unclear":
      return unknown(name, { cause: `when ${expression} starts is not understood here`, remedy: better });
    case "seldom":
      return mend(name, `the daily run does not run on each day: ${expression}`, better);
    case "rate":
      return starts.everyMinutes < MINUTES_OF_A_DAY
        ? ok(name, `${expression}, several times a day`)
        : mend(
            name,
            `the daily run follows no backup window: ${expression} counts from when the rule was made`,
            better,
          );
    case "daily": {
      const early = starts.minutes.map((minute) => tooEarlyFor(minute, windowed));
      if (early.some((some) => some.length === 0)) {
        return ok(name, `${expression}, after the backup windows of ${counted(windowed.length, "database")}`);
      }
      const [first = []] = early;
      const of = listed(first.map(({ id, text }) => `${id} (${text})`).sort(), MOST);
      return mend(name, `the daily run, ${expression}, starts in or before the backup windows of ${of}`, better);
    }
  }
}

/** RDS itself sees that a window is well-formed. */
function windowOf(id: string, text: string | undefined): Windowed[] {
  if (text === undefined) return [];
  try {
    return [{ id, text, window: new BackupWindow(text) }];
  } catch {
    return [];
  }
}

/**
 * Whose backups are still to come at this minute, or being made: those whose windows lie between it and the longest stretch without any,
 * in which a run sees the backups of all that were made since the one before.
 */
function tooEarlyFor(minute: number, windowed: readonly Windowed[]): readonly Windowed[] {
  const free = longestStretches(windowed.map(({ window }) => window));
  if (free.some(({ start, minutes }) => minutesFrom(start, minute) < minutes)) return [];
  const wait = Math.min(...free.map(({ start }) => minutesFrom(minute, start)));
  return windowed.filter(({ window }) => window.covers(minute) || minutesFrom(minute, window.start) < wait);
}

/** The setting that makes the daily run start after all windows; undefined: they cover the day. */
function recommended(windowed: readonly Windowed[]): string | undefined {
  const windows = windowed.map(({ window }) => window);
  const [longest] = longestStretches(windows);
  if (longest === undefined) return undefined;
  const margin = Math.min(SETTINGS.schedule_margin_minutes.default, longest.minutes - 1);
  const texts = [...groupBy(windowed, ({ text }) => text).keys()].sort();
  const expression = `set schedule_expression = "${sweepSchedule(windows, margin)}"`;
  return texts.length > MOST ? expression : `${expression}, or backup_windows = ${JSON.stringify(texts)}`;
}
