import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { BackupWindow } from "../../../handlers/settings/backup-window";
import { sweepSchedule } from "../../../handlers/settings/sweep-schedule";

const schedule = (texts: readonly string[], margin: number): string =>
  sweepSchedule(
    texts.map((text) => new BackupWindow(text)),
    margin,
  );

describe("the sweep is set after the window that precedes the longest free stretch", () => {
  test.each([
    ["one window", ["04:00-04:30"], 60, "cron(30 5 * * ? *)"],
    ["two windows, one before midnight", ["23:30-00:00", "04:00-04:30"], 60, "cron(30 5 * * ? *)"],
    ["a window that wraps midnight", ["23:45-00:15"], 60, "cron(15 1 * * ? *)"],
    ["a sweep that wraps midnight", ["22:00-23:30"], 60, "cron(30 0 * * ? *)"],
    ["nested windows", ["02:00-06:00", "03:00-04:00"], 60, "cron(0 7 * * ? *)"],
    ["overlapping windows", ["02:00-04:00", "03:00-05:00"], 0, "cron(0 5 * * ? *)"],
    ["touching windows", ["02:00-04:00", "04:00-05:00"], 0, "cron(0 5 * * ? *)"],
    ["a chain of windows that wraps", ["22:00-23:00", "22:30-01:00", "00:30-03:00"], 30, "cron(30 3 * * ? *)"],
    ["the same window twice", ["04:00-04:30", "04:00-04:30"], 60, "cron(30 5 * * ? *)"],
    ["a tie: the first after midnight", ["00:00-06:00", "12:00-18:00"], 60, "cron(0 7 * * ? *)"],
    ["a tie whose first sweep has wrapped", ["06:00-11:30", "18:00-23:30"], 60, "cron(30 0 * * ? *)"],
  ])("%s", (_, windows, margin, expected) => {
    expect(schedule(windows, margin)).toBe(expected);
    expect(schedule([...windows].reverse(), margin)).toBe(expected);
  });

  test("is an error where windows leave nothing free", () => {
    expect(() => schedule(["00:00-12:00", "11:00-00:00"], 0)).toThrow("together they cover all of it");
  });

  test.each([59, 60])("has a margin less than the stretch: %i minutes of 60", (margin) => {
    const margins = expect(() => schedule(["00:00-23:00"], margin));
    if (margin < 60) margins.not.toThrow();
    else
      margins.toThrow(
        "scheduleMarginMinutes must be less than the longest stretch free of backup windows, 60 minutes, got: 60",
      );
  });
});

/** Minute by minute, without a thought. */
function naive(windows: readonly BackupWindow[], margin: number): string | undefined {
  const busy = (minute: number) => windows.some((window) => window.covers((minute + 1440) % 1440));
  const stretches = [];
  for (let start = 0; start < 1440; start += 1) {
    if (busy(start) || !busy(start - 1)) continue;
    let minutes = 1;
    while (!busy(start + minutes)) minutes += 1;
    stretches.push({ minutes, sweep: (start + margin) % 1440 });
  }
  const longest = Math.max(...stretches.map(({ minutes }) => minutes));
  const sweep = Math.min(...stretches.filter(({ minutes }) => minutes === longest).map((stretch) => stretch.sweep));
  return margin < longest ? `cron(${sweep % 60} ${Math.floor(sweep / 60)} * * ? *)` : undefined;
}

test("agrees with a minute-by-minute search on random windows", () => {
  const time = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 16);
  const window = (grid: number) =>
    fc
      .record({ start: fc.nat(1440 / grid - 1), length: fc.integer({ min: Math.ceil(30 / grid), max: 900 / grid }) })
      .map(({ start, length }) => new BackupWindow(`${time(start * grid)}-${time(((start + length) * grid) % 1440)}`));
  // Coarse grids make windows touch, nest and tie.
  const windows = fc
    .constantFrom(1, 30, 60, 180)
    .chain((grid) => fc.array(window(grid), { minLength: 1, maxLength: 5 }));
  fc.assert(
    fc.property(windows, fc.integer({ min: 0, max: 720 }), (some, margin) => {
      let result: string | undefined;
      try {
        result = sweepSchedule(some, margin);
      } catch {
        result = undefined;
      }
      expect(result).toBe(naive(some, margin));
    }),
    { numRuns: 2000 },
  );
});
