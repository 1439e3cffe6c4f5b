import { describe, expect, test } from "@jest/globals";
import { answer, FakeRds, type Fields } from "./fake-rds";
import { clustersOf } from "./kinds";
import { copiedDbClusterSnapshot, dbCluster, dbClusterSnapshot } from "./payloads";

const listing = (list: string, fields: Fields) =>
  clustersOf(new FakeRds(({ action }) => answer(action, { [list]: [fields] })));
const databases = (fields: Fields) => listing("DBClusters", dbCluster(fields)).listDatabases();
const snapshots = (fields: Fields) =>
  listing("DBClusterSnapshots", dbClusterSnapshot(fields)).listSnapshots(["orders"]);
const copies = (fields: Fields) =>
  listing("DBClusterSnapshots", copiedDbClusterSnapshot(fields)).listCopies("eu-central-1");

describe("a DB cluster", () => {
  test("is read", async () => {
    expect((await databases({})).items).toEqual([
      {
        kind: "cluster",
        id: "ledger",
        resourceId: "cluster-LEDGER1",
        engine: "aurora-postgresql",
        status: "available",
        createdAt: new Date("2025-04-01T10:00:00Z"),
        backupRetentionDays: 14,
        backupTarget: "region",
        backupWindow: "04:00-04:30",
        replicaOf: undefined,
        memberOf: undefined,
        shape: { kind: "cluster", backupRetentionDays: 14, backupWindow: "04:00-04:30", managedPassword: false },
        writer: undefined,
        tags: { team: "bank" },
      },
    ]);
  });

  test.each(["DBClusterIdentifier", "DbClusterResourceId", "Engine", "Status"])(
    "without %s is unreadable",
    async (field) => {
      const { items, unreadable } = await databases({ [field]: undefined });
      const id = field === "DBClusterIdentifier" ? "without id" : "ledger";
      expect(items).toEqual([]);
      expect(unreadable).toEqual([`DB cluster ${id} came without ${field}`]);
    },
  );

  test("with nothing else has backups and no tags", async () => {
    const without = { ClusterCreateTime: undefined, BackupRetentionPeriod: undefined, TagList: undefined };
    expect((await databases(without)).items).toEqual([
      expect.objectContaining({ createdAt: undefined, backupRetentionDays: 1, tags: {} }),
    ]);
  });
});

describe("an automated cluster snapshot", () => {
  test("is read: a cluster snapshot has no time of an original", async () => {
    expect((await snapshots({})).items).toEqual([
      {
        kind: "cluster",
        id: "rds:ledger-2026-01-31-04-05",
        arn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:ledger-2026-01-31-04-05",
        databaseId: "ledger",
        databaseResourceId: "cluster-LEDGER1",
        engine: "aurora-postgresql",
        status: "available",
        takenAt: new Date("2026-01-31T04:05:33.456Z"),
        encryption: "kms",
        kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
        sizeGib: 250,
        backupTarget: "region",
        tags: { team: "bank" },
      },
    ]);
  });

  test.each([
    "DBClusterSnapshotIdentifier",
    "DBClusterSnapshotArn",
    "DBClusterIdentifier",
    "DbClusterResourceId",
    "Engine",
    "Status",
  ])("without %s is unreadable", async (field) => {
    const { items, unreadable } = await snapshots({ [field]: undefined });
    const id = field === "DBClusterSnapshotIdentifier" ? "without id" : "rds:ledger-2026-01-31-04-05";
    expect(items).toEqual([]);
    expect(unreadable).toEqual([`DB cluster snapshot ${id} came without ${field}`]);
  });

  test("that RDS is still taking has no time or size yet", async () => {
    const without = {
      Status: "creating",
      SnapshotCreateTime: undefined,
      AllocatedStorage: undefined,
      TagList: undefined,
    };
    expect((await snapshots(without)).items).toEqual([
      expect.objectContaining({ status: "creating", takenAt: undefined, sizeGib: 0, tags: {} }),
    ]);
  });

  // Aurora clusters made since February 2026 have a key of AWS's own, and the older boolean may be false for it.
  test.each([
    [undefined, false, "none"],
    [undefined, true, "kms"],
    ["sse-kms", true, "kms"],
    ["sse-rds", false, "sse-rds"],
    ["sse-rds", true, "sse-rds"],
  ])("of encryption type %s with the older boolean %s is encrypted by: %s", async (type, encrypted, encryption) => {
    const { items } = await snapshots({ StorageEncryptionType: type, StorageEncrypted: encrypted });
    expect(items.map((snapshot) => snapshot.encryption)).toEqual([encryption]);
  });
});

describe("a cluster snapshot in a target region", () => {
  test("is read, with RDS's own word on its source", async () => {
    expect((await copies({})).items).toEqual([
      {
        kind: "cluster",
        region: "eu-central-1",
        databaseId: "ledger",
        id: "ledger-us-east-1-2026-01-31-04-05",
        arn: "arn:aws:rds:eu-central-1:123456789012:cluster-snapshot:ledger-us-east-1-2026-01-31-04-05",
        status: "copying",
        sourceArn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:ledger-2026-01-31-04-05",
        createdAt: new Date("2026-01-31T05:00:00Z"),
        engine: "aurora-postgresql",
        engineVersion: "16.4",
        encryption: "kms",
        kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000",
        percent: 0,
        sizeGib: 250,
        tags: { CrossRegionBackup: "prod" },
      },
    ]);
  });

  test.each(["DBClusterSnapshotIdentifier", "DBClusterSnapshotArn", "Status"])(
    "without %s is unreadable",
    async (field) => {
      const { items, unreadable } = await copies({ [field]: undefined });
      const id = field === "DBClusterSnapshotIdentifier" ? "without id" : "ledger-us-east-1-2026-01-31-04-05";
      expect(items).toEqual([]);
      expect(unreadable).toEqual([`DB cluster snapshot ${id} came without ${field}`]);
    },
  );

  test("made by hand has no source, and may lack the rest", async () => {
    const { items } = await copies({
      SourceDBClusterSnapshotArn: undefined,
      SnapshotCreateTime: undefined,
      AllocatedStorage: undefined,
      KmsKeyId: undefined,
      StorageEncrypted: undefined,
      TagList: undefined,
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
