import type { Kind } from "../core/model";

/** Which databases of one kind are backed up: any `include`, no `exclude`, all `tags` of the database (exact). */
export interface Selection {
  /** Ids or patterns (`*` = any characters). Empty turns the kind off. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** How many recovery points to keep per database and target region: the union of the five rules. */
export interface Retention {
  readonly keepLast: number;
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly keepMonthly: number;
  readonly keepYearly: number;
}

/** The keys of one target region. Without any, only unencrypted databases can be copied there. */
export interface TargetKeys {
  readonly kmsKeyArn?: string | undefined;
  /** Database id or pattern → key ARN. */
  readonly databaseKmsKeyArns: Readonly<Record<string, string>>;
}

/** The settings that cross from the construct to the functions, in exact types. */
export interface Settings {
  /** Deployment name: value of the ownership tag. */
  readonly name: string;
  /** Target regions, sorted. */
  readonly targets: readonly string[];
  readonly targetKmsKeys: Readonly<Record<string, TargetKeys>>;
  readonly selection: Readonly<Record<Kind, Selection>>;
  readonly retention: Retention;
  /** Per target region. */
  readonly maxCopiesInProgress: Readonly<Record<Kind, number>>;
  /** Of a database and target region, where more than one copy is superfluous. */
  readonly maxDeletionsPerDailyRun: number;
  readonly maxRecoveryPointAgeHours: number;
  readonly stuckCopyHours: number;
  readonly followUpIntervalMinutes: number;
  readonly dryRun: boolean;
}
