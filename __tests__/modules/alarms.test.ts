import { describe, expect, test } from "@jest/globals";
import { METRICS, METRICS_NAMESPACE } from "../../handlers/run/telemetry";
import { hcl } from "../../modules/expressions";
import { synth } from "./synth";

const ALARMS = [
  "recovery_point_age",
  "databases_uncovered",
  "nothing_selected",
  "copies_failed",
  "sweep_errors",
  "backup_finished_errors",
  "dead_letters",
];
const alarm = (role: string, props = {}) => synth(props).resource(`aws_cloudwatch_metric_alarm.${role}`);
const OWN = {
  namespace: METRICS_NAMESPACE,
  dimensions: { service: "rds-cross-region-backup" },
  statistic: "Maximum",
  period: 3600,
};

describe("an alarm is raised", () => {
  test("per target region, when a database there has had no fresh copy for two hours, or nothing runs", () => {
    expect(alarm("recovery_point_age", { targets: { "eu-central-1": {}, "us-east-1": {} } })).toMatchObject({
      ...OWN,
      for_each: { "eu-central-1": "eu-central-1", "us-east-1": "us-east-1" },
      alarm_name: `rds-cross-region-backup-recovery-point-age-${hcl("each.key")}`,
      metric_name: METRICS.recoveryPointAge,
      dimensions: { service: "rds-cross-region-backup", TargetRegion: hcl("each.key") },
      comparison_operator: "GreaterThanThreshold",
      threshold: 36 * 3600,
      evaluation_periods: 2,
      datapoints_to_alarm: 2,
      treat_missing_data: "breaching",
    });
    expect(alarm("recovery_point_age", { maxRecoveryPointAgeHours: 48 }).threshold).toBe(48 * 3600);
  });

  test("when a selected database cannot be copied", () => {
    expect(alarm("databases_uncovered")).toMatchObject({
      ...OWN,
      metric_name: METRICS.databasesUncovered,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  });

  test("when nothing is selected", () => {
    expect(alarm("nothing_selected")).toMatchObject({
      ...OWN,
      metric_name: METRICS.databasesSelected,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  });

  test("when copies fail three hours running", () => {
    expect(alarm("copies_failed")).toMatchObject({
      ...OWN,
      metric_name: METRICS.copiesFailed,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
      treat_missing_data: "notBreaching",
    });
  });

  test.each(["sweep", "backup_finished"])("when the function %s ends with errors three hours running", (fn) => {
    expect(alarm(`${fn}_errors`)).toMatchObject({
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: hcl(`aws_lambda_function.${fn}.function_name`) },
      statistic: "Sum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      period: 3600,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
      treat_missing_data: "notBreaching",
    });
  });

  test("when invocations that failed for good have lain in the queue for three hours", () => {
    expect(alarm("dead_letters")).toMatchObject({
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: hcl("aws_sqs_queue.dlq.name") },
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      period: 3600,
      evaluation_periods: 3,
      datapoints_to_alarm: 3,
    });
  });
});

test("there are no other alarms", () => {
  const all = synth()
    .addresses()
    .filter((address) => address.startsWith("aws_cloudwatch_metric_alarm."));
  expect(all.sort()).toEqual(ALARMS.map((role) => `aws_cloudwatch_metric_alarm.${role}`).sort());
});

describe.each(ALARMS)("the alarm %s", (role) => {
  test("says what it means and what to do", () => {
    expect(alarm(role).alarm_description).toMatch(/^[A-Z].{80,}\.$/s);
  });

  test("tells whom it is told to tell, and mails", () => {
    expect(alarm(role)).toMatchObject({ alarm_actions: [], ok_actions: [] });
    const onCall = "arn:aws:sns:eu-west-1:123456789012:on-call";
    const done = "arn:aws:sns:eu-west-1:123456789012:done";
    const mail = hcl("aws_sns_topic.notifications[0].arn");
    const given = { alarmActions: [onCall], okActions: [done] };
    expect(alarm(role, given)).toMatchObject({ alarm_actions: [onCall], ok_actions: [done] });
    expect(alarm(role, { ...given, notificationEmails: ["ops@example.com"] })).toMatchObject({
      alarm_actions: [onCall, mail],
      ok_actions: [done, mail],
    });
  });
});
