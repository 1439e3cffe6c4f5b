import { TerraformOutput, type TerraformStack } from "cdktf";
import { ALL_SETTINGS } from "../settings/settings";
import type { BackupResources } from "./backup-resources";
import { hcl } from "./expressions";
import { settingValue } from "./variable-values";

/** An output of the Terraform module. */
export interface OutputSpec {
  readonly name: string;
  readonly description: string;
  readonly value: (backup: BackupResources) => unknown;
}

/** Settings whose effective value is not in the variable or local of their name. */
const IN_FORCE = new Map([
  ["region", "local.source_region"],
  ["schedule_expression", "local.schedule_expression"],
]);

/** Every setting with what it is in effect: Terraform's plan of an output shows what a change does to it. */
const SETTINGS_IN_FORCE = Object.fromEntries(
  ALL_SETTINGS.map(([name, { is }]) => [name, hcl(IN_FORCE.get(name) ?? settingValue(name, is))]),
);

export const OUTPUTS: readonly OutputSpec[] = [
  {
    name: "sweep_function_name",
    description: "Name of the function that reconciles all databases.",
    value: ({ sweepFunction }) => sweepFunction.functionName,
  },
  {
    name: "sweep_function_arn",
    description: "ARN of the function that reconciles all databases.",
    value: ({ sweepFunction }) => sweepFunction.arn,
  },
  {
    name: "backup_finished_function_name",
    description: "Name of the function that copies the snapshot of a backup that has just finished.",
    value: ({ backupFinishedFunction }) => backupFinishedFunction.functionName,
  },
  {
    name: "backup_finished_function_arn",
    description: "ARN of the function that copies the snapshot of a backup that has just finished.",
    value: ({ backupFinishedFunction }) => backupFinishedFunction.arn,
  },
  {
    name: "role_arn",
    description: "ARN of the role of the functions, for key policies that name who may use a key.",
    value: ({ functionRole }) => functionRole.arn,
  },
  {
    name: "event_topic_arn",
    description: "ARN of the topic to which RDS reports backups.",
    value: ({ eventTopic }) => eventTopic.arn,
  },
  {
    name: "notification_topic_arn",
    description: "ARN of the topic of messages and alarms, to subscribe to.",
    value: ({ notificationTopic }) => notificationTopic.arn,
  },
  {
    name: "dead_letter_queue_arn",
    description: "ARN of the queue of invocations that failed for good.",
    value: ({ deadLetterQueue }) => deadLetterQueue.arn,
  },
  {
    name: "schedule_expression",
    description: "When the daily sweep starts.",
    value: ({ scheduleExpression }) => scheduleExpression,
  },
  {
    name: "target_kms_key_arns",
    description: "Target region → ARN of the key of its copies, null where there is none.",
    value: ({ targetKmsKeyArns }) => targetKmsKeyArns,
  },
  {
    name: "alarm_arns",
    description: "ARNs of all alarms.",
    value: ({ alarmArns }) => alarmArns,
  },
  {
    name: "settings",
    description: "Every setting as it is in force, defaults included.",
    value: () => SETTINGS_IN_FORCE,
  },
];

export function terraformOutputs(stack: TerraformStack, backup: BackupResources): void {
  for (const { name, description, value } of OUTPUTS) {
    new TerraformOutput(stack, `output.${name}`, { description, value: value(backup) }).overrideLogicalId(name);
  }
}
