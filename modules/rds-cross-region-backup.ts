import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { Construct } from "constructs";
import { ALARM_ACTIONS } from "../settings/rules";
import type { Alarms } from "./alarms";
import { BackupResources } from "./backup-resources";
import { literalInputs } from "./literal-inputs";
import { synthWarnings } from "./plan-checks";
import { policyDocument } from "./policy-document";
import type { RdsCrossRegionBackupProps } from "./props";
import { validateProps } from "./validate-props";

/** Who is notified of an alarm: ARNs of alarm actions, such as SNS topics. */
export interface AlarmTargets {
  /** Notified when it is raised. */
  readonly raised: string;
  /**
   * Notified when it is over.
   * @default nobody
   */
  readonly over?: string;
}

/**
 * Keeps a recent, re-encrypted copy of the automated backups of RDS databases and Aurora clusters in other regions,
 * and tells when there is none.
 *
 * With the id `this` the addresses have no prefix, as in the Terraform module: `aws_lambda_function.sweep`.
 *
 * @example
 * new RdsCrossRegionBackup(stack, "this", { targets: { "eu-central-1": {} } });
 */
export class RdsCrossRegionBackup extends BackupResources {
  /** @throws Error that lists all props that are not valid */
  constructor(scope: Construct, id: string, props: RdsCrossRegionBackupProps) {
    const settings = validateProps(props, [scope.node.path, id].filter(Boolean).join("/"));
    super(scope, id, (addresses, owner) => literalInputs(settings, addresses, owner), props);
    const tellsSomebody = () =>
      Object.values<CloudwatchMetricAlarm>({ ...this.alarms }).some(({ alarmActionsInput = [] }) =>
        alarmActionsInput.some((arn) => arn !== this.notificationTopicArn),
      );
    synthWarnings(this, settings, tellsSomebody);
  }

  /** Notifies when a database has no fresh copy in a target region. */
  onRecoveryPointTooOld(targets: AlarmTargets): void {
    this.onAlarm("recoveryPointAge", targets);
  }

  /**
   * Notifies when something is in trouble that was not before: a message to `notificationTopic` names each. When it is over is told
   * by messages only.
   */
  onTroubleBegun({ raised }: Pick<AlarmTargets, "raised">): void {
    this.onAlarm("troublesBegun", { raised });
  }

  /** Notifies when no sweep has come to its end for two hours: nothing else is told then. */
  onNotRunning(targets: AlarmTargets): void {
    this.onAlarm("notRunning", targets);
  }

  /**
   * Notifies of one alarm, in addition to `alarmActions` and `okActions`.
   *
   * @throws Error if CloudWatch would refuse the alarm, as it already tells as many as it can
   */
  onAlarm(name: keyof Alarms, { raised, over }: AlarmTargets): void {
    const alarm = this.alarms[name];
    alarm.alarmActions = oneMore(name, alarm.alarmActionsInput, raised);
    if (over !== undefined) alarm.okActions = oneMore(name, alarm.okActionsInput, over);
  }

  /**
   * Sends the RDS events of finished backups to another subscriber too.
   *
   * @param role name in addresses, in snake_case
   * @param protocol of SNS, such as `sqs` or `https`
   */
  onBackupFinished(role: string, protocol: string, endpoint: string): SnsTopicSubscription {
    return this.make(SnsTopicSubscription, role, { topicArn: this.eventTopic.arn, protocol, endpoint });
  }

  /** Lets an IAM role start a sweep by hand. @param role name in addresses, in snake_case */
  grantInvokeSweep(role: string, iamRoleName: string): IamRolePolicy {
    return this.grant(role, iamRoleName, "StartSweeps", ["lambda:InvokeFunction"], this.sweepFunction.arn);
  }

  /** Lets an IAM role read and remove the invocations that failed for good. */
  grantConsumeDeadLetters(role: string, iamRoleName: string): IamRolePolicy {
    const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue", "sqs:GetQueueAttributes"];
    return this.grant(role, iamRoleName, "ClearDeadLetters", actions, this.deadLetterQueue.arn);
  }

  private grant(role: string, iamRoleName: string, sid: string, actions: string[], resource: string): IamRolePolicy {
    const { json } = policyDocument(this.make, role, [{ sid, actions, resources: [resource] }]);
    return this.make(IamRolePolicy, role, { role: iamRoleName, policy: json });
  }
}

function oneMore(name: keyof Alarms, actions: readonly string[] = [], one: string): string[] {
  if (actions.length >= ALARM_ACTIONS)
    throw new Error(`${name} must tell at most ${ALARM_ACTIONS}, which it does already: ${actions.join(", ")}`);
  return [...actions, one];
}
