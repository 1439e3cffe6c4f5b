/** When a schedule expression of EventBridge starts something. */
export type Starts =
  /** Minutes of the day, UTC, on each day. */
  | { readonly is: "daily"; readonly minutes: readonly number[] }
  /** Not on each day. */
  | { readonly is: "seldom" }
  /** Counted from when the rule was made, so many minutes apart. */
  | { readonly is: "rate"; readonly everyMinutes: number }
  | { readonly is: "unclear" };

const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const CRON = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/;
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** Reads a schedule expression (docs/aws-facts.md#schedules). */
export function startsOf(expression: string): Starts {
  const [, count, unit = ""] = RATE.exec(expression) ?? [];
  if (count !== undefined) return { is: "rate", everyMinutes: Number(count) * (MINUTES[unit] ?? 0) };
  const [whole, minute = "", hour = "", ...days] = CRON.exec(expression) ?? [];
  if (whole === undefined) return { is: "unclear" };
  const [minutes, hours] = [valuesIn(minute, 59), valuesIn(hour, 23)];
  if (minutes === undefined || hours === undefined) return { is: "unclear" };
  if (days.some((field) => !/^[*?]$/.test(field))) return { is: "seldom" };
  return { is: "daily", minutes: hours.flatMap((h) => minutes.map((m) => h * 60 + m)).sort((a, b) => a - b) };
}

/** `*`, `5`, `1-5`, `0/15` and lists of these; undefined for anything else. */
function valuesIn(field: string, last: number): number[] | undefined {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const [whole, first = "", end, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    const from = first === "*" ? 0 : Number(first);
    const to = end !== undefined ? Number(end) : first === "*" || step !== undefined ? last : from;
    if (whole === undefined || to > last || from > to || step === "0") return undefined;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return [...values];
}
