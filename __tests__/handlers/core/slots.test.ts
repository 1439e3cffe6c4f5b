import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { expectedGib, holdingSlots, type Turn, takeTurns as turnsOf } from "../../../handlers/core/slots";
import { copyOf, foreign, foreignCopy, snapshot } from "./builders";

/** Seconds. */
const HOUR = 3600;

/** @param age in hours */
const first = (id: string, age = 0, expected = 10): Turn => ({
  age: age * HOUR,
  attempt: 1,
  expectedGib: expected,
  database: { id },
});
const retry = (id: string, age = 0, attempt = 2): Turn => ({ ...first(id, age), attempt });
/** @param taken number of copies in progress, each of 1 GiB */
const takeTurns = <T extends Turn>(due: readonly T[], slots: number, taken: number, retriesInProgress: number) =>
  turnsOf(due, { kind: "instance", slots, running: Array<number>(taken).fill(1), retriesInProgress });
const ids = (turns: readonly Turn[]) => turns.map(({ database }) => database.id);

describe("slots are held by", () => {
  test("copies in progress, of this deployment and of others", () => {
    const holders = [copyOf(snapshot(), { status: "copying" }), foreignCopy(), foreignCopy({ status: "pending" })];
    expect(holdingSlots(holders)).toEqual(holders);
  });

  test.each([
    ["nothing yet", undefined, 100],
    ["nothing that it shows", 0, 100],
    ["a part", 30, 70],
    ["all", 100, 0],
    ["more than all", 120, 0],
  ])("a copy for what is left to send, where RDS has sent %s", (_, percent, left) => {
    const [holder] = holdingSlots([foreignCopy({ sizeGib: 100, percent })]);
    expect(holder?.sizeGib).toBeCloseTo(left);
  });

  test("no native snapshot that is being made", () => {
    expect(holdingSlots([foreign({ status: "creating" })])).toEqual([]);
  });

  test.each(["available", "failed", "deleting", "incompatible-restore"])("no copy that is %s", (status) => {
    expect(holdingSlots([copyOf(snapshot(), { status }), foreignCopy({ status })])).toEqual([]);
  });
});

describe("free slots go to", () => {
  test("the oldest recovery points first", () => {
    const { now, later } = takeTurns([first("a", 10), first("b", 30), first("c", 20)], 2, 0, 0);
    expect([ids(now), ids(later)]).toEqual([["b", "c"], ["a"]]);
  });

  test("first attempts before retries, however old these are", () => {
    const { now } = takeTurns([retry("a", 99), first("b", 1), first("c", 2), retry("d", 98)], 4, 0, 0);
    expect(ids(now)).toEqual(["c", "b", "a", "d"]);
  });

  test("the shortest first, of recovery points that are equally old in hours", () => {
    const due = [first("short", 30.1, 1), first("older", 31, 9), first("long", 30.9, 4), first("middle", 30.5, 3)];
    expect(ids(takeTurns(due, 4, 0, 0).now)).toEqual(["older", "short", "middle", "long"]);
  });

  test("the longest of them at once where it would end last, and later in a queue of clusters than in one of instances", () => {
    const short = Array.from({ length: 20 }, (_, index) => first(`db-${index + 10}`, 0, 10));
    const goesFirst = (kind: "instance" | "cluster", gib: number) => {
      const { now } = turnsOf([...short, first("long", 0, gib)], { kind, slots: 1, running: [], retriesInProgress: 0 });
      return ids(now);
    };
    const [shortest, longest] = [["db-10"], ["long"]];
    expect([goesFirst("instance", 10), goesFirst("cluster", 10)]).toEqual([shortest, shortest]);
    expect([goesFirst("instance", 600), goesFirst("cluster", 600)]).toEqual([longest, shortest]);
    expect([goesFirst("instance", 2_000), goesFirst("cluster", 2_000)]).toEqual([longest, longest]);
  });

  test("the older ones, of those that are expected to take as long", () => {
    const due = [first("a", 30.1), first("b", 30.9), first("c", 30.5)];
    expect(ids(takeTurns(due, 3, 0, 0).now)).toEqual(["b", "c", "a"]);
  });

  test("databases by id where nothing else decides, so that a plan is the same each time", () => {
    expect(ids(takeTurns([first("b"), first("a"), first("c")], 3, 0, 0).now)).toEqual(["a", "b", "c"]);
    expect(ids(takeTurns([first("c"), first("a"), first("b")], 3, 0, 0).now)).toEqual(["a", "b", "c"]);
  });

  test("third attempts like second ones", () => {
    expect(ids(takeTurns([retry("a", 1, 2), retry("b", 2, 3)], 4, 0, 0).now)).toEqual(["b", "a"]);
  });

  test("nobody where others have taken them all, or more", () => {
    expect(ids(takeTurns([first("a")], 2, 2, 0).now)).toEqual([]);
    expect(ids(takeTurns([first("a")], 2, 7, 0).now)).toEqual([]);
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 2],
    [20, 10],
  ])("retries up to half of %p slots, that is %p, though the others stay free", (limit, half) => {
    const retries = Array.from({ length: 30 }, (_, index) => retry(`db-${index + 10}`));
    const { now, later } = takeTurns(retries, limit, 0, 0);
    expect(now).toHaveLength(half);
    expect(later).toHaveLength(30 - half);
  });

  test("retries less those in progress", () => {
    const due = [retry("a"), retry("b"), retry("c")];
    expect(takeTurns(due, 4, 1, 1).now).toHaveLength(1);
    expect(takeTurns(due, 4, 2, 2).now).toHaveLength(0);
    expect(takeTurns([...due, first("d")], 4, 2, 2).now).toEqual([first("d")]);
  });

  test("one retry where there is one slot, unless a first attempt wants it", () => {
    expect(ids(takeTurns([retry("a"), retry("b")], 1, 0, 0).now)).toEqual(["a"]);
    expect(ids(takeTurns([retry("a"), first("b")], 1, 0, 0).now)).toEqual(["b"]);
  });
});

test("turns never exceed the limit, lose nobody, and leave no slot free that somebody may have", () => {
  const turn = fc.record({
    age: fc.nat({ max: 5 * HOUR }),
    attempt: fc.integer({ min: 1, max: 3 }),
    expectedGib: fc.nat({ max: 3 }),
    database: fc.record({ id: fc.stringMatching(/^[a-z]{1,4}$/) }),
  });
  const due = fc.uniqueArray(turn, { maxLength: 20, selector: ({ database }) => database.id });
  const nat = fc.nat({ max: 12 });
  fc.assert(
    fc.property(due, fc.integer({ min: 1, max: 12 }), nat, nat, (turns, limit, others, retriesInProgress) => {
      const taken = others + retriesInProgress;
      const { now, later } = takeTurns(turns, limit, taken, retriesInProgress);
      const retries = (list: readonly Turn[]) => list.filter(({ attempt }) => attempt > 1).length;
      const half = Math.max(1, Math.floor(limit / 2));
      expect(ids([...now, ...later]).sort()).toEqual(ids(turns).sort());
      expect(now.length === 0 || taken + now.length <= limit).toBe(true);
      expect(retries(now) === 0 || retries(now) + retriesInProgress <= half).toBe(true);
      if (taken + now.length < limit && later.length > 0) {
        expect(retries(later)).toBe(later.length);
        expect(retries(now) + retriesInProgress).toBeGreaterThanOrEqual(half);
      }
      for (const started of now) {
        for (const waiting of later) {
          if (started.attempt > 1 !== waiting.attempt > 1) expect(started.attempt).toBe(1);
          else expect(Math.floor(started.age / HOUR)).toBeGreaterThanOrEqual(Math.floor(waiting.age / HOUR));
        }
      }
    }),
  );
});

describe("a copy is expected to send", () => {
  test("the whole of a snapshot that has no copy yet", () => {
    expect(expectedGib("instance", 100, false)).toBe(100);
    expect(expectedGib("cluster", 100, false)).toBe(100);
  });

  test("what has changed of an instance, and all of a cluster, where there is a copy", () => {
    expect(expectedGib("instance", 100, true)).toBe(10);
    expect(expectedGib("cluster", 100, true)).toBe(100);
  });
});
