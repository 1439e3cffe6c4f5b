// Generated from settings/ by `npm run generate`.
import type { ConstructProps } from "./construct-props";

/** What is copied to one target region, and under which keys. */
export interface TargetProps {
  /**
   * Make a customer managed key with rotation and an alias in this region.
   * @default true
   */
  readonly createKmsKey?: boolean;
  /**
   * ARN of the key to use, with `createKmsKey` = false: a key of this region, not an alias. Without either only
   * unencrypted databases can be copied there.
   * @default none
   */
  readonly kmsKeyArn?: string;
  /**
   * Database id or pattern → ARN of its key in this region, instead of the region's key.
   * @default {}
   */
  readonly databaseKmsKeyArns?: Readonly<Record<string, string>>;
}

/** Which databases of one kind are backed up: any `include`, no `exclude`, and all `tags`. */
export interface SelectionProps {
  /**
   * Database ids or patterns, in which `*` stands for any characters. Empty turns the kind off.
   * @default ["*"]
   */
  readonly include?: readonly string[];
  /**
   * Database ids or patterns that are left out.
   * @default []
   */
  readonly exclude?: readonly string[];
  /**
   * Tags that a database must have, all of them, with exactly these values.
   * @default {}
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is kept of each database in each target region: the union of the five. */
export interface RetentionProps {
  /**
   * The newest so many recovery points. 1 to 1000.
   * @default 3
   */
  readonly keepLast?: number;
  /**
   * The newest of each of the last so many days (UTC) that have one. 0 to 1000.
   * @default 0
   */
  readonly keepDaily?: number;
  /**
   * The newest of each of the last so many ISO weeks that have one. 0 to 1000.
   * @default 0
   */
  readonly keepWeekly?: number;
  /**
   * The newest of each of the last so many months that have one. 0 to 1000.
   * @default 0
   */
  readonly keepMonthly?: number;
  /**
   * The newest of each of the last so many years that have one. 0 to 1000.
   * @default 0
   */
  readonly keepYearly?: number;
}

/** How many copies may be in progress at once, by kind. */
export interface MaxCopiesInProgressProps {
  /**
   * Copies of DB instance snapshots. 1 to 100.
   * @default 20
   */
  readonly instances?: number;
  /**
   * Copies of DB cluster snapshots. 1 to 100.
   * @default 5
   */
  readonly clusters?: number;
}

/** Settings of the construct. Each is a variable of the Terraform module, in snake_case. */
export interface RdsCrossRegionBackupProps extends ConstructProps {
  /**
   * Target region → what to do there; `{ "eu-central-1": {} }` is enough. The construct makes a customer managed key in
   * each target region, unless `createKmsKey` = false: then `kmsKeyArn` is the key to use (without one only unencrypted
   * databases can be copied there). `databaseKmsKeyArns` maps a database id or pattern to the ARN of its own key.
   */
  readonly targets: Readonly<Record<string, TargetProps>>;

  /**
   * Source region, whose databases are backed up and in which everything else is made; by default that of the provider.
   * So one provider does for several source regions, with a call for each. A deployment stays in the region it was made
   * in, whatever becomes of the provider's: to move it, change this.
   * @default that of the provider
   */
  readonly region?: string;

  /**
   * Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case
   * letters, digits and single hyphens. Changing it disowns all existing copies. At most 40 characters.
   * @default "rds-cross-region-backup"
   */
  readonly name?: string;

  /**
   * Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of
   * `tags`. `include` = [] turns DB instances off.
   * @default {}
   */
  readonly instances?: SelectionProps;

  /**
   * Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have
   * all of `tags`. `include` = [] turns DB clusters off.
   * @default {}
   */
  readonly clusters?: SelectionProps;

  /**
   * What is kept of each database in each target region: the union of the newest `keepLast` and the newest of each of
   * the last `keepDaily` days, `keepWeekly` ISO weeks, `keepMonthly` months and `keepYearly` years (UTC) that have one.
   * `keepLast` 1 to 1000, `keepDaily` 0 to 1000, `keepWeekly` 0 to 1000, `keepMonthly` 0 to 1000, `keepYearly` 0 to
   * 1000.
   * @default {}
   */
  readonly retention?: RetentionProps;

  /**
   * How many copies of a database in a target region one daily run deletes, where retention keeps fewer than there are
   * by more than one. So a retention that is lowered by mistake takes effect slowly. 2 to 100.
   * @default 3
   */
  readonly maxDeletionsPerDailyRun?: number;

  /**
   * How many places of the account's quota of manual snapshots, of each kind in each target region, are left to people
   * and, for the moment until another copy is deleted, to copies of databases that have all theirs. 0 to 50.
   * @default 5
   */
  readonly manualSnapshotHeadroom?: number;

  /**
   * Further tags of every copy, for cost reports or tag policies. They come after those of this tool, and before the
   * tags that a copy inherits from its snapshot (from its database, where the snapshot has none): of these the last by
   * key are left out where there would be more than 48. At most 37.
   * @default {}
   */
  readonly copyTags?: Readonly<Record<string, string>>;

  /**
   * Whether a copy of a DB instance takes its option group along (`CopyOptionGroup`): `when_refused`, if RDS refuses
   * the copy without, as it does for Oracle and SQL Server with TDE or a time-zone option; `always`, for every option
   * group that is not a default one; or `never`. RDS makes the group in the target region, where an account may have 20
   * by default, and it stays when the copy goes.
   * @default "when_refused"
   */
  readonly copyOptionGroups?: "when_refused" | "always" | "never";

  /**
   * Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap
   * midnight. The daily sweep is set after the window that precedes the longest stretch without one.
   * @default []
   */
  readonly backupWindows?: readonly string[];

  /**
   * Ids of DB instances whose backup windows are read from RDS at plan, and join `backupWindows`. The instances must
   * exist, and their ids be known at plan: of one made in the same apply, give the window itself.
   * @default []
   */
  readonly backupWindowInstances?: readonly string[];

  /**
   * Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backupWindows`, as those of
   * `backupWindowInstances`.
   * @default []
   */
  readonly backupWindowClusters?: readonly string[];

  /**
   * Minutes between the end of that backup window and the sweep. 0 to 720.
   * @default 60
   */
  readonly scheduleMarginMinutes?: number;

  /**
   * EventBridge schedule expression of the sweep, `cron(…)` or `rate(…)`, instead of the one computed from
   * `backupWindows`. Without either it is `cron(0 6 * * ? *)`.
   * @default computed
   */
  readonly scheduleExpression?: string;

  /**
   * Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics. 5 to
   * 60.
   * @default 15
   */
  readonly followUpIntervalMinutes?: number;

  /**
   * How many copies may be in progress at once in each target region; by default what RDS allows. `instances` 1 to 100,
   * `clusters` 1 to 100.
   * @default {}
   */
  readonly maxCopiesInProgress?: MaxCopiesInProgressProps;

  /**
   * Hours after which the newest copy of a database is too old and the alarm of the target region is raised. 25 to
   * 8760.
   * @default 36
   */
  readonly maxRecoveryPointAgeHours?: number;

  /**
   * Hours after which a copy that is still in progress is reported as failed. It is not touched. 1 to 8760.
   * @default 24
   */
  readonly stuckCopyHours?: number;

  /**
   * What the daily run checks, so that copies can be restored: `keys`, the key of each kept copy, and whether RDS still
   * lists its engine version in the target region; `all`, also whether the class of the database is offered there and
   * its parameter, option and subnet groups exist, which the digest warns of; `off`, nothing: then no message and no
   * alarm tells of copies that cannot be restored.
   * @default "keys"
   */
  readonly restoreChecks?: "keys" | "all" | "off";

  /**
   * ARNs that every alarm tells when it is raised, such as SNS topics; of the source region, as CloudWatch tells no
   * other. At most 4.
   * @default []
   */
  readonly alarmActions?: readonly string[];

  /**
   * ARNs that every alarm tells when it is over, save troubles-begun: no all-clear; of the source region too. At most
   * 4.
   * @default []
   */
  readonly okActions?: readonly string[];

  /**
   * E-mail addresses that are told of everything: what has gone wrong and what is over, by name, and each alarm. They
   * are subscribed to a topic that is always made, and to which others may subscribe. `null`: deliberately nobody here,
   * as others look after the metrics: no plan warns of it.
   * @default []
   */
  readonly notificationEmails?: readonly string[] | null;

  /**
   * Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up,
   * set it to false, apply, then remove the target region.
   * @default true
   */
  readonly protectKmsKeys?: boolean;

  /**
   * ARNs of keys of other accounts under which databases are encrypted. The functions may use them then; the policies
   * of the keys must let this account do so too. Keys of this account need not be named.
   * @default []
   */
  readonly sourceKmsKeyArns?: readonly string[];

  /**
   * ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let
   * `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and
   * `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and
   * `kms:Describe*`; and leave the rest to IAM policies of this account, as the functions use it through SNS and SQS.
   * @default none: encrypted with keys of AWS where the service does so by itself
   */
  readonly encryptionKeyArn?: string;

  /**
   * Report what would be copied and deleted, and do neither. Nobody is told of troubles, and the only metrics are that
   * it ran, and over how many databases.
   * @default false
   */
  readonly dryRun?: boolean;

  /**
   * Runtime of the Lambda functions, `nodejs24.x` or `nodejs22.x`.
   * @default "nodejs24.x"
   */
  readonly lambdaRuntime?: "nodejs24.x" | "nodejs22.x";

  /**
   * Days to keep the logs of the functions; 0 keeps them for ever.
   * @default 90
   */
  readonly logRetentionInDays?: number;

  /**
   * Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`.
   * @default "INFO"
   */
  readonly logLevel?: "DEBUG" | "INFO" | "WARN" | "ERROR";

  /**
   * ARN of the policy that bounds the permissions of the functions' role.
   * @default none
   */
  readonly permissionsBoundary?: string;

  /**
   * Tags of everything that Terraform makes. They do not go on copies.
   * @default {}
   */
  readonly tags?: Readonly<Record<string, string>>;
}
