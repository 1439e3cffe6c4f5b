import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { RdsCrossRegionBackup, type RdsCrossRegionBackupProps } from "../../../modules";

/**
 * An app of somebody who installed the package: the test gives it the package's names for `cdktf`, the provider and
 * `modules`. One deployment with every prop, and one with none but the targets.
 */
const app = new App();
const stack = new TerraformStack(app, "databases");
new AwsProvider(stack, "aws", { region: "eu-west-1" });
const ireland = new AwsProvider(stack, "ireland", { alias: "ireland", region: "eu-west-1" });
const pager = new SnsTopic(stack, "pager", { name: "pager" });

/** `Required`: a new prop must be added here. */
const props: Required<RdsCrossRegionBackupProps> = {
  region: "eu-west-1",
  name: "orders-backup",
  targets: {
    "eu-central-1": { databaseKmsKeyArns: { "orders-*": keyArn("eu-central-1", 1) } },
    "eu-north-1": { createKmsKey: false, kmsKeyArn: keyArn("eu-north-1", 2) },
    "eu-south-1": { createKmsKey: false },
  },
  instances: { include: ["*"], exclude: ["*-test"], tags: { stage: "production" } },
  clusters: { include: ["orders-*", "billing"], exclude: [], tags: {} },
  retention: { keepLast: 7, keepDaily: 14, keepWeekly: 8, keepMonthly: 12, keepYearly: 5 },
  backupWindows: ["22:00-23:30", "03:00-03:30"],
  backupWindowInstances: ["orders"],
  backupWindowClusters: ["billing"],
  scheduleMarginMinutes: 90,
  scheduleExpression: "cron(15 5 * * ? *)",
  followUpIntervalMinutes: 20,
  maxCopiesInProgress: { instances: 10, clusters: 3 },
  maxRecoveryPointAgeHours: 30,
  stuckCopyHours: 12,
  restoreChecks: "all",
  maxDeletionsPerDailyRun: 3,
  manualSnapshotHeadroom: 5,
  copyTags: { "cost-centre": "backup" },
  copyOptionGroups: "always",
  alarmActions: [pager.arn],
  okActions: [pager.arn],
  notificationEmails: ["ops@example.com"],
  protectKmsKeys: false,
  sourceKmsKeyArns: [keyArn("eu-west-1", 4)],
  encryptionKeyArn: keyArn("eu-west-1", 3),
  dryRun: true,
  lambdaRuntime: "nodejs22.x",
  logRetentionInDays: 365,
  logLevel: "WARN",
  permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
  tags: { team: "databases" },
  provider: ireland,
  sweepFunctionConfig: { memorySize: 512 },
  backupFinishedFunctionConfig: { reservedConcurrentExecutions: 2 },
};

function keyArn(region: string, number: number): string {
  return `arn:aws:kms:${region}:123456789012:key/0d9f3c1a-8c1e-4c55-9a55-00000000000${number}`;
}

const backup = new RdsCrossRegionBackup(stack, "orders", props);
new RdsCrossRegionBackup(stack, "this", { targets: { "us-east-1": {} }, backupWindows: ["23:30-00:00"] });

backup.onRecoveryPointTooOld({ raised: "arn:aws:sns:eu-west-1:123456789012:a", over: pager.arn });
backup.onAlarm("deadLetters", { raised: "arn:aws:sns:eu-west-1:123456789012:a" });
backup.onBackupFinished("audit", "sqs", "arn:aws:sqs:eu-west-1:123456789012:audit");
backup.grantInvokeSweep("operators", "operators");
backup.grantConsumeDeadLetters("on_call", "on-call");

const outputs = {
  sweep: backup.sweepFunction.functionName,
  backup_finished: backup.backupFinishedFunction.arn,
  log_groups: [backup.sweepLogGroup.name, backup.backupFinishedLogGroup.name],
  role: backup.functionRole.arn,
  event_topic: backup.eventTopic.arn,
  dead_letter_queue: backup.deadLetterQueue.url,
  kms_keys: backup.targetKmsKeyArns,
  alarms: backup.alarmArns,
  troubles_begun: backup.alarms.troublesBegun.alarmName,
  notification_topic: backup.notificationTopic.arn,
  schedule: backup.scheduleExpression,
};
for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });

app.synth();
