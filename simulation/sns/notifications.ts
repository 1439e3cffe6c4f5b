import type { SimulatedAws } from "../aws";
import { serviceMay } from "../iam/permissions";
import type { Lambda } from "../lambda/lambda";
import type { RaisedEvent } from "../rds/events";
import type { Deployment, EventSubscriptionDefinition, Subscriber, TopicDefinition } from "../terraform/deployment";
import { SECOND } from "../time/clock";
import type { Random } from "../time/random";
import { greeting, rdsMessage, snsEvent } from "./sns-event";

const PRINCIPAL = "sns.amazonaws.com";

/** Brings RDS events through subscriptions and topics to functions, usually within seconds (docs/aws-facts.md#best-effort-events). */
export class Notifications {
  readonly #aws: SimulatedAws;
  readonly #lambda: Lambda;
  readonly #random: Random;
  #deployments: readonly Deployment[] = [];

  constructor(aws: SimulatedAws, lambda: Lambda, random: Random) {
    this.#aws = aws;
    this.#lambda = lambda;
    this.#random = random;
    aws.onEvent((event) => this.#publish(event));
    aws.topics.onPublish(({ topicArn, textFor }) => {
      for (const deployment of this.#deployments) {
        this.#deliver(deployment, topicArn, textFor("lambda"), undefined, this.#delay());
      }
    });
  }

  /**
   * Delivers to this deployment too, in place of an earlier one. New subscriptions get their first message.
   * @throws Error if RDS may not publish to the topic of a subscription, or SNS would not deliver to a function
   */
  async deploy(deployment: Deployment, replaced: Deployment | undefined): Promise<void> {
    for (const subscription of deployment.eventSubscriptions) await this.#check(deployment, subscription);
    this.put(deployment, replaced);
  }

  /** Delivers to this deployment as far as a way leads there. */
  put(deployment: Deployment, replaced: Deployment | undefined): void {
    this.#deployments = [...this.#deployments.filter((other) => other !== replaced), deployment];
    const known = replaced?.eventSubscriptions.map(({ name, region }) => `${region}/${name}`) ?? [];
    for (const subscription of deployment.eventSubscriptions) {
      const { name, region, sourceType, topicArn } = subscription;
      if (known.includes(`${region}/${name}`)) continue;
      this.#deliver(deployment, topicArn, greeting(sourceType ?? "all", topicArn), undefined, this.#delay());
    }
  }

  #publish(event: RaisedEvent): void {
    for (const deployment of this.#deployments) {
      for (const { topicArn } of deployment.eventSubscriptions.filter((one) => matches(one, event))) {
        const fault = this.#aws.faults.delivery?.(event);
        if (fault) this.#aws.audit.fault(typeof fault === "string" ? `event ${fault}` : "event late");
        if (fault === "lost") continue;
        const late = typeof fault === "object" ? fault.lateBy : 0;
        const message = rdsMessage(event);
        this.#deliver(deployment, topicArn, message, event, this.#delay() + late);
        if (fault === "doubled") this.#deliver(deployment, topicArn, message, event, this.#delay());
      }
    }
  }

  #deliver(
    deployment: Deployment,
    topicArn: string,
    message: string,
    event: RaisedEvent | undefined,
    delay: number,
  ): void {
    const { clock } = this.#aws;
    const topic = deployment.topics.find(({ arn }) => arn === topicArn);
    for (const { protocol, endpoint } of topic?.subscribers ?? []) {
      const target = deployment.functions.find(({ arn }) => arn === endpoint);
      if (protocol !== "lambda" || !target || !mayInvoke(deployment, endpoint, PRINCIPAL, topicArn)) continue;
      clock.after(delay, () => {
        const options = { topicArn, time: clock.now(), random: this.#random };
        this.#lambda.invokeInBackground(target.name, snsEvent(message, event ? { ...options, event } : options));
      });
    }
  }

  #delay(): number {
    return this.#random.logNormal(8 * SECOND, 0.7);
  }

  async #check(deployment: Deployment, subscription: EventSubscriptionDefinition): Promise<void> {
    const { account } = this.#aws;
    const { name, topicArn, region } = subscription;
    const topic = deployment.topics.find(({ arn }) => arn === topicArn);
    if (!topic) throw new Error(`The topic of the event subscription ${name} is not in the stack: ${topicArn}`);
    if (topic.region !== region)
      throw new Error(`The event subscription ${name} of ${region} has the topic ${topicArn}.`);
    const allowed = await serviceMay(account, "events.rds.amazonaws.com", {
      action: "sns:Publish",
      resource: topicArn,
      context: {
        "aws:SourceAccount": account.id,
        "aws:SourceArn": `arn:${account.partition}:rds:${region}:${account.id}:db:any`,
      },
      resourcePolicy: topic.policy === undefined ? undefined : JSON.parse(topic.policy),
    });
    if (topic.policy !== undefined && !allowed) throw new Error(`RDS may not publish to ${topicArn}.`);
    for (const subscriber of topic.subscribers) requireDelivery(deployment, topic, subscriber);
  }
}

/** @throws Error if a message to the topic would not reach the function that is subscribed to it */
function requireDelivery(deployment: Deployment, topic: TopicDefinition, { protocol, endpoint, region }: Subscriber) {
  if (region !== topic.region) throw new Error(`A subscription to ${topic.arn} is made in ${region}.`);
  if (protocol !== "lambda") return;
  requireInvokePermission(deployment, endpoint, PRINCIPAL, topic.arn);
}

/** @throws Error unless the service may invoke the function for this source */
export function requireInvokePermission(
  deployment: Deployment,
  functionArn: string,
  principal: string,
  sourceArn: string,
): void {
  const target = deployment.functions.find(({ arn }) => arn === functionArn);
  if (!target) throw new Error(`${sourceArn} is to invoke ${functionArn}, which is not in the stack.`);
  if (mayInvoke(deployment, functionArn, principal, sourceArn)) return;
  throw new Error(`${principal} may not invoke ${target.name} for ${sourceArn}.`);
}

/** Whether there is a function that the service may invoke for this source. */
export function mayInvoke(deployment: Deployment, functionArn: string, principal: string, sourceArn: string): boolean {
  const target = deployment.functions.find(({ arn }) => arn === functionArn);
  return deployment.invokePermissions.some(
    (permission) =>
      [target?.name, target?.arn].includes(permission.functionName) &&
      permission.principal === principal &&
      (permission.sourceArn === undefined || permission.sourceArn === sourceArn),
  );
}

function matches(subscription: EventSubscriptionDefinition, event: RaisedEvent): boolean {
  const { region, sourceType, categories, sourceIds, enabled } = subscription;
  return (
    enabled &&
    region === event.region &&
    (sourceType === undefined || sourceType === event.sourceType) &&
    (categories.length === 0 || categories.includes(event.category)) &&
    (sourceIds.length === 0 || sourceIds.includes(event.sourceId))
  );
}
