import { arn } from "../../simulation/iam/arns";
import { ACCOUNT, type Deployment, ELSEWHERE, OTHER_ACCOUNT, SOURCE, TARGET } from "./deployments";
import type { Forbidden } from "./forbidden";

/** Logs, queues and topics that are not the functions' own, what they need not do with their own, and all other services. */
export function forbiddenServices(deployment: Deployment): Forbidden[] {
  return [...deployment.arns("aws_cloudwatch_log_group").flatMap(logsOf), ...messages(deployment), ...OTHERS].map(
    ([action, resource]) => ({
      what: `call ${action} on ${resource}`,
      action,
      resource,
    }),
  );
}

type Call = readonly [action: string, resource: string];

function logsOf(group: string): Call[] {
  const [, name = ""] = group.split(":log-group:");
  const stream = (region: string, of: string, account = ACCOUNT) =>
    arn(account, "logs", region, `log-group:${of}:log-stream:1`);
  const foreign = [
    stream(SOURCE, "/aws/lambda/payments"),
    stream(SOURCE, `${name}-2`),
    stream(SOURCE, "/aws/rds/instance/orders/postgresql"),
    stream(TARGET, name),
    stream(SOURCE, name, OTHER_ACCOUNT),
  ];
  return [
    ...foreign.flatMap((resource): Call[] => [
      ["logs:CreateLogStream", resource.replace(/:log-stream:.*$/, ":*")],
      ["logs:PutLogEvents", resource],
    ]),
    ["logs:CreateLogGroup", `${group}:*`],
    ["logs:DeleteLogGroup", `${group}:*`],
    ["logs:DeleteLogStream", `${group}:log-stream:1`],
    ["logs:GetLogEvents", `${group}:log-stream:1`],
    ["logs:PutRetentionPolicy", `${group}:*`],
    ["logs:PutSubscriptionFilter", `${group}:*`],
  ];
}

function messages(deployment: Deployment): Call[] {
  const queue = deployment.text("aws_sqs_queue.dlq", "arn");
  const [queueName = ""] = queue.split(":").slice(-1);
  const fn = deployment.text("aws_lambda_function.sweep", "arn");
  return [
    ["sqs:SendMessage", arn(ACCOUNT, "sqs", SOURCE, "payments")],
    ["sqs:SendMessage", arn(ACCOUNT, "sqs", SOURCE, `${queueName}-2`)],
    ["sqs:SendMessage", arn(ACCOUNT, "sqs", TARGET, queueName)],
    ["sqs:SendMessage", arn(OTHER_ACCOUNT, "sqs", SOURCE, queueName)],
    ...["AddPermission", "ChangeMessageVisibility", "DeleteMessage", "DeleteQueue", "PurgeQueue", "ReceiveMessage"].map(
      (action): Call => [`sqs:${action}`, queue],
    ),
    ["sqs:SetQueueAttributes", queue],
    ["sns:Publish", deployment.text("aws_sns_topic.this", "arn")],
    ...deployment.arns("aws_sns_topic").flatMap(topic),
    ["sns:Publish", arn(ACCOUNT, "sns", SOURCE, "payments")],
    ...parameter(deployment.text("aws_ssm_parameter.told", "arn")),
    ...["AddPermission", "DeleteFunction", "InvokeFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration"].map(
      (action): Call => [`lambda:${action}`, fn],
    ),
    ["lambda:InvokeFunction", arn(ACCOUNT, "lambda", SOURCE, "function:payments")],
    ["iam:PassRole", deployment.text("aws_iam_role.this", "arn")],
    ["iam:PutRolePolicy", deployment.text("aws_iam_role.this", "arn")],
    ["iam:DeleteRolePermissionsBoundary", deployment.text("aws_iam_role.this", "arn")],
    ["iam:UpdateAssumeRolePolicy", deployment.text("aws_iam_role.this", "arn")],
  ];
}

function topic(resource: string): Call[] {
  const [name = ""] = resource.split(":").slice(-1);
  return [
    ...["Subscribe", "SetTopicAttributes", "DeleteTopic"].map((action): Call => [`sns:${action}`, resource]),
    ["sns:Publish", arn(ACCOUNT, "sns", ELSEWHERE, name)],
    ["sns:Publish", arn(ACCOUNT, "sns", SOURCE, `${name}-2`)],
    ["sns:Publish", arn(OTHER_ACCOUNT, "sns", SOURCE, name)],
  ];
}

function parameter(resource: string): Call[] {
  const [, name = ""] = resource.split(":parameter/");
  const foreign = [
    arn(ACCOUNT, "ssm", SOURCE, "parameter/orders"),
    arn(ACCOUNT, "ssm", SOURCE, `parameter/${name}-2`),
    arn(ACCOUNT, "ssm", ELSEWHERE, `parameter/${name}`),
    arn(OTHER_ACCOUNT, "ssm", SOURCE, `parameter/${name}`),
  ];
  return [
    ...foreign.flatMap((other): Call[] => [
      ["ssm:GetParameter", other],
      ["ssm:PutParameter", other],
    ]),
    ...["DeleteParameter", "GetParameterHistory", "AddTagsToResource"].map(
      (action): Call => [`ssm:${action}`, resource],
    ),
  ];
}

const OTHERS: readonly Call[] = [
  ["backup:DeleteRecoveryPoint", `arn:aws:rds:${SOURCE}:${ACCOUNT.id}:snapshot:awsbackup:job-1`],
  ["cloudtrail:StopLogging", arn(ACCOUNT, "cloudtrail", SOURCE, "trail/all")],
  ["cloudwatch:DeleteAlarms", arn(ACCOUNT, "cloudwatch", SOURCE, "alarm:rds-cross-region-backup-not-running")],
  ["cloudwatch:PutMetricData", "*"],
  ["dynamodb:GetItem", arn(ACCOUNT, "dynamodb", SOURCE, "table/orders")],
  ["ec2:CreateNetworkInterface", arn(ACCOUNT, "ec2", SOURCE, "subnet/subnet-1")],
  ["ec2:CreateSnapshot", arn(ACCOUNT, "ec2", SOURCE, "volume/vol-1")],
  ["ec2:DescribeInstances", "*"],
  ["events:PutRule", arn(ACCOUNT, "events", SOURCE, "rule/rds-cross-region-backup-sweep")],
  ["events:DisableRule", arn(ACCOUNT, "events", SOURCE, "rule/rds-cross-region-backup-sweep")],
  ["iam:CreateAccessKey", `arn:aws:iam::${ACCOUNT.id}:user/admin`],
  ["iam:CreateRole", `arn:aws:iam::${ACCOUNT.id}:role/admin`],
  [
    "iam:CreateServiceLinkedRole",
    `arn:aws:iam::${ACCOUNT.id}:role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS`,
  ],
  ["iam:GetRole", `arn:aws:iam::${ACCOUNT.id}:role/admin`],
  ["kms:CreateKey", "*"],
  ["kms:ListKeys", "*"],
  ["organizations:LeaveOrganization", "*"],
  ["rds-data:ExecuteStatement", arn(ACCOUNT, "rds", SOURCE, "cluster:billing")],
  ["rds-db:connect", arn(ACCOUNT, "rds-db", SOURCE, "dbuser:db-0123/admin")],
  ["s3:GetObject", "arn:aws:s3:::payments/export.parquet"],
  ["s3:ListAllMyBuckets", "*"],
  ["s3:PutObject", "arn:aws:s3:::payments/export.parquet"],
  ["secretsmanager:GetSecretValue", arn(ACCOUNT, "secretsmanager", SOURCE, "secret:rds!db-0123-AbCdEf")],
  ["sts:AssumeRole", `arn:aws:iam::${ACCOUNT.id}:role/admin`],
  ["sts:AssumeRole", `arn:aws:iam::${OTHER_ACCOUNT.id}:role/admin`],
  ["xray:PutTraceSegments", "*"],
];
