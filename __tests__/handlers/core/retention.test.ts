import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { retained } from "../../../handlers/core/retention";
import type { Retention } from "../../../handlers/settings/settings";

const rules = (overrides: Partial<Retention>): Retention => ({
  keepLast: 1,
  keepDaily: 0,
  keepWeekly: 0,
  keepMonthly: 0,
  keepYearly: 0,
  ...overrides,
});

/** What is kept of recovery points given as `2026-01-31` or `2026-01-31T03:07`, newest first. */
function kept(times: readonly string[], overrides: Partial<Retention>): string[] {
  const keep = retained(times, (time) => new Date(time.includes("T") ? `${time}Z` : time), rules(overrides));
  return [...keep].sort().reverse();
}

describe("kept are", () => {
  test("the newest, whatever the order they are listed in", () => {
    expect(kept(["2026-01-02", "2026-01-04", "2026-01-01", "2026-01-03"], { keepLast: 2 })).toEqual([
      "2026-01-04",
      "2026-01-03",
    ]);
  });

  test("all where there are fewer", () => {
    expect(kept(["2026-01-02", "2026-01-01"], { keepLast: 3 })).toEqual(["2026-01-02", "2026-01-01"]);
    expect(kept([], { keepLast: 3, keepYearly: 9 })).toEqual([]);
  });

  test("the newest of each of the last days that have one, days being UTC's", () => {
    const times = ["2026-01-09T23:59", "2026-01-10T00:00", "2026-01-10T23:59", "2026-01-07T12:00", "2026-01-06T12:00"];
    expect(kept(times, { keepDaily: 3 })).toEqual(["2026-01-10T23:59", "2026-01-09T23:59", "2026-01-07T12:00"]);
  });

  test("the newest of each of the last ISO weeks that have one, which begin on Monday", () => {
    // 2026-01-25 is a Sunday, 2026-01-26 a Monday.
    const times = ["2026-01-27", "2026-01-26T00:00", "2026-01-25T23:59", "2026-01-19", "2026-01-18", "2026-01-05"];
    expect(kept(times, { keepWeekly: 4 })).toEqual(["2026-01-27", "2026-01-25T23:59", "2026-01-18", "2026-01-05"]);
  });

  test("one of a week that lies in two years", () => {
    // 2024-12-30 to 2025-01-05 is week 1 of 2025.
    expect(kept(["2025-01-05", "2025-01-01", "2024-12-31", "2024-12-30", "2024-12-29"], { keepWeekly: 2 })).toEqual([
      "2025-01-05",
      "2024-12-29",
    ]);
  });

  test("the newest of each of the last months that have one", () => {
    const times = ["2026-01-31", "2026-01-01", "2025-12-31", "2025-01-31", "2024-12-01"];
    expect(kept(times, { keepMonthly: 3 })).toEqual(["2026-01-31", "2025-12-31", "2025-01-31"]);
    expect(kept(["2036-01-15", "2024-02-15"], { keepMonthly: 2 })).toEqual(["2036-01-15", "2024-02-15"]);
  });

  test("the newest of each of the last years that have one", () => {
    const times = ["2026-01-31", "2025-12-31T23:59", "2025-01-01", "2023-05-05", "2022-05-05"];
    expect(kept(times, { keepYearly: 3 })).toEqual(["2026-01-31", "2025-12-31T23:59", "2023-05-05"]);
  });

  test("what any of the rules selects", () => {
    const times = ["2026-02-03", "2026-02-02", "2026-02-01", "2026-01-31", "2026-01-30", "2025-12-31", "2025-06-30"];
    expect(kept(times, { keepLast: 1, keepDaily: 2, keepWeekly: 2, keepMonthly: 3, keepYearly: 2 })).toEqual([
      "2026-02-03", // last, day, week, month, year
      "2026-02-02", // day
      "2026-02-01", // the week before
      "2026-01-31", // month
      "2025-12-31", // month and year
    ]);
  });

  test("as many however long ago they were made: no day passes them out", () => {
    expect(kept(["2019-01-01", "2018-01-01", "2017-01-01"], { keepDaily: 2 })).toEqual(["2019-01-01", "2018-01-01"]);
  });
});

describe("on random histories", () => {
  const MINUTE = 60_000;
  /** Mostly around ends of years, with times that occur twice. */
  const time = fc
    .tuple(
      fc.constantFrom("2020-01-01", "2021-01-01", "2024-12-30", "2025-01-05", "2026-01-01", "2027-01-01", "1970-01-02"),
      fc.oneof(
        fc.integer({ min: -6 * 1440, max: 6 * 1440 }),
        fc.integer({ min: -400, max: 400 }).map((days) => days * 1440),
      ),
    )
    .map(([around, minutes]) => new Date(Date.parse(around) + minutes * MINUTE));
  const daily = fc
    .tuple(time, fc.array(fc.boolean(), { maxLength: 60 }))
    .map(([start, days]) =>
      days.flatMap((backedUp, day) => (backedUp ? [new Date(start.getTime() + day * 1440 * MINUTE)] : [])),
    );
  const history = fc
    .tuple(fc.array(time, { maxLength: 25 }), daily, fc.boolean())
    .map(([random, regular, twice]) => [...random, ...regular, ...(twice ? random : [])]);
  const count = fc.nat({ max: 8 });
  const anyRules = fc.record({
    keepLast: fc.integer({ min: 1, max: 6 }),
    keepDaily: count,
    keepWeekly: count,
    keepMonthly: count,
    keepYearly: count,
  });

  /** Numbers the points, so that two of the same time are two points. */
  const retain = (times: readonly Date[], keep: Retention) => {
    const points = times.map((at, index) => ({ at, index }));
    return [...retained(points, ({ at }) => at, keep)];
  };

  test("it keeps what a naive implementation keeps", () => {
    fc.assert(
      fc.property(history, anyRules, (times, keep) => {
        const indices = retain(times, keep).map(({ index }) => index);
        expect(indices.sort(byNumber)).toEqual(naivelyRetained(times, keep).sort(byNumber));
      }),
      { numRuns: 1000 },
    );
  });

  test("the newest keep_last are always kept, and nothing is emptied", () => {
    fc.assert(
      fc.property(history, anyRules, (times, keep) => {
        const keptTimes = retain(times, keep).map(({ at }) => at.getTime());
        const newest = times
          .map((at) => at.getTime())
          .sort(byNumber)
          .slice(-keep.keepLast);
        expect(keptTimes.sort(byNumber).slice(keptTimes.length - newest.length)).toEqual(newest);
      }),
    );
  });

  test("what is kept is kept again: retention can be applied any number of times", () => {
    fc.assert(
      fc.property(history, anyRules, (times, keep) => {
        const once = retain(times, keep).map(({ at }) => at);
        expect(retain(once, keep)).toHaveLength(once.length);
      }),
    );
  });
});

const byNumber = (a: number, b: number) => a - b;

/** Indices of the points to keep, by calendar labels: the newest of each label, of the last labels in the alphabet. */
function naivelyRetained(times: readonly Date[], keep: Retention): number[] {
  const order = times.map((_, index) => index).sort((a, b) => Number(times[b]) - Number(times[a]));
  const labelled = (label: (time: Date) => string, wanted: number) => {
    const newest = new Map<string, number>();
    for (const index of [...order].reverse()) newest.set(label(times[index] ?? new Date(Number.NaN)), index);
    return [...newest.keys()]
      .sort()
      .slice(Math.max(0, newest.size - wanted))
      .flatMap((name) => newest.get(name) ?? []);
  };
  return [
    ...new Set([
      ...order.slice(0, keep.keepLast),
      ...labelled((time) => time.toISOString().slice(0, 10), keep.keepDaily),
      ...labelled(isoWeek, keep.keepWeekly),
      ...labelled((time) => time.toISOString().slice(0, 7), keep.keepMonthly),
      ...labelled((time) => time.toISOString().slice(0, 4), keep.keepYearly),
    ]),
  ];
}

/** `2025-W01`, by the definition of ISO 8601: a week is of the year that its Thursday is in. */
function isoWeek(time: Date): string {
  const thursday = new Date(time);
  const weekday = time.getUTCDay() || 7;
  thursday.setUTCDate(time.getUTCDate() + 4 - weekday);
  const year = thursday.getUTCFullYear();
  const dayOfYear = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, "0")}`;
}
