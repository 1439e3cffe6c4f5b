import { DescribeEventSubscriptionsCommand, type EventSubscription } from "@aws-sdk/client-rds";
import type { Deployment } from "../../../handlers/core/deployment";
import type { Kind } from "../../../handlers/core/model";
import { eventSubscriptionName } from "../../../handlers/core/names";
import type { Aws } from "../../aws";
import { askFor, type Known } from "../known";

export type EventSubscriptionFacts = Known<EventSubscription | undefined>;

/** The event subscription of a kind; undefined: there is none. */
export function lookAtEventSubscription(kind: Kind, { name }: Deployment, aws: Aws): Promise<EventSubscriptionFacts> {
  const { region } = aws;
  const command = new DescribeEventSubscriptionsCommand({ SubscriptionName: eventSubscriptionName(name, kind) });
  return askFor(aws, { action: "rds:DescribeEventSubscriptions", region }, async (options) => {
    const { EventSubscriptionsList = [] } = await aws.rds(region).send(command, options);
    return EventSubscriptionsList[0];
  });
}
