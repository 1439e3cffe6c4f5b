import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsDbInstance } from "@cdktf/provider-aws/lib/data-aws-db-instance";
import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { LambdaFunction, LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import type { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { addressOf } from "./address";
import { addressCollisions } from "./address-collisions";
import { type Alarms, alarms } from "./alarms";
import { backupWindowSources } from "./backup-window-sources";
import type { Context } from "./context";
import { deadLetters } from "./dead-letters";
import { rdsEvents } from "./events";
import { hcl } from "./expressions";
import { bundledCode, type FunctionCode } from "./function-code";
import { BACKUP_FINISHED, lambdaFunction, logGroup, SWEEP } from "./functions";
import type { Addresses, Inputs } from "./inputs";
import { targetKeys } from "./keys";
import { logicalId, type Make, maker } from "./make";
import { notifications } from "./notifications";
import { functionRole, rolePolicy } from "./permissions";
import { schedule } from "./schedule";
import { surroundings } from "./surroundings";

export interface BackupResourcesOptions {
  readonly provider?: TerraformProvider | undefined;
  /** @default the bundled zips, as assets of the app */
  readonly code?: FunctionCode;
  readonly sweepFunctionConfig?: Partial<LambdaFunctionConfig> | undefined;
  readonly backupFinishedFunctionConfig?: Partial<LambdaFunctionConfig> | undefined;
}

/** Everything that one deployment consists of, whether its values are literals or Terraform variables. */
export class BackupResources extends Construct {
  readonly sweepFunction: LambdaFunction;
  readonly backupFinishedFunction: LambdaFunction;
  readonly sweepLogGroup: CloudwatchLogGroup;
  readonly backupFinishedLogGroup: CloudwatchLogGroup;
  readonly functionRole: IamRole;
  /** Where RDS reports backups. */
  readonly eventTopic: SnsTopic;
  /** Where alarms are mailed from; one with `count`, undefined without addresses. */
  readonly notificationTopic: SnsTopic | undefined;
  readonly deadLetterQueue: SqsQueue;
  /** The keys made, one per target region; undefined if none is made. */
  readonly createdKmsKeys: KmsKey | undefined;
  /** Target region → ARN of its key, where there is one. */
  readonly targetKmsKeyArns: Readonly<Record<string, string>> | string;
  readonly alarms: Alarms;
  readonly alarmArns: string[];
  /** When the daily sweep starts. */
  readonly scheduleExpression: string;
  /** For what is added later. */
  protected readonly make: Make;

  constructor(
    scope: Construct,
    id: string,
    inputsOf: (addresses: Addresses, owner: Construct) => Inputs,
    options: BackupResourcesOptions = {},
  ) {
    super(scope, id);
    const addresses = {
      kmsKey: `${KmsKey.tfResourceType}.${logicalId(this, "this")}`,
      notificationTopic: `${SnsTopic.tfResourceType}.${logicalId(this, "notifications")}`,
      recoveryPointAge: `${CloudwatchMetricAlarm.tfResourceType}.${logicalId(this, "recovery_point_age")}`,
      instanceWindows: `data.${DataAwsDbInstance.tfResourceType}.${logicalId(this, "backup_windows")}`,
      clusterWindows: `data.${DataAwsRdsCluster.tfResourceType}.${logicalId(this, "backup_windows")}`,
    };
    const inputs = inputsOf(addresses, this);
    this.node.addValidation({ validate: () => addressCollisions(this) });
    const make = maker(this, options.provider);
    this.make = make;
    const context: Context = { make, inputs, here: surroundings(make, inputs.regionChecks) };

    const keys = targetKeys(context);
    const queue = deadLetters(context);
    const sweepLogs = logGroup(context, SWEEP);
    const backupFinishedLogs = logGroup(context, BACKUP_FINISHED);
    const iamRole = functionRole(context);
    const parts = {
      iamRole,
      rolePolicy: rolePolicy(context, iamRole, {
        logGroups: [sweepLogs, backupFinishedLogs],
        deadLetters: queue,
      }),
      deadLetters: queue,
      code: options.code ?? bundledCode(this),
    };
    const sweep = lambdaFunction(context, SWEEP, {
      ...parts,
      logGroup: sweepLogs,
      config: options.sweepFunctionConfig ?? {},
    });
    const backupFinished = lambdaFunction(context, BACKUP_FINISHED, {
      ...parts,
      logGroup: backupFinishedLogs,
      config: options.backupFinishedFunctionConfig ?? {},
    });
    backupWindowSources(context);
    schedule(context, sweep);

    this.sweepFunction = sweep;
    this.backupFinishedFunction = backupFinished;
    this.sweepLogGroup = sweepLogs;
    this.backupFinishedLogGroup = backupFinishedLogs;
    this.functionRole = iamRole;
    this.eventTopic = rdsEvents(context, backupFinished);
    this.notificationTopic = notifications(context);
    this.deadLetterQueue = queue;
    this.createdKmsKeys = keys;
    this.targetKmsKeyArns = inputs.targetKmsKeyArns;
    this.alarms = alarms(context, { sweep, backupFinished, deadLetters: queue });
    const { recoveryPointAge, ...others } = this.alarms;
    this.alarmArns = inputs.alarmArns(Object.values(others).map((alarm) => hcl(`${addressOf(alarm)}.arn`)));
    this.scheduleExpression = inputs.sweepSchedule;
  }
}
