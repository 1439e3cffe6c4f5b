import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { METRICS, METRICS_NAMESPACE } from "../handlers/run/telemetry";
import type { Context } from "./context";
import { EACH_KEY } from "./expressions";
import { forEach } from "./make";

const HOUR = 3600;

/** Its type ties it to the name that the functions publish, without importing their code. */
const NAMESPACE: typeof METRICS_NAMESPACE = "RdsCrossRegionBackup";
type MetricName = (typeof METRICS)[keyof typeof METRICS];

export interface Alarms {
  /** One per target region, in one resource with `for_each`. */
  readonly recoveryPointAge: CloudwatchMetricAlarm;
  readonly databasesUncovered: CloudwatchMetricAlarm;
  readonly nothingSelected: CloudwatchMetricAlarm;
  readonly copiesFailed: CloudwatchMetricAlarm;
  readonly sweepErrors: CloudwatchMetricAlarm;
  readonly backupFinishedErrors: CloudwatchMetricAlarm;
  readonly deadLetters: CloudwatchMetricAlarm;
}

export interface Watched {
  readonly sweep: LambdaFunction;
  readonly backupFinished: LambdaFunction;
  readonly deadLetters: SqsQueue;
}

/** The alarms (docs/aws-facts.md#alarms). The description of one is what a person reads first, in a mail at night. */
export function alarms({ make, inputs }: Context, watched: Watched): Alarms {
  const alarm = (role: string, title: string, config: Omit<CloudwatchMetricAlarmConfig, "alarmName">) =>
    make(CloudwatchMetricAlarm, role, {
      alarmName: `${inputs.name}-${title}`,
      period: HOUR,
      treatMissingData: "notBreaching",
      alarmActions: inputs.alarmActions,
      okActions: inputs.okActions,
      tags: inputs.tags,
      ...config,
    });
  const own = (metricName: MetricName) => ({
    namespace: NAMESPACE,
    metricName,
    dimensions: { service: inputs.name },
    statistic: "Maximum",
  });
  const above = (threshold: number) => ({ comparisonOperator: "GreaterThanThreshold", threshold });
  const hours = (count: number) => ({ evaluationPeriods: count, datapointsToAlarm: count });
  const errors = (role: string, title: string, fn: LambdaFunction, consequence: string) =>
    alarm(role, title, {
      alarmDescription: `The function ${fn.functionName} has ended with an error in each of the last 3 hours. ${consequence} Its log says what failed and what to change.`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: fn.functionName },
      statistic: "Sum",
      ...above(0),
      ...hours(3),
    });

  const age = own("RecoveryPointAge");
  return {
    recoveryPointAge: forEach(
      alarm("recovery_point_age", `recovery-point-age-${EACH_KEY}`, {
        alarmDescription: `A database has had no available copy in ${EACH_KEY} that is younger than ${inputs.maxRecoveryPointAgeHours} hours, or the sweep does not run at all. The log of the sweep names the database and the reason ("stale", "failed").`,
        ...age,
        dimensions: { ...age.dimensions, TargetRegion: EACH_KEY },
        ...above(inputs.maxRecoveryPointAgeSeconds),
        ...hours(2),
        treatMissingData: "breaching", // no data = no run
      }),
      inputs.targetRegions,
    ),
    databasesUncovered: alarm("databases_uncovered", "databases-uncovered", {
      alarmDescription:
        'Databases are selected that cannot be copied, such as one without automated backups. The log of the sweep names each and the reason ("uncovered"): remove the cause, or exclude the database.',
      ...own("DatabasesUncovered"),
      ...above(0),
      ...hours(1),
    }),
    nothingSelected: alarm("nothing_selected", "nothing-selected", {
      alarmDescription:
        "No database is selected, so nothing is backed up. Check include, exclude and tags of instances and clusters, and that this is the region of the databases.",
      ...own("DatabasesSelected"),
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      ...hours(1),
    }),
    copiesFailed: alarm("copies_failed", "copies-failed", {
      alarmDescription:
        'Copies or deletions, or lists that they need, have failed in each of the last 3 hours. The log of the functions names database, target region, key or permission, and what to change ("failed").',
      ...own("CopiesFailed"),
      ...above(0),
      ...hours(3),
    }),
    sweepErrors: errors(
      "sweep_errors",
      "sweep-errors",
      watched.sweep,
      "A run could not do its work, or did not come to its end: what it has not started or deleted is left to the next.",
    ),
    backupFinishedErrors: errors(
      "backup_finished_errors",
      "backup-finished-errors",
      watched.backupFinished,
      "Some events could not be read, or RDS did not answer: their copies start later, with the next sweep.",
    ),
    deadLetters: alarm("dead_letters", "dead-letters", {
      alarmDescription: `Events whose copies could not be started have lain in the queue ${watched.deadLetters.name} for 3 hours. Each message has the event and the error: remove the cause, then purge the queue. The sweep makes up for what they did not copy.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: watched.deadLetters.name },
      statistic: "Maximum",
      ...above(0),
      ...hours(3),
    }),
  };
}
