import type { Fields } from "./fake-rds";

/** What RDS describes, with fields that this tool does not read, as AWS's API reference shows them. */

export const dbInstance = (fields: Fields = {}): Fields => ({
  DBInstanceIdentifier: "orders",
  DBInstanceClass: "db.r6g.large",
  Engine: "postgres",
  DBInstanceStatus: "available",
  MasterUsername: "postgres",
  Endpoint: { Address: "orders.c0ffee.us-east-1.rds.amazonaws.com", Port: 5432 },
  AllocatedStorage: 100,
  InstanceCreateTime: new Date("2025-03-01T10:00:00Z"),
  PreferredBackupWindow: "03:00-03:30",
  BackupRetentionPeriod: 7,
  BackupTarget: "region",
  MultiAZ: true,
  EngineVersion: "16.4",
  StorageEncrypted: true,
  KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  DbiResourceId: "db-ORDERS1",
  DBInstanceArn: "arn:aws:rds:us-east-1:123456789012:db:orders",
  TagList: [
    { Key: "team", Value: "shop" },
    { Key: "note", Value: "a < b & c" },
  ],
  ...fields,
});

export const dbCluster = (fields: Fields = {}): Fields => ({
  DBClusterIdentifier: "ledger",
  DbClusterResourceId: "cluster-LEDGER1",
  DBClusterArn: "arn:aws:rds:us-east-1:123456789012:cluster:ledger",
  Engine: "aurora-postgresql",
  EngineMode: "provisioned",
  EngineVersion: "16.4",
  Status: "available",
  AllocatedStorage: 1,
  ClusterCreateTime: new Date("2025-04-01T10:00:00Z"),
  BackupRetentionPeriod: 14,
  PreferredBackupWindow: "04:00-04:30",
  DBClusterMembers: [],
  StorageEncrypted: true,
  TagList: [{ Key: "team", Value: "bank" }],
  ...fields,
});

/** An automated snapshot in the source region. */
export const dbSnapshot = (fields: Fields = {}): Fields => ({
  DBSnapshotIdentifier: "rds:orders-2026-01-31-03-07",
  DBInstanceIdentifier: "orders",
  SnapshotCreateTime: new Date("2026-01-31T03:08:11.123Z"),
  OriginalSnapshotCreateTime: new Date("2026-01-31T03:08:11.123Z"),
  Engine: "postgres",
  AllocatedStorage: 100,
  Status: "available",
  Port: 5432,
  AvailabilityZone: "us-east-1a",
  VpcId: "vpc-0123456789abcdef0",
  InstanceCreateTime: new Date("2025-03-01T10:00:00Z"),
  MasterUsername: "postgres",
  EngineVersion: "16.4",
  LicenseModel: "postgresql-license",
  SnapshotType: "automated",
  OptionGroupName: "default:postgres-16",
  PercentProgress: 100,
  StorageType: "gp3",
  Encrypted: true,
  KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  DBSnapshotArn: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
  DbiResourceId: "db-ORDERS1",
  SnapshotTarget: "region",
  TagList: [{ Key: "team", Value: "shop" }],
  ...fields,
});

export const dbClusterSnapshot = (fields: Fields = {}): Fields => ({
  DBClusterSnapshotIdentifier: "rds:ledger-2026-01-31-04-05",
  DBClusterIdentifier: "ledger",
  SnapshotCreateTime: new Date("2026-01-31T04:05:33.456Z"),
  ClusterCreateTime: new Date("2025-04-01T10:00:00Z"),
  Engine: "aurora-postgresql",
  EngineMode: "provisioned",
  AllocatedStorage: 250,
  Status: "available",
  Port: 0,
  EngineVersion: "16.4",
  SnapshotType: "automated",
  PercentProgress: 100,
  StorageEncrypted: true,
  KmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
  DBClusterSnapshotArn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:ledger-2026-01-31-04-05",
  DbClusterResourceId: "cluster-LEDGER1",
  TagList: [{ Key: "team", Value: "bank" }],
  ...fields,
});

const TARGET_KEY = "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000";

/** A copy of `dbSnapshot` in eu-central-1. */
export const copiedDbSnapshot = (fields: Fields = {}): Fields => ({
  ...dbSnapshot(),
  DBSnapshotIdentifier: "orders-us-east-1-2026-01-31-03-07",
  DBSnapshotArn: "arn:aws:rds:eu-central-1:123456789012:snapshot:orders-us-east-1-2026-01-31-03-07",
  SnapshotCreateTime: new Date("2026-01-31T04:30:00Z"),
  Status: "creating",
  PercentProgress: 0,
  SnapshotType: "manual",
  SourceRegion: "us-east-1",
  SourceDBSnapshotIdentifier: dbSnapshot().DBSnapshotArn,
  KmsKeyId: TARGET_KEY,
  TagList: [{ Key: "CrossRegionBackup", Value: "prod" }],
  ...fields,
});

export const copiedDbClusterSnapshot = (fields: Fields = {}): Fields => ({
  ...dbClusterSnapshot(),
  DBClusterSnapshotIdentifier: "ledger-us-east-1-2026-01-31-04-05",
  DBClusterSnapshotArn: "arn:aws:rds:eu-central-1:123456789012:cluster-snapshot:ledger-us-east-1-2026-01-31-04-05",
  SnapshotCreateTime: new Date("2026-01-31T05:00:00Z"),
  Status: "copying",
  PercentProgress: 0,
  SnapshotType: "manual",
  SourceDBClusterSnapshotArn: dbClusterSnapshot().DBClusterSnapshotArn,
  KmsKeyId: TARGET_KEY,
  TagList: [{ Key: "CrossRegionBackup", Value: "prod" }],
  ...fields,
});
