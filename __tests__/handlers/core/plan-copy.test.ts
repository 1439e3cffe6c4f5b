import { describe, expect, test } from "@jest/globals";
import { type Due, MAX_ATTEMPTS, planCopy, type Situation, startCopy } from "../../../handlers/core/plan-copy";
import type { Settings } from "../../../handlers/settings/settings";
import { asCopy, cluster, context, copyOf, database, foreign, keyArn, NOW, snapshot, TARGET_REGION } from "./builders";

const yesterday = snapshot("2026-01-31T03:07");
const today = snapshot("2026-02-01T03:07");
const ORDERS = { kind: "instance", database: "orders", targetRegion: TARGET_REGION };

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
    targetRegion: TARGET_REGION,
    age: 97_968,
    find: (id) => listed.find((one) => one.id === id),
    ...overrides,
  };
}

const decide = (...args: Parameters<typeof situation>) => planCopy(situation(...args), context());
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe("the newest snapshot", () => {
  test("is due where no copy exists", () => {
    expect(decide()).toEqual({
      database: database(),
      source: today,
      targetRegion: TARGET_REGION,
      targetId: "orders-eu-west-1-2026-02-01-03-07",
      age: 97_968,
      attempt: 1,
      replaces: undefined,
    });
  });

  test("is due where all copies are older", () => {
    expect(decide([copyOf(yesterday)])).toMatchObject({ source: today, attempt: 1 });
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
      action: "defer",
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
      action: "skip",
      ...ORDERS,
      reason: "no-snapshot",
      message: "it has no available automated snapshot yet",
    });
  });

  test("waits while a snapshot under the copy's id is being deleted", () => {
    expect(decide([copyOf(today, { status: "deleting" })])).toEqual({
      action: "defer",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      sizeGib: 100,
      reason: "being-deleted",
      message: "orders-eu-west-1-2026-02-01-03-07 is still being deleted",
    });
  });

  test("fails where somebody else's snapshot has the copy's id", () => {
    expect(decide([foreign({ id: "orders-eu-west-1-2026-02-01-03-07" })])).toEqual({
      action: "fail",
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
      action: "fail",
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
  ])("of attempt %p is replaced by attempt %p", (failed, next) => {
    const copy = copyOf(today, { status: "failed", attempt: failed });
    expect(decide([copyOf(yesterday), copy])).toMatchObject({
      source: today,
      targetId: copy.id,
      attempt: next,
      replaces: asCopy(copy),
    });
  });

  test("of the third attempt is given up", () => {
    expect(MAX_ATTEMPTS).toBe(3);
    expect(decide([copyOf(today, { status: "failed", attempt: 3 })])).toEqual({
      action: "fail",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "given-up",
      message:
        "3 copies of rds:orders-2026-02-01-03-07 have failed: see the RDS events of eu-central-1; " +
        "the next snapshot is tried again",
    });
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

  test("is stuck after that: it fails, untouched", () => {
    expect(decide([copying(24.01)])).toEqual({
      action: "fail",
      ...ORDERS,
      snapshot: "orders-eu-west-1-2026-02-01-03-07",
      reason: "stuck",
      message:
        "the copy orders-eu-west-1-2026-02-01-03-07 has been in progress for more than 24 hours: " +
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
    expect(decide([copying(25)], { newest: undefined })).toMatchObject({ action: "fail", reason: "stuck" });
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

describe("starting a due copy", () => {
  const due = (overrides: Partial<Due> = {}): Due => ({
    database: database(),
    source: today,
    targetRegion: TARGET_REGION,
    targetId: "orders-eu-west-1-2026-02-01-03-07",
    age: 97_968,
    attempt: 1,
    replaces: undefined,
    ...overrides,
  });
  const start = (overrides: Partial<Due> = {}, changed: Partial<Settings> = {}) =>
    startCopy(due(overrides), context({ settings: changed }));

  test("asks RDS for the copy with key and tags, and never for CopyTags", () => {
    const source = { ...today, tags: { team: "shop", "aws:backup:source-resource": "x" } };
    expect(start({ source })).toEqual({
      action: "copy",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      request: {
        targetRegion: TARGET_REGION,
        sourceArn: "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-02-01-03-07",
        targetId: "orders-eu-west-1-2026-02-01-03-07",
        kmsKeyArn: keyArn(TARGET_REGION),
        tags: {
          CrossRegionBackup: "rds-cross-region-backup",
          "CrossRegionBackup/SourceArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-02-01-03-07",
          "CrossRegionBackup/SourceTime": "2026-02-01T03:07:12.345Z",
          "CrossRegionBackup/Database": "orders",
          "CrossRegionBackup/ResourceId": "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
          "CrossRegionBackup/StartedAt": "2026-02-01T06:00:00.000Z",
          team: "shop",
        },
      },
      orWithoutKey: false,
      attempt: 1,
      sizeGib: 100,
      replaces: undefined,
      droppedTags: ["aws:backup:source-resource"],
      reason: "new-snapshot",
      message: "it is newer than every copy",
    });
  });

  test("again says which attempt it is, and which failed copy makes room", () => {
    const failed = asCopy(copyOf(today, { status: "failed" }));
    const again = start({ attempt: 2, replaces: failed });
    expect(again).toMatchObject({ attempt: 2, replaces: failed, reason: "retry", message: "attempt 2 of 3" });
    expect(again).toHaveProperty(["request", "tags", "CrossRegionBackup/Attempt"], "2");
  });

  test("of an encrypted snapshot without a key fails, and names database, region and setting", () => {
    expect(start({}, { targetKmsKeys: {} })).toEqual({
      action: "fail",
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      reason: "key-missing",
      message:
        "the snapshot is encrypted, and no KMS key of eu-central-1 is set for it: " +
        'set targets["eu-central-1"].create_kms_key, .kms_key_arn or .database_kms_key_arns',
    });
  });

  test("takes the key of its own target region", () => {
    const regions = ["eu-north-1", TARGET_REGION];
    const targetKmsKeys = Object.fromEntries(
      regions.map((region) => [region, { kmsKeyArn: keyArn(region), databaseKmsKeyArns: {} }]),
    );
    const keyOf = (targetRegion: string) => {
      const action = start({ targetRegion }, { targetKmsKeys });
      return action.action === "copy" ? action.request.kmsKeyArn : action.message;
    };
    expect(regions.map(keyOf)).toEqual(regions.map((region) => keyArn(region)));
  });

  test("takes the database's own key", () => {
    const own = keyArn(TARGET_REGION, "mrk-1234abcd12ab34cd56ef1234567890ab");
    const keys = { [TARGET_REGION]: { kmsKeyArn: keyArn(TARGET_REGION), databaseKmsKeyArns: { "ord*": own } } };
    expect(start({}, { targetKmsKeys: keys })).toMatchObject({ request: { kmsKeyArn: own } });
  });

  test("of an unencrypted instance encrypts it", () => {
    expect(start({ source: { ...today, encryption: "none" } })).toMatchObject({
      request: { kmsKeyArn: keyArn(TARGET_REGION) },
      orWithoutKey: false,
    });
  });

  const ofCluster = snapshot("2026-02-01T03:07", { of: cluster() });

  test("of an unencrypted cluster goes without key, as RDS refuses one", () => {
    expect(start({ database: cluster(), source: { ...ofCluster, encryption: "none" } })).toMatchObject({
      kind: "cluster",
      database: "ledger",
      request: { kmsKeyArn: undefined },
      orWithoutKey: false,
    });
  });

  test("of a cluster with AWS's own key goes with the key, or without if RDS refuses it", () => {
    expect(start({ database: cluster(), source: { ...ofCluster, encryption: "sse-rds" } })).toMatchObject({
      request: { kmsKeyArn: keyArn(TARGET_REGION) },
      orWithoutKey: true,
    });
  });

  test("does not inherit the tags of a database that was restored from a copy", () => {
    const inherited = copyOf(snapshot("2025-05-05T05:05", { of: database({ id: "old" }) }), { attempt: 3 }).tags;
    const plain = start();
    expect(start({ source: { ...today, tags: inherited } })).toEqual({
      ...plain,
      droppedTags: Object.keys(inherited).sort(),
    });
  });
});
