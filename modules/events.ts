import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { eventSubscriptionName, topicName } from "../handlers/core/names";
import type { Context } from "./context";
import { denyWithoutTls, policyDocument } from "./policy-document";

/**
 * RDS event → SNS topic → function. Which source types and category bring the events of backups:
 * docs/aws-facts.md#backup-events. Whose ARN is in `aws:SourceArn` is not documented: docs/aws-facts.md#event-topic.
 */
export function rdsEvents(context: Context, backupFinished: LambdaFunction): SnsTopic {
  const { make, inputs } = context;
  const topic = make(SnsTopic, "this", {
    name: topicName(inputs.name, "rds-events"),
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsMasterKeyId: inputs.encryptionKeyArn }),
  });
  const policy = topicPolicy(context, topic);
  const permission = make(LambdaPermission, "rds_events", {
    statementId: "RdsEvents",
    action: "lambda:InvokeFunction",
    functionName: backupFinished.functionName,
    principal: "sns.amazonaws.com",
    sourceArn: topic.arn,
  });
  const subscription = make(SnsTopicSubscription, "backup_finished", {
    topicArn: topic.arn,
    protocol: "lambda",
    endpoint: backupFinished.arn,
  });
  const wayToTheFunction = [policy, permission, subscription]; // complete before RDS publishes, so that no event is lost
  make(DbEventSubscription, "instances", {
    name: eventSubscriptionName(inputs.name, "instance"),
    snsTopic: topic.arn,
    sourceType: "db-instance",
    eventCategories: ["backup"],
    enabled: inputs.selectsInstances,
    tags: inputs.tags,
    dependsOn: wayToTheFunction,
  });
  make(DbEventSubscription, "clusters", {
    name: eventSubscriptionName(inputs.name, "cluster"),
    snsTopic: topic.arn,
    sourceType: "db-cluster-snapshot",
    eventCategories: ["backup"],
    enabled: inputs.selectsClusters,
    tags: inputs.tags,
    dependsOn: wayToTheFunction,
  });
  return topic;
}

function topicPolicy({ make, here }: Context, topic: SnsTopic): SnsTopicPolicy {
  const document = policyDocument(make, "rds_events", [
    {
      sid: "LetRdsOfThisAccountReportBackups",
      actions: ["sns:Publish"],
      resources: [topic.arn],
      principals: [{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [here.accountId] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [here.arn("rds", here.region, "*")] },
      ],
    },
    denyWithoutTls(["sns:Publish"], topic.arn),
  ]);
  return make(SnsTopicPolicy, "this", { arn: topic.arn, policy: document.json });
}
