import type { AccessRequest } from "../../simulation/iam/access";
import { arn } from "../../simulation/iam/arns";
import { ACCOUNT, type Deployment, keyArn, SOURCE } from "./deployments";

/**
 * Permissions that no simulation can show to be needed. They are granted because AWS documents them, and names nothing less.
 */

/**
 * On the source key and on the target key: AWS documents one list for both (docs/aws-facts.md#kms-permissions). The simulated RDS asks
 * for exactly these.
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
 * Lists of snapshots may be authorised on the databases too: which of the two a list with a filter asks for is not documented
 * (docs/aws-facts.md#list-permissions).
 */
export function documentedLists({ targets }: Deployment): AccessRequest[] {
  return [SOURCE, ...targets].flatMap((region) => [
    { action: "rds:DescribeDBSnapshots", resource: arn(ACCOUNT, "rds", region, "db:*") },
    { action: "rds:DescribeDBSnapshots", resource: arn(ACCOUNT, "rds", region, "db:orders") },
    { action: "rds:DescribeDBClusterSnapshots", resource: arn(ACCOUNT, "rds", region, "cluster:*") },
    { action: "rds:DescribeDBClusterSnapshots", resource: arn(ACCOUNT, "rds", region, "cluster:billing") },
  ]);
}

/** What a run tells people, and how it remembers that (SNS developer guide, "Key management": through SNS the publisher uses the key). */
export function messages(deployment: Deployment): AccessRequest[] {
  const told = deployment.text("aws_ssm_parameter.told", "arn");
  return [
    { action: "sns:Publish", resource: deployment.text("aws_sns_topic.notifications", "arn") },
    ...["ssm:GetParameter", "ssm:PutParameter"].map((action) => ({ action, resource: told })),
    ...keyUse(deployment, "sns"),
  ];
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
  return [send, ...logs, ...keyUse(deployment, "sqs")];
}

/** What a service asks of `encryption_key_arn` in the name of who sends to it. */
function keyUse({ props }: Deployment, service: string): AccessRequest[] {
  if (props.encryptionKeyArn === undefined) return [];
  const context = { "kms:ViaService": `${service}.${SOURCE}.amazonaws.com` };
  const resource = keyArn(SOURCE, "plumbing");
  return ["kms:Decrypt", "kms:GenerateDataKey"].map((action) => ({ action, resource, context }));
}
