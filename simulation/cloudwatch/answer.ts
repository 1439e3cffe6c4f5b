import type { SimulatedAws } from "../aws";
import { arn } from "../iam/arns";
import type { JsonParameters } from "../wire/json-protocol";
import type { ServiceCall } from "../wire/wing";
import { pageOf, requirePermission } from "../wire/wing";
import type { AlarmDefinition } from "./alarms";

const LARGEST_PAGE = 100;

/** What CloudWatch tells of the alarms that are deployed. @throws AwsError */
export async function answerCloudWatch(aws: SimulatedAws, call: ServiceCall<JsonParameters>): Promise<unknown> {
  const { region, caller, parameters } = call;
  if (parameters.action !== "DescribeAlarms") throw new Error(`CloudWatch's ${parameters.action} is not simulated.`);
  await requirePermission("monitoring", caller, {
    action: "cloudwatch:DescribeAlarms",
    resource: arn(aws.account, "cloudwatch", region, "alarm:*"),
  });
  const names = parameters.texts("AlarmNames");
  const prefix = parameters.text("AlarmNamePrefix") ?? "";
  const state = parameters.text("StateValue");
  const found = aws.deployed.stacks
    .flatMap(({ alarms }) => alarms)
    .filter((alarm) => alarm.region === region && alarm.name.startsWith(prefix))
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((alarm) => metricAlarm(aws, alarm))
    .filter(({ StateValue }) => state === undefined || StateValue === state);
  const size = parameters.number("MaxRecords") ?? LARGEST_PAGE;
  const { page, next } = pageOf(found, parameters.text("NextToken"), size);
  return { MetricAlarms: page, CompositeAlarms: [], NextToken: next };
}

function metricAlarm({ account, deployed }: SimulatedAws, alarm: AlarmDefinition) {
  const now = deployed.running?.alarms.get(alarm.name);
  return {
    ...alarmAsSet(alarm),
    AlarmArn: arn(account, "cloudwatch", alarm.region, `alarm:${alarm.name}`),
    StateValue: now?.state ?? "INSUFFICIENT_DATA",
    StateUpdatedTimestamp: (now?.changes.at(-1)?.time ?? 0) / 1000,
  };
}

/** As `PutMetricAlarm` takes it, and `DescribeAlarms` tells it. */
export function alarmAsSet(alarm: AlarmDefinition) {
  const [metric] = alarm.metrics;
  const isPlain = alarm.expressions.length === 0 && metric;
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    ActionsEnabled: true,
    OKActions: [...alarm.okActions],
    AlarmActions: [...alarm.alarmActions],
    InsufficientDataActions: [],
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparisonOperator,
    TreatMissingData: alarm.treatMissingData,
    ...(isPlain
      ? { ...metricOf(metric), Statistic: metric.statistic, Period: alarm.period }
      : { Metrics: queriesOf(alarm) }),
  };
}

function metricOf({ namespace, metricName, dimensions }: AlarmDefinition["metrics"][number]) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: namespace, MetricName: metricName, Dimensions };
}

function queriesOf({ metrics, expressions, watched, period }: AlarmDefinition) {
  return [
    ...metrics.map((metric) => ({
      Id: metric.id,
      MetricStat: { Metric: metricOf(metric), Period: period, Stat: metric.statistic },
      ReturnData: metric.id === watched,
    })),
    ...expressions.map(({ id, expression }) => ({ Id: id, Expression: expression, ReturnData: id === watched })),
  ];
}
