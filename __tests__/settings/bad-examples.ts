import { REGION_RULES } from "../../settings/rules";
import { SETTINGS } from "../../settings/settings";
import {
  ALARM_ACTION,
  DATABASE_PATTERN,
  NAME,
  POLICY_ARN,
  REGION,
  SCHEDULE,
  TAG_KEY,
  TAG_VALUE,
  TARGET_KMS_KEY,
} from "../../settings/texts";

/** Who reads settings. */
export type Reader = "terraform" | "props" | "functions";

/** Values that are refused by whoever reads them. */
export interface BadExample {
  readonly title: string;
  /** Beside a target region, in Terraform's form. */
  readonly values: Readonly<Record<string, unknown>>;
  /** What each reader says, in Terraform's words, as far as all say the same. */
  readonly problem: string;
  /** Who has no such value, or whom Terraform's type spares the check. */
  readonly notFor?: readonly Reader[];
}

export const key = (region: string, id = "1234abcd-12ab-34cd-56ef-1234567890ab") =>
  `arn:aws:kms:${region}:123456789012:key/${id}`;

const target = (target: unknown) => ({ targets: { "eu-central-1": target } });
const retention = Object.keys(SETTINGS.retention.is.fields).join(", ");
const ALIAS = "arn:aws:kms:eu-central-1:123456789012:alias/backup";
const OF_TARGETS = ["functions"] as const;
const [, CHINA, GOVCLOUD, PARTITION] = REGION_RULES.map(({ sentence }) => sentence);

/** Bad examples of each kind of value, each kind where one setting has it. */
const BAD_EXAMPLES: readonly BadExample[] = [
  { title: "text of another form", values: { name: "Backup" }, problem: `name must be ${NAME.mustBe}, got: "Backup"` },
  {
    title: "text with a blank at its end",
    values: { name: "backup " },
    problem: `name must be ${NAME.mustBe}, got: "backup "`,
  },
  {
    title: "long text",
    values: { name: "a".repeat(41) },
    problem: `name must be ${NAME.mustBe}, got: "${"a".repeat(41)}"`,
  },
  {
    title: "text that begins as only AWS itself may",
    values: { name: "aws-backup" },
    problem: `name must be ${NAME.mustBe}, got: "aws-backup"`,
  },
  {
    title: "text of another form, where there may be none",
    values: { permissions_boundary: "arn:aws:iam::123456789012:role/boundary" },
    problem: `permissions_boundary must be ${POLICY_ARN.mustBe}, got: "arn:aws:iam::123456789012:role/boundary"`,
    notFor: ["functions"],
  },
  {
    title: "schedule that is none",
    values: { schedule_expression: "daily" },
    problem: `schedule_expression must be ${SCHEDULE.mustBe}, got: "daily"`,
    notFor: ["functions"],
  },
  {
    title: "small number",
    values: { follow_up_interval_minutes: 4 },
    problem: "follow_up_interval_minutes must be a whole number from 5 to 60, got: 4",
  },
  {
    title: "large number",
    values: { follow_up_interval_minutes: 61 },
    problem: "follow_up_interval_minutes must be a whole number from 5 to 60, got: 61",
  },
  {
    title: "number with a fraction",
    values: { stuck_copy_hours: 1.5 },
    problem: "stuck_copy_hours must be a whole number from 1 to 8760, got: ",
  },
  {
    title: "flag that is none",
    values: { dry_run: "no" },
    problem: 'dry_run must be true or false, got: "no"',
    notFor: ["terraform"],
  },
  {
    title: "another text than those there are",
    values: { log_level: "TRACE" },
    problem: 'log_level must be one of DEBUG, INFO, WARN, ERROR, got: "TRACE"',
  },
  {
    title: "another number than those there are",
    values: { log_retention_in_days: 31 },
    problem: `log_retention_in_days must be one of ${SETTINGS.log_retention_in_days.is.values.join(", ")}, got: 31`,
    notFor: ["functions"],
  },
  {
    title: "list with items of another form",
    values: { alarm_actions: ["on-call", "arn:aws:sns:eu-west-1:123456789012:on-call", "ops "] },
    problem: `alarm_actions must be a list of ${ALARM_ACTION.mustBe}, got: "on-call", "ops "`,
    notFor: ["functions"],
  },
  {
    title: "list that is too long",
    values: {
      alarm_actions: Array.from({ length: 5 }, (_, index) => `arn:aws:sns:eu-west-1:123456789012:team-${index}`),
    },
    problem: "alarm_actions must have at most 4 entries, got: 5",
    notFor: ["functions"],
  },
  {
    title: "text instead of a list",
    values: { instances: { include: "prod-*" } },
    problem: `instances.include must be a list of ${DATABASE_PATTERN.mustBe}, got: "prod-*"`,
  },
  {
    title: "list in an object with items of another form",
    values: { clusters: { exclude: ["a.b", "c", null] } },
    problem: `clusters.exclude must be a list of ${DATABASE_PATTERN.mustBe}, got: "a.b", null`,
  },
  {
    title: "misspelt part of an object",
    values: { instances: { excludes: ["prod-*"] } },
    problem: "instances.excludes is unknown, the nearest is exclude: there are include, exclude, tags",
  },
  {
    title: "list instead of an object",
    values: { instances: ["prod-*"] },
    problem: "instances must be an object, got: ",
  },
  {
    title: "text of many that is none",
    values: { instances: { tags: { stage: ["prod"], team: "data" } } },
    problem: 'instances.tags["stage"] must be text',
  },
  {
    title: "list instead of texts by name",
    values: { instances: { tags: ["prod"] } },
    problem: "instances.tags must be an object",
  },
  {
    title: "reserved name",
    values: { copy_tags: { "aws:team": "data" } },
    problem: `The keys of copy_tags must be ${TAG_KEY.mustBe}, got: "aws:team"`,
  },
  {
    title: "text by name of another form",
    values: { copy_tags: { team: "a*b" } },
    problem: `copy_tags["team"] must be ${TAG_VALUE.mustBe}`,
  },
  {
    title: "too many names",
    values: { copy_tags: Object.fromEntries(Array.from({ length: 38 }, (_, index) => [`tag-${index}`, "x"])) },
    problem: "copy_tags must have at most 37 entries, got: 38",
  },
  {
    title: "misspelt number of many",
    values: { retention: { keep: 30 } },
    problem: `retention.keep is unknown, the nearest is keep_last: there are ${retention}`,
  },
  {
    title: "small number of many",
    values: { retention: { keep_last: 0 } },
    problem: "retention.keep_last must be a whole number from 1 to 1000, got: 0",
  },
  {
    title: "number of many with a fraction",
    values: { retention: { keep_daily: 1.5 } },
    problem: "retention.keep_daily must be a whole number from 0 to 1000, got: 1.5",
  },
  {
    title: "large number of many",
    values: { max_copies_in_progress: { clusters: 101 } },
    problem: "max_copies_in_progress.clusters must be a whole number from 1 to 100, got: 101",
  },
  {
    title: "no target region",
    values: { targets: {} },
    problem: "targets must name at least one target region",
    notFor: OF_TARGETS,
  },
  {
    title: "target region that is none",
    values: { targets: { "eu-central-1": {}, frankfurt: {} } },
    problem: `The keys of targets must be ${REGION.mustBe}, got: "frankfurt"`,
    notFor: OF_TARGETS,
  },
  {
    title: "list of target regions",
    values: { targets: ["eu-central-1"] },
    problem: "targets must be an object",
    notFor: OF_TARGETS,
  },
  {
    title: "target that is null",
    values: { targets: { "eu-central-1": null, "eu-north-1": {} } },
    problem: 'targets["eu-central-1"] must be an object',
    notFor: OF_TARGETS,
  },
  {
    title: "target that is text",
    values: target("yes"),
    problem: 'targets["eu-central-1"] must be an object',
    notFor: OF_TARGETS,
  },
  {
    title: "misspelt part of a target",
    values: target({ kms_key_id: key("eu-central-1") }),
    problem:
      'targets["eu-central-1"].kms_key_id is unknown, the nearest is kms_key_arn: there are create_kms_key, kms_key_arn, database_kms_key_arns',
    notFor: OF_TARGETS,
  },
  {
    title: "text instead of a flag",
    values: target({ create_kms_key: "no" }),
    problem: 'targets["eu-central-1"].create_kms_key must be true or false',
    notFor: OF_TARGETS,
  },
  {
    title: "alias instead of a key",
    values: target({ create_kms_key: false, kms_key_arn: ALIAS }),
    problem: `targets["eu-central-1"].kms_key_arn must be ${TARGET_KMS_KEY.mustBe}`,
    notFor: OF_TARGETS,
  },
  {
    title: "key of another region",
    values: target({ create_kms_key: false, kms_key_arn: key("eu-west-1") }),
    problem: `targets["eu-central-1"].kms_key_arn must be ${TARGET_KMS_KEY.mustBe}`,
    notFor: OF_TARGETS,
  },
  {
    title: "both a created and a given key",
    values: target({ kms_key_arn: key("eu-central-1") }),
    problem: 'targets["eu-central-1"].kms_key_arn must be given with create_kms_key = false only',
    notFor: OF_TARGETS,
  },
  {
    title: "key of databases that no pattern can name",
    values: target({ database_kms_key_arns: { "a b": key("eu-central-1") } }),
    problem: `The keys of targets["eu-central-1"].database_kms_key_arns must be ${DATABASE_PATTERN.mustBe}`,
    notFor: OF_TARGETS,
  },
  {
    title: "key of another region for a database",
    values: target({ database_kms_key_arns: { "orders-*": key("eu-west-1"), "shop-*": key("eu-central-1") } }),
    problem: `targets["eu-central-1"].database_kms_key_arns["orders-*"] must be ${TARGET_KMS_KEY.mustBe}`,
    notFor: OF_TARGETS,
  },
  {
    title: "one key instead of those of databases",
    values: target({ database_kms_key_arns: key("eu-central-1") }),
    problem: 'targets["eu-central-1"].database_kms_key_arns must be an object',
    notFor: OF_TARGETS,
  },
  {
    title: "target region in China",
    values: { targets: { "cn-north-1": { create_kms_key: false } } },
    problem: CHINA ?? "",
    notFor: OF_TARGETS,
  },
  {
    title: "target regions in and out of GovCloud",
    values: { targets: { "us-gov-west-1": { create_kms_key: false }, "eu-central-1": {} } },
    problem: GOVCLOUD ?? "",
    notFor: OF_TARGETS,
  },
  {
    title: "target regions of two partitions",
    values: { targets: { "us-iso-east-1": { create_kms_key: false }, "eu-central-1": {} } },
    problem: PARTITION ?? "",
    notFor: OF_TARGETS,
  },
  {
    title: "both kinds off",
    values: { instances: { include: [] }, clusters: { include: [] } },
    problem: "instances and clusters must not both have include = [], or nothing is backed up",
  },
  {
    title: "short backup window",
    values: { backup_windows: ["04:00-04:29"] },
    problem: "backup_windows must be at least 30 minutes and less than 24 hours long",
    notFor: ["functions"],
  },
  {
    title: "backup windows that cover the whole day",
    values: { backup_windows: ["00:00-12:00", "12:00-00:00"] },
    problem: "backup_windows must leave a part of the day free, together they cover all of it",
    notFor: ["functions"],
  },
  {
    title: "margin that does not fit",
    values: { backup_windows: ["00:00-23:00"], schedule_margin_minutes: 60 },
    problem:
      "schedule_margin_minutes must be less than the longest stretch free of backup windows, 60 minutes, got: 60",
    notFor: ["functions"],
  },
];

export const badExamplesFor = (reader: Reader): readonly BadExample[] =>
  BAD_EXAMPLES.filter(({ notFor = [] }) => !notFor.includes(reader));
