import { DAY_MS, HOUR_MS } from "../../handlers/core/day";
import { isHeld } from "../../handlers/core/hold";
import type { Copy } from "../../handlers/core/ownership";
import { retained } from "../../handlers/core/retention";
import { isAvailable } from "../../handlers/core/situation";
import { condition } from "../../handlers/core/status";
import type { Retention } from "../../handlers/settings/settings";
import type { DayState } from "./day-states";

/** Days of UTC that are shown, the last of them today. */
export interface Days {
  /** Midnight of the first. */
  readonly from: number;
  readonly count: number;
}

/** @param count at least 1 */
export const daysUntil = (now: Date, count: number): Days => ({
  from: (Math.floor(now.getTime() / DAY_MS) - count + 1) * DAY_MS,
  count,
});

/** What is known of a database in a target region, as far as its days depend on it. */
export interface History {
  /** All of ours under its name. */
  readonly copies: readonly Copy[];
  readonly unrestorable: ReadonlySet<string>;
  /** Whether nobody makes copies of it any more. */
  readonly isLeft: boolean;
  /** While it is stale: the time from which its age counts. */
  readonly staleFrom: Date | undefined;
  /** What it was promised, if all its copies are known; undefined: no day can be said to be missing. */
  readonly promise: { readonly retention: Retention; readonly maxAgeHours: number } | undefined;
}

/** The state of each day, a letter each (day-states.ts). */
export function statesOfDays(history: History, days: Days, now: Date): string {
  const states = new Map<number, DayState>();
  for (const copy of history.copies) {
    const state = stateOf(copy, history);
    const day = dayOf(copy.sourceTime, days);
    if (state !== undefined && isBetter(state, states.get(day))) states.set(day, state);
  }
  const isBlank = (day: number) => !states.has(day);
  for (const day of lateDays(history, days, now).filter(isBlank)) states.set(day, "l");
  for (const day of missingDays(history, days).filter(isBlank)) states.set(day, "m");
  return Array.from({ length: days.count }, (_, day) => states.get(day) ?? ".").join("");
}

export const dayOf = (time: Date, { from }: Days): number => Math.floor((time.getTime() - from) / DAY_MS);

/** Undefined of one that RDS is deleting. */
export function stateOf(copy: Copy, { unrestorable, isLeft }: History): DayState | undefined {
  switch (condition(copy.snapshot)) {
    case "available":
      return unrestorable.has(copy.snapshot.id) ? "u" : isHeld(copy) ? "h" : isLeft ? "o" : "r";
    case "in-progress":
    case "unclear":
      return "p";
    case "failed":
    case "bad":
      return "f";
    case "going":
      return undefined;
  }
}

/** Of several copies of one day the best counts. */
const BEST_FIRST: readonly DayState[] = ["h", "r", "o", "u", "p", "f"];

const isBetter = (one: DayState, than: DayState | undefined): boolean =>
  than === undefined || BEST_FIRST.indexOf(one) < BEST_FIRST.indexOf(than);

/** The days since the newest copy of a stale database, each from the hour at which that copy's was taken. */
function lateDays({ staleFrom }: History, { from, count }: Days, now: Date): number[] {
  if (staleFrom === undefined) return [];
  const last = Math.floor((now.getTime() - staleFrom.getTime()) / DAY_MS);
  const newest = dayOf(staleFrom, { from, count });
  return between(newest, newest + last + 1, count);
}

/**
 * The days of which there should be a copy today: without one, between two copies that are further apart than a recovery point may be old,
 * and such that retention would keep them if every day there had been copied. So a day whose copy retention has deleted is not missing.
 */
function missingDays({ copies, promise }: History, days: Days): number[] {
  if (promise === undefined) return [];
  const limit = promise.maxAgeHours * HOUR_MS;
  const times = copies
    .filter(isAvailable)
    .map(({ sourceTime }) => sourceTime)
    .sort((a, b) => a.getTime() - b.getTime());
  const skipped = times.flatMap((time, index) => {
    const before = times[index - 1];
    if (before === undefined || time.getTime() - before.getTime() <= limit) return [];
    return between(dayOf(before, days), dayOf(time, days), days.count);
  });
  if (skipped.length === 0) return [];
  const ideal = new Map(skipped.map((day) => [new Date(days.from + (day + 0.5) * DAY_MS), day]));
  const kept = retained([...times, ...ideal.keys()], (time) => time, promise.retention);
  return [...ideal].flatMap(([time, day]) => (kept.has(time) ? [day] : []));
}

/** The days between two that are shown. */
function between(after: number, before: number, count: number): number[] {
  const first = Math.max(0, after + 1);
  const length = Math.max(0, Math.min(count, before) - first);
  return Array.from({ length }, (_, index) => first + index);
}
