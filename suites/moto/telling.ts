import { SNS } from "@aws-sdk/client-sns";
import { SSM } from "@aws-sdk/client-ssm";
import * as v from "valibot";
import { ACCOUNT, SOURCE_REGION, topicArn } from "./places";

/** What a stack makes so that people are told. */
export interface TellingResources {
  readonly topicName: string;
  readonly parameterName: string;
  /** What Terraform writes when it makes the parameter. */
  readonly initialText: string;
}

/** A message as a queue gets it. */
export interface MessageView {
  readonly subject: string;
  readonly notification: v.InferOutput<typeof Notification>;
}

/** Of docs/messages.md, what is looked at here. */
const Notification = v.object({
  content: v.object({ description: v.string() }),
  metadata: v.object({
    eventType: v.string(),
    additionalContext: v.object({ type: v.string(), troubles: v.string(), over: v.string() }),
  }),
});
const Received = v.object({
  Messages: v.optional(v.array(v.object({ Body: v.string(), ReceiptHandle: v.string() })), []),
});
const Body = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ Subject: v.string(), Message: v.pipe(v.string(), v.parseJson(), Notification) }),
);

/** Topic and memory of a deployment, and a queue that is subscribed to the topic. */
export class Telling {
  readonly #sns: SNS;
  readonly #ssm: SSM;

  constructor(
    readonly resources: TellingResources,
    readonly endpoint: string,
  ) {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const config = { region: SOURCE_REGION, endpoint, credentials };
    this.#sns = new SNS(config);
    this.#ssm = new SSM(config);
  }

  /** What Terraform makes. */
  async create(): Promise<void> {
    const { topicName, parameterName, initialText } = this.resources;
    await this.#sqs("CreateQueue", { QueueName: topicName });
    await this.createTopic();
    await this.#ssm.putParameter({ Name: parameterName, Value: initialText, Type: "String" });
  }

  async createTopic(): Promise<void> {
    const { topicName } = this.resources;
    await this.#sns.createTopic({ Name: topicName });
    const Endpoint = `arn:aws:sqs:${SOURCE_REGION}:${ACCOUNT}:${topicName}`;
    await this.#sns.subscribe({ TopicArn: topicArn(topicName), Protocol: "sqs", Endpoint });
  }

  async deleteTopic(): Promise<void> {
    await this.#sns.deleteTopic({ TopicArn: topicArn(this.resources.topicName) });
  }

  /** What was published since it was asked last, the oldest first. */
  async messages(): Promise<MessageView[]> {
    const QueueUrl = `${this.endpoint}/${ACCOUNT}/${this.resources.topicName}`;
    const answer = await this.#sqs("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages } = v.parse(v.pipe(v.string(), v.parseJson(), Received), answer);
    for (const { ReceiptHandle } of Messages) await this.#sqs("DeleteMessage", { QueueUrl, ReceiptHandle });
    return Messages.map((message) => {
      const { Subject: subject, Message: notification } = v.parse(Body, message.Body);
      return { subject, notification };
    });
  }

  /** What was told, as it was written down, and how often something was. */
  async remembered(): Promise<{ text: string | undefined; version: number | undefined }> {
    const { Parameter } = await this.#ssm.getParameter({ Name: this.resources.parameterName });
    return { text: Parameter?.Value, version: Parameter?.Version };
  }

  /** The project has no client of SQS, as only this suite uses it. */
  async #sqs(operation: string, input: unknown): Promise<string> {
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `AmazonSQS.${operation}`,
        // Moto checks no signatures, and reads the region from the credential.
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${SOURCE_REGION}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`moto answers ${operation} with ${response.status}: ${text}`);
    return text;
  }
}
