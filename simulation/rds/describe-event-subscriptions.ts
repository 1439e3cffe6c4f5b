import { arn } from "../iam/arns";
import type { EventSubscriptionDefinition } from "../terraform/deployment";
import { AwsError } from "../wire/errors";
import { pageOf } from "../wire/wing";
import { element, parent } from "../wire/xml";
import { type Operation, requireAccess } from "./operation";
import type { Rds } from "./rds";

/** DescribeEventSubscriptions: those of the stacks that are deployed. */
export const describeEventSubscriptions: Operation = async ({ region, parameters, caller }) => {
  const { rds } = region;
  const name = parameters.optional("SubscriptionName");
  const resource = arn(rds.account, "rds", region.name, `es:${name ?? "*"}`);
  await requireAccess(caller, { action: "rds:DescribeEventSubscriptions", resource });
  const all = rds.deployed.stacks
    .flatMap(({ eventSubscriptions }) => eventSubscriptions)
    .filter((one) => one.region === region.name && (name === undefined || one.name === name));
  if (name !== undefined && all.length === 0) {
    throw new AwsError("SubscriptionNotFound", `Event Subscription ${name} not found.`, 404);
  }
  const size = parameters.integer("MaxRecords", 20, 100, 100);
  const { page, next } = pageOf(all, parameters.optional("Marker"), rds.faults.pageSize?.(size) ?? size);
  const subscriptions = page.map((one) => subscriptionElement(rds, one));
  return { body: element("Marker", next) + parent("EventSubscriptionsList", ...subscriptions) };
};

function subscriptionElement({ account, deployed }: Rds, one: EventSubscriptionDefinition): string {
  const topics = deployed.stacks.flatMap(({ topics }) => topics);
  return parent(
    "EventSubscription",
    element("CustomerAwsId", account.id),
    element("CustSubscriptionId", one.name),
    element("SnsTopicArn", one.topicArn),
    element("Status", topics.some((topic) => topic.arn === one.topicArn) ? "active" : "topic-not-exist"),
    element("SourceType", one.sourceType),
    parent("SourceIdsList", ...one.sourceIds.map((id) => element("SourceId", id))),
    parent("EventCategoriesList", ...one.categories.map((category) => element("EventCategory", category))),
    element("Enabled", one.enabled),
    element("EventSubscriptionArn", arn(account, "rds", one.region, `es:${one.name}`)),
  );
}

/** DescribeSourceRegions: the regions that are enabled for the account, as far as anybody has named them. */
export const describeSourceRegions: Operation = async ({ region, caller }) => {
  await requireAccess(caller, { action: "rds:DescribeSourceRegions", resource: "*" });
  const names = [...region.rds.regions].filter(({ enabled }) => enabled).map(({ name }) => name);
  const regions = names
    .sort()
    .map((name) =>
      parent(
        "SourceRegion",
        element("RegionName", name),
        element("Endpoint", `https://rds.${name}.amazonaws.com`),
        element("Status", "available"),
      ),
    );
  return { body: parent("SourceRegions", ...regions) };
};
