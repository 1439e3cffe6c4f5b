import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { inTurn, type Lane } from "../../../handlers/core/turns";

interface Options {
  readonly slots?: number;
  readonly running?: readonly number[];
  readonly limit?: number;
  readonly longest?: number;
}

const lane = ({ slots = 2, running = [], limit = 1.1, longest = 1.4 }: Options = {}): Lane => {
  return { slots, running, patience: { limit, longest } };
};
const waiting = (...sizes: number[]) => sizes.map((expectedGib) => ({ expectedGib }));
const sizes = (order: readonly { expectedGib: number }[]) => order.map(({ expectedGib }) => expectedGib);
const turns = (gib: readonly number[], of: Options = {}) => sizes(inTurn([waiting(...gib)], lane(of)));

describe("of copies that wait", () => {
  test("the shortest goes first", () => {
    expect(turns([30, 10, 20, 40], { slots: 4 })).toEqual([10, 20, 30, 40]);
  });

  test("the longest goes as soon as it would end too late otherwise, and not before", () => {
    // 200 GiB on one slot. The longest may take 1.4 × 50 = 70, and the rest up to 1.1 × its share.
    const short = Array<number>(30).fill(5);
    const place = (limit: number) => turns([...short, 50], { slots: 1, limit }).indexOf(50);
    // After 27 there are 65 left: 1.1 × 65 = 71.5 would be time enough. After 28 only 60, and 66 is not.
    expect([place(1), place(1.1), place(2)]).toEqual([26, 27, 30]);
  });

  test("one that takes as long as all others together goes at once, with the last slot that is free", () => {
    expect(turns([5, 5, 5, 5, 100])).toEqual([5, 100, 5, 5, 5]);
    expect(turns([5, 5, 5, 5, 100], { running: [50] })).toEqual([100, 5, 5, 5, 5]);
  });

  test("long ones go in time for all of them, of which each alone could wait", () => {
    const short = Array<number>(20).fill(2);
    const firstLong = (...long: number[]) => turns([...short, ...long], { slots: 2 }).indexOf(20);
    expect(firstLong(20, 20, 20)).toBeLessThan(20 - 5);
    expect(firstLong(20)).toBeGreaterThan(0);
  });

  test("the shortest go first where the last ends too late in any case, and no later for them", () => {
    expect(turns([1, 2, 3, 50], { running: [200] })).toEqual([1, 2, 3, 50]);
    expect(turns([1, 2, 3, 50, 50], { slots: 1, limit: 1 })[0]).toBe(50);
  });

  test("the longest waits longer where what is in progress ends last in any case", () => {
    // Without that, 5 + 2 × 40 would be too late for 80 GiB a slot.
    const due = [5, 5, 5, 5, 40];
    expect(turns(due, { slots: 2, running: [100], limit: 1, longest: 2 })).toEqual([5, 5, 5, 5, 40]);
    expect(turns(due, { slots: 2, running: [84, 16], limit: 1, longest: 2 })[0]).toBe(40);
  });

  test("time counts from when the first slot is free, and to the last moment", () => {
    expect(turns([2, 4], { running: [24], limit: 2 })).toEqual([2, 4]);
    // Three and then six end at 19, and 10 + 1.5 × 6 is 19.
    expect(turns([6, 3], { running: [13, 10], limit: 1.5, longest: 1 })).toEqual([3, 6]);
  });

  test("each of those of the same size takes a slot of its own", () => {
    expect(turns([16, 16, 11], { limit: 1.1, longest: 1 })).toEqual([11, 16, 16]);
  });

  test("those of an earlier group go before all of a later one", () => {
    const limit = Number.MAX_VALUE;
    const order = inTurn([waiting(9, 7), waiting(1, 3, 2), waiting(0)], lane({ limit }));
    expect(sizes(order)).toEqual([7, 9, 1, 2, 3, 0]);
  });

  test("those of the same size keep their order", () => {
    const same = ["a", "b", "c"].map((id) => ({ id, expectedGib: 5 }));
    expect(inTurn([same], lane()).map(({ id }) => id)).toEqual(["a", "b", "c"]);
    const long = ["d", "e"].map((id) => ({ id, expectedGib: 500 }));
    expect(inTurn([[...same, ...long]], lane({ slots: 1 })).map(({ id }) => id)).toEqual(["d", "e", "a", "b", "c"]);
  });

  test("all have their turn where others hold more slots than there are, or no size is known", () => {
    expect(turns([3, 1], { slots: 1, running: [5, 5, 5] }).sort()).toEqual([1, 3]);
    expect(turns([0, 0, 0])).toEqual([0, 0, 0]);
    expect(inTurn([], lane())).toEqual([]);
  });
});

describe("the queue", () => {
  const gib = fc.integer({ min: 1, max: 200 });
  const queue = fc.array(fc.array(gib, { maxLength: 20 }), { maxLength: 3 });
  const anyLane = fc.record({
    slots: fc.integer({ min: 1, max: 6 }),
    running: fc.array(gib, { maxLength: 6 }),
    limit: fc.constantFrom(1, 1.1, 2),
  });

  test("holds each once, by groups", () => {
    fc.assert(
      fc.property(queue, anyLane, (groups, of) => {
        const order = inTurn(
          groups.map((group) => waiting(...group)),
          lane(of),
        );
        let from = 0;
        for (const group of groups) {
          expect(sizes(order.slice(from, from + group.length)).sort()).toEqual([...group].sort());
          from += group.length;
        }
        expect(order).toHaveLength(from);
      }),
    );
  });

  test("of one slot is served in the order of sizes where it may take for ever", () => {
    fc.assert(
      fc.property(fc.array(gib), (group) => {
        expect(turns(group, { slots: 1, limit: Number.MAX_VALUE })).toEqual([...group].sort((a, b) => a - b));
      }),
    );
  });
});
