import { FLAG, list, map, number, object, oneOf, type Setting } from "./kinds";
import { ALARM_ACTIONS } from "./rules";
import {
  ALARM_ACTION,
  ANY_TEXT,
  BACKUP_WINDOW,
  DATABASE_ID,
  DATABASE_PATTERN,
  EMAIL_ADDRESS,
  NAME,
  POLICY_ARN,
  REGION,
  SCHEDULE,
  SOURCE_KMS_KEY,
  SOURCE_KMS_KEYS,
  SOURCE_REGION,
  TAG_KEY,
  TAG_VALUE,
  TARGET_KMS_KEY,
} from "./texts";

const PERIODS = number(0, 1000);
const COPIES = number(1, 100);

const SELECTION = object(
  "Selection",
  "Which databases of one kind are backed up: any `include`, no `exclude`, and all `tags`.",
  {
    include: {
      is: list(DATABASE_PATTERN),
      default: ["*"],
      sentence: "Database ids or patterns, in which `*` stands for any characters. Empty turns the kind off.",
    },
    exclude: { is: list(DATABASE_PATTERN), default: [], sentence: "Database ids or patterns that are left out." },
    tags: {
      is: map(ANY_TEXT, ANY_TEXT),
      default: {},
      sentence: "Tags that a database must have, all of them, with exactly these values.",
    },
  },
);

const TARGET = object("Target", "What is copied to one target region, and under which keys.", {
  create_kms_key: {
    is: FLAG,
    default: true,
    known: true,
    sentence: "Make a customer managed key with rotation and an alias in this region.",
  },
  kms_key_arn: {
    is: TARGET_KMS_KEY,
    default: null,
    sentence:
      "ARN of the key to use, with `create_kms_key` = false: a key of this region, not an alias. Without either only unencrypted databases can be copied there.",
  },
  database_kms_key_arns: {
    is: map(DATABASE_PATTERN, TARGET_KMS_KEY),
    default: {},
    known: "whole",
    sentence: "Database id or pattern → ARN of its key in this region, instead of the region's key.",
  },
});

const RETENTION = object("Retention", "What is kept of each database in each target region: the union of the five.", {
  keep_last: { is: number(1, 1000), default: 3, sentence: "The newest so many recovery points." },
  keep_daily: { is: PERIODS, default: 0, sentence: "The newest of each of the last so many days (UTC) that have one." },
  keep_weekly: { is: PERIODS, default: 0, sentence: "The newest of each of the last so many ISO weeks that have one." },
  keep_monthly: { is: PERIODS, default: 0, sentence: "The newest of each of the last so many months that have one." },
  keep_yearly: { is: PERIODS, default: 0, sentence: "The newest of each of the last so many years that have one." },
});

const MAX_COPIES_IN_PROGRESS = object("MaxCopiesInProgress", "How many copies may be in progress at once, by kind.", {
  instances: { is: COPIES, default: 20, sentence: "Copies of DB instance snapshots." },
  clusters: { is: COPIES, default: 5, sentence: "Copies of DB cluster snapshots." },
});

/**
 * Every setting, once, in the order that a reader needs them. Terraform variables, props, environment and the functions' reading
 * follow from this table (decisions/0014-a-setting-is-said-once.md).
 */
export const SETTINGS = {
  targets: {
    is: map(REGION, TARGET),
    known: true,
    sentence:
      'Target region → what to do there; `{ "eu-central-1" = {} }` is enough. The module makes a customer managed key in each target region, unless `create_kms_key` = false: then `kms_key_arn` is the key to use (without one only unencrypted databases can be copied there). `database_kms_key_arns` maps a database id or pattern to the ARN of its own key.',
  },
  region: {
    is: SOURCE_REGION,
    default: null,
    otherwise: "that of the provider",
    known: true,
    sentence:
      "Source region, whose databases are backed up and in which everything else is made; by default that of the provider. So one provider does for several source regions, with a call for each. A deployment stays in the region it was made in, whatever becomes of the provider's: to move it, change this.",
  },
  name: {
    is: NAME,
    default: "rds-cross-region-backup",
    functions: true,
    sentence:
      "Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case letters, digits and single hyphens. Changing it disowns all existing copies.",
  },
  instances: {
    is: SELECTION,
    default: {},
    functions: true,
    sentence:
      "Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB instances off.",
  },
  clusters: {
    is: SELECTION,
    default: {},
    functions: true,
    sentence:
      "Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB clusters off.",
  },
  retention: {
    is: RETENTION,
    default: {},
    functions: true,
    sentence:
      "What is kept of each database in each target region: the union of the newest `keep_last` and the newest of each of the last `keep_daily` days, `keep_weekly` ISO weeks, `keep_monthly` months and `keep_yearly` years (UTC) that have one.",
  },
  max_deletions_per_daily_run: {
    is: number(2, 100), // each day brings a copy: with one deletion a day there would never be fewer
    default: 3,
    functions: true,
    sentence:
      "How many copies of a database in a target region one daily run deletes, where retention keeps fewer than there are by more than one. So a retention that is lowered by mistake takes effect slowly.",
  },
  manual_snapshot_headroom: {
    is: number(0, 50),
    default: 5,
    functions: true,
    sentence:
      "How many places of the account's quota of manual snapshots, of each kind in each target region, are left to people and, for the moment until another copy is deleted, to copies of databases that have all theirs.",
  },
  copy_tags: {
    is: map(TAG_KEY, TAG_VALUE, 37),
    default: {},
    functions: true,
    sentence:
      "Further tags of every copy, for cost reports or tag policies. They come after those of this tool, and before the tags that a copy inherits from its snapshot (from its database, where the snapshot has none): of these the last by key are left out where there would be more than 48.",
  },
  copy_option_groups: {
    is: oneOf("when_refused", "always", "never"),
    default: "when_refused",
    known: true,
    functions: true,
    sentence:
      "Whether a copy of a DB instance takes its option group along (`CopyOptionGroup`): `when_refused`, if RDS refuses the copy without, as it does for Oracle and SQL Server with TDE or a time-zone option; `always`, for every option group that is not a default one; or `never`. RDS makes the group in the target region, where an account may have 20 by default, and it stays when the copy goes.",
  },
  backup_windows: {
    is: list(BACKUP_WINDOW),
    default: [],
    known: true,
    sentence:
      "Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap midnight. The daily sweep is set after the window that precedes the longest stretch without one.",
  },
  backup_window_instances: {
    is: list(DATABASE_ID),
    default: [],
    known: true,
    sentence:
      "Ids of DB instances whose backup windows are read from RDS at plan, and join `backup_windows`. The instances must exist, and their ids be known at plan: of one made in the same apply, give the window itself.",
  },
  backup_window_clusters: {
    is: list(DATABASE_ID),
    default: [],
    known: true,
    sentence:
      "Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backup_windows`, as those of `backup_window_instances`.",
  },
  schedule_margin_minutes: {
    is: number(0, 720),
    default: 60,
    known: true,
    sentence: "Minutes between the end of that backup window and the sweep.",
  },
  schedule_expression: {
    is: SCHEDULE,
    default: null,
    otherwise: "computed",
    sentence:
      "EventBridge schedule expression of the sweep, `cron(…)` or `rate(…)`, instead of the one computed from `backup_windows`. Without either it is `cron(0 6 * * ? *)`.",
  },
  follow_up_interval_minutes: {
    is: number(5, 60),
    default: 15,
    functions: true,
    sentence:
      "Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics.",
  },
  max_copies_in_progress: {
    is: MAX_COPIES_IN_PROGRESS,
    default: {},
    functions: true,
    sentence: "How many copies may be in progress at once in each target region; by default what RDS allows.",
  },
  max_recovery_point_age_hours: {
    is: number(25, 8760),
    default: 36,
    functions: true,
    sentence:
      "Hours after which the newest copy of a database is too old and the alarm of the target region is raised.",
  },
  stuck_copy_hours: {
    is: number(1, 8760),
    default: 24,
    functions: true,
    sentence: "Hours after which a copy that is still in progress is reported as failed. It is not touched.",
  },
  restore_checks: {
    is: oneOf("keys", "all", "off"),
    default: "keys",
    functions: true,
    known: true,
    sentence:
      "What the daily run checks, so that copies can be restored: `keys`, the key of each kept copy, and whether RDS still lists its engine version in the target region; `all`, also whether the class of the database is offered there and its parameter, option and subnet groups exist, which the digest warns of; `off`, nothing: then no message and no alarm tells of copies that cannot be restored.",
  },
  alarm_actions: {
    is: list(ALARM_ACTION, ALARM_ACTIONS - 1), // beside the topic of the deployment
    default: [],
    known: "whole",
    sentence:
      "ARNs that every alarm tells when it is raised, such as SNS topics; of the source region, as CloudWatch tells no other.",
  },
  ok_actions: {
    is: list(ALARM_ACTION, ALARM_ACTIONS - 1),
    default: [],
    known: "whole",
    sentence:
      "ARNs that every alarm tells when it is over, save troubles-begun: no all-clear; of the source region too.",
  },
  notification_emails: {
    is: list(EMAIL_ADDRESS),
    default: [],
    orNull: "deliberately nobody here, as others look after the metrics: no plan warns of it",
    known: true,
    sentence:
      "E-mail addresses that are told of everything: what has gone wrong and what is over, by name, and each alarm. They are subscribed to a topic that is always made, and to which others may subscribe.",
  },
  protect_kms_keys: {
    is: FLAG,
    default: true,
    sentence:
      "Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up, set it to false, apply, then remove the target region.",
  },
  source_kms_key_arns: {
    is: list(SOURCE_KMS_KEYS),
    default: [],
    known: "whole",
    sentence:
      "ARNs of keys of other accounts under which databases are encrypted. The functions may use them then; the policies of the keys must let this account do so too. Keys of this account need not be named.",
  },
  encryption_key_arn: {
    is: SOURCE_KMS_KEY,
    default: null,
    otherwise: "none: encrypted with keys of AWS where the service does so by itself",
    sentence:
      "ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`; and leave the rest to IAM policies of this account, as the functions use it through SNS and SQS.",
  },
  dry_run: {
    is: FLAG,
    default: false,
    functions: true,
    sentence:
      "Report what would be copied and deleted, and do neither. Nobody is told of troubles, and the only metrics are that it ran, and over how many databases.",
  },
  lambda_runtime: {
    is: oneOf("nodejs24.x", "nodejs22.x"),
    default: "nodejs24.x",
    sentence: "Runtime of the Lambda functions, `nodejs24.x` or `nodejs22.x`.",
  },
  log_retention_in_days: {
    is: oneOf(
      0,
      1,
      3,
      5,
      7,
      14,
      30,
      60,
      90,
      120,
      150,
      180,
      365,
      400,
      545,
      731,
      1096,
      1827,
      2192,
      2557,
      2922,
      3288,
      3653,
    ),
    default: 90,
    sentence: "Days to keep the logs of the functions; 0 keeps them for ever.",
  },
  log_level: {
    is: oneOf("DEBUG", "INFO", "WARN", "ERROR"),
    default: "INFO",
    functions: true,
    sentence: "Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`.",
  },
  permissions_boundary: {
    is: POLICY_ARN,
    default: null,
    sentence: "ARN of the policy that bounds the permissions of the functions' role.",
  },
  tags: {
    is: map(ANY_TEXT, ANY_TEXT),
    default: {},
    sentence: "Tags of everything that Terraform makes. They do not go on copies.",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The table as its readers go through it. */
export const ALL_SETTINGS = Object.entries(SETTINGS) as [SettingName, Setting][];
