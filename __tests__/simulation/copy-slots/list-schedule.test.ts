import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Job, listSchedule } from "../../../simulation/copy-slots/list-schedule";

const job = (id: string, duration: number, releasedAt = 0): Job => ({ id, duration, releasedAt });
const ends = (jobs: readonly Job[], slots: number) => Object.fromEntries(listSchedule(jobs, slots));

describe("the ideal list schedule", () => {
  test("starts the longest first", () => {
    expect(ends([job("a", 1), job("b", 3), job("c", 2)], 1)).toEqual({ b: 3, c: 5, a: 6 });
  });

  test("uses each slot as soon as it is free", () => {
    expect(ends([job("a", 5), job("b", 3), job("c", 3), job("d", 1)], 2)).toEqual({ a: 5, b: 3, c: 6, d: 6 });
  });

  test("starts no job before its time, and lets no slot wait for a longer one", () => {
    expect(ends([job("long", 9, 5), job("short", 2)], 1)).toEqual({ short: 2, long: 14 });
    expect(ends([job("a", 1, 100)], 3)).toEqual({ a: 101 });
  });

  test("takes no less than all jobs on all slots need, and no more than Graham's bound", () => {
    const jobs = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 8 }), (durations, slots) => {
        const schedule = listSchedule(
          durations.map((duration, index) => job(`${index}`, duration)),
          slots,
        );
        const makespan = Math.max(...schedule.values());
        const total = durations.reduce((sum, one) => sum + one, 0);
        const longest = Math.max(...durations);
        expect(schedule.size).toBe(durations.length);
        expect(makespan).toBeGreaterThanOrEqual(Math.max(total / slots, longest));
        expect(makespan).toBeLessThanOrEqual(total / slots + longest * (1 - 1 / slots) + 1e-9);
      }),
    );
  });
});
