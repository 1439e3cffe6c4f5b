import type { AccessRequest } from "../../simulation/iam/access";
import { arn } from "../../simulation/iam/arns";
import { ACCOUNT, type Deployment, keyArn, SOURCE } from "./deployments";

/**
 * What no simulation can show to be needed. Each is granted because AWS documents it, and is minimal in the sense that the
 * documentation names nothing less.
 */

/**
 * "Required permissions for copying encrypted snapshots", on the source key and on the target key: AWS documents one list for both
 * and no split (facts §4.1; RDS User Guide, "Copying a DB snapshot"). The simulated RDS asks for exactly these.
 */
export const DOCUMENTED_KMS_ACTIONS = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/**
 * The service authorization reference authorises DescribeDBSnapshots on `db` and `snapshot`, DescribeDBClusterSnapshots on `cluster`
 * and `cluster-snapshot`, without a word on which of them a filter by database asks for (facts §4.2).
 */
export function documentedLists({ targets }: Deployment): AccessRequest[] {
  return [SOURCE, ...targets].flatMap((region) => [
    { action: "rds:DescribeDBSnapshots", resource: arn(ACCOUNT, "rds", region, "db:*") },
    { action: "rds:DescribeDBSnapshots", resource: arn(ACCOUNT, "rds", region, "db:orders") },
    { action: "rds:DescribeDBClusterSnapshots", resource: arn(ACCOUNT, "rds", region, "cluster:*") },
    { action: "rds:DescribeDBClusterSnapshots", resource: arn(ACCOUNT, "rds", region, "cluster:billing") },
  ]);
}

/** What Lambda does with the function's role to keep a failed invocation (Lambda and SQS developer guides, "Key management"). */
export function lambdaItself(deployment: Deployment): AccessRequest[] {
  const send = { action: "sqs:SendMessage", resource: deployment.text("aws_sqs_queue.dlq", "arn") };
  const logs = deployment.arns("aws_cloudwatch_log_group").flatMap((group) =>
    ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) => ({
      action,
      resource: `${group}:log-stream:2026/03/02/[$LATEST]0`,
    })),
  );
  if (deployment.props.encryptionKeyArn === undefined) return [send, ...logs];
  const context = { "kms:ViaService": `sqs.${SOURCE}.amazonaws.com` };
  const keys = ["kms:Decrypt", "kms:GenerateDataKey"].map((action) => ({
    action,
    resource: keyArn(SOURCE, "plumbing"),
    context,
  }));
  return [send, ...logs, ...keys];
}
