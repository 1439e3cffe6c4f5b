import { DAY, HOUR, MINUTE } from "../time/clock";

/** When an EventBridge rule fires next. */
export interface Schedule {
  /** The first time after `time`; undefined if there is none. */
  nextAfter(time: number): number | undefined;
}

/**
 * Reads a schedule expression of an EventBridge rule: `rate(15 minutes)` or `cron(minute hour day-of-month month day-of-week year)`,
 * in UTC. `L`, `W` and `#` are not understood.
 * @param since when the rule was made, from which a rate counts
 * @throws Error for anything else
 */
export function parseSchedule(expression: string, since: number): Schedule {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (value && unit) return rate(Number(value) * (UNITS[unit] ?? 0), since);
  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const parts = fields?.split(" ") ?? [];
  if (parts.length !== 6) throw new Error(`Not a schedule expression of EventBridge: ${expression}`);
  return cron(parts, expression);
}

const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: HOUR, day: DAY };

function rate(interval: number, since: number): Schedule {
  if (interval === 0) throw new Error("A rate must be positive.");
  return { nextAfter: (time) => since + (Math.floor(Math.max(0, time - since) / interval) + 1) * interval };
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function cron(parts: readonly string[], expression: string): Schedule {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = parts;
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    throw new Error(`One of day-of-month and day-of-week must be "?": ${expression}`);
  }
  const minutes = field(minute, 0, 59);
  const hours = field(hour, 0, 23);
  const days = field(dayOfMonth, 1, 31);
  const months = field(month, 1, 12, MONTHS);
  const weekdays = field(dayOfWeek, 1, 7, DAYS);
  const years = field(year, 1970, 2199);
  const matchesDay = (date: Date) =>
    years.has(date.getUTCFullYear()) &&
    months.has(date.getUTCMonth() + 1) &&
    days.has(date.getUTCDate()) &&
    weekdays.has(date.getUTCDay() + 1);
  const times = [...hours].flatMap((h) => [...minutes].map((m) => h * HOUR + m * MINUTE)).sort((a, b) => a - b);
  return {
    nextAfter(time) {
      const today = Math.floor(time / DAY) * DAY;
      for (let day = today; day < today + 5 * 366 * DAY; day += DAY) {
        const found = matchesDay(new Date(day)) && times.find((offset) => day + offset > time);
        if (typeof found === "number") return day + found;
      }
      return undefined;
    },
  };
}

/** The values of one field: `*`, `?`, `5`, `1-5`, `0/15`, `MON-FRI`, and lists of these. */
function field(text: string, from: number, to: number, names: readonly string[] = []): ReadonlySet<number> {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [, first = "", last, step] = /^(\*|\?|[0-9A-Z]+)(?:-([0-9A-Z]+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const all = first === "*" || first === "?";
    const start = all ? from : number(first, from, names);
    const end = last !== undefined ? number(last, from, names) : all || step !== undefined ? to : start;
    if (!(start >= from && end <= to && start <= end)) throw new Error(`Not understood in a cron expression: ${text}`);
    for (let value = start; value <= end; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}

function number(text: string, from: number, names: readonly string[]): number {
  const index = names.indexOf(text);
  return index >= 0 ? index + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
