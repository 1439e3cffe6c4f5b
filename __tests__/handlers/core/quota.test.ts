import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { holdOf } from "../../../handlers/core/hold";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { planDatabase, planSweep } from "../../../handlers/core/plan";
import { type AccountQuota, admitted, fullShare, isAmple, rotates } from "../../../handlers/core/quota";
import { retained } from "../../../handlers/core/retention";
import type { Retention } from "../../../handlers/settings/settings";
import {
  asCopy,
  context,
  copiesOf,
  copyOf,
  database,
  foreign,
  inventory,
  minute,
  NOW,
  notesOf,
  onlyRoute,
  snapshot,
  TARGET_REGION,
} from "./builders";

const KEEP_3: Retention = { keepLast: 3, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 };
const HUNDRED = { used: 0, maximum: 100 };
const DAY = 86_400_000;

describe("the full share of a database", () => {
  test.each<[Partial<Retention>, number]>([
    [{}, 3],
    [{ keepDaily: 7 }, 7],
    [{ keepDaily: 2 }, 3],
    [{ keepDaily: 7, keepWeekly: 1 }, 7],
    [{ keepDaily: 7, keepWeekly: 4 }, 10],
    [{ keepLast: 1, keepMonthly: 1 }, 1],
    [{ keepLast: 1, keepWeekly: 3 }, 3],
  ])("with %j is %i: not the sum, as the rules overlap", (rules, expected) => {
    expect(fullShare({ ...KEEP_3, ...rules })).toBe(expected);
  });

  test("is what retention keeps of years of daily backups, on some day, and never less", () => {
    const rule = fc.nat({ max: 5 });
    const rules = fc.record({
      keepLast: fc.integer({ min: 1, max: 5 }),
      keepDaily: rule,
      keepWeekly: rule,
      keepMonthly: rule,
      keepYearly: fc.nat({ max: 2 }),
    });
    const days = Array.from({ length: 1200 }, (_, day) => new Date(Date.UTC(2024, 0, 1) + (365 - day) * DAY));
    fc.assert(
      fc.property(rules, fc.nat({ max: 365 }), (retention, since) => {
        expect(retained(days.slice(since), (time) => time, retention).size).toBeLessThanOrEqual(fullShare(retention));
      }),
      { numRuns: 100 },
    );
  });
});

describe("a copy rotates", () => {
  const copies = ["2026-01-29T03:07", "2026-01-30T03:07", "2026-01-31T03:07"].map((at) => asCopy(copyOf(snapshot(at))));
  const tonight = snapshot("2026-02-01T03:07").takenAt;

  test("if it makes another superfluous", () => {
    expect(rotates(copies, tonight, KEEP_3)).toBe(true);
    expect(rotates(copies.slice(1), tonight, KEEP_3)).toBe(false);
    expect(rotates([], tonight, { ...KEEP_3, keepLast: 1 })).toBe(false);
  });

  test("not if that one is held", () => {
    expect(
      rotates(
        copies.map((copy) => ({ ...copy, hold: holdOf({ "CrossRegionBackup/Hold": "forever" }, NOW) })),
        tonight,
        KEEP_3,
      ),
    ).toBe(false);
  });
});

describe("who is admitted", () => {
  const claimant = (id: string, has: number) => ({
    id,
    copies: Array.from({ length: has }, () => asCopy(copyOf(snapshot()))),
  });
  const choose = (claimants: ReturnType<typeof claimant>[], budget: number, elsewhere = 0) =>
    [...admitted(claimants, { share: 3, elsewhere, budget })].sort();

  test("has copies already: those with more come first, then by id", () => {
    expect(choose([claimant("d", 0), claimant("c", 1), claimant("b", 2), claimant("a", 0)], 6)).toEqual(["b", "c"]);
    expect(choose([claimant("d", 0), claimant("c", 0), claimant("b", 0)], 6)).toEqual(["b", "c"]);
  });

  test("fits beside what the others hold, selected or not", () => {
    expect(choose([claimant("a", 1), claimant("b", 1)], 4)).toEqual(["a"]);
    expect(choose([claimant("a", 1), claimant("b", 1)], 4, 1)).toEqual([]);
  });

  test("has all its copies, whatever the budget: it needs no further place", () => {
    expect(choose([claimant("a", 3), claimant("b", 4), claimant("c", 2)], 0)).toEqual(["a", "b"]);
  });

  test("never needs more than the budget, unless that was used already; and the same are chosen when they have their copies", () => {
    const claimants = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(claimants, fc.nat({ max: 30 }), fc.nat({ max: 9 }), (held, budget, elsewhere) => {
        const all = held.map((has, index) => claimant(`db-${index}`, has));
        const chosen = admitted(all, { share: 3, elsewhere, budget });
        const later = all.map(({ id, copies }) =>
          claimant(id, chosen.has(id) ? Math.max(3, copies.length) : copies.length),
        );
        const total = (of: typeof all) => elsewhere + of.reduce((sum, { copies }) => sum + copies.length, 0);
        expect(total(later)).toBeLessThanOrEqual(Math.max(budget, total(all)));
        expect([...admitted(later, { share: 3, elsewhere, budget })].sort()).toEqual([...chosen].sort());
      }),
    );
  });
});

test("there is ample room for one more if each snapshot there is may become a full share: 31 of three in 100, less 5", () => {
  const ample = (used: number) => isAmple({ used, maximum: 100 }, 3, 5);
  expect([ample(0), ample(30), ample(31)]).toEqual([true, true, false]);
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => `db-${String(index).padStart(2, "0")}`);
const databases = (names: readonly string[]) =>
  names.map((id) => database({ id, resourceId: `db-${id.toUpperCase()}` }));
const night = (day: number, hour = "03:07") => `${minute(new Date(NOW.getTime() + day * DAY)).slice(0, 10)}T${hour}`;
const others = (count: number) => Array.from({ length: count }, (_, index) => foreign({ id: `by-hand-${index}` }));
const quotas = (quota: AccountQuota = HUNDRED) => new Map([[TARGET_REGION, quota]]);

/** Plays sweeps of some nights: a copy is available when the next sweep comes. Returns who has tonight's copy after each. */
function play(names: readonly string[], nights: number, foreignOnes = 0) {
  const all = databases(names);
  let copies: TargetSnapshot[] = others(foreignOnes);
  let most = 0;
  const fresh: string[][] = [];
  const told = new Set<string>();
  for (let day = 0; day < nights; day++) {
    const snapshots = all.map((of) => snapshot(night(day), { of }));
    for (let run = 0; run < 16; run++) {
      const now = new Date(NOW.getTime() + day * DAY + run * 3_600_000);
      const accountQuotas = quotas({ used: copies.length, maximum: 100 });
      const plan = planSweep(
        inventory({ databases: all, snapshots, copies }),
        context({ now, accountQuotas, sweep: "follow-up" }),
      );
      const { deletions, copies: started } = onlyRoute(plan);
      const gone = new Set(deletions.map((one) => one.snapshot));
      const made = started.flatMap((one) => snapshots.filter(({ id }) => id === one.snapshot).map((of) => copyOf(of)));
      copies = [...copies.filter(({ id }) => !gone.has(id)), ...made];
      most = Math.max(most, copies.length);
      for (const note of notesOf(plan, "failed")) told.add(note.database);
    }
    const taken = snapshots.filter((of) => copies.some(({ id }) => id === copyOf(of).id));
    fresh.push(taken.map(({ databaseId }) => databaseId));
  }
  return { fresh, most, told: [...told].sort(), held: copies.length };
}

describe("a full house", () => {
  test("of 31 instances that keep three in 100 places, all are copied every night", () => {
    const { fresh, most, told } = play(ids(31), 8);
    for (const one of fresh) expect(one).toEqual(ids(31));
    expect(most).toBeLessThanOrEqual(100);
    expect(told).toEqual([]);
  });

  test("of 40, the same 31 are, and the other nine are named", () => {
    const { fresh, told } = play(ids(40), 8);
    for (const one of fresh) expect(one).toEqual(ids(31));
    expect(told).toEqual(ids(40).slice(31));
  });

  test("with 90 snapshots of others leaves the headroom to people", () => {
    const { fresh, most } = play(ids(40), 6, 90);
    expect(fresh.at(-1)).toEqual(["db-00"]);
    expect(most).toBeLessThanOrEqual(95);
  });

  const three = databases(["a", "b", "c"]);
  const days = [-3, -2, -1];
  const theirs = three.flatMap((of) => days.map((day) => copyOf(snapshot(night(day), { of }))));
  const tonight = (names: readonly string[]) => databases(names).map((of) => snapshot(night(0), { of }));

  test("three databases that have all their nine copies in ten places rotate one by one, and a fourth gets none", () => {
    const accountQuotas = quotas({ used: 9, maximum: 10 });
    const given = {
      databases: databases(["a", "b", "c", "d"]),
      snapshots: tonight(["a", "b", "c", "d"]),
      copies: theirs,
    };
    const plan = planSweep(inventory(given), context({ accountQuotas }));
    expect(copiesOf(plan).map((copy) => copy.database)).toEqual(["a"]);
    expect(notesOf(plan, "deferred").map(({ database: id, reason }) => [id, reason])).toEqual([
      ["b", "places"],
      ["c", "places"],
    ]);
    expect(notesOf(plan, "failed").map(({ database: id, reason }) => [id, reason])).toEqual([
      ["d", "waiting-for-quota"],
    ]);
  });

  test("says who has the places: ours, of databases that are gone, and others'", () => {
    const gone = copyOf(snapshot(night(-1), { of: database({ id: "gone", resourceId: "db-GONE" }) }));
    const given = { databases: databases(["a"]), snapshots: tonight(["a"]), copies: [...others(7), gone] };
    const plan = planSweep(inventory(given), context({ accountQuotas: quotas({ used: 8, maximum: 10 }) }));
    expect(onlyRoute(plan).quota).toMatchObject({
      used: 8,
      ours: 0,
      oursOrphaned: 1,
      others: 7,
      needed: 3,
      headroom: 5,
    });
    const [left] = notesOf(plan, "failed");
    expect(left?.message).toContain(
      "8 of 10 allowed manual instance snapshots in eu-central-1: 0 copies of selected databases, " +
        "1 of databases that are gone or not selected any more, 7 not ours; 1 databases with 3 copies each need 3",
    );
    expect(left?.message).toContain(
      "raise L-272F1212 in eu-central-1 to 16 or more, or keep fewer copies, or delete those of the 1 orphaned",
    );
  });

  test("in which nothing can rotate any more is a failure of each, with the arithmetic", () => {
    const given = { databases: three, snapshots: tonight(["a", "b", "c"]), copies: [...theirs, ...others(1)] };
    const plan = planSweep(inventory(given), context({ accountQuotas: quotas({ used: 10, maximum: 10 }) }));
    expect(copiesOf(plan)).toEqual([]);
    expect(notesOf(plan, "failed").map(({ database: id, reason }) => [id, reason])).toEqual(
      ["a", "b", "c"].map((id) => [id, "waiting-for-quota"]),
    );
  });

  test.each([
    ["is deleted in this run", [copyOf(snapshot(night(-4), { of: database({ id: "a", resourceId: "db-A" }) }))]],
    ["is still being deleted", others(1).map((one) => ({ ...one, status: "deleting" }))],
    ["is still on its way", others(1).map((one) => ({ ...one, status: "copying" }))],
  ])("in which a copy %s has a place later, and is no failure: RDS frees it some time after", (_what, more) => {
    const given = { databases: three, snapshots: tonight(["a", "b", "c"]), copies: [...theirs, ...more] };
    const plan = planSweep(inventory(given), context({ accountQuotas: quotas({ used: 10, maximum: 10 }) }));
    expect(copiesOf(plan)).toEqual([]);
    expect(notesOf(plan, "failed")).toEqual([]);
    expect(notesOf(plan, "deferred").map(({ reason }) => reason)).toEqual(["places", "places", "places"]);
  });

  describe("where only the headroom is left, of a database that has two copies of three", () => {
    const plan = (third: Parameters<typeof copyOf>[1]) => {
      const [of] = databases(["a"]).map((one) => ({ of: one }));
      const has = days.map((day) => copyOf(snapshot(night(day), of), day === -1 ? third : {}));
      const given = { databases: databases(["a"]), snapshots: tonight(["a"]), copies: [...has, ...others(92)] };
      return planSweep(inventory(given), context({ accountQuotas: quotas({ used: 95, maximum: 100 }) }));
    };

    test("and one that has failed, the next takes the place of that, which goes when it is there", () => {
      expect(copiesOf(plan({ status: "failed", attempt: 3 }))).toHaveLength(1);
    });

    test.each([
      ["is held", { status: "failed", attempt: 3, tags: { "CrossRegionBackup/Hold": "forever" } }],
      ["has a bad status", { status: "incompatible-restore" }],
      ["has a status that nobody knows", { status: "odd", percent: 100 }],
    ])("and one that %s, the next needs a place more, for which only a person can make room", (_what, third) => {
      expect(copiesOf(plan(third))).toEqual([]);
      expect(notesOf(plan(third)).map(({ reason }) => reason)).toContain("waiting-for-quota");
    });
  });

  test("is no reason to leave anything where RDS does not tell the quota", () => {
    const given = { databases: databases(ids(40)), snapshots: tonight(ids(40)), copies: others(99) };
    const plan = planSweep(inventory(given), context());
    expect(copiesOf(plan)).toHaveLength(20);
    expect(notesOf(plan, "failed")).toEqual([]);
  });
});

describe("after an event", () => {
  const plan = (copies: readonly TargetSnapshot[], used: number) =>
    planDatabase(
      inventory({
        databases: databases(["a"]),
        snapshots: databases(["a"]).map((of) => snapshot(night(0), { of })),
        copies,
      }),
      context({ accountQuotas: quotas({ used, maximum: 100 }) }),
    );
  const theirs = (days: number[]) =>
    databases(["a"]).flatMap((of) => days.map((day) => copyOf(snapshot(night(day), { of }))));

  test("one more copy of a database is left to the sweep, unless there is room for all", () => {
    expect(copiesOf(plan([], 30))).toHaveLength(1);
    expect(copiesOf(plan([], 31))).toEqual([]);
    expect(notesOf(plan([], 31), "deferred").map(({ reason }) => reason)).toEqual(["place-in-sweep"]);
    expect(copiesOf(plan(theirs([-1]), 94))).toEqual([]);
  });

  test("a copy that takes the place of another is started", () => {
    expect(copiesOf(plan(theirs([-3, -2, -1]), 99))).toHaveLength(1);
  });
});

describe("the day on which the quota is full", () => {
  const at = (days: number) => new Date(NOW.getTime() - days * DAY);
  const full = (snapshots: TargetSnapshot[], maximum: number) =>
    onlyRoute(
      planSweep(
        inventory({ databases: [], copies: snapshots }),
        context({ accountQuotas: quotas({ used: 0, maximum }) }),
      ),
    ).quota?.fullOn;
  const daily = Array.from({ length: 40 }, (_, day) => foreign({ id: `by-hand-${day}`, createdAt: at(day) }));

  test("follows from what has come lately and stayed", () => {
    expect(full(daily, 50)).toEqual(new Date(NOW.getTime() + 10 * DAY));
    expect(full(daily, 40)).toEqual(NOW);
  });

  test("is not known where what is made is deleted within a week, or nothing comes", () => {
    expect(full(daily.slice(0, 7), 50)).toBeUndefined();
    expect(full([foreign({ createdAt: at(100) })], 50)).toBeUndefined();
  });
});
