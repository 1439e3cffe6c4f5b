import { expect, test } from "@jest/globals";
import { copyTags } from "../../handlers/core/copy-tags";
import { fits } from "../../handlers/settings/check";
import * as texts from "../../settings/texts";

const COPY = {
  deployment: "orders",
  sourceArn: "",
  sourceTime: new Date(0),
  database: "orders",
  resourceId: "db-1",
  startedAt: new Date(0),
  attempt: 1,
  sheet: {},
  set: {},
  ofDatabase: {},
};

const TEXTS = new Map(Object.entries(texts));

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test.each<[keyof typeof texts, string[], string[]]>([
  [
    "NAME",
    ["a", "backup", "team-b-2", "a1", "my-aws-backup", "a-ws"],
    ["", "A", "1a", "-a", "a-", "a--b", "a_b", "a b", "a\n", "é", "aws", "aws-backup", "awsome", "ssm-backup"],
  ],
  [
    "REGION",
    ["us-east-1", "us-gov-west-1", "ap-southeast-5", "cn-north-1", "il-central-1"],
    ["", "us-east", "US-EAST-1", "us-east-1a", "useast1", " us-east-1", "us-east-1\n", "u-east-1"],
  ],
  [
    "DATABASE_PATTERN",
    ["*", "orders", "Orders-*", "a".repeat(63), "1*"],
    ["", "a".repeat(64), "a_b", "a b", "a?", "a.b", "orders\n"],
  ],
  [
    "DATABASE_ID",
    ["orders", "Orders-2", "a".repeat(63)],
    ["", "a".repeat(64), "2a", "a_b", "pay-*", "arn:aws:rds:eu-west-1:123456789012:cluster:shop"],
  ],
  [
    "TARGET_KMS_KEY",
    [
      KEY,
      "arn:aws:kms:eu-central-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab",
      KEY.replace("arn:aws", "arn:aws-us-gov"),
    ],
    [
      "",
      "1234abcd-12ab-34cd-56ef-1234567890ab",
      "alias/backup",
      "arn:aws:kms:eu-central-1:123456789012:alias/backup",
      KEY.replace("123456789012", "12345"),
      KEY.replace(":kms:", ":sns:"),
      KEY.replace("eu-central-1", ""),
      KEY.replace("arn:aws", "arn:azure"),
      `${KEY}/x`,
      ` ${KEY}`,
    ],
  ],
  [
    "ALARM_ACTION",
    [
      KEY,
      "arn:aws:sns:eu-central-1:123456789012:on-call",
      "arn:aws:ssm:eu-central-1:123456789012:opsitem:1",
      "arn:aws:ssm-incidents::123456789012:response-plan/databases",
    ],
    ["", "on-call", "arn:aws:sns", "arn:azure:sns:eu-central-1:123456789012:on-call", "arn:aws:sns:eu-west-1:1:a"],
  ],
  [
    "POLICY_ARN",
    ["arn:aws:iam::123456789012:policy/boundary", "arn:aws-us-gov:iam::aws:policy/path/boundary"],
    ["", "boundary", "arn:aws:iam::123456789012:role/boundary", "arn:aws:iam::12345:policy/boundary"],
  ],
  [
    "EMAIL_ADDRESS",
    ["on-call@example.com"],
    ["", "on-call", "@example.com", "on-call@", "a@b@c", "on call@example.com", "on-call@example.com\n"],
  ],
  [
    "SCHEDULE",
    [
      "cron(0 6 * * ? *)",
      "cron(0/15 8-17 ? * MON-FRI *)",
      "cron(0 6 L * ? 2026-2030)",
      "cron(0 6 ? * 6#3 *)",
      "rate(1 hour)",
      "rate(12 hours)",
      "rate(15 minutes)",
    ],
    [
      "",
      "0 6 * * ? *",
      "cron()",
      "at(2026-01-31T03:07:00)",
      "cron(0 6 * * ? *",
      " cron(0 6 * * ? *)",
      "cron(0 6 * * ? *) ",
      "cron(0 6 * * *)",
      "cron(0 6 * * * *)",
      "cron(0 6 ? * ? *)",
      "cron(0 6 * * ? * *)",
      "rate(1 hours)",
      "rate(2 hour)",
      "rate(0 minutes)",
      "rate(1.5 hours)",
    ],
  ],
  [
    "BACKUP_WINDOW",
    ["00:00-00:30", "23:45-00:15", "19:09-20:59"],
    ["", "0:00-0:30", "24:00-24:30", "00:60-01:00", "00:00-00:60", "00:00 - 00:30", "mon:00:00-mon:00:30"],
  ],
  [
    "TAG_KEY",
    ["team", "Größe:x/y=z+1-2@3_4. ", "a".repeat(128), "my-aws:x"],
    ["", "a".repeat(129), "a*", "a&b", "aws:x", "AWS:x", "rds:x", "CrossRegionBackup", "crossregionbackup/Hold"],
  ],
  ["TAG_VALUE", ["", "données", "a".repeat(256)], ["a".repeat(257), "a*", "a\n"]],
  ["ANY_TEXT", ["", "anything"], []],
])("the pattern of %s takes what is right and nothing else", (name, right, wrong) => {
  const is = TEXTS.get(name) ?? texts.ANY_TEXT;
  const takes = (text: string) => fits(is, text, "eu-central-1");
  expect(right.filter((text) => !takes(text))).toEqual([]);
  expect(wrong.filter(takes)).toEqual([]);
});

test("tags that may not be set are those that are not inherited", () => {
  for (const key of ["aws:x", "AWS:x", "rds:x", "CrossRegionBackup", "crossregionbackup/x", "my-aws:x", "team"]) {
    const { dropped } = copyTags({ ...COPY, ofSnapshot: { [key]: "x" } });
    expect([key, fits(texts.TAG_KEY, key)]).toEqual([key, dropped.length === 0]);
  }
});
