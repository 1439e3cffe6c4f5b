import {
  CopyDBClusterSnapshotCommand,
  type DBCluster,
  type DBClusterSnapshot,
  DeleteDBClusterSnapshotCommand,
  type Filter,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
} from "@aws-sdk/client-rds";
import type { Deployment } from "../core/deployment";
import type { Database, Snapshot, TargetSnapshot } from "../core/model";
import type { Clients } from "./clients";
import type { Deadline } from "./deadline";
import { readInstance } from "./instances";
import { lastStopAndStart } from "./last-stop-and-start";
import { listTags } from "./list-tags";
import type { CopyFilter, SnapshotService } from "./port";
import {
  call,
  listAll,
  type Reading,
  readCopyTags,
  readEncryption,
  readTags,
  required,
  shared,
  started,
  withOwnArn,
  writeTags,
} from "./reading";
import { clusterShape } from "./shapes";

/** The port for DB clusters. Calls in progress at the deadline are given up. */
export function clusters(clients: Clients, deployment: Deployment, deadline: Deadline): SnapshotService {
  const { partition, account, sourceRegion } = deployment;
  const options = { abortSignal: deadline.signal };
  const list = <T extends { readonly id: string; readonly arn: string }>(
    region: string,
    type: string,
    filter: Filter | undefined,
    read: (raw: DBClusterSnapshot) => Reading<T>,
  ) =>
    listAll(
      deadline,
      paginateDescribeDBClusterSnapshots(
        { client: clients(region) },
        { SnapshotType: type, ...(filter && { Filters: [filter] }) },
        options,
      ),
      (page) => page.DBClusterSnapshots,
      (raw) => withOwnArn(read(raw), `arn:${partition}:rds:${region}:${account}:cluster-snapshot:`),
    );
  return {
    kind: "cluster",
    listDatabases: (id) =>
      listAll(
        deadline,
        paginateDescribeDBClusters(
          { client: clients(sourceRegion) },
          id === undefined ? {} : { Filters: [{ Name: "db-cluster-id", Values: [id] }] },
          options,
        ),
        (page) => page.DBClusters,
        readDatabase,
      ),
    listMembers: (id) =>
      listAll(
        deadline,
        paginateDescribeDBInstances(
          { client: clients(sourceRegion) },
          { Filters: [{ Name: "db-cluster-id", Values: [id] }] },
          options,
        ),
        (page) => page.DBInstances,
        readInstance,
      ),
    lastStopAndStart: (id) => lastStopAndStart(deadline, clients(sourceRegion), "db-cluster", id),
    listSnapshots: (databaseIds) =>
      list(sourceRegion, "automated", { Name: "db-cluster-id", Values: [...databaseIds] }, readSnapshot),
    listCopies: (region, only) =>
      list(region, "manual", only && filterOf(only), (raw) => readTargetSnapshot(raw, region)),
    readTags: (region, arn) => listTags(deadline, clients(region), arn),
    copy: async (targetRegion, { sourceArn, targetId, kmsKeyArn, tags }) => {
      const command = new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: sourceArn,
        TargetDBClusterSnapshotIdentifier: targetId,
        Tags: writeTags(tags),
        ...(kmsKeyArn !== undefined && { KmsKeyId: kmsKeyArn }),
      });
      const { DBClusterSnapshot: copy } = await call(deadline, clients(targetRegion).send(command, options));
      return started(copy && readTargetSnapshot(copy, targetRegion));
    },
    delete: async (region, id) => {
      await call(
        deadline,
        clients(region).send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: id }), options),
      );
    },
  };
}

const filterOf = (only: CopyFilter): Filter =>
  "ids" in only
    ? { Name: "db-cluster-snapshot-id", Values: [...only.ids] }
    : { Name: "db-cluster-id", Values: [only.databaseId] };

function readDatabase(raw: DBCluster): Reading<Database> {
  const fields = required("DB cluster", raw.DBClusterIdentifier, {
    DBClusterIdentifier: raw.DBClusterIdentifier,
    DbClusterResourceId: raw.DbClusterResourceId,
    Engine: raw.Engine,
    Status: raw.Status,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "cluster",
      id: fields.DBClusterIdentifier,
      resourceId: fields.DbClusterResourceId,
      engine: fields.Engine,
      status: fields.Status,
      createdAt: raw.ClusterCreateTime,
      // If RDS leaves it out, backups count as enabled: the age of the newest copy shows if there are none.
      backupRetentionDays: raw.BackupRetentionPeriod ?? 1,
      backupTarget: "region",
      memberOf: undefined,
      backupWindow: raw.PreferredBackupWindow,
      replicaOf: raw.ReplicationSourceIdentifier,
      shape: clusterShape(raw),
      writer: raw.DBClusterMembers?.find(({ IsClusterWriter }) => IsClusterWriter)?.DBInstanceIdentifier,
      tags: readTags(raw.TagList),
    },
  };
}

function readSnapshot(raw: DBClusterSnapshot): Reading<Snapshot> {
  const fields = required("DB cluster snapshot", raw.DBClusterSnapshotIdentifier, {
    DBClusterSnapshotIdentifier: raw.DBClusterSnapshotIdentifier,
    DBClusterSnapshotArn: raw.DBClusterSnapshotArn,
    DBClusterIdentifier: raw.DBClusterIdentifier,
    DbClusterResourceId: raw.DbClusterResourceId,
    Engine: raw.Engine,
    Status: raw.Status,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "cluster",
      id: fields.DBClusterSnapshotIdentifier,
      arn: fields.DBClusterSnapshotArn,
      databaseId: fields.DBClusterIdentifier,
      databaseResourceId: fields.DbClusterResourceId,
      engine: fields.Engine,
      status: fields.Status,
      takenAt: raw.SnapshotCreateTime,
      encryption: readEncryption(raw.StorageEncryptionType, raw.StorageEncrypted),
      kmsKeyId: raw.KmsKeyId,
      sizeGib: raw.AllocatedStorage ?? 0,
      backupTarget: "region",
      tags: readTags(raw.TagList),
    },
  };
}

export function readTargetSnapshot(raw: DBClusterSnapshot, region: string): Reading<TargetSnapshot> {
  const fields = required("DB cluster snapshot", raw.DBClusterSnapshotIdentifier, {
    DBClusterSnapshotIdentifier: raw.DBClusterSnapshotIdentifier,
    DBClusterSnapshotArn: raw.DBClusterSnapshotArn,
    Status: raw.Status,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "cluster",
      region,
      databaseId: raw.DBClusterIdentifier,
      id: fields.DBClusterSnapshotIdentifier,
      arn: fields.DBClusterSnapshotArn,
      status: fields.Status,
      sourceArn: raw.SourceDBClusterSnapshotArn,
      createdAt: raw.SnapshotCreateTime,
      encryption: readEncryption(raw.StorageEncryptionType, raw.StorageEncrypted),
      kmsKeyId: raw.KmsKeyId,
      engine: shared(raw.Engine),
      engineVersion: shared(raw.EngineVersion),
      sizeGib: raw.AllocatedStorage ?? 0,
      percent: raw.PercentProgress,
      ...readCopyTags(raw.TagList),
    },
  };
}
