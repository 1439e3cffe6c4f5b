import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { LambdaFunction, LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
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
import { functions } from "./functions";
import type { Inputs } from "./inputs";
import { targetKeys } from "./keys";
import { type Make, maker } from "./make";
import { memory } from "./memory";
import { notifications } from "./notifications";
import { type PredictedAddresses, predictedAddresses } from "./predicted-addresses";
import { queries } from "./queries";
import { schedule } from "./schedule";
import { providerRegion, surroundings } from "./surroundings";
import { targetSince } from "./target-since";

export interface BackupResourcesOptions {
  readonly provider?: TerraformProvider | undefined;
  /** @default the bundled zips, as assets of the app */
  readonly code?: FunctionCode;
  readonly sweepFunctionConfig?: Partial<LambdaFunctionConfig> | undefined;
  readonly backupFinishedFunctionConfig?: Partial<LambdaFunctionConfig> | undefined;
}

/** All resources of a deployment, whether its values are literals or Terraform variables. */
export class BackupResources extends Construct {
  readonly sweepFunction: LambdaFunction;
  readonly backupFinishedFunction: LambdaFunction;
  readonly sweepLogGroup: CloudwatchLogGroup;
  readonly backupFinishedLogGroup: CloudwatchLogGroup;
  readonly functionRole: IamRole;
  /** The topic to which RDS reports backups. */
  readonly eventTopic: SnsTopic;
  /** The topic of messages and alarms, to which people subscribe. */
  readonly notificationTopic: SnsTopic;
  /** Its ARN, as the alarms name it. */
  readonly notificationTopicArn: string;
  readonly deadLetterQueue: SqsQueue;
  /** The keys made, one per target region; undefined if none is made. */
  readonly createdKmsKeys: KmsKey | undefined;
  /** Target region → ARN of its key, where there is one. */
  readonly targetKmsKeyArns: Readonly<Record<string, string>> | string;
  readonly alarms: Alarms;
  readonly alarmArns: string[];
  /** When the daily sweep starts. */
  readonly scheduleExpression: string;
  /** Makes what is added later. */
  protected readonly make: Make;

  constructor(
    scope: Construct,
    id: string,
    inputsOf: (addresses: PredictedAddresses, owner: Construct) => Inputs,
    options: BackupResourcesOptions = {},
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => addressCollisions(this) });
    const addresses = predictedAddresses(this);
    const inputs = inputsOf(addresses, this);
    this.make = maker(this, { provider: options.provider, region: inputs.region });
    const context: Context = { make: this.make, inputs, here: surroundings(this, addresses) };
    providerRegion(this.make, inputs);

    this.createdKmsKeys = targetKeys(context);
    this.targetKmsKeyArns = inputs.targetKmsKeyArns;
    this.deadLetterQueue = deadLetters(context);

    this.notificationTopic = notifications(context);
    this.notificationTopicArn = hcl(`${addresses.notificationTopic}.arn`);
    const told = memory(context);
    targetSince(context);

    const { role, sweep, sweepLogGroup, backupFinished, backupFinishedLogGroup } = functions(context, {
      code: options.code ?? bundledCode(this),
      granted: { deadLetters: this.deadLetterQueue, notifications: this.notificationTopic, told },
      sweepConfig: options.sweepFunctionConfig,
      backupFinishedConfig: options.backupFinishedFunctionConfig,
    });
    this.functionRole = role;
    this.sweepFunction = sweep;
    this.sweepLogGroup = sweepLogGroup;
    this.backupFinishedFunction = backupFinished;
    this.backupFinishedLogGroup = backupFinishedLogGroup;

    backupWindowSources(context);
    schedule(context, sweep);
    this.scheduleExpression = inputs.sweepSchedule;
    this.eventTopic = rdsEvents(context, backupFinished);

    this.alarms = alarms(context, { sweep, deadLetters: this.deadLetterQueue });
    this.alarmArns = arnsOf(this.alarms, inputs);
    queries(context, [sweepLogGroup, backupFinishedLogGroup]);
  }
}

function arnsOf(alarms: Alarms, inputs: Inputs): string[] {
  const { recoveryPointAge, copiesUnrestorable, snapshotQuotaInstances, snapshotQuotaClusters, ...others } = alarms;
  const inEachRegion = [recoveryPointAge, copiesUnrestorable, snapshotQuotaInstances, snapshotQuotaClusters];
  const arns = Object.values(others).map((alarm) => hcl(`${addressOf(alarm)}.arn`));
  return inputs.alarmArns(inEachRegion.map(addressOf), arns);
}
