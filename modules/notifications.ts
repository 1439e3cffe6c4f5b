import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { addressOf } from "./address";
import type { Context } from "./context";
import { EACH_KEY, hcl } from "./expressions";
import { forEach } from "./make";
import { denyWithoutTls, policyDocument } from "./policy-document";

/** The topic that mails alarms; undefined if there are certainly no addresses. */
export function notifications({ make, inputs, here }: Context): SnsTopic | undefined {
  const { notificationEmails: emails, notificationTopics: count } = inputs;
  if (emails === undefined || count === undefined) return undefined;
  const topic = make(SnsTopic, "notifications", {
    count,
    name: `${inputs.name}-notifications`,
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsMasterKeyId: inputs.encryptionKeyArn }),
  });
  const arn = hcl(`${addressOf(topic)}[0].arn`);
  const alarms = here.arn("cloudwatch", here.region, `alarm:${inputs.name}-*`);
  const policy = policyDocument(make, "notifications", [
    {
      sid: "LetAlarmsOfThisDeploymentNotify",
      actions: ["sns:Publish"],
      resources: [arn],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [here.accountId] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [alarms] },
      ],
    },
    denyWithoutTls(["sns:Publish"], arn),
  ]);
  policy.addOverride("count", count);
  make(SnsTopicPolicy, "notifications", { count, arn, policy: hcl(`${addressOf(policy)}[0].json`) });
  forEach(
    make(SnsTopicSubscription, "notifications", { topicArn: arn, protocol: "email", endpoint: EACH_KEY }),
    emails,
  );
  return topic;
}
