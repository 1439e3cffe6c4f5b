import type { Kms } from "../kms/kms";
import type { Subscriber, TopicDefinition } from "../terraform/deployment";
import type { Clock } from "../time/clock";
import type { Random } from "../time/random";
import { AwsError } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import { deniedBy } from "../wire/service";
import type { ServiceCall } from "../wire/wing";
import { requirePermission } from "../wire/wing";
import { element } from "../wire/xml";
import { attributesOf, subscriptionsOf } from "./describe-topic";

/** A message that somebody has published to a topic. */
export interface Published {
  readonly time: number;
  /** SNS's, another for each message. */
  readonly id: string;
  readonly topicArn: string;
  /** Who published it: a role and function, or `operator`. */
  readonly caller: string;
  readonly subject: string | undefined;
  /** As it was sent. */
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What each subscriber gets. */
  readonly deliveries: readonly { readonly subscriber: Subscriber; readonly text: string }[];
  /** What a subscriber of a protocol gets, or would get. */
  textFor(protocol: string): string;
}

const LONGEST_MESSAGE = 256 * 1024;
const LONGEST_SUBJECT = 100;

/** SNS topics of all regions, and what is published to them (docs/aws-facts.md#messages). */
export class Topics {
  readonly #topics = new Map<string, TopicDefinition>();
  readonly #listeners: ((published: Published) => void)[] = [];
  readonly #unconfirmed = new Set<string>();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    readonly kms: Kms,
  ) {}

  put(topic: TopicDefinition): void {
    this.#topics.set(topic.arn, topic);
  }

  remove(topicArn: string): void {
    this.#topics.delete(topicArn);
  }

  onPublish(listener: (published: Published) => void): void {
    this.#listeners.push(listener);
  }

  /** As after Terraform has subscribed an address to the topic, until somebody follows the link in the mail. Else all are confirmed. */
  leaveUnconfirmed(topicArn: string, endpoint: string): void {
    this.#unconfirmed.add(`${topicArn} ${endpoint}`);
  }

  isConfirmed(topicArn: string, { endpoint }: Subscriber): boolean {
    return !this.#unconfirmed.has(`${topicArn} ${endpoint}`);
  }

  /** @returns XML inside the result @throws AwsError */
  async answer(call: ServiceCall<QueryParameters>): Promise<string> {
    const { action } = call.parameters;
    if (action === "Publish") return this.#publish(call);
    if (action !== "ListSubscriptionsByTopic" && action !== "GetTopicAttributes") {
      throw new Error(`SNS's ${action} is not simulated.`);
    }
    const topicArn = call.parameters.required("TopicArn");
    await requirePermission("sns", call.caller, { action: `sns:${action}`, resource: topicArn });
    const topic = this.#topics.get(topicArn);
    if (!topic || topic.region !== call.region) throw new AwsError("NotFound", "Topic does not exist", 404);
    const confirmed = (subscriber: Subscriber) => this.isConfirmed(topicArn, subscriber);
    return action === "GetTopicAttributes"
      ? attributesOf(topic, confirmed)
      : subscriptionsOf(topic, confirmed, call.parameters.optional("NextToken"));
  }

  async #publish({ region, caller, parameters }: ServiceCall<QueryParameters>): Promise<string> {
    const topicArn = parameters.optional("TopicArn") ?? parameters.optional("TargetArn");
    if (topicArn === undefined) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
    if (topicArn.split(":")[3] !== region) throw invalid("TopicArn");
    const topic = this.#topics.get(topicArn);
    const policy = topic?.policy === undefined ? undefined : { resourcePolicy: JSON.parse(topic.policy) };
    const allowed = await caller.allows({ action: "sns:Publish", resource: topicArn, ...policy });
    if (!allowed) throw deniedBy("sns", caller.arn, "SNS:Publish", topicArn);
    if (!topic) throw new AwsError("NotFound", "Topic does not exist", 404);
    if (topic.kmsKeyArn !== undefined) await this.#requireKey(caller, topic.kmsKeyArn, region);
    const published = { ...this.#read(parameters, topic), caller: caller.name };
    for (const listener of this.#listeners) listener(published);
    return element("MessageId", published.id);
  }

  async #requireKey(caller: ServiceCall<unknown>["caller"], keyArn: string, region: string): Promise<void> {
    const key = this.kms.get(keyArn);
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      const context = { "kms:ViaService": `sns.${region}.amazonaws.com` };
      const allowed = await caller.allows({ action, resource: keyArn, context, resourcePolicy: key?.policy });
      if (!allowed) throw new AwsError("KMSAccessDenied", `${caller.arn} may not use ${action} of ${keyArn}`, 400);
    }
    if (key?.state === "Disabled") throw new AwsError("KMSDisabled", `${keyArn} is disabled.`, 400);
    if (key?.state === "PendingDeletion") throw new AwsError("KMSInvalidState", `${keyArn} is pending deletion.`, 400);
  }

  #read(parameters: QueryParameters, topic: TopicDefinition): Omit<Published, "caller"> {
    const message = parameters.optional("Message");
    const subject = parameters.optional("Subject");
    const attributes = parameters.messageAttributes();
    const size = Buffer.byteLength([message, ...Object.entries(attributes).flat()].join(""));
    if (message === undefined) throw invalid("Empty message");
    if (size > LONGEST_MESSAGE) throw invalid("Message Reason: Message must be shorter than 262144 bytes");
    if (subject !== undefined && !isSubject(subject)) throw invalid("Subject");
    const textFor = textsOf(message, parameters.optional("MessageStructure"));
    return {
      time: this.clock.now(),
      id: this.random.uuid(),
      topicArn: topic.arn,
      subject,
      message,
      attributes,
      textFor,
      deliveries: topic.subscribers
        .filter((one) => this.isConfirmed(topic.arn, one))
        .map((subscriber) => ({ subscriber, text: textFor(subscriber.protocol) })),
    };
  }
}

const invalid = (what: string) => new AwsError("InvalidParameter", `Invalid parameter: ${what}`);

/** ASCII without line breaks or control characters, that begins with a letter, number or punctuation mark; at most 100 characters. */
const isSubject = (subject: string) => subject.length <= LONGEST_SUBJECT && /^[!-~][ -~]*$/.test(subject);

function textsOf(message: string, structure: string | undefined): (protocol: string) => string {
  if (structure === undefined) return () => message;
  if (structure !== "json") throw invalid("Message Structure");
  const byProtocol = objectIn(message);
  if (!byProtocol) throw invalid("Message Structure - JSON message body failed to parse");
  const otherwise = byProtocol.default;
  if (typeof otherwise !== "string") throw invalid("Message Structure - No default entry in JSON message body");
  return (protocol) => {
    const own = byProtocol[protocol];
    return typeof own === "string" ? own : otherwise;
  };
}

/** undefined if the text is no JSON object. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
