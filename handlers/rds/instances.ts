import {
  CopyDBSnapshotCommand,
  type DBInstance,
  type DBSnapshot,
  DeleteDBSnapshotCommand,
  type Filter,
  paginateDescribeDBInstances,
  paginateDescribeDBSnapshots,
} from "@aws-sdk/client-rds";
import type { Deployment } from "../core/deployment";
import type { Database, Snapshot, TargetSnapshot } from "../core/model";
import type { Clients } from "./clients";
import type { Deadline } from "./deadline";
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
import { instanceShape } from "./shapes";

/** The port for DB instances. Calls in progress at the deadline are given up. */
export function instances(clients: Clients, deployment: Deployment, deadline: Deadline): SnapshotService {
  const { partition, account, sourceRegion } = deployment;
  const options = { abortSignal: deadline.signal };
  const list = <T extends { readonly id: string; readonly arn: string }>(
    region: string,
    type: string,
    filter: Filter | undefined,
    read: (raw: DBSnapshot) => Reading<T>,
  ) =>
    listAll(
      deadline,
      paginateDescribeDBSnapshots(
        { client: clients(region) },
        { SnapshotType: type, ...(filter && { Filters: [filter] }) },
        options,
      ),
      (page) => page.DBSnapshots,
      (raw) => withOwnArn(read(raw), `arn:${partition}:rds:${region}:${account}:snapshot:`),
    );
  return {
    kind: "instance",
    listDatabases: (id) =>
      listAll(
        deadline,
        paginateDescribeDBInstances(
          { client: clients(sourceRegion) },
          id === undefined ? {} : { Filters: [{ Name: "db-instance-id", Values: [id] }] },
          options,
        ),
        (page) => page.DBInstances,
        readInstance,
      ),
    listMembers: async () => ({ items: [], unreadable: [] }),
    lastStopAndStart: (id) => lastStopAndStart(deadline, clients(sourceRegion), "db-instance", id),
    listSnapshots: (databaseIds) =>
      list(sourceRegion, "automated", { Name: "db-instance-id", Values: [...databaseIds] }, readSnapshot),
    listCopies: (region, only) =>
      list(region, "manual", only && filterOf(only), (raw) => readTargetSnapshot(raw, region)),
    readTags: (region, arn) => listTags(deadline, clients(region), arn),
    copy: async (targetRegion, { sourceArn, targetId, kmsKeyArn, tags, optionGroupName, optionGroupTags }) => {
      const command = new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: sourceArn,
        TargetDBSnapshotIdentifier: targetId,
        Tags: writeTags(tags),
        ...(kmsKeyArn !== undefined && { KmsKeyId: kmsKeyArn }),
        ...(optionGroupName !== undefined && { OptionGroupName: optionGroupName }),
        ...(optionGroupTags !== undefined && {
          CopyOptionGroup: true,
          TagSpecifications: [{ ResourceType: "og", Tags: writeTags(optionGroupTags) }],
        }),
      });
      const { DBSnapshot: copy } = await call(deadline, clients(targetRegion).send(command, options));
      return started(copy && readTargetSnapshot(copy, targetRegion));
    },
    delete: async (region, id) => {
      await call(deadline, clients(region).send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }), options));
    },
  };
}

const filterOf = (only: CopyFilter): Filter =>
  "ids" in only
    ? { Name: "db-snapshot-id", Values: [...only.ids] }
    : { Name: "db-instance-id", Values: [only.databaseId] };

export function readInstance(raw: DBInstance): Reading<Database> {
  const fields = required("DB instance", raw.DBInstanceIdentifier, {
    DBInstanceIdentifier: raw.DBInstanceIdentifier,
    DbiResourceId: raw.DbiResourceId,
    Engine: raw.Engine,
    DBInstanceStatus: raw.DBInstanceStatus,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "instance",
      id: fields.DBInstanceIdentifier,
      resourceId: fields.DbiResourceId,
      engine: fields.Engine,
      status: fields.DBInstanceStatus,
      createdAt: raw.InstanceCreateTime,
      // If RDS leaves it out, backups count as enabled: the age of the newest copy shows if there are none.
      backupRetentionDays: raw.BackupRetentionPeriod ?? 1,
      backupTarget: raw.BackupTarget ?? "region",
      memberOf: raw.DBClusterIdentifier,
      backupWindow: raw.PreferredBackupWindow,
      replicaOf: raw.ReadReplicaSourceDBInstanceIdentifier,
      shape: instanceShape(raw),
      promotionTier: raw.PromotionTier,
      tags: readTags(raw.TagList),
    },
  };
}

function readSnapshot(raw: DBSnapshot): Reading<Snapshot> {
  const fields = required("DB snapshot", raw.DBSnapshotIdentifier, {
    DBSnapshotIdentifier: raw.DBSnapshotIdentifier,
    DBSnapshotArn: raw.DBSnapshotArn,
    DBInstanceIdentifier: raw.DBInstanceIdentifier,
    DbiResourceId: raw.DbiResourceId,
    Engine: raw.Engine,
    Status: raw.Status,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "instance",
      id: fields.DBSnapshotIdentifier,
      arn: fields.DBSnapshotArn,
      databaseId: fields.DBInstanceIdentifier,
      databaseResourceId: fields.DbiResourceId,
      engine: fields.Engine,
      status: fields.Status,
      takenAt: raw.OriginalSnapshotCreateTime ?? raw.SnapshotCreateTime,
      encryption: readEncryption(raw.StorageEncryptionType, raw.Encrypted),
      kmsKeyId: raw.KmsKeyId,
      sizeGib: raw.AllocatedStorage ?? 0,
      backupTarget: raw.SnapshotTarget ?? "region",
      optionGroup: raw.OptionGroupName,
      tags: readTags(raw.TagList),
    },
  };
}

export function readTargetSnapshot(raw: DBSnapshot, region: string): Reading<TargetSnapshot> {
  const fields = required("DB snapshot", raw.DBSnapshotIdentifier, {
    DBSnapshotIdentifier: raw.DBSnapshotIdentifier,
    DBSnapshotArn: raw.DBSnapshotArn,
    Status: raw.Status,
  });
  if ("unreadable" in fields) return fields;
  return {
    item: {
      kind: "instance",
      region,
      databaseId: raw.DBInstanceIdentifier,
      id: fields.DBSnapshotIdentifier,
      arn: fields.DBSnapshotArn,
      status: fields.Status,
      sourceArn: raw.SourceDBSnapshotIdentifier,
      createdAt: raw.SnapshotCreateTime,
      encryption: readEncryption(raw.StorageEncryptionType, raw.Encrypted),
      kmsKeyId: raw.KmsKeyId,
      engine: shared(raw.Engine),
      engineVersion: shared(raw.EngineVersion),
      sizeGib: raw.AllocatedStorage ?? 0,
      percent: raw.PercentProgress,
      optionGroup: raw.OptionGroupName,
      ...readCopyTags(raw.TagList),
    },
  };
}
