import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { addressOf, attributeOf } from "./address";
import type { Context } from "./context";
import { EACH_KEY, hcl } from "./expressions";
import type { ForEach } from "./inputs";
import { forEach } from "./make";
import { denyWithoutTls, policyDocument } from "./policy-document";

/**
 * In each target region: RDS event → SNS topic → function in the source region. RDS-EVENT-0060 and -0061 (copy of a DB snapshot finished,
 * or cancelled) come with the source type `db-snapshot`; there is none for copies of cluster snapshots (facts §1.1). Deployments may
 * protect regions mutually under one name, so names carry the source region too.
 *
 * @param regions target region → `CopyEventRegion`
 */
export function copyEvents(context: Context, copyEnded: LambdaFunction, regions: ForEach): SnsTopic {
  const { make, inputs, here } = context;
  const name = `${inputs.name}-${here.region}-copies`;
  const topics = forEach(
    make(SnsTopic, "copies", {
      region: EACH_KEY,
      name,
      kmsMasterKeyId: hcl("each.value.encryption_key_arn"),
      tags: inputs.tags,
    }),
    regions,
  );
  const topicArn = hcl(`${addressOf(topics)}[each.key].arn`);
  const policy = topicPolicy(context, topicArn, name, regions);
  const permission = forEach(
    make(LambdaPermission, "copy_ended", {
      statementId: `CopyEvents-${EACH_KEY}`,
      action: "lambda:InvokeFunction",
      functionName: attributeOf(copyEnded, "function_name"),
      principal: hcl("each.value.sns_principal"),
      sourceArn: topicArn,
    }),
    regions,
  );
  const subscription = forEach(
    make(SnsTopicSubscription, "copy_ended", {
      region: EACH_KEY, // SNS takes the subscription in the region of the topic only
      topicArn,
      protocol: "lambda",
      endpoint: attributeOf(copyEnded, "arn"),
    }),
    regions,
  );
  forEach(
    make(DbEventSubscription, "copies", {
      region: EACH_KEY,
      name,
      snsTopic: topicArn,
      sourceType: "db-snapshot",
      eventCategories: ["notification"],
      enabled: inputs.selectsInstances,
      tags: inputs.tags,
      dependsOn: [policy, permission, subscription], // complete before RDS sends
    }),
    regions,
  );
  return topics;
}

/**
 * The document spells the ARN of the topic out. If it referred to the topics, one region more or less would defer the
 * documents of all regions to the apply, and the plan would show changes of policies that do not change.
 */
function topicPolicy({ make, here }: Context, topicArn: string, name: string, regions: ForEach): SnsTopicPolicy {
  const topic = here.arn("sns", EACH_KEY, name);
  const document = policyDocument(make, "copies", [
    {
      sid: "LetRdsOfThisAccountReportCopies",
      actions: ["sns:Publish"],
      resources: [topic],
      principals: [{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [here.accountId] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [here.arn("rds", EACH_KEY, "*")] },
      ],
    },
    denyWithoutTls(["sns:Publish"], topic),
  ]);
  document.addOverride("for_each", regions);
  const policy = hcl(`${addressOf(document)}[each.key].json`);
  return forEach(make(SnsTopicPolicy, "copies", { region: EACH_KEY, arn: topicArn, policy }), regions);
}
