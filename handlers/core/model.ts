import type { Shape } from "./sheet/shape";

/** `instance`: an RDS DB instance that belongs to no cluster. `cluster`: a DB cluster (Aurora). */
export type Kind = "instance" | "cluster";

export const KINDS: readonly Kind[] = ["instance", "cluster"];

export type Tags = Readonly<Record<string, string>>;

/** `kms`: by a KMS key. `sse-rds`: by a key that AWS owns (docs/aws-facts.md#encryption-by-an-aws-owned-key). */
export type Encryption = "none" | "kms" | "sse-rds";

/** An instance or cluster of the source region, as RDS lists it: selected or not. */
export interface Database {
  readonly kind: Kind;
  /** Lower case, as RDS stores it. */
  readonly id: string;
  /** `DbiResourceId` or `DbClusterResourceId`: unlike the id, never used twice. */
  readonly resourceId: string;
  readonly engine: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
  /** 0: automated backups are disabled. */
  readonly backupRetentionDays: number;
  /** Where RDS keeps its backups: `region`, `outposts` or `local`. */
  readonly backupTarget: string;
  /** The cluster that an instance belongs to. */
  readonly memberOf: string | undefined;
  /** `hh24:mi-hh24:mi` in UTC, in which RDS takes its automated backup. */
  readonly backupWindow?: string | undefined;
  /** Id of the database of the same region, or ARN of that of another, which it is a read replica of. */
  readonly replicaOf?: string | undefined;
  /** What a restore must know of it. Of a cluster as RDS lists it without its members. Undefined: RDS was not asked. */
  readonly shape?: Shape | undefined;
  /** Why a shape that RDS was asked for is not known, in words that follow "as". */
  readonly shapeUnknown?: string | undefined;
  /** Of a cluster: why its shape is without its members, in words that follow "as". */
  readonly membersUnknown?: string | undefined;
  /** Of an instance of a cluster: when it takes over as the writer, 0 to 15. */
  readonly promotionTier?: number | undefined;
  /** Id of the instance of a cluster that writes. */
  readonly writer?: string | undefined;
  readonly tags: Tags;
}

/** An automated snapshot in the source region. */
export interface Snapshot {
  readonly kind: Kind;
  /** With the prefix `rds:`. */
  readonly id: string;
  readonly arn: string;
  readonly databaseId: string;
  readonly databaseResourceId: string;
  readonly engine: string;
  readonly status: string;
  /** Absent while RDS is still taking it. */
  readonly takenAt: Date | undefined;
  readonly encryption: Encryption;
  readonly kmsKeyId: string | undefined;
  readonly sizeGib: number;
  readonly backupTarget: string;
  /** Instances only. Those that RDS makes itself are called `default:…`. */
  readonly optionGroup?: string | undefined;
  readonly tags: Tags;
}

/** A manual snapshot in a target region: a copy of ours, or something foreign (see `ownership`). */
export interface TargetSnapshot {
  readonly kind: Kind;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  /** Of the database that it is of, as RDS shows it. */
  readonly databaseId?: string | undefined;
  readonly status: string;
  /** Where it was copied from, according to RDS (docs/aws-facts.md#source-of-a-copy). */
  readonly sourceArn: string | undefined;
  readonly createdAt: Date | undefined;
  readonly encryption: Encryption;
  readonly kmsKeyId: string | undefined;
  readonly engine?: string | undefined;
  readonly engineVersion?: string | undefined;
  readonly sizeGib: number;
  /** How much of it RDS has transferred (docs/aws-facts.md#progress-of-a-copy). */
  readonly percent?: number | undefined;
  /** The option group of the target region that RDS restores it with. Instances only. */
  readonly optionGroup?: string | undefined;
  readonly tags: Tags;
  /** The list showed no tag of it, and what tags it has is not known (docs/aws-facts.md#tags-in-lists). */
  readonly tagsHidden?: true;
}
