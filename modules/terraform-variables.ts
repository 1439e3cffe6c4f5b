import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  BOUNDS,
  DEFAULTS,
  LAMBDA_RUNTIMES,
  LOG_LEVELS,
  LOG_RETENTION_DAYS,
  PATTERNS,
} from "../handlers/settings/bounds";
import { hcl } from "./expressions";
import { BACKUP_WINDOW_VALIDATIONS, MARGIN_FITS } from "./sweep-schedule-locals";
import { isKeyOf, SOURCE_REGION, TARGET_VALIDATIONS } from "./target-validations";
import {
  DATABASE_IDS,
  databasePatterns,
  elements,
  oneOf,
  pattern,
  patternOrNull,
  SCHEDULE_FORM,
  type Validation,
  validation,
  wholeNumber,
  wholeNumbers,
} from "./variable-validations";

/** A variable of the Terraform module: the prop of the same name in camelCase. */
export interface VariableSpec {
  readonly name: string;
  readonly type: string;
  /** The text of the prop's docblock. */
  readonly description: string;
  /** Absent = required. Null means something, so the variable is nullable. */
  readonly default?: unknown;
  readonly validations: readonly Validation[];
}

const SELECTION =
  'object({ include = optional(list(string), ["*"]), exclude = optional(list(string), []), tags = optional(map(string), {}) })';

/** `object({ a = optional(number, 1) })` of snake_case names. */
const numbers = (defaults: Readonly<Record<string, number>>): string =>
  `object({ ${Object.entries(defaults)
    .map(([name, value]) => `${snakeCase(name)} = optional(number, ${value})`)
    .join(", ")} })`;
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** In the order that a reader needs them. */
export const VARIABLES: readonly VariableSpec[] = [
  {
    name: "targets",
    type: "map(object({ create_kms_key = optional(bool, true), kms_key_arn = optional(string), database_kms_key_arns = optional(map(string), {}) }))",
    description:
      'Target region → what to do there; `{ "eu-central-1" = {} }` is enough. The module makes a customer managed key in each target region, unless `create_kms_key` = false: then `kms_key_arn` is the key to use (without one only unencrypted databases can be copied there). `database_kms_key_arns` maps a database id or pattern to the ARN of its own key.',
    validations: TARGET_VALIDATIONS,
  },
  {
    name: "name",
    type: "string",
    description:
      "Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case letters, digits and single hyphens, at most 40 characters. Changing it disowns all existing copies.",
    default: DEFAULTS.name,
    validations: [
      pattern("name", PATTERNS.name, "lower-case letters, digits and single hyphens, and begin with a letter"),
      validation(
        `length(var.name) <= ${BOUNDS.nameLength.max}`,
        `name must have at most ${BOUNDS.nameLength.max} characters, got: ${hcl("var.name")}`,
      ),
    ],
  },
  {
    name: "instances",
    type: SELECTION,
    description:
      "Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB instances off.",
    default: {},
    validations: [databasePatterns("instances")],
  },
  {
    name: "clusters",
    type: SELECTION,
    description:
      "Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB clusters off.",
    default: {},
    validations: [
      databasePatterns("clusters"),
      validation(
        "length(concat(var.instances.include, var.clusters.include)) > 0",
        "instances and clusters must not both have include = [], or nothing is backed up.",
      ),
    ],
  },
  {
    name: "retention",
    type: numbers(DEFAULTS.retention),
    description:
      "What is kept of each database in each target region: the union of the newest `keep_last` (1 to 1000) and the newest of each of the last `keep_daily` days, `keep_weekly` ISO weeks, `keep_monthly` months and `keep_yearly` years (UTC; 0 to 1000) that have one.",
    default: {},
    validations: [
      wholeNumbers("retention", ["keep_last"], BOUNDS.keepLast),
      wholeNumbers("retention", ["keep_daily", "keep_weekly", "keep_monthly", "keep_yearly"], BOUNDS.keepPeriods),
    ],
  },
  {
    name: "backup_windows",
    type: "list(string)",
    description:
      "Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap midnight. The daily sweep is set after the window that precedes the longest stretch without one.",
    default: [],
    validations: BACKUP_WINDOW_VALIDATIONS,
  },
  {
    name: "backup_window_instances",
    type: "list(string)",
    description:
      "Ids of DB instances whose backup windows are read from RDS at plan, and join `backup_windows`. The instances must exist, and their ids be known at plan: of one made in the same apply, give the window itself.",
    default: [],
    validations: [elements("backup_window_instances", PATTERNS.databaseId, DATABASE_IDS)],
  },
  {
    name: "backup_window_clusters",
    type: "list(string)",
    description:
      "Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backup_windows`, as those of `backup_window_instances`.",
    default: [],
    validations: [elements("backup_window_clusters", PATTERNS.databaseId, DATABASE_IDS)],
  },
  {
    name: "schedule_margin_minutes",
    type: "number",
    description: "Minutes between the end of that backup window and the sweep, 0 to 720.",
    default: DEFAULTS.scheduleMarginMinutes,
    validations: [wholeNumber("schedule_margin_minutes", BOUNDS.scheduleMarginMinutes), MARGIN_FITS],
  },
  {
    name: "schedule_expression",
    type: "string",
    description:
      "EventBridge schedule expression of the sweep, `cron(…)` or `rate(…)`, instead of the one computed from `backup_windows`. Without either it is `cron(0 6 * * ? *)`.",
    default: null,
    validations: [patternOrNull("schedule_expression", PATTERNS.scheduleExpression, SCHEDULE_FORM)],
  },
  {
    name: "follow_up_interval_minutes",
    type: "number",
    description:
      "Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics, 5 to 60.",
    default: DEFAULTS.followUpIntervalMinutes,
    validations: [wholeNumber("follow_up_interval_minutes", BOUNDS.followUpIntervalMinutes)],
  },
  {
    name: "max_copies_in_progress",
    type: numbers(DEFAULTS.maxCopiesInProgress),
    description:
      "How many copies may be in progress at once in each target region, 1 to 100; by default what RDS allows.",
    default: {},
    validations: [wholeNumbers("max_copies_in_progress", ["instances", "clusters"], BOUNDS.maxCopiesInProgress)],
  },
  {
    name: "max_recovery_point_age_hours",
    type: "number",
    description:
      "Hours after which the newest copy of a database is too old and the alarm of the target region is raised, 25 to 8760.",
    default: DEFAULTS.maxRecoveryPointAgeHours,
    validations: [wholeNumber("max_recovery_point_age_hours", BOUNDS.maxRecoveryPointAgeHours)],
  },
  {
    name: "stuck_copy_hours",
    type: "number",
    description:
      "Hours after which a copy that is still in progress is reported as failed, 1 to 8760. It is not touched.",
    default: DEFAULTS.stuckCopyHours,
    validations: [wholeNumber("stuck_copy_hours", BOUNDS.stuckCopyHours)],
  },
  {
    name: "alarm_actions",
    type: "list(string)",
    description: "ARNs that every alarm tells when it is raised, such as SNS topics.",
    default: [],
    validations: [elements("alarm_actions", PATTERNS.arn, "ARNs")],
  },
  {
    name: "ok_actions",
    type: "list(string)",
    description: "ARNs that every alarm tells when it is over.",
    default: [],
    validations: [elements("ok_actions", PATTERNS.arn, "ARNs")],
  },
  {
    name: "notification_emails",
    type: "list(string)",
    description:
      "E-mail addresses that every alarm tells when it is raised and when it is over, through a topic made for them.",
    default: [],
    validations: [elements("notification_emails", PATTERNS.emailAddress, "e-mail addresses")],
  },
  {
    name: "protect_kms_keys",
    type: "bool",
    description:
      "Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up, set it to false, apply, then remove the target region.",
    default: true,
    validations: [],
  },
  {
    name: "encryption_key_arn",
    type: "string",
    description:
      "ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`.",
    default: null,
    validations: [
      validation(
        `var.encryption_key_arn == null ? true : ${isKeyOf(SOURCE_REGION, "var.encryption_key_arn")}`,
        `encryption_key_arn must be the ARN of a key of the source region ${hcl(SOURCE_REGION)} (…:key/…, not an alias), got: ${hcl('var.encryption_key_arn == null ? "null" : var.encryption_key_arn')}`,
      ),
    ],
  },
  {
    name: "dry_run",
    type: "bool",
    description: "Report what would be copied and deleted, and do neither. Metrics are published.",
    default: false,
    validations: [],
  },
  {
    name: "lambda_runtime",
    type: "string",
    description:
      "Runtime of the Lambda functions, `nodejs24.x` (needs version 6.19 of the AWS provider) or `nodejs22.x`.",
    default: DEFAULTS.lambdaRuntime,
    validations: [oneOf("lambda_runtime", LAMBDA_RUNTIMES)],
  },
  {
    name: "log_retention_in_days",
    type: "number",
    description: "Days to keep the logs of the functions; 0 keeps them for ever.",
    default: DEFAULTS.logRetentionInDays,
    validations: [oneOf("log_retention_in_days", LOG_RETENTION_DAYS)],
  },
  {
    name: "log_level",
    type: "string",
    description: "Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`.",
    default: DEFAULTS.logLevel,
    validations: [oneOf("log_level", LOG_LEVELS)],
  },
  {
    name: "permissions_boundary",
    type: "string",
    description: "ARN of the policy that bounds the permissions of the functions' role.",
    default: null,
    validations: [patternOrNull("permissions_boundary", PATTERNS.policyArn, "the ARN of an IAM policy")],
  },
  {
    name: "tags",
    type: "map(string)",
    description: "Tags of everything that Terraform makes. They do not go on copies.",
    default: {},
    validations: [],
  },
];

/** Adds the variables to a stack. */
export function terraformVariables(stack: TerraformStack): void {
  for (const spec of VARIABLES) {
    const variable = new TerraformVariable(stack, spec.name, {
      type: spec.type,
      description: spec.description,
      nullable: spec.default === null,
      validation: [...spec.validations],
    });
    // Not as an argument: cdktf throws at null, and turns the keys of a map into snake_case.
    if (spec.default !== undefined) variable.addOverride("default", spec.default);
  }
}
