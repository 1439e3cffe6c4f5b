import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { hcl } from "../../modules/expressions";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, keyArn, newStack, synth, Template } from "./synth";

/** What a JavaScript caller may pass. */
const problems = (props: object): string[] => {
  try {
    synth(Object.assign({}, baseProps, props));
    return [];
  } catch (error) {
    const [title, ...lines] = String(error).split("\n");
    expect(title).toBe("Error: The props of test/this are not valid:");
    return lines.map((line) => line.replace(/^- /, ""));
  }
};

const REGIONS = "targets must have names of regions as keys, such as eu-central-1";
const PATTERNS_OF = (prop: string) =>
  `${prop} must be database ids or patterns (letters, digits, hyphens and *, at most 63)`;

describe("a prop that is not valid is refused, with its bound and what was given", () => {
  test.each<[string, object, string]>([
    ["no target region", { targets: {} }, "targets must name at least one target region, got: {}"],
    ["a target that is no region", { targets: { frankfurt: {} } }, `${REGIONS}, got: frankfurt`],
    [
      "a target in China",
      { targets: { "cn-north-1": {} } },
      "targets: RDS snapshots cannot be copied to or from China regions, got: cn-north-1",
    ],
    [
      "targets in and out of GovCloud",
      { targets: { "us-gov-west-1": {}, "us-east-1": {} } },
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: us-gov-west-1, us-east-1",
    ],
    [
      "an alias",
      { targets: { "eu-central-1": { createKmsKey: false, kmsKeyArn: "alias/backup" } } },
      'targets["eu-central-1"].kmsKeyArn must be the ARN of a key (…:key/…, not an alias), got: "alias/backup"',
    ],
    [
      "a key of another region",
      { targets: { "eu-central-1": { createKmsKey: false, kmsKeyArn: keyArn("eu-west-1") } } },
      `targets["eu-central-1"].kmsKeyArn must be a key of eu-central-1, as keys are bound to a region, got: "${keyArn("eu-west-1")}"`,
    ],
    [
      "both kinds of key",
      { targets: { "eu-central-1": { kmsKeyArn: keyArn("eu-central-1") } } },
      'targets["eu-central-1"].kmsKeyArn is used with createKmsKey = false only, got both',
    ],
    [
      "a malformed pattern of a database key",
      { targets: { "eu-central-1": { databaseKmsKeyArns: { "a b": keyArn("eu-central-1") } } } },
      'The keys of targets["eu-central-1"].databaseKmsKeyArns must be database ids or patterns (letters, digits, hyphens and *, at most 63), got: "a b"',
    ],
    [
      "a database key of another region",
      { targets: { "eu-central-1": { databaseKmsKeyArns: { "orders*": keyArn("eu-west-1") } } } },
      `targets["eu-central-1"].databaseKmsKeyArns["orders*"] must be a key of eu-central-1, as keys are bound to a region, got: "${keyArn("eu-west-1")}"`,
    ],
    [
      "capitals in the name",
      { name: "Backup" },
      'name must be lower-case letters, digits and single hyphens, and begin with a letter, got: "Backup"',
    ],
    ["a long name", { name: "a".repeat(41) }, `name must have at most 40 characters, got: "${"a".repeat(41)}"`],
    ["a malformed pattern", { instances: { exclude: ["a.b"] } }, `${PATTERNS_OF("instances.exclude")}, got: a.b`],
    ["a malformed pattern", { clusters: { include: ["a_*", "b"] } }, `${PATTERNS_OF("clusters.include")}, got: a_*`],
    [
      "both kinds off",
      { instances: { include: [] }, clusters: { include: [] } },
      "instances and clusters must not both have include = [], or nothing is backed up",
    ],
    [
      "retention of nothing",
      { retention: { keepLast: 0 } },
      "retention.keepLast must be a whole number from 1 to 1000, got: 0",
    ],
    [
      "too much retention",
      { retention: { keepDaily: 1001 } },
      "retention.keepDaily must be a whole number from 0 to 1000, got: 1001",
    ],
    [
      "negative retention",
      { retention: { keepWeekly: -1 } },
      "retention.keepWeekly must be a whole number from 0 to 1000, got: -1",
    ],
    [
      "half a month",
      { retention: { keepMonthly: 0.5 } },
      "retention.keepMonthly must be a whole number from 0 to 1000, got: 0.5",
    ],
    [
      "no year",
      { retention: { keepYearly: Number.NaN } },
      "retention.keepYearly must be a whole number from 0 to 1000, got: NaN",
    ],
    [
      "a pattern instead of the id of an instance",
      { backupWindowInstances: ["orders", "pay-*"] },
      "backupWindowInstances must be database ids (letters, digits and hyphens, at most 63, and a letter first), got: pay-*",
    ],
    [
      "a long id of a cluster",
      { backupWindowClusters: ["a".repeat(63), "b".repeat(64)] },
      `backupWindowClusters must be database ids (letters, digits and hyphens, at most 63, and a letter first), got: ${"b".repeat(64)}`,
    ],
    [
      "a malformed window",
      { backupWindows: ["4:00-4:30"] },
      'backupWindows must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: "4:00-4:30"',
    ],
    [
      "a short window",
      { backupWindows: ["04:00-04:29"] },
      'backupWindows must be at least 30 minutes and less than 24 hours long, got: "04:00-04:29"',
    ],
    [
      "windows all day",
      { backupWindows: ["00:00-12:00", "12:00-00:00"] },
      "backupWindows must leave a part of the day free, together they cover all of it",
    ],
    [
      "a margin that does not fit",
      { backupWindows: ["00:00-23:00"] },
      "scheduleMarginMinutes must be less than the longest stretch free of backup windows, 60 minutes, got: 60",
    ],
    [
      "a negative margin",
      { scheduleMarginMinutes: -1 },
      "scheduleMarginMinutes must be a whole number from 0 to 720, got: -1",
    ],
    [
      "a schedule that is none",
      { scheduleExpression: "daily" },
      'scheduleExpression must be cron(…) of six fields, with ? for the day of month or of week, or rate(…), got: "daily"',
    ],
    [
      "a follow-up too often",
      { followUpIntervalMinutes: 4 },
      "followUpIntervalMinutes must be a whole number from 5 to 60, got: 4",
    ],
    [
      "a follow-up too seldom",
      { followUpIntervalMinutes: 61 },
      "followUpIntervalMinutes must be a whole number from 5 to 60, got: 61",
    ],
    [
      "no copy at once",
      { maxCopiesInProgress: { instances: 0 } },
      "maxCopiesInProgress.instances must be a whole number from 1 to 100, got: 0",
    ],
    [
      "too many at once",
      { maxCopiesInProgress: { clusters: 101 } },
      "maxCopiesInProgress.clusters must be a whole number from 1 to 100, got: 101",
    ],
    [
      "an age under a day",
      { maxRecoveryPointAgeHours: 24 },
      "maxRecoveryPointAgeHours must be a whole number from 25 to 8760, got: 24",
    ],
    ["stuck at once", { stuckCopyHours: 0 }, "stuckCopyHours must be a whole number from 1 to 8760, got: 0"],
    ["an action that is no ARN", { alarmActions: ["on-call"] }, "alarmActions must be ARNs, got: on-call"],
    ["an action that is no ARN", { okActions: ["on-call"] }, "okActions must be ARNs, got: on-call"],
    ["a malformed address", { notificationEmails: ["ops"] }, "notificationEmails must be e-mail addresses, got: ops"],
    [
      "an alias for the plumbing",
      { encryptionKeyArn: "alias/aws/sns" },
      'encryptionKeyArn must be the ARN of a key (…:key/…, not an alias), got: "alias/aws/sns"',
    ],
    [
      "another runtime",
      { lambdaRuntime: "python3.13" },
      'lambdaRuntime must be one of nodejs24.x, nodejs22.x, got: "python3.13"',
    ],
    [
      "a log level of another library",
      { logLevel: "TRACE" },
      'logLevel must be one of DEBUG, INFO, WARN, ERROR, got: "TRACE"',
    ],
    [
      "a role as boundary",
      { permissionsBoundary: "arn:aws:iam::123456789012:role/r" },
      'permissionsBoundary must be the ARN of an IAM policy, got: "arn:aws:iam::123456789012:role/r"',
    ],
  ])("%s", (_, props, problem) => {
    expect(problems(props)).toEqual([problem]);
  });

  test("log retention that CloudWatch does not know", () => {
    expect(problems({ logRetentionInDays: 31 })).toEqual([
      expect.stringMatching(/^logRetentionInDays must be one of 0, 1, 3, .*, 3653, got: 31$/),
    ]);
  });
});

test("all that is wrong is said at once", () => {
  expect(
    problems({
      targets: { "eu-central-1": { createKmsKey: false, kmsKeyArn: keyArn("eu-west-1") }, frankfurt: {} },
      name: "Backup",
      backupWindows: ["4:00-4:30", "04:00-04:10"],
      scheduleMarginMinutes: 721,
      retention: { keepLast: 0, keepDaily: -1 },
    }),
  ).toHaveLength(8);
});

describe("what is at its bound is taken", () => {
  test.each<[string, Partial<RdsCrossRegionBackupProps>]>([
    ["name", { name: `a${"-1".repeat(19)}a` }],
    ["margin", { scheduleMarginMinutes: 720 }],
    ["margin", { scheduleMarginMinutes: 0 }],
    ["follow-up", { followUpIntervalMinutes: 5 }],
    ["follow-up", { followUpIntervalMinutes: 60 }],
    ["retention", { retention: { keepLast: 1, keepDaily: 1000, keepWeekly: 0 } }],
    ["copies in progress", { maxCopiesInProgress: { instances: 1, clusters: 100 } }],
    ["recovery point age", { maxRecoveryPointAgeHours: 25 }],
    ["stuck copies", { stuckCopyHours: 8760 }],
    ["logs for ever", { logRetentionInDays: 0 }],
    ["one kind off", { instances: { include: [] } }],
    [
      "a margin that does not fit, but is not used",
      { backupWindows: ["00:00-23:00"], scheduleExpression: "rate(1 day)" },
    ],
    [
      "a margin that does not fit given windows, where Terraform reads more",
      { backupWindows: ["00:00-23:00"], backupWindowInstances: ["orders"] },
    ],
    ["GovCloud only", { targets: { "us-gov-west-1": { createKmsKey: false } } }],
  ])("%s: %j", (_, props) => {
    expect(problems(props)).toEqual([]);
  });
});

describe("schedule expressions are those that EventBridge takes", () => {
  test.each([
    "cron(0 6 * * ? *)",
    "cron(0/15 8-17 ? * MON-FRI *)",
    "cron(0 6 L * ? 2026-2030)",
    "cron(0 6 ? * 6#3 *)",
    "rate(1 hour)",
    "rate(12 hours)",
    "rate(90 minutes)",
  ])("%s", (scheduleExpression) => expect(problems({ scheduleExpression })).toEqual([]));

  test.each([
    "cron(0 6 * * *)",
    "cron(0 6 * * * *)",
    "cron(0 6 ? * ? *)",
    "cron(0 6 * * ? * *)",
    "cron(0 6 * * ? *) ",
    "rate(1 hours)",
    "rate(2 hour)",
    "rate(0 minutes)",
    "rate(1.5 hours)",
  ])("not %s", (scheduleExpression) => expect(problems({ scheduleExpression })).toHaveLength(1));
});

describe("the settings fit into Lambda's environment", () => {
  // What is left of 4096 bytes, filled with one tag of the databases.
  const sized = (length: number) => problems({ instances: { tags: { a: "é".repeat(length) } } });
  const free =
    Array.from({ length: 2000 }, (_, length) => length).findLast((length) => sized(length).length === 0) ?? 0;

  test("up to their size as JSON, in bytes", () => {
    expect(free).toBeGreaterThan(1500);
    expect(sized(free + 1)).toEqual([
      expect.stringMatching(
        /^instances, clusters and targets must be shorter: Lambda takes 4096 bytes of settings, as JSON, got: 409[78]$/,
      ),
    ]);
  });

  test("with the ARNs of keys that are not made yet", () => {
    const tags = { a: "é".repeat(free) };
    expect(problems({ instances: { tags }, targets: { "eu-central-1": { createKmsKey: false } } })).toEqual([]);
    expect(problems({ instances: { tags }, targets: { "eu-central-1": {}, "eu-north-1": {} } })).toHaveLength(1);
  });
});

describe("what only the plan knows", () => {
  const stack = newStack();
  const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
  const number = new TerraformVariable(stack, "number", { type: "number" }).numberValue;
  const list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;

  test("is left to the plan", () => {
    new RdsCrossRegionBackup(stack, "this", {
      name: text,
      targets: {
        "eu-central-1": { createKmsKey: false, kmsKeyArn: text, databaseKmsKeyArns: { orders: text } },
      },
      instances: { include: list, exclude: [text] },
      retention: { keepLast: number },
      followUpIntervalMinutes: number,
      maxRecoveryPointAgeHours: number,
      alarmActions: [text],
      encryptionKeyArn: text,
      permissionsBoundary: text,
      scheduleExpression: text,
      logRetentionInDays: number,
    });
    const synthesised = new Template(stack);
    expect(synthesised.resource("aws_lambda_function.sweep")).toMatchObject({
      environment: {
        variables: {
          NAME: hcl("var.text"),
          INSTANCES: expect.stringContaining("jsonencode({"),
          RETENTION: expect.stringContaining('"keep_last" = var.number'),
          MAX_RECOVERY_POINT_AGE_HOURS: expect.stringContaining("var.number"),
        },
      },
    });
    expect(synthesised.resource("aws_cloudwatch_metric_alarm.recovery_point_age").threshold).toMatch(
      /var\.number \* 3600/,
    );
    expect(synthesised.resource("aws_cloudwatch_event_rule.follow_up").schedule_expression).toMatch(
      /^rate\(.*var\.number.* minutes\)$/,
    );
  });

  test("cannot decide which resources there are, or when the sweep is", () => {
    expect(
      problems({
        notificationEmails: list,
        backupWindows: [text],
        backupWindowInstances: [text],
        backupWindowClusters: list,
        scheduleMarginMinutes: number,
      }),
    ).toEqual([
      "backupWindows must be known at synth, got a token; the Terraform module takes such values at plan",
      "backupWindowInstances must be known at synth, got a token; the Terraform module takes such values at plan",
      "backupWindowClusters must be known at synth, got a token; the Terraform module takes such values at plan",
      "scheduleMarginMinutes must be known at synth, got a token; the Terraform module takes such values at plan",
      "notificationEmails must be known at synth, got a token; the Terraform module takes such values at plan",
    ]);
  });
});

test("the base is valid", () => {
  expect(problems(baseProps)).toEqual([]);
});
