import type { ClusterShape, InstanceShape } from "../../handlers/core/sheet/shape";

/** An RDS DB instance, or a DB cluster (Aurora, or a Multi-AZ DB cluster). */
export type Kind = "instance" | "cluster";

export const KINDS: readonly Kind[] = ["instance", "cluster"];

export type Tags = Readonly<Record<string, string>>;

/** `sse-rds`: by a key that AWS owns (docs/aws-facts.md#encryption-by-an-aws-owned-key). */
export type Encryption = "none" | "sse-kms" | "sse-rds";

/** Where backups are kept. */
export type BackupTarget = "region" | "outposts" | "local";

/** The shape of a database. Its option group is a field of the database, as each instance has one. */
export type ShapeOfRecord = ShapeOfInstance | ClusterShape;
export type ShapeOfInstance = Omit<InstanceShape, "optionGroup"> & { readonly optionGroup?: never };

/** Times are milliseconds since 1970. Records never change: each change makes a new one. */
export interface DatabaseRecord {
  readonly kind: Kind;
  readonly id: string;
  /** `DbiResourceId` / `DbClusterResourceId`. */
  readonly resourceId: string;
  readonly arn: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** `available`, `stopped`, `creating`, `modifying`, `deleting` … */
  readonly status: string;
  readonly createdAt: number;
  /** 0: no automated backups. */
  readonly backupRetentionDays: number;
  /** `hh24:mi-hh24:mi` UTC; may wrap midnight. */
  readonly backupWindow: string;
  readonly sizeGib: number;
  readonly encryption: Encryption;
  readonly kmsKeyArn: string | undefined;
  readonly copyTagsToSnapshot: boolean;
  readonly tags: Tags;
  /** The cluster that an instance belongs to. */
  readonly memberOf: string | undefined;
  readonly backupTarget: BackupTarget;
  /** The id of the database whose read replica it is. */
  readonly replicaOf?: string | undefined;
  /** When RDS starts it again, while it is stopped. */
  readonly restartsAt?: number | undefined;
  readonly shape?: ShapeOfRecord | undefined;
  /** Of a member of a cluster. */
  readonly promotionTier?: number | undefined;
  /** Instances only. */
  readonly optionGroup?: string | undefined;
}

export interface SnapshotRecord {
  readonly kind: Kind;
  /** Automated snapshots have the prefix `rds:`. */
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly type: "automated" | "manual" | "awsbackup";
  /** `creating`, `pending`, `copying`, `available`, `failed`, `deleting`. */
  readonly status: string;
  readonly databaseId: string;
  readonly databaseResourceId: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly sizeGib: number;
  readonly encryption: Encryption;
  readonly kmsKeyArn: string | undefined;
  readonly backupTarget: BackupTarget;
  readonly tags: Tags;
  /** When RDS started to work on it; not shown by the API. */
  readonly startedAt: number;
  /** When it will be done, if nothing goes wrong; not shown by the API. */
  readonly finishesAt: number | undefined;
  /** `SnapshotCreateTime`. */
  readonly createTime: number | undefined;
  /** `OriginalSnapshotCreateTime`: instances only. */
  readonly originalCreateTime: number | undefined;
  /** The snapshot it was copied from. */
  readonly sourceArn: string | undefined;
  /** With which it is restored. Instances only. */
  readonly optionGroup?: string | undefined;
  /** Tells a snapshot from an earlier one with the same id; not shown by the API. */
  readonly serial: number;
}

/** Statuses in which RDS is still making the snapshot. */
const IN_PROGRESS: ReadonlySet<string> = new Set(["creating", "pending", "copying"]);

export function inProgress(snapshot: SnapshotRecord): boolean {
  return IN_PROGRESS.has(snapshot.status);
}

/** Multi-AZ DB clusters are not Aurora: their snapshots cannot be copied (docs/aws-facts.md#multi-az-db-clusters). */
export function isMultiAzCluster(record: { kind: Kind; engine: string }): boolean {
  return record.kind === "cluster" && (record.engine === "mysql" || record.engine === "postgres");
}
