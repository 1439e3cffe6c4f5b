import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { alarmHeading, alarmName, type DeploymentAlarm, type RegionAlarm } from "../handlers/core/names";
import { runbookLink } from "../handlers/core/told/runbook";
import type { METRICS, METRICS_NAMESPACE } from "../handlers/run/telemetry";
import { type AlarmTexts, alarmTexts, FULL } from "./alarm-texts";
import type { Context } from "./context";
import { EACH_KEY } from "./expressions";
import { forEach } from "./make";

const MINUTE = 60;
const HOUR = 3600;

/** A message rings within these minutes of its metric, and again with the next run: follow-ups are at least 5 minutes apart. */
const MINUTES_OF_A_RISE = 3;

/** Its type ties it to the name that the functions publish, without importing their code. */
const NAMESPACE: typeof METRICS_NAMESPACE = "RdsCrossRegionBackup";
type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** Those that exist for each target region, in one resource each with `for_each`. */
export interface RegionAlarms {
  readonly recoveryPointAge: CloudwatchMetricAlarm;
  readonly copiesUnrestorable: CloudwatchMetricAlarm;
  readonly snapshotQuotaInstances: CloudwatchMetricAlarm;
  readonly snapshotQuotaClusters: CloudwatchMetricAlarm;
}

export interface DeploymentAlarms {
  readonly notRunning: CloudwatchMetricAlarm;
  readonly troublesBegun: CloudwatchMetricAlarm;
  readonly nothingSelected: CloudwatchMetricAlarm;
  readonly sweepErrors: CloudwatchMetricAlarm;
  readonly deadLetters: CloudwatchMetricAlarm;
  readonly messagesFailed: CloudwatchMetricAlarm;
}

export type Alarms = RegionAlarms & DeploymentAlarms;

export interface Watched {
  readonly sweep: LambdaFunction;
  readonly deadLetters: SqsQueue;
}

type Config = Omit<CloudwatchMetricAlarmConfig, "alarmName" | "alarmDescription" | "evaluationPeriods"> & {
  /** @default 1 */
  readonly evaluationPeriods?: number;
};

/** How alarms come about, in the terms of CloudWatch (docs/aws-facts.md#how-cloudwatch-evaluates-alarms). */
class AlarmMaker {
  readonly #texts: AlarmTexts;

  constructor(
    readonly context: Context,
    watched: Watched,
  ) {
    this.#texts = alarmTexts(context, watched);
  }

  /**
   * A state is kept while data are missing: silence is no all-clear. When it is over the topic is not told, as messages are of names, and
   * as each new alarm is "over" with its first data.
   */
  alarm(role: RegionAlarm | DeploymentAlarm, config: Config, region?: string): CloudwatchMetricAlarm {
    const { make, inputs } = this.context;
    return make(CloudwatchMetricAlarm, role, {
      alarmName: alarmName(inputs.name, role, region),
      alarmDescription: `${this.#texts[role]} Runbook: ${runbookLink(alarmHeading(role))}`,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      alarmActions: inputs.alarmActions,
      okActions: inputs.okActions,
      tags: inputs.tags,
      ...config,
    });
  }

  inEachRegion(role: RegionAlarm, config: Config): CloudwatchMetricAlarm {
    return forEach(this.alarm(role, config, EACH_KEY), this.context.inputs.targetRegions);
  }

  /** The greatest value of an hour, in which there is at least one run. */
  state(metricName: MetricName, dimensions: Readonly<Record<string, string>> = {}) {
    return {
      namespace: NAMESPACE,
      metricName,
      dimensions: { service: this.context.inputs.name, ...dimensions },
      statistic: "Maximum",
      period: HOUR,
    };
  }

  /** How often something happened in a period, 0 where there are no data: else the last point would be judged for hours. */
  filled(metricName: MetricName, period: number): Pick<Config, "metricQuery"> {
    const dimensions = { service: this.context.inputs.name };
    const metric = { namespace: NAMESPACE, metricName, dimensions, stat: "Sum", period };
    return {
      metricQuery: [
        { id: "filled", expression: "FILL(metric, 0)", label: metricName, returnData: true },
        { id: "metric", metric },
      ],
    };
  }

  /** Errors of a function in hours in which a sweep came to its end, where there is none no data: then another alarm rings, and this one keeps its state. */
  errorsBesideSuccess({ functionName }: LambdaFunction): Pick<Config, "metricQuery"> {
    const errors = {
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: functionName },
      stat: "Sum",
      period: HOUR,
    };
    const { statistic: stat, ...completed } = this.state("SweepsCompleted");
    return {
      metricQuery: [
        { id: "failing", expression: "errors * completed", label: "Errors beside sweeps that end", returnData: true },
        { id: "errors", metric: errors },
        { id: "completed", metric: { ...completed, stat } },
      ],
    };
  }
}

const above = (threshold: number) => ({ comparisonOperator: "GreaterThanThreshold", threshold });
const NONE = { comparisonOperator: "LessThanThreshold", threshold: 1 };

/** Each tells of an outcome, so that one cause makes at most two ring in a target region. Who is in trouble is told by messages. */
export function alarms(context: Context, watched: Watched): Alarms {
  const { inputs } = context;
  const maker = new AlarmMaker(context, watched);
  const inRegion = { TargetRegion: EACH_KEY };
  const quota = (Kind: string) => ({
    ...maker.state("ManualSnapshotQuotaUsed", { ...inRegion, Kind }),
    ...above(FULL),
  });
  return {
    recoveryPointAge: maker.inEachRegion("recovery_point_age", {
      ...maker.state("RecoveryPointAge", inRegion),
      ...above(inputs.maxRecoveryPointAgeSeconds),
    }),
    copiesUnrestorable: maker.inEachRegion("copies_unrestorable", {
      ...maker.state("CopiesUnrestorable", inRegion),
      ...above(0),
    }),
    snapshotQuotaInstances: maker.inEachRegion("snapshot_quota_instances", quota("instance")),
    snapshotQuotaClusters: maker.inEachRegion("snapshot_quota_clusters", quota("cluster")),
    notRunning: maker.alarm("not_running", {
      ...maker.filled("SweepsCompleted", HOUR),
      ...NONE,
      evaluationPeriods: 2, // follow-ups may be an hour apart
      treatMissingData: "breaching",
      okActions: inputs.notRunningOkActions,
    }),
    troublesBegun: maker.alarm("troubles_begun", {
      ...maker.filled("TroublesBegun", MINUTE),
      ...above(0),
      evaluationPeriods: MINUTES_OF_A_RISE, // metrics from logs come late
      datapointsToAlarm: 1,
      treatMissingData: "notBreaching",
      okActions: [], // that nothing more has begun is no all-clear
    }),
    nothingSelected: maker.alarm("nothing_selected", { ...maker.state("DatabasesSelected"), ...NONE }),
    sweepErrors: maker.alarm("sweep_errors", {
      ...maker.errorsBesideSuccess(watched.sweep),
      ...above(0),
      evaluationPeriods: 3,
    }),
    // A queue without messages has no data after a while (docs/aws-facts.md#metrics-of-aws).
    deadLetters: maker.alarm("dead_letters", {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: watched.deadLetters.name },
      statistic: "Maximum",
      period: HOUR,
      ...above(0),
      treatMissingData: "notBreaching",
    }),
    messagesFailed: maker.alarm("messages_failed", {
      ...maker.state("MessagesFailed"),
      // What fails in one run the next tells: the run that failed least decides, so that old failures do not ring once one did not fail.
      statistic: "Minimum",
      ...above(0),
      evaluationPeriods: 2,
    }),
  };
}
