import { DAY_MS, startOfDay } from "../handlers/core/day";
import { shown } from "../handlers/core/shown";

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** A time, or a day in UTC, which is meant from its beginning or to its end. */
export function timeOf(option: string, text: string, of: "beginning" | "end", problems: string[]): Date | undefined {
  const day = startOfDay(text);
  if (day) return of === "beginning" ? day : new Date(day.getTime() + DAY_MS - 1);
  const time = new Date(text);
  if (TIME.test(text) && startOfDay(text.slice(0, 10)) && !Number.isNaN(time.getTime())) return time;
  problems.push(`${option}: ${shown(text)} is neither a day such as 2026-01-31 nor a time such as 2026-01-31T12:00Z`);
  return undefined;
}
