import { createHash } from "node:crypto";
import type { Subscriber, TopicDefinition } from "../terraform/deployment";
import { pageOf } from "../wire/wing";
import { element, parent } from "../wire/xml";

type IsConfirmed = (subscriber: Subscriber) => boolean;

const PAGE = 100;

/** XML of `ListSubscriptionsByTopic`. An address that nobody has confirmed has no ARN. */
export function subscriptionsOf(topic: TopicDefinition, isConfirmed: IsConfirmed, token: string | undefined): string {
  const { page, next } = pageOf(topic.subscribers, token, PAGE);
  const members = page.map((subscriber) =>
    parent(
      "member",
      element("TopicArn", topic.arn),
      element("Protocol", subscriber.protocol),
      element("SubscriptionArn", isConfirmed(subscriber) ? arnOf(topic, subscriber) : "PendingConfirmation"),
      element("Owner", ownerOf(topic)),
      element("Endpoint", subscriber.endpoint),
    ),
  );
  return parent("Subscriptions", ...members) + element("NextToken", next);
}

/** XML of `GetTopicAttributes`. */
export function attributesOf(topic: TopicDefinition, isConfirmed: IsConfirmed): string {
  const confirmed = topic.subscribers.filter(isConfirmed).length;
  const attributes = {
    TopicArn: topic.arn,
    Owner: ownerOf(topic),
    SubscriptionsConfirmed: confirmed,
    SubscriptionsPending: topic.subscribers.length - confirmed,
    SubscriptionsDeleted: 0,
    Policy: topic.policy,
    KmsMasterKeyId: topic.kmsKeyArn,
  };
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return parent(
    "Attributes",
    ...entries.map(([key, value]) => parent("entry", element("key", key), element("value", value))),
  );
}

const ownerOf = ({ arn }: TopicDefinition): string | undefined => arn.split(":")[4];

function arnOf({ arn }: TopicDefinition, { protocol, endpoint }: Subscriber): string {
  const hex = createHash("sha256").update(`${protocol} ${endpoint}`).digest("hex");
  return `${arn}:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
