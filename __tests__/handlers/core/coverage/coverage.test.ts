import { describe, expect, test } from "@jest/globals";
import { type Covered, TROUBLE_KINDS, type Trouble } from "../../../../handlers/core/coverage/model";
import { databasesIn, regionStates, troublesOf } from "../../../../handlers/core/coverage/troubles";
import { sheetTags } from "../../../../handlers/core/sheet/sheet";
import type { Selection } from "../../../../handlers/settings/settings";
import { newCopyOf } from "../../run/estate";
import {
  cluster,
  copyOf,
  coverageBy,
  database,
  EVERYTHING,
  inventory,
  keyArn,
  NOW,
  snapshot,
  TARGET_REGION,
  today,
  troublesIn,
  yesterday,
} from "../builders";

const LAST_WEEK = snapshot("2026-01-25T03:07");
const KEY = keyArn(TARGET_REGION);
const orders = { database: "orders", snapshot: today.id };

const select = (instance: Partial<Selection>) => ({
  settings: { selection: { instance: { ...EVERYTHING, ...instance }, cluster: EVERYTHING } },
});

type Args = Parameters<typeof coverageBy>;

/** The row of the one database there is. */
function rowOf(what: Parameters<typeof inventory>[0], changed?: Args[1], more?: Args[2]): Covered {
  const { databases } = coverageBy(inventory(what), changed, more);
  const [row, ...others] = databases;
  if (row === undefined || others.length > 0) throw new Error(`there are ${databases.length} rows`);
  return row;
}

const only = (troubles: readonly Trouble[]): Trouble => {
  const [one, ...others] = troubles;
  if (one === undefined || others.length > 0) throw new Error(`there are ${troubles.length} troubles`);
  return one;
};

describe("a database that has a fresh copy", () => {
  test("is in no trouble, and its row says what is there", () => {
    const row = rowOf({ snapshots: [today], copies: [copyOf(yesterday), copyOf(today)] });
    expect(row).toMatchObject({
      database: "orders",
      selected: true,
      exists: true,
      age: Math.round((+NOW - +today.takenAt) / 1000),
      newest: { id: "orders-eu-west-1-2026-02-01-03-07", takenAt: today.takenAt, kmsKeyId: KEY },
      kept: 2,
      keys: [KEY],
      inProgress: undefined,
      deletions: [],
      troubles: [],
      unsure: ["unrestorable"],
    });
  });

  test("names the option groups that kept copies brought, as RDS shows them", () => {
    const tags = { "CrossRegionBackup/OptionGroup": "copied" };
    const without = copyOf(yesterday, { optionGroup: "default:oracle-ee-19" });
    const copies = [without, copyOf(today, { tags, optionGroup: "tde" })];
    expect(rowOf({ snapshots: [today], copies }).optionGroups).toEqual(["tde"]);
    expect(rowOf({ databases: [], copies: [copyOf(today, { tags })] }).optionGroups).toEqual([undefined]);
  });

  test("counts its held copies, and names holds that have ended, of a database that is gone too", () => {
    const until = (day: string) => ({ tags: { "CrossRegionBackup/Hold": day } });
    const ended = copyOf(snapshot("2026-01-29T03:07"), until("2026-01-31"));
    const over = copyOf(snapshot("2026-01-28T03:07"), until("2026-01-20"));
    const copies = [over, ended, copyOf(yesterday, until("2026-02-01")), copyOf(today, until("INC-7"))];
    const holds = {
      held: 2,
      endedHolds: [
        { id: over.id, until: "2026-01-20", countsFrom: new Date("2026-01-28T00:00:00Z") },
        { id: ended.id, until: "2026-01-31", countsFrom: new Date("2026-02-08T00:00:00Z") },
      ],
    };
    expect(rowOf({ snapshots: [today], copies })).toMatchObject({ kept: 4, ...holds });
    expect(rowOf({ databases: [], copies })).toMatchObject({ kept: 4, ...holds });
  });

  test("counts a copy that was just started as in progress, and one that was just deleted not at all", () => {
    const old = copyOf(snapshot("2026-01-28T03:07"));
    const row = rowOf(
      { snapshots: [today], copies: [old, copyOf(yesterday)] },
      {},
      { did: [{ database: "orders", snapshot: old.id, outcome: "deleted", reason: "retention", message: "" }] },
    );
    expect(row).toMatchObject({ kept: 1, newest: { takenAt: yesterday.takenAt } });
    const started = rowOf({ snapshots: [today], copies: [copyOf(yesterday)] });
    expect(started.inProgress).toEqual({ id: "orders-eu-west-1-2026-02-01-03-07", since: NOW, percent: 0 });
  });

  test("names the copies that the next daily run deletes", () => {
    const days = [26, 27, 28, 29, 30].map((day) => snapshot(`2026-01-${day}T03:07`));
    const given = { snapshots: [today], copies: [...days, today].map((one) => copyOf(one)) };
    expect(rowOf(given, { settings: { maxDeletionsPerDailyRun: 2 } }).deletions).toEqual([
      "orders-eu-west-1-2026-01-26-03-07",
      "orders-eu-west-1-2026-01-27-03-07",
    ]);
  });

  test("names none that it would delete where it does not know all that there is", () => {
    const days = [26, 27, 28, 29, 30].map((day) => snapshot(`2026-01-${day}T03:07`));
    const copies = [...days, today].map((one) => copyOf(one));
    const given = inventory({ snapshots: [today], copies });
    const hidden = { ...copyOf(yesterday), databaseId: "orders", tags: {}, tagsHidden: true as const };
    for (const { databases } of [
      coverageBy(given, {}, { isBrief: true }),
      coverageBy({ ...given, unread: new Set(["orders"]) }),
      coverageBy(inventory({ snapshots: [today], copies: [...copies, hidden] })),
    ]) {
      expect(databases).toMatchObject([{ deletions: [] }]);
    }
  });
});

describe("stale", () => {
  test("begins when the age is above the limit, and says since when", () => {
    const at = (hours: number) => new Date(today.takenAt.getTime() + hours * 3_600_000);
    const given = { snapshots: [today], copies: [copyOf(today)] };
    expect(rowOf(given, { now: at(36) }).troubles).toEqual([]);
    expect(rowOf(given, { now: new Date(at(36).getTime() + 1000) }).troubles).toMatchObject([
      { trouble: "stale", since: at(36) },
    ]);
  });

  test("has begun at the same millisecond in each run, so that a repetition of a message bears the same id", () => {
    const given = { snapshots: [today], copies: [copyOf(today)] };
    const at = (milliseconds: number) => new Date(today.takenAt.getTime() + 40 * 3_600_000 + milliseconds);
    const [first, second] = [at(0), at(300)].map((now) => rowOf(given, { now }).troubles[0]?.since);
    expect(second).toEqual(first);
  });

  test("is RDS's where all that it has taken is copied", () => {
    const row = rowOf({ snapshots: [LAST_WEEK], copies: [copyOf(LAST_WEEK)] });
    expect(row.troubles).toMatchObject([
      {
        trouble: "stale",
        reason: "no-backup",
        cause: "RDS has taken no backup since 2026-01-25 03:07 UTC",
        remedy: expect.stringContaining("status (available)"),
        about: "orders",
      },
    ]);
  });

  test("says of a database without snapshots that none is listed: RDS may have taken some, under the name that it had before", () => {
    expect(only(rowOf({ snapshots: [] }).troubles).cause).toBe(
      "RDS lists no backup of orders, which was made 2025-02-01 12:00 UTC",
    );
    const before = snapshot("2026-01-28T03:07", { of: database({ id: "sales" }) });
    const { databases } = coverageBy(inventory({ copies: [copyOf(before)] }));
    expect(databases.find(({ exists }) => exists)?.troubles).toMatchObject([
      {
        reason: "no-backup",
        cause: "RDS lists no backup of orders, and its newest copy is of 2026-01-28 03:07 UTC",
      },
    ]);
  });

  const late = { snapshots: [today], copies: [copyOf(LAST_WEEK)] };

  test.each([
    ["slots", "it waits for a copy slot of eu-central-1", "max_copies_in_progress"],
    ["transient", "RDS answered with 503", TARGET_REGION],
    ["one-at-a-time", "RDS answered with 503", "orders"],
  ])("names what our copy waits for: %s", (reason, cause, about) => {
    const did = [{ ...orders, outcome: "deferred", reason, message: "RDS answered with 503." }] as const;
    const row = rowOf(late, {}, { did });
    expect(row.troubles).toMatchObject([
      { trouble: "stale", reason, cause: `our copy is late because ${cause}`, about },
    ]);
    expect(row.unsure).toContain("failing");
  });

  test("names the copy that is under way, with its progress", () => {
    const copies = [copyOf(LAST_WEEK), copyOf(today, { status: "copying", percent: 40 })];
    expect(only(rowOf({ snapshots: [today], copies }).troubles).cause).toBe(
      "our copy is late because orders-eu-west-1-2026-02-01-03-07 is in progress since 2026-02-01 03:17 UTC, and is at 40 %",
    );
  });

  test("has the cause of what fails", () => {
    const fault = { reason: "key-not-accessible", cause: "RDS may not use the key", remedy: "enable it", about: KEY };
    const did = [{ ...orders, outcome: "failed", reason: fault.reason, message: "", fault }] as const;
    expect(rowOf(late, {}, { did }).troubles).toMatchObject([
      { ...fault, trouble: "stale", cause: "our copy is late because RDS may not use the key" },
      { ...fault, trouble: "failing" },
    ]);
  });

  const BAD = copyOf(snapshot("2026-01-20T03:07"), { status: "incompatible-restore" });
  const denied = { reason: "denied", cause: "a superfluous copy of it cannot be deleted", remedy: "allow it" };
  const about = { database: "orders", snapshot: BAD.id, reason: "denied", message: "it is kept" };

  test.each([
    ["a bad status", []],
    ["a deletion that fails", [{ ...about, outcome: "failed", fault: denied }] as const],
    ["a deletion that is put off", [{ ...about, outcome: "deferred" }] as const],
  ])("has not the cause of what is wrong with a copy that has ended: %s", (_what, did) => {
    const old = { snapshots: [LAST_WEEK], copies: [BAD, copyOf(LAST_WEEK)] };
    expect(rowOf(old, {}, { did }).troubles[0]).toMatchObject({ trouble: "stale", reason: "no-backup" });
    const waits = { ...orders, outcome: "deferred", reason: "slots", message: "all are in use" } as const;
    const due = { snapshots: [today], copies: [BAD, copyOf(LAST_WEEK)] };
    expect(rowOf(due, {}, { did: [...did, waits] }).troubles[0]).toMatchObject({ trouble: "stale", reason: "slots" });
  });

  test("has the cause of a copy that is stuck, as no other is made meanwhile", () => {
    const startedAt = new Date("2026-01-30T03:17:00Z");
    const stuck = copyOf(snapshot("2026-01-30T03:07"), { status: "copying", startedAt });
    expect(rowOf({ snapshots: [today], copies: [stuck, copyOf(LAST_WEEK)] }).troubles).toMatchObject([
      { trouble: "stale", reason: "stuck" },
      { trouble: "failing", reason: "stuck" },
    ]);
  });

  test("has the cause of the copy that is made without its key, which is on its way", () => {
    const fault = { reason: "key-not-accessible", cause: "RDS may not use the key", remedy: "enable it", about: KEY };
    const copy = newCopyOf(today, TARGET_REGION);
    const did = [{ ...orders, outcome: "copied", reason: "new-snapshot", message: "", fault, copy }] as const;
    expect(rowOf(late, {}, { did }).troubles.map(({ trouble, reason }) => `${trouble} ${reason}`)).toEqual([
      "stale in-progress",
      "failing key-not-accessible",
    ]);
  });

  test("has the cause of a route that fails as a whole", () => {
    const did = [
      { database: "*", outcome: "failed", reason: "denied", message: "cannot read tags" },
      { ...orders, outcome: "skipped", reason: "other", message: "" },
    ] as const;
    expect(only(rowOf(late, {}, { did }).troubles)).toMatchObject({ reason: "denied", about: TARGET_REGION });
  });

  test.each([
    [true, "dry-run"],
    [false, "due"],
  ])("where the copy was only planned: by settings %j, so %s", (dryRun, reason) => {
    const copy = newCopyOf(today, TARGET_REGION);
    const did = [{ ...orders, outcome: "planned", reason: "new-snapshot", message: "", copy }] as const;
    const { troubles, unsure } = rowOf(late, { settings: { dryRun } }, { did });
    expect(troubles).toMatchObject([{ trouble: "stale", reason }]);
    expect(unsure).toContain("failing");
  });

  test("is told of a dry run too, with its cause", () => {
    const row = rowOf(late, {}, { did: [{ ...orders, outcome: "skipped", reason: "x", message: "" }] });
    expect(only(row.troubles)).toMatchObject({ trouble: "stale", reason: "not-copied" });
  });

  test("without a copy counts from the first deployment to the region, or from the database's own start", () => {
    const given = { snapshots: [today], databases: [database({ backupRetentionDays: 1 })] };
    const since = (hours: number) => ({ targetsSince: new Map([[TARGET_REGION, new Date(+NOW - hours * 3_600_000)]]) });
    expect(rowOf(given, since(5))).toMatchObject({ age: 5 * 3600, troubles: [] });
    const isNew = {
      ...given,
      databases: [database({ backupRetentionDays: 1, createdAt: new Date(+NOW - 3_600_000) })],
    };
    expect(rowOf(isNew, since(5))).toMatchObject({ age: 3600 });
    expect(rowOf(given, { targetsSince: new Map() }).troubles).toMatchObject([{ trouble: "stale" }]);
    // A copy counts, however young the deployment.
    expect(rowOf({ ...given, copies: [copyOf(LAST_WEEK)] }, since(5)).troubles).toMatchObject([{ trouble: "stale" }]);
  });
});

describe("failing", () => {
  const given = { snapshots: [today], copies: [copyOf(yesterday)] };

  test("is a copy that was refused, but not one that was deferred", () => {
    const deed = { ...orders, reason: "denied", message: "not allowed." };
    expect(rowOf(given, {}, { did: [{ ...deed, outcome: "failed" }] }).troubles).toMatchObject([
      { trouble: "failing", reason: "denied", cause: "not allowed", about: "orders", since: undefined },
    ]);
    expect(rowOf(given, {}, { did: [{ ...deed, outcome: "deferred" }] }).troubles).toEqual([]);
  });

  test("is what keeps the next copy from being made, before what is wrong with one that has ended", () => {
    const bad = copyOf(snapshot("2026-01-20T03:07"), { status: "incompatible-restore" });
    const taken = copyOf(today, { tags: { CrossRegionBackup: undefined }, createdAt: LAST_WEEK.takenAt });
    const reasonsOf = (...copies: ReturnType<typeof copyOf>[]) =>
      rowOf({ snapshots: [today], copies: [bad, copyOf(yesterday), ...copies] }).troubles.map(({ reason }) => reason);
    expect(reasonsOf()).toEqual(["bad-status"]);
    expect(reasonsOf(taken)).toEqual(["id-taken"]);
  });

  test("is a copy that was made without the key that it should have", () => {
    const fault = { reason: "key-not-accessible", cause: "the key is disabled", remedy: "enable it", about: KEY };
    const did = [{ ...orders, outcome: "copied", reason: "new-snapshot", message: "", fault }] as const;
    expect(rowOf(given, {}, { did }).troubles).toMatchObject([{ ...fault, trouble: "failing" }]);
  });

  test("is a deferred copy for what lasts, of which a fault tells", () => {
    const fault = { reason: "manual-quota-full", cause: "the quota is full", remedy: "raise it", about: TARGET_REGION };
    const did = [{ ...orders, outcome: "deferred", reason: fault.reason, message: "", fault }] as const;
    expect(rowOf(given, {}, { did })).toMatchObject({ troubles: [{ trouble: "failing", about: TARGET_REGION }] });
  });

  test("is given up after three failed copies, and not before", () => {
    const failed = (attempt: number) => copyOf(today, { status: "failed", attempt });
    expect(rowOf({ ...given, copies: [copyOf(yesterday), failed(3)] }).troubles).toMatchObject([
      { trouble: "failing", reason: "given-up", cause: "3 copies of rds:orders-2026-02-01-03-07 have failed" },
    ]);
    expect(rowOf({ ...given, copies: [copyOf(yesterday), failed(2)] })).toMatchObject({
      troubles: [],
      unsure: ["unrestorable", "failing"],
    });
  });

  test("may still stand while a further copy is made of what has failed", () => {
    const copies = [
      copyOf(LAST_WEEK),
      copyOf(yesterday, { status: "failed", attempt: 3 }),
      copyOf(today, { status: "copying" }),
    ];
    expect(rowOf({ snapshots: [today], copies }).unsure).toContain("failing");
    const ended = [...copies.slice(0, 2), copyOf(today)];
    expect(rowOf({ snapshots: [today], copies: ended }).unsure).not.toContain("failing");
  });

  test("may still stand where the newest copy of a cluster lacks the key, as a copy does not show why", () => {
    const of = cluster();
    const newest = snapshot("2026-02-01T03:07", { of, encryption: "sse-rds" });
    const what = (copy: Parameters<typeof copyOf>[1]) =>
      ({ kind: "cluster", snapshots: [newest], copies: [copyOf(newest, copy)] }) as const;
    expect(rowOf(what({ encryption: "sse-rds" })).unsure).toContain("failing");
    expect(rowOf(what({ encryption: "kms" })).unsure).not.toContain("failing");
    expect(rowOf(what({ encryption: "sse-rds" }), { settings: { targetKmsKeys: {} } }).unsure).not.toContain("failing");
  });

  test("names the setting where no key is set", () => {
    expect(rowOf(given, { settings: { targetKmsKeys: {} } }).troubles).toMatchObject([
      {
        trouble: "failing",
        reason: "key-missing",
        cause: "the snapshot is encrypted, and no KMS key of eu-central-1 is set for it",
        remedy: expect.stringMatching(/^set targets/),
        about: 'targets["eu-central-1"]',
      },
    ]);
  });
});

describe("uncovered", () => {
  const disabled = database({ backupRetentionDays: 0 });

  test("is told with what to do, and has no age without a copy", () => {
    const row = rowOf({ databases: [disabled] });
    expect(row).toMatchObject({ selected: true, age: undefined });
    expect(row.troubles).toMatchObject([
      { trouble: "uncovered", reason: "backups-disabled", cause: "automated backups are disabled" },
    ]);
  });

  test("gets stale with the copies that it has", () => {
    const row = rowOf({ databases: [disabled], copies: [copyOf(LAST_WEEK)] });
    expect(row.age).toBeGreaterThan(7 * 86_400);
    expect(row.troubles).toMatchObject([
      { trouble: "stale", reason: "backups-disabled", about: "backups-disabled" },
      { trouble: "uncovered" },
    ]);
  });

  test("is no read replica without backups whose source is selected, nor a replica of that", () => {
    const replica = database({ id: "replica", resourceId: "db-R", backupRetentionDays: 0, replicaOf: "orders" });
    const second = { ...replica, id: "second", resourceId: "db-S", replicaOf: "replica" };
    const given = { snapshots: [today], copies: [copyOf(today)] };
    const databases = [database(), replica, second];
    expect(troublesIn(coverageBy(inventory({ ...given, databases })))).toEqual([]);
    // Of another region, or of one that is not selected.
    const abroad = { ...replica, replicaOf: "arn:aws:rds:us-east-1:123456789012:db:orders" };
    expect(troublesIn(coverageBy(inventory({ ...given, databases: [database(), abroad] })))).toEqual([
      "uncovered replica: backups-disabled",
    ]);
    const { settings } = select({ exclude: ["orders"] });
    expect(troublesIn(coverageBy(inventory({ databases }), { settings }))).toEqual([
      "uncovered replica: backups-disabled",
      "uncovered second: backups-disabled",
    ]);
    // Replicas of each other are nobody's.
    const circle = [{ ...replica, replicaOf: "second" }, second];
    expect(troublesIn(coverageBy(inventory({ databases: circle })))).toHaveLength(2);
  });
});

describe("deselected", () => {
  test.each([
    ["tags", { tags: { backup: "true" } }, "it does not have the tags backup = true", "instances.tags"],
    ["not-included", { include: ["prod-*"] }, "no pattern of `include` matches it", "instances.include"],
    ["excluded", { exclude: ["ord*"] }, "`exclude` has ord*", "instances.exclude"],
  ])("names why: %s", (reason, instance, why, about) => {
    const row = rowOf({ snapshots: [today], copies: [copyOf(today)] }, select(instance));
    expect(row).toMatchObject({ selected: false, exists: true, kept: 1 });
    expect(row.troubles).toMatchObject([{ trouble: "deselected", reason, cause: `it is not selected: ${why}`, about }]);
  });

  test("keeps an age, and gets stale", () => {
    const row = rowOf({ copies: [copyOf(LAST_WEEK)] }, select({ exclude: ["*"] }));
    expect(row.troubles.map(({ trouble, reason }) => [trouble, reason])).toEqual([
      ["stale", "excluded"],
      ["deselected", "excluded"],
    ]);
  });

  test("is nothing without copies", () => {
    expect(coverageBy(inventory({ snapshots: [today] }), select({ exclude: ["*"] })).databases).toEqual([]);
  });
});

describe("orphaned", () => {
  test("is what is gone, with its copies", () => {
    const row = rowOf({ databases: [], copies: [copyOf(yesterday), copyOf(today)] });
    expect(row).toMatchObject({
      exists: false,
      age: undefined,
      kept: 2,
      keys: [KEY],
      newest: { takenAt: today.takenAt },
    });
    expect(row.troubles).toMatchObject([{ trouble: "orphaned", reason: "gone", about: TARGET_REGION }]);
    expect(coverageBy(inventory({ databases: [], copies: [copyOf(today, { status: "deleting" })] })).databases).toEqual(
      [],
    );
  });

  test("is the predecessor of a database that was made anew, whose copies do not make that fresh", () => {
    const before = snapshot("2026-02-01T03:07", { of: database({ resourceId: "db-BEFORE" }) });
    const coverage = coverageBy(inventory({ copies: [copyOf(before)] }));
    expect(troublesIn(coverage)).toEqual(["stale orders: no-backup", "orphaned orders: recreated"]);
  });

  test("is the old name of a database, whose age counts on under the new one", () => {
    const shop = database({ id: "shop" });
    const coverage = coverageBy(inventory({ databases: [shop], copies: [copyOf(today)] }));
    expect(troublesIn(coverage)).toEqual(["orphaned orders: renamed"]);
    expect(only(troublesOf(coverage)).cause).toBe("orders is now called shop");
    expect(coverage.databases).toMatchObject([
      {
        database: "shop",
        age: Math.round((+NOW - +today.takenAt) / 1000),
        kept: 0,
        newest: { takenAt: today.takenAt },
      },
      { database: "orders", age: undefined, kept: 1 },
    ]);
  });

  test("is the predecessor of what has the name now, even if it lives on under another, as after a blue/green deployment", () => {
    const databases = [database({ id: "orders-old1" }), database({ resourceId: "db-GREEN" })];
    const copies = [copyOf(today)];
    expect(troublesIn(coverageBy(inventory({ databases, copies })))).toEqual([
      "stale orders: no-backup",
      "orphaned orders: recreated",
    ]);
  });

  test("is its old name too where the new one is not selected, which is told", () => {
    const selection = { instance: { ...EVERYTHING, include: ["orders*"] }, cluster: EVERYTHING };
    const given = inventory({ databases: [database({ id: "shop" })], copies: [copyOf(today)] });
    expect(troublesIn(coverageBy(given, { settings: { selection } }))).toEqual([
      "deselected shop: not-included",
      "orphaned orders: renamed",
    ]);
  });
});

test.each([
  ["gone", { databases: [] }, {}],
  ["renamed", { databases: [database({ id: "shop" })] }, {}],
  ["recreated", { databases: [database({ resourceId: "db-NEW" })] }, {}],
  ["excluded", {}, select({ exclude: ["*"] })],
])(
  "what helps where copies stay is the same in each target region, as its regions are told as one: %s",
  (why, given, settings) => {
    const troubles = troublesOf(coverageBy(inventory({ ...given, copies: [copyOf(today)] }), settings));
    const told = troubles.find(({ reason }) => reason === why);
    expect(told?.remedy).toMatch(/delete (them|its copies)/);
    expect(told?.remedy).not.toContain(TARGET_REGION);
  },
);

describe("unrestorable", () => {
  const fault = { reason: "key-disabled", cause: "the key is disabled", remedy: "enable it" };

  test("is a kept copy under a key that cannot be used, of databases that are gone too", () => {
    const needs = { missing: new Map([[KEY, fault]]), unknown: new Set<string>() };
    const copies = [copyOf(yesterday), copyOf(today, { kmsKeyId: keyArn(TARGET_REGION, "new") })];
    for (const databases of [[database()], []]) {
      const row = rowOf({ databases, snapshots: [today], copies }, { needs });
      expect(row).toMatchObject({ unrestorable: 1, keys: [KEY, keyArn(TARGET_REGION, "new")] });
      expect(row.troubles[0]).toMatchObject({ ...fault, trouble: "unrestorable", about: KEY });
      expect(row.unsure).toEqual([]);
    }
  });

  describe("by its engine version", () => {
    const retired = {
      reason: "version-retired",
      cause: "RDS does not list it",
      remedy: "upgrade it",
      about: "postgres 11.4",
    };
    const need = `postgres 11.4 in ${TARGET_REGION}`;
    const old = copyOf(yesterday, { engine: "postgres", engineVersion: "11.4" });
    const next = copyOf(today, { engine: "postgres", engineVersion: "16.4" });

    test("is one whose version RDS does not list there, with its name", () => {
      const needs = { missing: new Map([[need, retired]]), unknown: new Set<string>() };
      const row = rowOf({ snapshots: [today], copies: [old, next] }, { needs });
      expect(row).toMatchObject({ unrestorable: 1, unsure: [] });
      expect(row.troubles).toMatchObject([{ ...retired, trouble: "unrestorable", copies: [old.id] }]);
    });

    test("is told with what the newest lacks, its key first", () => {
      const missing = new Map([
        [need, retired],
        [`postgres 16.4 in ${TARGET_REGION}`, { ...retired, about: "postgres 16.4" }],
        [KEY, fault],
      ]);
      const needs = { missing, unknown: new Set<string>() };
      const row = rowOf({ snapshots: [today], copies: [{ ...old, kmsKeyId: undefined }, next] }, { needs });
      expect(row.unrestorable).toBe(2);
      expect(row.troubles).toMatchObject([{ reason: "key-disabled", about: KEY, copies: [next.id, old.id] }]);
    });

    test("is not known where that version was looked at in vain", () => {
      const needs = { missing: new Map(), unknown: new Set([need]) };
      const row = rowOf({ snapshots: [today], copies: [old, next] }, { needs });
      expect(row).toMatchObject({ unrestorable: 0, troubles: [], unsure: ["unrestorable"] });
    });

    test("is told, and counted, though other copies were looked at in vain", () => {
      const needs = { missing: new Map([[KEY, fault]]), unknown: new Set([need]) };
      const given = inventory({
        databases: [database()],
        snapshots: [today],
        copies: [{ ...old, kmsKeyId: undefined }, next],
      });
      const coverage = coverageBy(given, { needs });
      expect(coverage.databases[0]).toMatchObject({ troubles: [{ reason: "key-disabled" }], unsure: [] });
      const lost = database({ id: "lost", resourceId: "db-LOST" });
      const other = snapshot("2026-02-01T03:07", { of: lost });
      const more = inventory({
        databases: [database(), lost],
        snapshots: [today, other],
        copies: [next, copyOf(other, { engine: "postgres", engineVersion: "11.4", kmsKeyId: undefined })],
      });
      const both = coverageBy(more, { needs });
      expect(both.databases.map(({ unsure }) => unsure)).toEqual([[], ["unrestorable"]]);
      expect(regionStates(both, [TARGET_REGION])).toMatchObject([{ unrestorable: 1 }]);
    });
  });

  test("is not what may only hinder a restore of the newest copy: that is a warning", () => {
    const named = sheetTags({ kind: "instance", subnetGroup: "private" }).tags;
    const engine = { engine: "postgres", engineVersion: "16.4" };
    const [old, next] = [copyOf(yesterday, { ...engine, tags: named }), copyOf(today, { ...engine, tags: named })];
    const lacking = {
      reason: "group-missing",
      cause: "there is none",
      remedy: "make it",
      about: "DB subnet group private",
    };
    const ageing = { reason: "version-deprecated", cause: "it is old", remedy: "upgrade it", about: "postgres 16.4" };
    const warnings = new Map([
      [`DB subnet group private in ${TARGET_REGION}`, lacking],
      [`postgres 16.4 in ${TARGET_REGION}`, ageing],
      ["DB subnet group private in eu-north-1", ageing],
    ]);
    const needs = { missing: new Map(), unknown: new Set<string>(), warnings };
    for (const databases of [[database()], []]) {
      const row = rowOf({ databases, snapshots: [today], copies: [old, next] }, { needs });
      expect(row).toMatchObject({ warnings: [ageing, lacking], unrestorable: 0, unsure: [] });
      expect(row.troubles.map(({ trouble }) => trouble)).toEqual(databases.length > 0 ? [] : ["orphaned"]);
    }
    const bare = copyOf(today, { engine: "postgres", engineVersion: "15.8" });
    expect(rowOf({ snapshots: [today], copies: [old, bare] }, { needs }).warnings).toEqual([]);
  });

  test("is not known where nobody has looked", () => {
    const row = rowOf({ snapshots: [today], copies: [copyOf(today)] });
    expect(row).toMatchObject({ troubles: [], unsure: ["unrestorable"] });
  });
});

describe("what a run has not seen", () => {
  test("of a region is a trouble of that with its cause, and leaves all there open but what the source shows", () => {
    const did = [{ database: "*", outcome: "failed", reason: "region-not-enabled", message: "it is off." }] as const;
    const given = inventory({ databases: [database({ backupRetentionDays: 0 })], targets: new Map() });
    const { databases, routes } = coverageBy(given, {}, { did });
    expect(routes).toMatchObject([
      {
        reach: "none",
        age: undefined,
        unsure: ["stale", "unrestorable", "failing", "uncovered", "deselected", "orphaned"],
        troubles: [
          { trouble: "failing", database: "*", reason: "region-not-enabled", cause: "it is off", about: TARGET_REGION },
        ],
      },
    ]);
    expect(databases).toMatchObject([
      {
        age: undefined,
        troubles: [{ trouble: "uncovered" }],
        unsure: ["stale", "unrestorable", "failing", "deselected", "orphaned"],
      },
    ]);
  });

  test("by a brief look leaves open what that does not show", () => {
    const given = inventory({ snapshots: [today], copies: [copyOf(today)] });
    const { databases, routes } = coverageBy(
      given,
      { needs: { missing: new Map(), unknown: new Set<string>() } },
      { isBrief: true },
    );
    expect(routes).toMatchObject([{ reach: "brief", age: expect.any(Number) }]);
    expect(databases).toMatchObject([{ troubles: [], unsure: ["unrestorable", "deselected", "orphaned"] }]);
  });

  test("by a brief look leaves the age of what cannot be copied open, and so that of the region", () => {
    const off = database({ id: "off", resourceId: "db-OFF", backupRetentionDays: 0 });
    const given = inventory({ databases: [database(), off], snapshots: [today], copies: [copyOf(today)] });
    const { databases, routes } = coverageBy(given, {}, { isBrief: true });
    expect(databases[1]).toMatchObject({ database: "off", unsure: expect.arrayContaining(["stale"]) });
    expect(routes[0]).toMatchObject({ areAgesKnown: true, age: undefined });
    const member = { ...off, memberOf: "ledger" };
    const beside = inventory({ databases: [database(), member], snapshots: [today], copies: [copyOf(today)] });
    expect(coverageBy(beside, {}, { isBrief: true }).routes).toMatchObject([{ age: expect.any(Number) }]);
    const all = coverageBy(inventory({ snapshots: [today], copies: [copyOf(today)] }), {}, { isBrief: true });
    expect(all.routes[0]).toMatchObject({ areAgesKnown: true, age: all.databases[0]?.age });
  });

  test("of several parts of a list is one trouble, as it has one cause", () => {
    const failed = { database: "*", outcome: "failed", reason: "denied", message: "no" } as const;
    const { routes } = coverageBy(inventory({}), {}, { did: [failed, failed, { ...failed, reason: "list-failed" }] });
    expect(routes[0]?.troubles.map(({ reason }) => reason)).toEqual(["denied", "list-failed"]);
  });

  test("of snapshots leaves failing open, and staleness where it counts from them", () => {
    const blind = { ...inventory({ copies: [copyOf(LAST_WEEK)] }), unread: new Set(["orders"]) };
    expect(coverageBy(blind).databases).toMatchObject([
      { troubles: [{ trouble: "stale", reason: "unread" }], unsure: ["unrestorable", "failing"] },
    ]);
    // Nor does it rest for all that is known: a backup may wait for its copy.
    const asleep = { ...blind, databases: [database({ status: "stopped" })] };
    expect(troublesIn(coverageBy(asleep))).toEqual(["stale orders: unread"]);
    const without = { ...inventory({}), unread: new Set(["orders"]) };
    expect(coverageBy(without).databases).toMatchObject([{ troubles: [], unsure: ["stale", "failing"] }]);
  });

  test("of tags leaves open what depends on them", () => {
    const unread = { ...copyOf(today), databaseId: "orders", tags: {}, tagsHidden: true as const };
    const { databases, routes } = coverageBy(inventory({ snapshots: [today], copies: [unread, copyOf(LAST_WEEK)] }));
    expect(databases).toMatchObject([
      { troubles: [], unsure: ["stale", "unrestorable", "failing", "deselected", "orphaned"] },
    ]);
    expect(routes[0]?.unsure).toEqual(["stale", "unrestorable", "deselected", "orphaned"]);
    // One under way makes nothing fresh yet.
    const underWay = { ...unread, status: "copying" };
    expect(troublesIn(coverageBy(inventory({ snapshots: [today], copies: [underWay, copyOf(LAST_WEEK)] })))).toEqual([
      "stale orders: tags-unread",
    ]);
    // An older one may be a failed copy.
    const older = { ...unread, createdAt: LAST_WEEK.takenAt };
    expect(
      rowOf({ snapshots: [LAST_WEEK], copies: [{ ...older, id: "x-eu-west-1-y" }, copyOf(today)] }).unsure,
    ).toContain("failing");
  });

  test("of databases that RDS lists in part leaves open whether those without a row are gone", () => {
    const hiding = { ...inventory({ databases: [], copies: [copyOf(today)] }), hidesDatabases: true };
    const needs = { missing: new Map(), unknown: new Set<string>() };
    const { databases, routes } = coverageBy(hiding, { needs });
    const open = ["stale", "failing", "uncovered", "deselected", "orphaned"];
    expect(databases).toMatchObject([{ database: "orders", troubles: [], unsure: open }]);
    expect(routes).toMatchObject([{ reach: "whole", areAgesKnown: false, age: undefined, unsure: TROUBLE_KINDS }]);
    const others = { ...inventory({ snapshots: [today], copies: [copyOf(today)] }), hidesDatabases: true };
    expect(coverageBy(others, { needs })).toMatchObject({ databases: [{ unsure: [] }], routes: [{ age: undefined }] });
    const lost = { missing: new Map([[KEY, { reason: "key-gone", cause: "", remedy: "" }]]), unknown: needs.unknown };
    expect(coverageBy(hiding, { needs: lost }).databases).toMatchObject([{ troubles: [{ reason: "key-gone" }] }]);
  });

  test("of copies that RDS lists in part leaves open what those may show", () => {
    const hiding = {
      ...inventory({ snapshots: [today], copies: [copyOf(today)] }),
      hidesCopies: new Set([TARGET_REGION]),
    };
    const needs = { missing: new Map(), unknown: new Set<string>() };
    const open = ["unrestorable", "deselected", "orphaned"];
    const { databases, routes } = coverageBy(hiding, { needs });
    expect(databases).toMatchObject([{ troubles: [], unsure: open, age: expect.any(Number) }]);
    expect(routes).toMatchObject([{ unsure: ["stale", ...open], areAgesKnown: true }]);
    expect(coverageBy({ ...hiding, databases: [] }, { needs }).databases).toMatchObject([
      { troubles: [{ trouble: "orphaned" }], unsure: ["unrestorable"] },
    ]);
  });

  test("does not open what is seen: an available copy of what is not selected, and one under a key that is gone", () => {
    const unread = { ...copyOf(yesterday), databaseId: "orders", tags: {}, tagsHidden: true as const };
    const given = inventory({ snapshots: [today], copies: [unread, copyOf(today)] });
    expect(troublesIn(coverageBy(given, select({ exclude: ["orders"] })))).toEqual(["deselected orders: excluded"]);
    const needs = {
      missing: new Map([[KEY, { reason: "key-gone", cause: "it is gone", remedy: "" }]]),
      unknown: new Set<string>(),
    };
    expect(troublesIn(coverageBy(given, { needs }))).toEqual(["unrestorable orders: key-gone"]);
  });

  test("of a region leaves open how old the copies of a stopped database are there", () => {
    const asleep = inventory({ databases: [database({ status: "stopped" })], snapshots: [], targets: new Map() });
    expect(coverageBy(asleep).databases).toMatchObject([{ restingAge: undefined, age: undefined }]);
    expect(coverageBy(asleep).routes).toMatchObject([{ areAgesKnown: false }]);
    const there = inventory({ databases: [database({ status: "stopped" })], copies: [copyOf(today)] });
    expect(coverageBy(there).databases).toMatchObject([{ restingAge: expect.any(Number), age: undefined }]);
  });

  test("of when a database was stopped leaves nothing open of the ages of others, as its own does not count", () => {
    const asleep = database({ id: "batch", resourceId: "db-BATCH", status: "stopped" });
    const old = snapshot("2026-01-25T03:07", { of: asleep });
    const given = { databases: [database(), asleep], snapshots: [today, old], copies: [copyOf(today), copyOf(old)] };
    const { databases, routes } = coverageBy(inventory(given));
    expect(databases[1]).toMatchObject({ database: "batch", unsure: expect.arrayContaining(["stale"]) });
    expect(routes).toMatchObject([{ areAgesKnown: true, age: databases[0]?.age }]);
  });

  test("of one kind leaves the age of the region open, however young the copies of the other are", () => {
    const off = database({ id: "off", resourceId: "db-OFF", backupRetentionDays: 0 });
    const given = inventory({ databases: [database(), off], snapshots: [today], copies: [copyOf(today)] });
    const { databases, routes } = coverageBy(given, {}, { isBrief: true });
    const clusters = coverageBy(inventory({ kind: "cluster", databases: [] })).routes;
    expect(regionStates({ databases, routes: [...routes, ...clusters] }, [TARGET_REGION])).toMatchObject([
      { isSeen: true, age: undefined },
    ]);
  });

  test("is no count of databases, and no state of a region", () => {
    const brief = coverageBy(inventory({ snapshots: [today], copies: [copyOf(today)] }), {}, { isBrief: true });
    expect(databasesIn(brief, "orphaned")).toBeUndefined();
    expect(databasesIn(brief, "uncovered")).toBe(0);
    expect(regionStates(brief, [TARGET_REGION])).toMatchObject([
      { isSeen: true, age: expect.any(Number), stale: undefined, failing: 0, unrestorable: undefined },
    ]);
    const none = coverageBy(inventory({ targets: new Map() }));
    expect(regionStates(none, [TARGET_REGION])).toEqual([{ targetRegion: TARGET_REGION, isSeen: false }]);
  });
});
