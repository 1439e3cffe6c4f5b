import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Copy } from "../../../handlers/core/ownership";
import { type DeletionLimit, planDeletions } from "../../../handlers/core/plan-deletions";
import { retained } from "../../../handlers/core/retention";
import type { Retention } from "../../../handlers/settings/settings";
import { asCopy, copyOf, minute, snapshot } from "./builders";

const keep = (keepLast: number, more: Partial<Retention> = {}): Retention => ({
  keepLast,
  keepDaily: 0,
  keepWeekly: 0,
  keepMonthly: 0,
  keepYearly: 0,
  ...more,
});
/** The copy of the snapshot taken on a day of January 2026. */
const day = (date: number, status = "available", attempt = 1) =>
  asCopy(copyOf(snapshot(`2026-01-${String(date).padStart(2, "0")}T03:07`), { status, attempt }));
const NONE: ReadonlySet<string> = new Set();
const ALL: DeletionLimit = { now: 1_000, daily: 1_000 };
const deletions = (copies: readonly Copy[], used: ReadonlySet<string>, rules: Retention, newest?: string) =>
  planDeletions(copies, used, rules, ALL, newest).deletions;
const deleted = (...args: Parameters<typeof deletions>) =>
  deletions(...args).map(({ copy, reason }) => `${copy.sourceTime.getUTCDate()} ${reason}`);

describe("of the available copies", () => {
  test("those go that retention does not keep, oldest first", () => {
    expect(deleted([day(3), day(1), day(5), day(2), day(4)], NONE, keep(2))).toEqual([
      "1 retention",
      "2 retention",
      "3 retention",
    ]);
  });

  test("a deletion says what it deletes, where and why", () => {
    const old = day(1);
    expect(deletions([old, day(2)], NONE, keep(1))).toEqual([
      {
        database: "orders",
        snapshot: "orders-eu-west-1-2026-01-01-03-07",
        copy: old,
        reason: "retention",
        message: "retention does not keep it any more",
      },
    ]);
  });

  test("those stay that any rule keeps", () => {
    expect(deleted([day(1), day(2), day(3), day(4), day(5)], NONE, keep(1, { keepWeekly: 2 }))).toEqual([
      "1 retention",
      "2 retention",
      "3 retention",
    ]);
  });

  test("none goes where there are no more than keep_last", () => {
    expect(deleted([day(1), day(2), day(3)], NONE, keep(3))).toEqual([]);
    expect(deleted([], NONE, keep(3))).toEqual([]);
  });

  test("one stays from which a copy is being made", () => {
    expect(deleted([day(1), day(2), day(3)], new Set([day(1).snapshot.arn]), keep(1))).toEqual(["2 retention"]);
  });

  test("the count is of available ones: failed, unfinished and bad ones are no recovery points", () => {
    const copies = [
      day(1),
      day(2),
      day(3, "copying"),
      day(4, "failed"),
      day(5, "incompatible-restore"),
      day(6, "deleting"),
    ];
    expect(deleted(copies, NONE, keep(2))).toEqual([]);
  });
});

describe("of the others", () => {
  test("a failed copy goes when a newer one is available", () => {
    expect(deleted([day(1, "failed", 3), day(2)], NONE, keep(3))).toEqual(["1 superseded"]);
    const [deletion] = deletions([day(1, "failed", 3), day(2)], NONE, keep(3));
    expect(deletion?.message).toBe("it failed, and a newer copy is available");
  });

  test("a failed copy goes when a newer one has failed too, so that a broken database never fills the quota", () => {
    const broken = [day(1), day(3, "failed", 3), day(2, "failed", 3), day(4, "failed")];
    expect(deleted(broken, NONE, keep(3))).toEqual(["3 superseded", "2 superseded"]);
    expect(deletions(broken, NONE, keep(3))[0]?.message).toBe(
      "it failed, and so has a newer copy, which is the record now",
    );
  });

  test("a failed copy of the snapshot that is to be copied next stays: it remembers the attempts", () => {
    const [next, newerButGone] = [day(2, "failed", 2), day(4, "failed", 3)];
    expect(deleted([next, newerButGone], NONE, keep(3), next.sourceArn)).toEqual([]);
    expect(deleted([day(3), next, newerButGone], NONE, keep(3), next.sourceArn)).toEqual(["2 superseded"]);
  });

  test("a failed copy stays where the one that is available is of the same time", () => {
    const twin = asCopy(copyOf(snapshot("2026-01-01T03:07", { id: "rds:orders-twin" }), { status: "failed" }));
    expect(deleted([day(1), twin], NONE, keep(3))).toEqual([]);
  });

  test("a failed copy stays as the record until then", () => {
    expect(deleted([day(1), day(2, "failed", 3)], NONE, keep(3))).toEqual([]);
    expect(deleted([day(1, "failed", 3), day(2, "copying")], NONE, keep(3))).toEqual([]);
    expect(deleted([day(1, "failed", 3)], NONE, keep(3))).toEqual([]);
  });

  test.each(["incompatible-restore", "incompatible-parameters", "copying", "pending", "creating", "deleting"])(
    "one that is %s never goes, however old",
    (status) => {
      expect(deleted([day(1, status), day(2), day(3), day(4)], NONE, keep(1))).toEqual(["2 retention", "3 retention"]);
    },
  );
});

describe("how many go at once", () => {
  const FOLLOW_UP: DeletionLimit = { now: 0, daily: 3 };
  const DAILY: DeletionLimit = { now: 3, daily: 3 };
  const six = [day(1), day(2), day(3), day(4), day(5), day(6)];
  const planned = (copies: readonly Copy[], limit: DeletionLimit, used = NONE) => {
    const { deletions: now, notes } = planDeletions(copies, used, keep(1), limit);
    return { now: now.map(({ copy, reason }) => `${copy.sourceTime.getUTCDate()} ${reason}`), notes };
  };

  test.each([
    ["a daily run", DAILY],
    ["a follow-up", FOLLOW_UP],
  ])("the one copy that a new one makes superfluous goes in %s", (_, limit) => {
    expect(planned([day(1), day(2)], limit)).toEqual({ now: ["1 retention"], notes: [] });
  });

  test("of more none goes in a follow-up, which says how many there are", () => {
    expect(planned(six, FOLLOW_UP)).toEqual({
      now: [],
      notes: [
        {
          outcome: "deferred",
          database: "orders",
          copies: 5,
          reason: "past-retention",
          message:
            "5 copies are past retention, which is more than a new copy makes: the daily run deletes them, 3 at a time",
        },
      ],
    });
    expect(planned([day(1), day(2), day(3)], FOLLOW_UP)).toMatchObject({ now: [], notes: [{ copies: 2 }] });
  });

  test("of more the oldest go in the daily run, up to the limit, and it says how many are left", () => {
    expect(planned(six, DAILY)).toEqual({
      now: ["1 retention", "2 retention", "3 retention"],
      notes: [
        {
          outcome: "deferred",
          database: "orders",
          copies: 2,
          reason: "past-retention",
          message: "2 more copies are past retention: the next daily run goes on, 3 at a time",
        },
      ],
    });
    expect(planned(six.slice(0, 4), DAILY)).toEqual({ now: ["1 retention", "2 retention", "3 retention"], notes: [] });
  });

  test("those that may not go are not counted: held ones, and those that are being copied", () => {
    const held = asCopy(copyOf(snapshot("2026-01-01T03:07"), { tags: { "CrossRegionBackup/Hold": "why" } }));
    expect(planned([held, day(2), day(3)], FOLLOW_UP)).toEqual({ now: ["2 retention"], notes: [] });
    const used = new Set([day(2).snapshot.arn]);
    expect(planned([day(1), day(2), day(3)], FOLLOW_UP, used)).toEqual({ now: ["1 retention"], notes: [] });
  });

  test("a hold with a date keeps a copy for a week longer, then retention counts it again, and says so", () => {
    const until = (last: string) =>
      asCopy(copyOf(snapshot("2026-01-01T03:07"), { tags: { "CrossRegionBackup/Hold": last } }));
    // It is the first of February.
    for (const last of ["2026-03-01", "2026-01-31", "2026-01-25"]) {
      expect(planned([until(last), day(3)], FOLLOW_UP)).toEqual({ now: [], notes: [] });
    }
    const { deletions } = planDeletions([until("2026-01-24"), day(3)], NONE, keep(1), FOLLOW_UP);
    expect(deletions).toMatchObject([
      { reason: "retention", message: "its hold has ended on 2026-01-24, and retention does not keep it any more" },
    ]);
  });

  test("a held copy is one of those that retention counts: the newest three are the newest three", () => {
    const held = asCopy(copyOf(snapshot("2026-01-03T03:07"), { tags: { "CrossRegionBackup/Hold": "forever" } }));
    expect(planned([day(1), day(2), held], DAILY)).toEqual({ now: ["1 retention", "2 retention"], notes: [] });
  });

  test("a failed one that is held stays, though a newer one is available", () => {
    const held = copyOf(snapshot("2026-01-01T03:07"), { status: "failed", tags: { "CrossRegionBackup/Hold": "why" } });
    expect(planned([asCopy(held), day(3)], DAILY)).toEqual({ now: [], notes: [] });
  });

  test("failed ones go in any run, as they are no recovery points", () => {
    expect(planned([day(1, "failed"), day(2, "failed"), day(3)], FOLLOW_UP)).toEqual({
      now: ["1 superseded", "2 superseded"],
      notes: [],
    });
  });

  test("goes by when the sources were taken, though RDS made the copies in another order and on other days", () => {
    const copied = (date: number, made: string) =>
      asCopy(copyOf(snapshot(`2026-01-0${date}T23:30`), { createdAt: new Date(made) }));
    const copies = [
      copied(1, "2026-01-05T01:00:00Z"),
      copied(2, "2026-01-04T01:00:00Z"),
      copied(3, "2026-01-04T02:00:00Z"),
    ];
    const { deletions: now } = planDeletions(copies, NONE, keep(1, { keepDaily: 2 }), DAILY);
    expect(now.map(({ copy }) => copy.sourceTime.getUTCDate())).toEqual([1]);
  });
});

describe("on random copies", () => {
  const status = fc.constantFrom("available", "available", "available", "failed", "copying", "incompatible-restore");
  /** Several on some days, none on others. */
  const copies = fc
    .array(fc.tuple(fc.nat({ max: 800 }), fc.nat({ max: 1439 }), status), { maxLength: 20 })
    .map((list) =>
      list.map(([days, minutes, ofStatus]) => {
        const time = new Date(Date.UTC(2024, 0, 1) + days * 86_400_000 + minutes * 60_000);
        return asCopy(copyOf(snapshot(minute(time)), { status: ofStatus }));
      }),
    );
  const count = fc.nat({ max: 4 });
  const rules = fc.record({
    keepLast: fc.integer({ min: 1, max: 5 }),
    keepDaily: count,
    keepWeekly: count,
    keepMonthly: count,
    keepYearly: count,
  });
  const inUse = fc.func(fc.boolean());

  test("the newest available stays, at least keep_last stay, and only what nothing keeps goes", () => {
    fc.assert(
      fc.property(copies, rules, inUse, (list, retention, used) => {
        const beingCopied = new Set(list.map(({ snapshot: { arn } }) => arn).filter((arn) => used(arn)));
        const gone = new Set(deletions(list, beingCopied, retention).map(({ copy }) => copy));
        const available = list.filter((copy) => copy.snapshot.status === "available");
        const left = available.filter((copy) => !gone.has(copy));
        expect(left.length).toBeGreaterThanOrEqual(Math.min(retention.keepLast, available.length));
        for (const copy of gone) {
          expect(list).toContain(copy);
          const { status } = copy.snapshot;
          const outlived = list.some(
            (other) =>
              other.sourceTime > copy.sourceTime &&
              (other.snapshot.status === "available" || (status === "failed" && other.snapshot.status === "failed")),
          );
          expect(outlived).toBe(true);
          expect(["available", "failed"]).toContain(copy.snapshot.status);
        }
        const kept = retained(available, ({ sourceTime }) => sourceTime, retention);
        for (const copy of available) {
          expect(gone.has(copy)).toBe(!kept.has(copy) && !beingCopied.has(copy.snapshot.arn));
        }
      }),
    );
  });
});
