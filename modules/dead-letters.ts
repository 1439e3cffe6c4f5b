import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { deadLettersName } from "../handlers/core/names";
import type { Context } from "./context";
import { denyWithoutTls, policyDocument } from "./policy-document";

const FOURTEEN_DAYS = 14 * 24 * 3600;

/** The queue of events whose invocations failed for good. */
export function deadLetters({ make, inputs }: Context): SqsQueue {
  const queue = make(SqsQueue, "dlq", {
    name: deadLettersName(inputs.name),
    messageRetentionSeconds: FOURTEEN_DAYS,
    tags: inputs.tags,
    ...(inputs.encryptionKeyArn !== undefined && { kmsMasterKeyId: inputs.encryptionKeyArn }),
    ...(inputs.sqsManagedEncryption !== undefined && { sqsManagedSseEnabled: inputs.sqsManagedEncryption }),
  });
  const policy = policyDocument(make, "dlq", [denyWithoutTls(["sqs:*"], queue.arn)]);
  make(SqsQueuePolicy, "dlq", { queueUrl: queue.url, policy: policy.json });
  return queue;
}
