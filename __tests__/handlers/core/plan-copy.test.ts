import { describe, expect, test } from "@jest/globals";
import { MAX_ATTEMPTS, planCopy } from "../../../handlers/core/plan-copy";
import type { Situation } from "../../../handlers/core/situation";
import {
  asCopy,
  cluster,
  context,
  copyOf,
  database,
  foreign,
  NOW,
  ROUTE,
  snapshot,
  today,
  yesterday,
} from "./builders";

const ORDERS = { database: "orders" };
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

/** The database `orders`, backed up today, with these manual snapshots in the target region. */
function situation(
  listed: readonly ReturnType<typeof copyOf>[] = [],
  overrides: Partial<Omit<Situation, "find" | "copies">> = {},
): Situation {
  const tagged = listed.filter(({ tags }) => tags.CrossRegionBackup !== undefined);
  return {
    database: database(),
    newest: today,
    copies: tagged.map(asCopy),
    unknown: [],
    route: ROUTE,
    newestCopy: undefined,
    isResting: false,
    mayHaveBeenStale: false,
    age: 97_968,
    ageCountsFrom: hoursAgo(27.2),
    isAgeKnown: true,
    find: (id) => listed.find((one) => one.id === id),
    ...overrides,
  };
}

const decide = (...args: Parameters<typeof situation>) => planCopy(situation(...args), context());

describe("the newest snapshot", () => {
  test("is due where no copy exists", () => {
    expect(decide()).toEqual({
      database: database(),
      source: today,
      targetId: "orders-eu-west-1-2026-02-01-03-07",
      age: 97_968,
      expectedGib: 100,
      optionGroupThere: undefined,
      attempt: 1,
      replaces: undefined,
      rotates: false,
    });
  });

  test("is due where all copies are older", () => {
    expect(decide([copyOf(yesterday)])).toMatchObject({ source: today, attempt: 1 });
  });

  test("knows the option group that the newest available copy brought, unless RDS gave it the default one", () => {
    const tags = { "CrossRegionBackup/OptionGroup": "copied" };
    const there = (fields: Parameters<typeof copyOf>[1]) => {
      const copy = copyOf(yesterday, fields);
      return decide([copy], { newestCopy: asCopy(copy) });
    };
    expect(there({ tags, optionGroup: "tde" })).toMatchObject({ optionGroupThere: "tde" });
    expect(there({ tags, optionGroup: "default:oracle-ee-19" })).toMatchObject({ optionGroupThere: undefined });
    expect(there({ optionGroup: "of-others" })).toMatchObject({ optionGroupThere: undefined });
    expect(there({ tags })).toMatchObject({ optionGroupThere: undefined });
  });

  test.each([
    ["available", 10],
    ["failed", 100],
  ])("is expected to send what has changed only if an older copy is available: %s", (status, expectedGib) => {
    expect(decide([copyOf(yesterday, { status })])).toMatchObject({ expectedGib });
  });

  test.each(["available", "copying", "creating", "pending"])("is not due where its copy is %s", (status) => {
    expect(decide([copyOf(today, { status })])).toBeUndefined();
  });

  test.each(["available", "copying"])("of a stale list is not due where a newer copy is %s", (status) => {
    expect(decide([copyOf(today, { status })], { newest: yesterday })).toBeUndefined();
  });

  test.each(["failed", "deleting", "incompatible-restore"])("is due where a newer copy is %s", (status) => {
    expect(decide([copyOf(today, { status })], { newest: yesterday })).toMatchObject({ source: yesterday });
  });

  test("waits while a copy of an older one is in progress", () => {
    expect(decide([copyOf(yesterday, { status: "copying", startedAt: hoursAgo(3) })])).toEqual({
      outcome: "deferred",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      sizeGib: 100,
      reason: "one-at-a-time",
      message: "the copy orders-eu-west-1-2026-01-31-03-07 of an older snapshot is still in progress",
    });
  });

  test("does not wait for a failed copy of an older one", () => {
    expect(decide([copyOf(yesterday, { status: "failed" })])).toMatchObject({ source: today, replaces: undefined });
  });

  test("is missing where RDS has not finished the first backup", () => {
    expect(decide([], { newest: undefined })).toStrictEqual({
      outcome: "skipped",
      ...ORDERS,
      reason: "no-snapshot",
      message: "it has no available automated snapshot yet",
    });
  });

  test("waits while a snapshot under the copy's id is being deleted", () => {
    expect(decide([copyOf(today, { status: "deleting" })])).toEqual({
      outcome: "deferred",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      sizeGib: 100,
      reason: "being-deleted",
      message: "orders-eu-west-1-2026-02-01-03-07 is still being deleted",
    });
  });

  test("fails where somebody else's snapshot has the copy's id", () => {
    expect(decide([foreign({ id: "orders-eu-west-1-2026-02-01-03-07" })])).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "id-taken",
      message: "orders-eu-west-1-2026-02-01-03-07 exists and was not made by this deployment: rename or delete it",
    });
  });

  test.each([
    ["another database", copyOf(today, { tags: { "CrossRegionBackup/ResourceId": "db-PREDECESSOR" } }), false],
    ["an earlier time", copyOf(today, { tags: { "CrossRegionBackup/SourceTime": "2026-01-01T00:00:00.000Z" } }), true],
  ])("fails where its copy is tagged as of %s, and so does not count", (_, copy, ofDatabase) => {
    const copies = ofDatabase ? [asCopy(copy)] : [];
    expect(planCopy({ ...situation([copy]), copies }, context())).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "id-taken",
      message:
        "orders-eu-west-1-2026-02-01-03-07 is a copy of it, but is tagged as of another database or time: " +
        "rename or delete it",
    });
  });
});

describe("a failed copy", () => {
  test.each([
    [1, 2],
    [2, 3],
  ])("of attempt %p is replaced by attempt %p, which takes no place of the quota more", (failed, next) => {
    const copy = copyOf(today, { status: "failed", attempt: failed });
    expect(decide([copyOf(yesterday), copy])).toMatchObject({
      source: today,
      targetId: copy.id,
      attempt: next,
      replaces: asCopy(copy),
      rotates: true,
    });
  });

  test("of the third attempt is given up", () => {
    expect(MAX_ATTEMPTS).toBe(3);
    expect(decide([copyOf(today, { status: "failed", attempt: 3 })])).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "given-up",
      message:
        "3 copies of rds:orders-2026-02-01-03-07 have failed: see the RDS events of eu-central-1; " +
        "the next snapshot is tried again",
    });
  });

  test("that is held is not replaced: it fails until a person takes the tag off", () => {
    const held = copyOf(today, { status: "failed", tags: { "CrossRegionBackup/Hold": "INC-7" } });
    expect(decide([held])).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "held",
      message: `the copy ${held.id} has failed, and is held: take its tag off, and it is tried again`,
    });
  });

  test("of the third attempt is given up, held or not", () => {
    const held = copyOf(today, { status: "failed", attempt: 3, tags: { "CrossRegionBackup/Hold": "INC-7" } });
    expect(decide([held])).toMatchObject({ outcome: "failed", reason: "given-up" });
  });

  test("that was given up does not hold back the next snapshot", () => {
    expect(decide([copyOf(yesterday, { status: "failed", attempt: 3 })])).toMatchObject({ source: today, attempt: 1 });
  });
});

describe("a copy in progress", () => {
  const copying = (hours: number) => copyOf(today, { status: "copying", startedAt: hoursAgo(hours) });

  test("is left in peace for stuck_copy_hours", () => {
    expect(decide([copying(24)])).toBeUndefined();
  });

  test("is not stuck as long as it may end at its pace", () => {
    const at = (hours: number, percent: number) => decide([{ ...copying(hours), percent }]);
    expect([at(30, 80), at(25, 27), at(48, 50), at(57, 60)]).toEqual(Array(4).fill(undefined));
    expect(at(58, 60)).toMatchObject({
      reason: "stuck",
      message: expect.stringMatching(/is at 60 %.*look again later/),
    });
    expect(at(25, 1)).toMatchObject({ reason: "stuck" });
    expect(at(24.01, 0)).toMatchObject({ reason: "stuck", message: expect.stringMatching(/delete it to cancel it/) });
  });

  test("is not one if its status is none of a copy, and it is complete: it is waited for, however old", () => {
    const odd = { ...copying(2000), status: "odd", percent: 100 };
    expect(decide([odd])).toMatchObject({ outcome: "deferred", reason: "status-unclear" });
    expect(decide([odd, copyOf(snapshot("2026-02-01T04:07"))])).toBeUndefined();
  });

  test("is stuck after that: it fails, untouched", () => {
    expect(decide([copying(24.01)])).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
      ...ORDERS,
      snapshot: "orders-eu-west-1-2026-02-01-03-07",
      reason: "stuck",
      message:
        "the copy orders-eu-west-1-2026-02-01-03-07 has been in progress for more than 24 hours, and RDS shows no progress: " +
        "delete it to cancel it, and the next run starts another",
    });
  });

  test("is stuck by the setting", () => {
    const patient = context({ settings: { stuckCopyHours: 48 } });
    expect(planCopy(situation([copying(30)]), patient)).toBeUndefined();
    expect(planCopy(situation([copying(49)]), patient)).toMatchObject({ reason: "stuck" });
  });

  test("counts from its tag, as RDS may give a cluster copy the time of its source", () => {
    const ofCluster = snapshot("2026-01-20T03:07", { of: cluster() });
    const copy = copyOf(ofCluster, { status: "copying", startedAt: hoursAgo(1), createdAt: ofCluster.takenAt });
    expect(decide([copy], { database: cluster(), newest: ofCluster })).toBeUndefined();
  });

  test("that is stuck is found behind one that is not", () => {
    const stuck = copyOf(yesterday, { status: "copying", startedAt: hoursAgo(27) });
    expect(decide([copying(1), stuck])).toMatchObject({ reason: "stuck", snapshot: stuck.id });
  });

  test("of the oldest snapshot is told of where several are stuck", () => {
    const stuck = copyOf(yesterday, { status: "copying", startedAt: hoursAgo(26) });
    for (const copies of [
      [copying(27), stuck],
      [stuck, copying(27)],
    ]) {
      expect(decide(copies)).toMatchObject({ reason: "stuck", snapshot: stuck.id });
    }
  });

  test("that is stuck is told of even where the source has no snapshot any more", () => {
    expect(decide([copying(25)], { newest: undefined })).toMatchObject({ outcome: "failed", reason: "stuck" });
  });

  test("is not stuck where nobody knows since when it is", () => {
    const copy = copyOf(today, {
      status: "pending",
      createdAt: undefined,
      tags: { "CrossRegionBackup/StartedAt": undefined },
    });
    expect(decide([copy])).toBeUndefined();
  });

  test("alone can be stuck: a copy that took long is not", () => {
    expect(decide([copyOf(today, { startedAt: hoursAgo(500) })])).toBeUndefined();
  });
});

describe("beside a snapshot of the database whose tags are not known", () => {
  const perhaps = (source: typeof today, overrides: Parameters<typeof copyOf>[1] = {}) => ({
    ...copyOf(source, overrides),
    tags: {},
    tagsHidden: true as const,
  });
  const newer = snapshot("2026-02-01T05:07");
  const deferred = { outcome: "deferred", reason: "tags-unread", snapshot: today.id };

  test.each([
    ["it is the copy", [], perhaps(today)],
    ["it may be of a newer one", [copyOf(yesterday)], perhaps(newer)],
    ["no copy is known", [], perhaps(yesterday)],
    ["it is still being made", [copyOf(yesterday)], perhaps(snapshot("2026-01-30T03:07"), { status: "copying" })],
    ["its time is not known", [copyOf(yesterday)], perhaps(snapshot("2026-01-30T03:07"), { createdAt: undefined })],
  ])("the newest snapshot waits where %s", (_, known, unknown) => {
    expect(decide(known, { unknown: [unknown] })).toMatchObject(deferred);
  });

  test("the newest snapshot is due where a known copy is newer", () => {
    const unknown = [perhaps(snapshot("2026-01-30T03:07"))];
    expect(decide([copyOf(yesterday)], { unknown })).toMatchObject({ source: today, attempt: 1 });
  });

  test("nothing is due where the newest snapshot is known to be copied", () => {
    expect(decide([copyOf(today)], { unknown: [perhaps(newer)] })).toBeUndefined();
  });
});
