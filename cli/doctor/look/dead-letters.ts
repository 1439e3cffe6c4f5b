import { GetQueueAttributesCommand, GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import type { Deployment } from "../../../handlers/core/deployment";
import { deadLettersName } from "../../../handlers/core/names";
import type { Aws } from "../../aws";
import { askFor, type Known, known } from "../known";

export interface Queue {
  readonly url: string;
  /** Undefined if SQS does not tell. */
  readonly messages: number | undefined;
  /** ARN, id or alias of its customer managed key; undefined: it has none. */
  readonly keyId: string | undefined;
}

/** The queue of events that were given up; undefined: there is none. */
export async function lookAtDeadLetters({ name }: Deployment, aws: Aws): Promise<Known<Queue | undefined>> {
  const { region } = aws;
  const client = aws.operators.sqs(region);
  const named = new GetQueueUrlCommand({ QueueName: deadLettersName(name) });
  const url = await askFor(aws, { action: "sqs:GetQueueUrl", region }, async (options) => {
    const { QueueUrl } = await client.send(named, options);
    return QueueUrl;
  });
  if (url.is === "unknown") return url;
  if (url.value === undefined) return known(undefined);
  const QueueUrl = url.value;
  const AttributeNames = ["ApproximateNumberOfMessages" as const, "KmsMasterKeyId" as const];
  return askFor(aws, { action: "sqs:GetQueueAttributes", region }, async (options) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    const { Attributes = {} } = await client.send(command, options);
    const count = Number(Attributes.ApproximateNumberOfMessages ?? Number.NaN);
    return { url: QueueUrl, messages: Number.isInteger(count) ? count : undefined, keyId: Attributes.KmsMasterKeyId };
  });
}
