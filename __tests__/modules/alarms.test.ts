import { describe, expect, test } from "@jest/globals";
import { runbookLink } from "../../handlers/core/told/runbook";
import { METRICS, METRICS_NAMESPACE } from "../../handlers/run/telemetry";
import { hcl } from "../../modules/expressions";
import { SETTINGS } from "../../settings/settings";
import { synth } from "./synth";

const IN_EACH_REGION = [
  "recovery_point_age",
  "copies_unrestorable",
  "snapshot_quota_instances",
  "snapshot_quota_clusters",
];
const OF_THE_DEPLOYMENT = [
  "not_running",
  "troubles_begun",
  "nothing_selected",
  "sweep_errors",
  "dead_letters",
  "messages_failed",
];
const ALARMS = [...IN_EACH_REGION, ...OF_THE_DEPLOYMENT];

const NAME = "rds-cross-region-backup";
const EACH = hcl("each.key");
const TOPIC = hcl("aws_sns_topic.notifications.arn");
const alarm = (role: string, props = {}) => synth(props).resource(`aws_cloudwatch_metric_alarm.${role}`);

/** One that shows how things are: the greatest value of an hour decides, and while there is none the state stays. */
const STATE = {
  namespace: METRICS_NAMESPACE,
  dimensions: { service: NAME },
  statistic: "Maximum",
  period: 3600,
  evaluation_periods: 1,
  treat_missing_data: "ignore",
};
const above = (threshold: number) => ({ comparison_operator: "GreaterThanThreshold", threshold });
const BELOW_ONE = { comparison_operator: "LessThanThreshold", threshold: 1 };

/** The sum of a metric, with zeros where there are no data. */
const filled = (metric_name: string, period: number) => [
  { id: "filled", expression: "FILL(metric, 0)", label: metric_name, return_data: true },
  {
    id: "metric",
    metric: { namespace: METRICS_NAMESPACE, metric_name, dimensions: { service: NAME }, stat: "Sum", period },
  },
];

describe("an alarm is raised", () => {
  test("per target region, when a database there has no fresh copy", () => {
    expect(alarm("recovery_point_age", { targets: { "eu-central-1": {}, "us-east-1": {} } })).toMatchObject({
      ...STATE,
      ...above(36 * 3600),
      for_each: { "eu-central-1": "eu-central-1", "us-east-1": "us-east-1" },
      alarm_name: `${NAME}-recovery-point-age-${EACH}`,
      metric_name: METRICS.recoveryPointAge,
      dimensions: { service: NAME, TargetRegion: EACH },
    });
    expect(alarm("recovery_point_age", { maxRecoveryPointAgeHours: 48 }).threshold).toBe(48 * 3600);
  });

  test("per target region, when a copy cannot be restored", () => {
    expect(alarm("copies_unrestorable")).toMatchObject({
      ...STATE,
      ...above(0),
      for_each: { "eu-central-1": "eu-central-1" },
      metric_name: METRICS.copiesUnrestorable,
      dimensions: { service: NAME, TargetRegion: EACH },
    });
  });

  test.each([
    ["instances", "instance"],
    ["clusters", "cluster"],
  ])("per target region, when more than 80 %% of the quota of snapshots of %s are used", (title, Kind) => {
    expect(alarm(`snapshot_quota_${title}`)).toMatchObject({
      ...STATE,
      ...above(80),
      for_each: { "eu-central-1": "eu-central-1" },
      alarm_name: `${NAME}-snapshot-quota-${title}-${EACH}`,
      metric_name: METRICS.manualSnapshotQuotaUsed,
      dimensions: { service: NAME, TargetRegion: EACH, Kind },
    });
  });

  test("when two hours have passed without a sweep, each empty one counted, and whatever CloudWatch makes of no data at all", () => {
    expect(alarm("not_running")).toMatchObject({
      metric_query: filled(METRICS.sweepsCompleted, 3600),
      ...BELOW_ONE,
      evaluation_periods: 2,
      treat_missing_data: "breaching",
    });
  });

  test("and not when follow-ups are as far apart as they may be", () => {
    const { evaluation_periods } = alarm("not_running");
    expect(SETTINGS.follow_up_interval_minutes.is.max * 60).toBeLessThan(Number(evaluation_periods) * 3600);
  });

  test("anew by each run in which troubles begin, late data included, and says nothing when no more begin", () => {
    const { evaluation_periods, ...rings } = alarm("troubles_begun");
    expect(rings).toMatchObject({
      metric_query: filled(METRICS.troublesBegun, 60),
      ...above(0),
      datapoints_to_alarm: 1,
      treat_missing_data: "notBreaching",
      alarm_actions: [TOPIC],
      ok_actions: [],
    });
    expect(evaluation_periods).toBeGreaterThan(2); // two minutes for data that come late
    // It must be over before the next run, with a minute to spare.
    expect(Number(evaluation_periods) * 60).toBeLessThan((SETTINGS.follow_up_interval_minutes.is.min - 1) * 60);
  });

  test("when nothing is selected", () => {
    expect(alarm("nothing_selected")).toMatchObject({
      ...STATE,
      ...BELOW_ONE,
      metric_name: METRICS.databasesSelected,
    });
  });

  test("when some sweeps end with errors three hours running; where all do, silence rings", () => {
    const errors = {
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: hcl("aws_lambda_function.sweep.function_name") },
      stat: "Sum",
      period: 3600,
    };
    expect(alarm("sweep_errors")).toMatchObject({
      metric_query: [
        // Without data where one of them has none (docs/aws-facts.md#how-cloudwatch-evaluates-alarms).
        { id: "failing", expression: "errors * completed", return_data: true },
        { id: "errors", metric: errors },
        { id: "completed", metric: { metric_name: METRICS.sweepsCompleted, stat: "Maximum", period: 3600 } },
      ],
      ...above(0),
      evaluation_periods: 3,
      treat_missing_data: "ignore",
    });
  });

  test("when an event was given up", () => {
    expect(alarm("dead_letters")).toMatchObject({
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: hcl("aws_sqs_queue.dlq.name") },
      statistic: "Maximum",
      ...above(0),
      period: 3600,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching", // of a queue that nobody uses
    });
  });

  test("when no run of two hours could send its messages", () => {
    expect(alarm("messages_failed")).toMatchObject({
      ...STATE,
      statistic: "Minimum", // one that could says that all is told
      ...above(0),
      evaluation_periods: 2,
      metric_name: METRICS.messagesFailed,
    });
  });
});

test("there are no other alarms: 6 for the deployment and 4 for each target region", () => {
  const all = synth()
    .addresses()
    .filter((address) => address.startsWith("aws_cloudwatch_metric_alarm."));
  expect(all.sort()).toEqual(ALARMS.map((role) => `aws_cloudwatch_metric_alarm.${role}`).sort());
  expect([OF_THE_DEPLOYMENT.length, IN_EACH_REGION.length]).toEqual([6, 4]);
});

/** As long as it can become: the longest name of a deployment, of a region, and of an account's queue. */
function longest(text: unknown): string {
  return String(text)
    .replaceAll(/\$\{aws_lambda_function\.\w+\.function_name\}/g, "n".repeat(56))
    .replaceAll(hcl("aws_sqs_queue.dlq.url"), `https://sqs.ap-southeast-1.amazonaws.com/123456789012/${"n".repeat(53)}`)
    .replaceAll(hcl("aws_sqs_queue.dlq.name"), "n".repeat(53))
    .replaceAll(/\$\{(each\.key|local\.source_region)\}/g, "ap-southeast-1");
}

describe.each(ALARMS)("the alarm %s", (role) => {
  const text = longest(alarm(role, { name: "n".repeat(40) }).alarm_description);

  test("says what it means, and what to do: log group, query, command", () => {
    expect(text).toMatch(/^[A-Z].{80,}$/s);
    expect(text).not.toContain("${");
    expect(text).toMatch(
      /Look: log group \/aws\/lambda\/n+-(sweep|backup-finished), saved query n+\/(in-trouble-now|history-of-one-database)\./,
    );
    expect(text).toMatch(/ Run: aws .* --region ap-southeast-1\b/);
    expect(text.endsWith(` Runbook: ${runbookLink(role.replaceAll("_", "-"))}`)).toBe(true);
  });

  test("starts no second run while it waits for the first", () => {
    expect([text.includes("lambda invoke"), text.includes("--cli-read-timeout 0")]).toEqual(
      Array(2).fill(role === "not_running"),
    );
  });

  test("says so in what CloudWatch takes", () => {
    expect(text.length).toBeLessThanOrEqual(1024);
  });

  const onCall = "arn:aws:sns:eu-west-1:123456789012:on-call";
  const done = "arn:aws:sns:eu-west-1:123456789012:done";

  test("tells whom it is told to tell, and the topic", () => {
    expect(alarm(role, { alarmActions: [onCall] }).alarm_actions).toEqual([onCall, TOPIC]);
  });

  test("tells that it is over whom it is told to tell, and the topic only of silence: each new alarm is over with its first data", () => {
    const over = { troubles_begun: [], not_running: [done, TOPIC] }[role] ?? [done];
    expect(alarm(role, { okActions: [done] }).ok_actions).toEqual(over);
  });
});
