import type { Tags, TargetSnapshot } from "./model";

/** What a manual snapshot says of the database that is restored from it. What RDS does not tell is undefined. */
export interface SnapshotDetails {
  readonly engine: string;
  readonly engineVersion: string | undefined;
  /** Clusters only: `provisioned`, `serverless` … */
  readonly engineMode: string | undefined;
  readonly storageType: string | undefined;
  readonly iops: number | undefined;
  readonly storageThroughput: number | undefined;
  /** Instances only. */
  readonly dedicatedLogVolume: boolean;
  /** Instances only: cores and threads, by name, where they are not those of the class. */
  readonly processor: Tags;
  readonly license: string | undefined;
  /** Instances only. In the region of the snapshot. */
  readonly optionGroup: string | undefined;
  readonly backupRetentionDays: number | undefined;
  readonly backupWindow: string | undefined;
  readonly iamAuthentication: boolean;
  /** When its data were taken, as RDS tells it: for a snapshot without our tags. */
  readonly takenAt: Date | undefined;
  /** All tags but our own and those of AWS. */
  readonly tags: Tags;
}

/** A manual snapshot, from which a database can be restored once it is available. */
export interface Restorable {
  readonly id: string;
  readonly snapshot: TargetSnapshot;
  readonly details: SnapshotDetails;
}
