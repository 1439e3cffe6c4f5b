import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { topicName } from "../handlers/core/names";
import { addressOf } from "./address";
import type { Context } from "./context";
import { EACH_KEY } from "./expressions";
import { forEach } from "./make";
import { denyWithoutTls, policyDocument } from "./policy-document";

/** The topic of messages and alarms. It is always there, so that people can subscribe to it whenever they like. */
export function notifications({ make, inputs, here }: Context): SnsTopic {
  const topic = make(SnsTopic, "notifications", {
    name: topicName(inputs.name, "notifications"),
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsMasterKeyId: inputs.encryptionKeyArn }),
  });
  const alarms = here.arn("cloudwatch", here.region, `alarm:${inputs.name}-*`);
  const document = policyDocument(make, "notifications", [
    {
      sid: "LetAlarmsOfThisDeploymentNotify",
      actions: ["sns:Publish"],
      resources: [topic.arn],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [here.accountId] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [alarms] },
      ],
    },
    denyWithoutTls(["sns:Publish"], topic.arn),
  ]);
  const policy = make(SnsTopicPolicy, "notifications", { arn: topic.arn, policy: document.json });
  // Until 0.1.0 the topic was made only where there were addresses.
  for (const moved of [topic, policy]) moved.moveFromId(`${addressOf(moved)}[0]`);
  if (inputs.notificationEmails !== undefined) {
    forEach(
      make(SnsTopicSubscription, "notifications", { topicArn: topic.arn, protocol: "email", endpoint: EACH_KEY }),
      inputs.notificationEmails,
    );
  }
  return topic;
}
