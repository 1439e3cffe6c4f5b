import { describe, expect, test } from "@jest/globals";
import { answer, FakeRds, type Fields } from "./fake-rds";
import { instancesOf } from "./kinds";
import { copiedDbSnapshot, dbInstance, dbSnapshot } from "./payloads";

const listing = (list: string, fields: Fields) =>
  instancesOf(new FakeRds(({ action }) => answer(action, { [list]: [fields] })));
const databases = (fields: Fields) => listing("DBInstances", dbInstance(fields)).listDatabases();
const snapshots = (fields: Fields) => listing("DBSnapshots", dbSnapshot(fields)).listSnapshots(["orders"]);
const copies = (fields: Fields) => listing("DBSnapshots", copiedDbSnapshot(fields)).listCopies("eu-central-1");

describe("a DB instance", () => {
  test("is read", async () => {
    expect((await databases({})).items).toEqual([
      {
        kind: "instance",
        id: "orders",
        resourceId: "db-ORDERS1",
        engine: "postgres",
        status: "available",
        createdAt: new Date("2025-03-01T10:00:00Z"),
        backupRetentionDays: 7,
        backupTarget: "region",
        backupWindow: "03:00-03:30",
        replicaOf: undefined,
        memberOf: undefined,
        shape: {
          kind: "instance",
          class: "db.r6g.large",
          multiAz: true,
          backupRetentionDays: 7,
          backupWindow: "03:00-03:30",
          managedPassword: false,
        },
        promotionTier: undefined,
        tags: { team: "shop", note: "a < b & c" },
      },
    ]);
  });

  test.each(["DBInstanceIdentifier", "DbiResourceId", "Engine", "DBInstanceStatus"])(
    "without %s is unreadable",
    async (field) => {
      const { items, unreadable } = await databases({ [field]: undefined });
      const id = field === "DBInstanceIdentifier" ? "without id" : "orders";
      expect(items).toEqual([]);
      expect(unreadable).toEqual([`DB instance ${id} came without ${field}`]);
    },
  );

  test("that lacks several fields names them all", async () => {
    const { unreadable } = await databases({ DbiResourceId: undefined, Engine: undefined });
    expect(unreadable).toEqual(["DB instance orders came without DbiResourceId, Engine"]);
  });

  test("with nothing else has backups in the region and no tags", async () => {
    const without = {
      InstanceCreateTime: undefined,
      BackupRetentionPeriod: undefined,
      BackupTarget: undefined,
      TagList: undefined,
    };
    expect((await databases(without)).items).toEqual([
      expect.objectContaining({ createdAt: undefined, backupRetentionDays: 1, backupTarget: "region", tags: {} }),
    ]);
  });

  test("may have backups disabled, belong to a cluster, and keep its backups elsewhere", async () => {
    const { items } = await databases({
      BackupRetentionPeriod: 0,
      DBClusterIdentifier: "ledger",
      BackupTarget: "outposts",
    });
    expect(items).toEqual([
      expect.objectContaining({ backupRetentionDays: 0, memberOf: "ledger", backupTarget: "outposts" }),
    ]);
  });
});

describe("an automated snapshot", () => {
  test("is read", async () => {
    expect((await snapshots({})).items).toEqual([
      {
        kind: "instance",
        id: "rds:orders-2026-01-31-03-07",
        arn: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
        databaseId: "orders",
        databaseResourceId: "db-ORDERS1",
        engine: "postgres",
        status: "available",
        takenAt: new Date("2026-01-31T03:08:11.123Z"),
        encryption: "kms",
        kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        sizeGib: 100,
        backupTarget: "region",
        optionGroup: "default:postgres-16",
        tags: { team: "shop" },
      },
    ]);
  });

  test.each(["DBSnapshotIdentifier", "DBSnapshotArn", "DBInstanceIdentifier", "DbiResourceId", "Engine", "Status"])(
    "without %s is unreadable",
    async (field) => {
      const { items, unreadable } = await snapshots({ [field]: undefined });
      const id = field === "DBSnapshotIdentifier" ? "without id" : "rds:orders-2026-01-31-03-07";
      expect(items).toEqual([]);
      expect(unreadable).toEqual([`DB snapshot ${id} came without ${field}`]);
    },
  );

  test("was taken when its original was, as a copy's own time is that of the copy", async () => {
    const [snapshot] = (await snapshots({ SnapshotCreateTime: new Date("2026-02-01T00:00:00Z") })).items;
    expect(snapshot?.takenAt).toEqual(new Date("2026-01-31T03:08:11.123Z"));
  });

  test("without an original's time was taken when it was made", async () => {
    const [snapshot] = (await snapshots({ OriginalSnapshotCreateTime: undefined })).items;
    expect(snapshot?.takenAt).toEqual(new Date("2026-01-31T03:08:11.123Z"));
  });

  test("that RDS is still taking has no time, size or place yet", async () => {
    const { items } = await snapshots({
      Status: "creating",
      SnapshotCreateTime: undefined,
      OriginalSnapshotCreateTime: undefined,
      AllocatedStorage: undefined,
      SnapshotTarget: undefined,
      TagList: undefined,
    });
    expect(items).toEqual([
      expect.objectContaining({
        status: "creating",
        takenAt: undefined,
        sizeGib: 0,
        backupTarget: "region",
        tags: {},
      }),
    ]);
  });

  test.each([
    [undefined, undefined, "none"],
    [undefined, false, "none"],
    [undefined, true, "kms"],
    ["none", false, "none"],
    ["sse-kms", true, "kms"],
    ["sse-kms", false, "kms"],
    ["sse-rds", false, "sse-rds"],
    ["sse-rds", true, "sse-rds"],
  ])("of encryption type %s with the older boolean %s is encrypted by: %s", async (type, encrypted, encryption) => {
    const { items } = await snapshots({ StorageEncryptionType: type, Encrypted: encrypted });
    expect(items.map((snapshot) => snapshot.encryption)).toEqual([encryption]);
  });

  test("has its tags as they are, the empty one as an empty text", async () => {
    const tags = [{ Key: "a", Value: "" }, { Key: "b" }, { Value: "no key" }];
    const { items } = await snapshots({ TagList: tags });
    expect(items.map((snapshot) => snapshot.tags)).toEqual([{ a: "", b: "" }]);
  });
});

describe("a snapshot in a target region", () => {
  test("is read, with RDS's own word on its source", async () => {
    expect((await copies({})).items).toEqual([
      {
        kind: "instance",
        region: "eu-central-1",
        databaseId: "orders",
        id: "orders-us-east-1-2026-01-31-03-07",
        arn: "arn:aws:rds:eu-central-1:123456789012:snapshot:orders-us-east-1-2026-01-31-03-07",
        status: "creating",
        sourceArn: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
        createdAt: new Date("2026-01-31T04:30:00Z"),
        engine: "postgres",
        engineVersion: "16.4",
        encryption: "kms",
        kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000",
        percent: 0,
        optionGroup: "default:postgres-16",
        sizeGib: 100,
        tags: { CrossRegionBackup: "prod" },
      },
    ]);
  });

  test.each(["DBSnapshotIdentifier", "DBSnapshotArn", "Status"])("without %s is unreadable", async (field) => {
    const { items, unreadable } = await copies({ [field]: undefined });
    const id = field === "DBSnapshotIdentifier" ? "without id" : "orders-us-east-1-2026-01-31-03-07";
    expect(items).toEqual([]);
    expect(unreadable).toEqual([`DB snapshot ${id} came without ${field}`]);
  });

  test("made by hand has no source, and may lack the rest", async () => {
    const { items } = await copies({
      SourceDBSnapshotIdentifier: undefined,
      SnapshotCreateTime: undefined,
      AllocatedStorage: undefined,
      KmsKeyId: undefined,
      Encrypted: undefined,
      TagList: undefined,
      DbiResourceId: undefined,
    });
    expect(items).toEqual([
      expect.objectContaining({
        sourceArn: undefined,
        createdAt: undefined,
        sizeGib: 0,
        encryption: "none",
        kmsKeyId: undefined,
        tags: {},
      }),
    ]);
  });
});
