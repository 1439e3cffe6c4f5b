import { paginateListSubscriptionsByTopic, type Subscription } from "@aws-sdk/client-sns";
import type { Aws } from "../../aws";
import { askFor, type Known } from "../known";

/** The subscriptions of a topic; undefined: there is no such topic. */
export type TopicFacts = Known<readonly Subscription[] | undefined>;

export function lookAtTopic(TopicArn: string, aws: Aws): Promise<TopicFacts> {
  const { region } = aws;
  return askFor(aws, { action: "sns:ListSubscriptionsByTopic", region }, async (options) => {
    const found: Subscription[] = [];
    const pages = paginateListSubscriptionsByTopic({ client: aws.others.sns(region) }, { TopicArn }, options);
    for await (const { Subscriptions = [] } of pages) found.push(...Subscriptions);
    return found;
  });
}
