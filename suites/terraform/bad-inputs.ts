import assert from "node:assert/strict";
import { DATABASE_ID, SCHEDULE } from "../../settings/texts";
import type { Checks } from "../checks";
import { unknownInputs } from "./unknown-inputs";
import type { Workspace } from "./workspace";

const OK = { targets: { "eu-central-1": {} } };
const key = (region: string, account = "123456789012") =>
  `arn:aws:kms:${region}:${account}:key/0d9f3c1a-8c1e-4c55-9a55-2f1a3b4c5d6e`;

export interface BadInput {
  readonly title: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly region?: string;
  /** The whole message, as a person sees it. */
  readonly message: string;
  /** How often it is told: once, unless several resources have the same condition. */
  readonly errors?: number;
}

const ARN_OF_KEY = "targets: kms_key_arn must be the ARN of a key of the target region (…:key/…, not an alias)";

const LONG_IDS = Array.from({ length: 120 }, (_, index) => `database-with-a-long-name-${index}`);
const keysOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, key("eu-central-1")]));
const SETTINGS_SIZE = "instances, clusters and targets must be shorter: Lambda takes 4096 bytes of settings, as JSON";

const ENCRYPTION_KEY =
  "encryption_key_arn must be the ARN of a key of the source region eu-west-1 (…:key/…, not an alias)";

export const BAD_INPUTS: readonly BadInput[] = [
  {
    title: "no target region",
    variables: { targets: {} },
    message: "targets must name at least one target region, got: {}",
  },
  {
    title: "target region with a malformed name",
    variables: { targets: { "eu-central-1": {}, frankfurt: {} } },
    message: "targets must have names of regions as keys, such as eu-central-1, got: frankfurt",
  },
  {
    title: "target region that is the source region",
    variables: { targets: { "eu-west-1": {}, "eu-central-1": {} } },
    message: "targets must not name the source region, as a copy there would be lost with it, got: eu-west-1",
  },
  {
    title: "target region in China",
    variables: { targets: { "cn-north-1": { create_kms_key: false } } },
    message: "targets: RDS snapshots cannot be copied to or from China regions, got: cn-north-1",
  },
  {
    title: "source region in China",
    variables: { targets: { "cn-northwest-1": { create_kms_key: false } } },
    region: "cn-north-1",
    message: "targets: RDS snapshots cannot be copied to or from China regions, got: cn-northwest-1, cn-north-1",
  },
  {
    title: "target region in GovCloud, source region elsewhere",
    variables: { targets: { "us-gov-west-1": { create_kms_key: false } } },
    message:
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: eu-west-1 to us-gov-west-1",
  },
  {
    title: "source region in GovCloud, target region elsewhere",
    variables: { targets: { "us-gov-east-1": { create_kms_key: false }, "us-east-1": { create_kms_key: false } } },
    region: "us-gov-west-1",
    message:
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: us-gov-west-1 to us-east-1",
  },
  {
    title: "alias instead of a key",
    variables: {
      targets: {
        "eu-central-1": { create_kms_key: false, kms_key_arn: "arn:aws:kms:eu-central-1:123456789012:alias/backup" },
      },
    },
    message: `${ARN_OF_KEY}, got: eu-central-1: arn:aws:kms:eu-central-1:123456789012:alias/backup`,
  },
  {
    title: "key of another region",
    variables: { targets: { "eu-central-1": { create_kms_key: false, kms_key_arn: key("eu-west-1") } } },
    message: `${ARN_OF_KEY}, got: eu-central-1: ${key("eu-west-1")}`,
  },
  {
    title: "both a created and a given key",
    variables: { targets: { "eu-central-1": { kms_key_arn: key("eu-central-1") } } },
    message: "targets: kms_key_arn is used with create_kms_key = false only, both are given, got: eu-central-1",
  },
  {
    title: "database key with a malformed pattern",
    variables: { targets: { "eu-central-1": { database_kms_key_arns: { "a b": key("eu-central-1") } } } },
    message: `targets: database_kms_key_arns must have database ids or patterns as keys (letters, digits, hyphens and *, at most 63), got: eu-central-1: a b = ${key("eu-central-1")}`,
  },
  {
    title: "database key of another region",
    variables: { targets: { "eu-central-1": { database_kms_key_arns: { "orders*": key("eu-west-1") } } } },
    message: `targets: database_kms_key_arns must be ARNs of keys of the target region (…:key/…, not aliases), got: eu-central-1: orders* = ${key("eu-west-1")}`,
  },
  {
    title: "name with capitals",
    variables: { ...OK, name: "Backup" },
    message:
      "name must be lower-case letters, digits and single hyphens, at most 40, and begin with a letter, got: Backup",
  },
  {
    title: "long name",
    variables: { ...OK, name: "a".repeat(41) },
    message: `name must have at most 40 characters, got: ${"a".repeat(41)}`,
  },
  {
    title: "pattern with a character that no database id has",
    variables: { ...OK, instances: { include: ["orders_*"], exclude: ["a.b"] } },
    message:
      "instances: include and exclude must be database ids or patterns (letters, digits, hyphens and *, at most 63), got: orders_*, a.b",
  },
  {
    title: "both kinds off",
    variables: { ...OK, instances: { include: [] }, clusters: { include: [] } },
    message: "instances and clusters must not both have include = [], or nothing is backed up.",
  },
  {
    title: "retention of nothing",
    variables: { ...OK, retention: { keep_last: 0 } },
    message: "retention: keep_last must be a whole number from 1 to 1000, got: keep_last = 0",
  },
  {
    title: "retention that is not whole or too long",
    variables: { ...OK, retention: { keep_daily: 1.5, keep_weekly: 1001, keep_yearly: -1 } },
    message:
      "retention: keep_daily, keep_weekly, keep_monthly, keep_yearly must be whole numbers from 0 to 1000, got: keep_daily = 1.5, keep_weekly = 1001, keep_yearly = -1",
  },
  {
    title: "malformed backup window",
    variables: { ...OK, backup_windows: ["4:00-4:30", "05:00-05:30", "23:30-24:00"] },
    message: "backup_windows must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: 4:00-4:30, 23:30-24:00",
  },
  {
    title: "short backup window",
    variables: { ...OK, backup_windows: ["04:00-04:29", "05:00-05:00"] },
    message: "backup_windows must be at least 30 minutes and less than 24 hours long, got: 04:00-04:29, 05:00-05:00",
  },
  {
    title: "backup windows that cover the whole day",
    variables: { ...OK, backup_windows: ["00:00-12:00", "12:00-00:00"] },
    message:
      "backup_windows must leave a part of the day free, together they cover all of it, got: 00:00-12:00, 12:00-00:00",
  },
  {
    title: "margin that does not fit",
    variables: { ...OK, backup_windows: ["00:00-23:00"], schedule_margin_minutes: 60 },
    message:
      "schedule_margin_minutes must be less than the longest stretch free of backup windows, 60 minutes, got: 60",
  },
  {
    title: "margin out of bounds",
    variables: { ...OK, schedule_margin_minutes: 721 },
    message: "schedule_margin_minutes must be a whole number from 0 to 720, got: 721",
  },
  {
    title: "pattern instead of the id of an instance",
    variables: { ...OK, backup_window_instances: ["orders", "pay-*"] },
    message: `backup_window_instances must be ${DATABASE_ID.mustBe}, got: pay-*`,
  },
  {
    title: "ARN instead of the id of a cluster",
    variables: { ...OK, backup_window_clusters: ["arn:aws:rds:eu-west-1:123456789012:cluster:shop"] },
    message: `backup_window_clusters must be ${DATABASE_ID.mustBe}, got: arn:aws:rds:eu-west-1:123456789012:cluster:shop`,
  },
  {
    title: "margin that does not fit between windows of databases",
    variables: {
      ...OK,
      backup_windows: ["11:00-21:30"],
      backup_window_instances: ["orders"],
      backup_window_clusters: ["archive"],
      schedule_margin_minutes: 30,
    },
    message:
      "schedule_margin_minutes must be less than the longest stretch free of backup windows, 30 minutes, got: 30",
  },
  {
    title: "windows of databases that cover the whole day",
    variables: { ...OK, backup_window_instances: ["reports"], backup_window_clusters: ["archive"] },
    message:
      "backup_windows must leave a part of the day free, together they cover all of it, got: 10:00-23:00, 23:00-10:30",
  },
  ...["daily", "cron(0 6 * * *)", "cron(0 6 * * * *)", "cron(0 6 ? * ? *)", "rate(1 hours)", "rate(0 minutes)"].map(
    (schedule) => ({
      title: `schedule that is none: ${schedule}`,
      variables: { ...OK, schedule_expression: schedule },
      message: `schedule_expression must be ${SCHEDULE.mustBe}, got: ${schedule}`,
    }),
  ),
  {
    title: "follow-up too often",
    variables: { ...OK, follow_up_interval_minutes: 4 },
    message: "follow_up_interval_minutes must be a whole number from 5 to 60, got: 4",
  },
  {
    title: "follow-up too seldom",
    variables: { ...OK, follow_up_interval_minutes: 61 },
    message: "follow_up_interval_minutes must be a whole number from 5 to 60, got: 61",
  },
  {
    title: "no copies in progress",
    variables: { ...OK, max_copies_in_progress: { instances: 0, clusters: 101 } },
    message:
      "max_copies_in_progress: instances, clusters must be whole numbers from 1 to 100, got: clusters = 101, instances = 0",
  },
  {
    title: "recovery point age under a day",
    variables: { ...OK, max_recovery_point_age_hours: 24 },
    message: "max_recovery_point_age_hours must be a whole number from 25 to 8760, got: 24",
  },
  {
    title: "stuck at once",
    variables: { ...OK, stuck_copy_hours: 0 },
    message: "stuck_copy_hours must be a whole number from 1 to 8760, got: 0",
  },
  {
    title: "alarm action that is no ARN",
    variables: { ...OK, alarm_actions: ["on-call"] },
    message: "alarm_actions must be ARNs, got: on-call",
  },
  {
    title: "OK action that is no ARN",
    variables: { ...OK, ok_actions: ["on-call"] },
    message: "ok_actions must be ARNs, got: on-call",
  },
  {
    title: "malformed e-mail address",
    variables: { ...OK, notification_emails: ["ops"] },
    message: "notification_emails must be e-mail addresses, got: ops",
  },
  {
    title: "encryption key that is an alias",
    variables: { ...OK, encryption_key_arn: "alias/aws/sns" },
    message: `${ENCRYPTION_KEY}, got: alias/aws/sns`,
  },
  {
    title: "encryption key of another region",
    variables: { ...OK, encryption_key_arn: key("eu-central-1") },
    message: `${ENCRYPTION_KEY}, got: ${key("eu-central-1")}`,
  },
  {
    title: "unknown runtime",
    variables: { ...OK, lambda_runtime: "python3.13" },
    message: "lambda_runtime must be one of nodejs24.x, nodejs22.x, got: python3.13",
  },
  {
    title: "log retention that CloudWatch does not know",
    variables: { ...OK, log_retention_in_days: 31 },
    message:
      "log_retention_in_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got: 31",
  },
  {
    title: "unknown log level",
    variables: { ...OK, log_level: "TRACE" },
    message: "log_level must be one of DEBUG, INFO, WARN, ERROR, got: TRACE",
  },
  {
    title: "permissions boundary that is no policy",
    variables: { ...OK, permissions_boundary: "arn:aws:iam::123456789012:role/boundary" },
    message: "permissions_boundary must be the ARN of an IAM policy, got: arn:aws:iam::123456789012:role/boundary",
  },
  {
    title: "more settings than Lambda takes, before the keys are made",
    variables: { ...OK, instances: { exclude: LONG_IDS } },
    message: `${SETTINGS_SIZE}, got: 4714`,
    errors: 2, // both functions have the settings
  },
  {
    title: "more keys than Lambda takes as settings",
    variables: { targets: { "eu-central-1": { database_kms_key_arns: keysOf(LONG_IDS.slice(0, 30)) } } },
    message: `${SETTINGS_SIZE}, got: 4214`,
    errors: 2, // both functions have the settings
  },
  {
    title: "settings that are short in characters, and long in bytes",
    variables: {
      name: "o",
      targets: { "eu-central-1": {}, "eu-north-1": { create_kms_key: false } },
      instances: { tags: { 'ñ<é&>"': "𝔘".repeat(900), a: "'" } },
    },
    message: `${SETTINGS_SIZE}, got: 4433`,
    errors: 2, // both functions have the settings
  },
  { title: "no targets given", variables: { targets: null }, message: "required variable may not be set to null" },
];

/** Each bad input fails the plan, with its message and no other error; what a plan cannot know does not. */
export function badInputs(checks: Checks, workspace: Workspace): void {
  unknownInputs(checks, workspace);
  const init = workspace.terraform("terraform", ["init"]);
  assert.ok(init.ok, init.output);
  for (const { title, variables, region, message, errors: expected = 1 } of BAD_INPUTS) {
    checks.check(`bad input: ${title}`, () => {
      const { exitCode, output } = workspace.terraform("terraform", ["plan"], { variables, ...(region && { region }) });
      const errors = output.split(/^(?=Error: )/m).slice(1);
      assert.equal(exitCode, 1, "the plan succeeds");
      assert.ok(unwrapped(errors.join("")).includes(message), `expected: ${message}\n${errors.join("")}`);
      assert.equal(errors.length, expected, errors.join(""));
    });
  }
}

/** Terraform breaks long lines where its window ends. */
const unwrapped = (output: string): string => output.replace(/\s+/g, " ");
