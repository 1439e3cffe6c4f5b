import { FLAG, list, map, number, object, oneOf, required, type Setting, setting } from "./kinds";
import {
  ANY_TEXT,
  ARN,
  BACKUP_WINDOW,
  DATABASE_ID,
  DATABASE_PATTERN,
  EMAIL_ADDRESS,
  NAME,
  POLICY_ARN,
  REGION,
  SCHEDULE,
  SOURCE_KMS_KEY,
  TAG_KEY,
  TAG_VALUE,
  TARGET_KMS_KEY,
} from "./texts";

/** The functions need it, in their environment. */
const FUNCTIONS = { functions: true } as const;
/** The construct must know it at synth. */
const KNOWN = { known: true } as const;

const PERIODS = number(0, 1000);
const COPIES = number(1, 100);

const SELECTION = object(
  "Selection",
  "Which databases of one kind are backed up: any `include`, no `exclude`, and all `tags`.",
  {
    include: setting(list(DATABASE_PATTERN), ["*"])(
      "Database ids or patterns, in which `*` stands for any characters. Empty turns the kind off.",
    ),
    exclude: setting(list(DATABASE_PATTERN), [])("Database ids or patterns that are left out."),
    tags: setting(
      map(ANY_TEXT, ANY_TEXT),
      {},
    )("Tags that a database must have, all of them, with exactly these values."),
  },
);

const TARGET = object("Target", "What is copied to one target region, and under which keys.", {
  create_kms_key: setting(FLAG, true, KNOWN)("Make a customer managed key with rotation and an alias in this region."),
  kms_key_arn: setting(
    TARGET_KMS_KEY,
    null,
  )(
    "ARN of the key to use, with `create_kms_key` = false: a key of this region, not an alias. Without either only unencrypted databases can be copied there.",
  ),
  database_kms_key_arns: setting(
    map(DATABASE_PATTERN, TARGET_KMS_KEY),
    {},
  )("Database id or pattern → ARN of its key in this region, instead of the region's key."),
});

const RETENTION = object("Retention", "What is kept of each database in each target region: the union of the five.", {
  keep_last: setting(number(1, 1000), 3)("The newest so many recovery points, 1 to 1000."),
  keep_daily: setting(PERIODS, 0)("The newest of each of the last so many days (UTC) that have one, 0 to 1000."),
  keep_weekly: setting(PERIODS, 0)("The newest of each of the last so many ISO weeks that have one, 0 to 1000."),
  keep_monthly: setting(PERIODS, 0)("The newest of each of the last so many months that have one, 0 to 1000."),
  keep_yearly: setting(PERIODS, 0)("The newest of each of the last so many years that have one, 0 to 1000."),
});

const MAX_COPIES_IN_PROGRESS = object("MaxCopiesInProgress", "How many copies may be in progress at once, by kind.", {
  instances: setting(COPIES, 20)("Copies of DB instance snapshots, 1 to 100."),
  clusters: setting(COPIES, 5)("Copies of DB cluster snapshots, 1 to 100."),
});

/**
 * Every setting, once, in the order that a reader needs them. Terraform variables, props, environment and the functions' reading
 * follow from this table (decisions/0014-a-setting-is-said-once.md).
 */
export const SETTINGS = {
  targets: required(
    map(REGION, TARGET),
    KNOWN,
  )(
    'Target region → what to do there; `{ "eu-central-1" = {} }` is enough. The module makes a customer managed key in each target region, unless `create_kms_key` = false: then `kms_key_arn` is the key to use (without one only unencrypted databases can be copied there). `database_kms_key_arns` maps a database id or pattern to the ARN of its own key.',
  ),
  name: setting(
    NAME,
    "rds-cross-region-backup",
    FUNCTIONS,
  )(
    "Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case letters, digits and single hyphens, at most 40 characters. Changing it disowns all existing copies.",
  ),
  instances: setting(
    SELECTION,
    {},
    FUNCTIONS,
  )(
    "Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB instances off.",
  ),
  clusters: setting(
    SELECTION,
    {},
    FUNCTIONS,
  )(
    "Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB clusters off.",
  ),
  retention: setting(
    RETENTION,
    {},
    FUNCTIONS,
  )(
    "What is kept of each database in each target region: the union of the newest `keep_last` (1 to 1000) and the newest of each of the last `keep_daily` days, `keep_weekly` ISO weeks, `keep_monthly` months and `keep_yearly` years (UTC; 0 to 1000) that have one.",
  ),
  max_deletions_per_daily_run: setting(
    number(1, 100),
    3,
    FUNCTIONS,
  )(
    "How many copies of a database in a target region one daily run deletes, where retention keeps fewer than there are by more than one, 1 to 100. So a retention that is lowered by mistake takes effect slowly.",
  ),
  copy_tags: setting(
    map(TAG_KEY, TAG_VALUE, 41),
    {},
    FUNCTIONS,
  )(
    "Further tags of every copy, for cost reports or tag policies, at most 41. They come after those of this tool, and before the tags that a copy inherits from its snapshot (from its database, where the snapshot has none): of these the last by key are left out where there would be more than 48.",
  ),
  backup_windows: setting(
    list(BACKUP_WINDOW),
    [],
    KNOWN,
  )(
    "Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap midnight. The daily sweep is set after the window that precedes the longest stretch without one.",
  ),
  backup_window_instances: setting(
    list(DATABASE_ID),
    [],
    KNOWN,
  )(
    "Ids of DB instances whose backup windows are read from RDS at plan, and join `backup_windows`. The instances must exist, and their ids be known at plan: of one made in the same apply, give the window itself.",
  ),
  backup_window_clusters: setting(
    list(DATABASE_ID),
    [],
    KNOWN,
  )(
    "Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backup_windows`, as those of `backup_window_instances`.",
  ),
  schedule_margin_minutes: setting(
    number(0, 720),
    60,
    KNOWN,
  )("Minutes between the end of that backup window and the sweep, 0 to 720."),
  schedule_expression: setting(SCHEDULE, null, { otherwise: "computed" })(
    "EventBridge schedule expression of the sweep, `cron(…)` or `rate(…)`, instead of the one computed from `backup_windows`. Without either it is `cron(0 6 * * ? *)`.",
  ),
  follow_up_interval_minutes: setting(
    number(5, 60),
    15,
    FUNCTIONS,
  )(
    "Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics, 5 to 60.",
  ),
  max_copies_in_progress: setting(
    MAX_COPIES_IN_PROGRESS,
    {},
    FUNCTIONS,
  )("How many copies may be in progress at once in each target region, 1 to 100; by default what RDS allows."),
  max_recovery_point_age_hours: setting(
    number(25, 8760),
    36,
    FUNCTIONS,
  )(
    "Hours after which the newest copy of a database is too old and the alarm of the target region is raised, 25 to 8760.",
  ),
  stuck_copy_hours: setting(
    number(1, 8760),
    24,
    FUNCTIONS,
  )("Hours after which a copy that is still in progress is reported as failed, 1 to 8760. It is not touched."),
  alarm_actions: setting(list(ARN), [])("ARNs that every alarm tells when it is raised, such as SNS topics."),
  ok_actions: setting(list(ARN), [])("ARNs that every alarm tells when it is over."),
  notification_emails: setting(
    list(EMAIL_ADDRESS),
    [],
    KNOWN,
  )("E-mail addresses that every alarm tells when it is raised and when it is over, through a topic made for them."),
  protect_kms_keys: setting(
    FLAG,
    true,
  )(
    "Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up, set it to false, apply, then remove the target region.",
  ),
  encryption_key_arn: setting(SOURCE_KMS_KEY, null, {
    otherwise: "none: encrypted with keys of AWS where the service does so by itself",
  })(
    "ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`.",
  ),
  dry_run: setting(
    FLAG,
    false,
    FUNCTIONS,
  )("Report what would be copied and deleted, and do neither. Metrics are published."),
  lambda_runtime: setting(
    oneOf("nodejs24.x", "nodejs22.x"),
    "nodejs24.x",
  )("Runtime of the Lambda functions, `nodejs24.x` (needs version 6.19 of the AWS provider) or `nodejs22.x`."),
  log_retention_in_days: setting(
    oneOf(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
    90,
  )("Days to keep the logs of the functions; 0 keeps them for ever."),
  log_level: setting(
    oneOf("DEBUG", "INFO", "WARN", "ERROR"),
    "INFO",
    FUNCTIONS,
  )("Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`."),
  permissions_boundary: setting(
    POLICY_ARN,
    null,
  )("ARN of the policy that bounds the permissions of the functions' role."),
  tags: setting(map(ANY_TEXT, ANY_TEXT), {})("Tags of everything that Terraform makes. They do not go on copies."),
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The table as its readers go through it. */
export const ALL_SETTINGS = Object.entries(SETTINGS) as [SettingName, Setting][];
