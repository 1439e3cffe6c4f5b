import { describe, expect, test } from "@jest/globals";
import { newCopy } from "../../../handlers/core/new-copy";
import type { Due } from "../../../handlers/core/plan-copy";
import { readSheet } from "../../../handlers/core/sheet/sheet";
import type { Settings } from "../../../handlers/settings/settings";
import { asCopy, cluster, context, copyOf, database, keyArn, ROUTE, snapshot, TARGET_REGION, today } from "./builders";

const ORDERS = { database: "orders" };

describe("the start of a due copy", () => {
  const due = (overrides: Partial<Due> = {}): Due => ({
    database: database(),
    source: today,
    targetId: "orders-eu-west-1-2026-02-01-03-07",
    age: 97_968,
    expectedGib: 100,
    attempt: 1,
    replaces: undefined,
    rotates: false,
    optionGroupThere: undefined,
    ...overrides,
  });
  const start = (overrides: Partial<Due> = {}, changed: Partial<Settings> = {}) =>
    newCopy(due(overrides), ROUTE, context({ settings: changed }));

  test("asks RDS for the copy with key and tags, and never for CopyTags", () => {
    const source = { ...today, tags: { team: "shop", "aws:backup:source-resource": "x" } };
    expect(start({ source })).toEqual({
      ...ORDERS,
      snapshot: "rds:orders-2026-02-01-03-07",
      request: {
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
      sourceEncryption: "kms",
      sourceKmsKeyId: today.kmsKeyId,
      orWithoutKey: false,
      optionGroup: undefined,
      attempt: 1,
      sizeGib: 100,
      replaces: undefined,
      droppedTags: ["aws:backup:source-resource"],
      notInSheet: [],
      reason: "new-snapshot",
      message: "it is newer than every copy",
    });
  });

  test("carries the shape of its database, and says what its sheet had no place for", () => {
    const shape = { kind: "instance", class: "db.m7g.large", parameterGroup: "x".repeat(800) } as const;
    const copy = start({ database: database({ shape }) });
    expect(copy).toMatchObject({ notInSheet: ["parameterGroup"], message: "it is newer than every copy" });
    const { tags } = "request" in copy ? copy.request : { tags: {} };
    expect(readSheet(tags)).toMatchObject({ shape: { kind: "instance", class: "db.m7g.large" } });
  });

  test("says why it has no restore sheet", () => {
    const shapeUnknown = "RDS did not describe the database";
    expect(start({ database: database({ shapeUnknown }) })).toMatchObject({
      message: "it is newer than every copy: without a restore sheet, as RDS did not describe the database",
    });
  });

  test("again says which attempt it is, and which failed copy makes room", () => {
    const failed = asCopy(copyOf(today, { status: "failed" }));
    const again = start({ attempt: 2, replaces: failed });
    expect(again).toMatchObject({ attempt: 2, replaces: failed, reason: "retry", message: "attempt 2 of 3" });
    expect(again).toHaveProperty(["request", "tags", "CrossRegionBackup/Attempt"], "2");
  });

  describe("whose database has an option group of its own", () => {
    const source = { ...today, optionGroup: "oracle-tde" };
    const copyTags = { "cost-centre": "7" };
    const tags = { CrossRegionBackup: "rds-cross-region-backup", "CrossRegionBackup/Database": "orders", ...copyTags };

    test.each([
      ["when_refused", 1, false],
      ["when_refused", 2, false],
      ["always", 1, true],
      ["always", 2, false],
      ["always", 3, false],
    ] as const)("takes it along %s, at attempt %i at once: %s, tagged as ours", (copyOptionGroups, attempt, atOnce) => {
      expect(start({ source, attempt }, { copyOptionGroups, copyTags })).toMatchObject({
        optionGroup: { atOnce, tags },
        request: { tags: expect.not.objectContaining({ "CrossRegionBackup/OptionGroup": expect.anything() }) },
      });
    });

    test("knows the group that the newest copy brought", () => {
      expect(start({ source, optionGroupThere: "tde" })).toMatchObject({ optionGroup: { there: "tde" } });
    });

    test("leaves room for the tag that says so, and for none if it takes none", () => {
      const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag-${10 + index}`, "x"]));
      const count = (optionGroup: string) => {
        const copy = start({ source: { ...today, optionGroup, tags: many } });
        return Object.keys("request" in copy ? copy.request.tags : {}).length;
      };
      expect([count("oracle-tde"), count("default:oracle-ee-19")]).toEqual([47, 48]);
    });

    test("is never asked for it where it is off", () => {
      expect(start({ source }, { copyOptionGroups: "never" })).toMatchObject({ optionGroup: undefined });
    });
  });

  test("never takes a default option group along, and one that RDS does not show only if it is refused", () => {
    const copyOptionGroups = "always";
    const ofGroup = (optionGroup: string | undefined) =>
      start({ source: { ...today, optionGroup } }, { copyOptionGroups });
    expect(ofGroup("default:sqlserver-se-15-00")).toMatchObject({ optionGroup: undefined });
    expect(ofGroup(undefined)).toMatchObject({ optionGroup: { atOnce: false } });
  });

  test("of a cluster knows no option groups", () => {
    const source = { ...snapshot("2026-02-01T04:05", { of: cluster() }), optionGroup: "strange" };
    expect(start({ database: cluster(), source }, { copyOptionGroups: "always" })).toMatchObject({
      optionGroup: undefined,
    });
  });

  test("of an encrypted snapshot without a key fails, and names database, region and setting", () => {
    expect(start({}, { targetKmsKeys: {} })).toEqual({
      outcome: "failed",
      fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
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
      const copy = newCopy(due(), { ...ROUTE, targetRegion }, context({ settings: { targetKmsKeys } }));
      return "request" in copy ? copy.request.kmsKeyArn : copy.message;
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
