import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { baseProps, newStack, synth, Template } from "./synth";

const PAGER = "arn:aws:sns:eu-west-1:123456789012:pager";
const TOPIC = hcl("aws_sns_topic.notifications.arn");
const CHAT = "arn:aws:sns:eu-west-1:123456789012:chat";

function built(use: (backup: RdsCrossRegionBackup) => void): Template {
  const stack = newStack();
  use(new RdsCrossRegionBackup(stack, "this", { ...baseProps, alarmActions: [CHAT] }));
  return new Template(stack);
}

/** docs/measurements.md#figures */
test("a deployment with one target region has 40 resources, and each further one adds its key, alias, four alarms and time", () => {
  const one = synth({ targets: { "eu-central-1": {} } });
  const three = synth({ targets: { "eu-central-1": {}, "eu-north-1": {}, "us-east-1": {} } });
  expect([one.count(), three.count() - one.count()]).toEqual([40, 2 * 7]);
});

describe("one alarm", () => {
  test.each<[string, (backup: RdsCrossRegionBackup) => void]>([
    ["recovery_point_age", (backup) => backup.onRecoveryPointTooOld({ raised: PAGER })],
    ["troubles_begun", (backup) => backup.onTroubleBegun({ raised: PAGER })],
    ["not_running", (backup) => backup.onNotRunning({ raised: PAGER })],
    ["dead_letters", (backup) => backup.onAlarm("deadLetters", { raised: PAGER })],
  ])("%s tells one more, beside those that every alarm tells", (name, use) => {
    const template = built(use);
    expect(template.resource(`aws_cloudwatch_metric_alarm.${name}`).alarm_actions).toEqual([CHAT, TOPIC, PAGER]);
    expect(template.resource("aws_cloudwatch_metric_alarm.nothing_selected").alarm_actions).toEqual([CHAT, TOPIC]);
  });

  test("tells when it is over only those who want to know", () => {
    const template = built((backup) => backup.onNotRunning({ raised: PAGER, over: PAGER }));
    expect(template.resource("aws_cloudwatch_metric_alarm.not_running").ok_actions).toEqual([TOPIC, PAGER]);
    expect(built(() => undefined).resource("aws_cloudwatch_metric_alarm.not_running").ok_actions).toEqual([TOPIC]);
  });

  test("tells no more than CloudWatch takes, which would refuse the alarm", () => {
    const more = (count: number, targets: { raised: string; over?: string }) =>
      built((backup) => {
        for (let index = 0; index < count; index++) backup.onAlarm("notRunning", targets);
      });
    expect(more(3, { raised: PAGER }).resource("aws_cloudwatch_metric_alarm.not_running").alarm_actions).toHaveLength(
      5,
    );
    expect(() => more(4, { raised: PAGER })).toThrow(
      /^notRunning must tell at most 5, which it does already: arn:.*chat/,
    );
    expect(() => more(3, { raised: PAGER, over: PAGER })).not.toThrow();
  });
});

test("events of finished backups go somewhere else too", () => {
  const queue = "arn:aws:sqs:eu-west-1:123456789012:audit";
  const template = built((backup) => backup.onBackupFinished("audit", "sqs", queue));
  expect(template.resource("aws_sns_topic_subscription.audit")).toEqual({
    topic_arn: hcl("aws_sns_topic.this.arn"),
    protocol: "sqs",
    endpoint: queue,
  });
});

describe("a role", () => {
  test("may start a sweep by hand, and nothing else", () => {
    const template = built((backup) => backup.grantInvokeSweep("operators", "operators"));
    expect(template.resource("aws_iam_role_policy.operators")).toMatchObject({ role: "operators" });
    expect(template.statements("operators")).toEqual([
      { sid: "StartSweeps", actions: ["lambda:InvokeFunction"], resources: [hcl("aws_lambda_function.sweep.arn")] },
    ]);
  });

  test("may look at dead letters and clear them away", () => {
    const [statement, ...others] = built((backup) => backup.grantConsumeDeadLetters("on_call", "on-call")).statements(
      "on_call",
    );
    expect(others).toEqual([]);
    expect(statement?.resources).toEqual([hcl("aws_sqs_queue.dlq.arn")]);
    expect(statement?.actions).toEqual([
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:PurgeQueue",
      "sqs:GetQueueAttributes",
    ]);
  });
});

test("people can subscribe to the topic of messages, addresses or not", () => {
  const backup = new RdsCrossRegionBackup(newStack(), "this", { ...baseProps, notificationEmails: null });
  expect(backup.notificationTopicArn).toBe(hcl("aws_sns_topic.notifications.arn"));
});

test("target regions without a key are left out of the keys, which can be an output", () => {
  const backup = new RdsCrossRegionBackup(newStack(), "this", {
    targets: { "eu-central-1": { createKmsKey: false }, "us-east-1": {} },
  });
  expect(backup.targetKmsKeyArns).toEqual({ "us-east-1": hcl('aws_kms_key.this["us-east-1"].arn') });
});
