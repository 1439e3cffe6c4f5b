import type { SimulatedAws } from "../aws";
import { arn } from "../iam/arns";
import { AwsError } from "../wire/errors";
import type { JsonParameters } from "../wire/json-protocol";
import type { ServiceCall } from "../wire/wing";
import { requirePermission } from "../wire/wing";

/** What SQS tells of the queues that are deployed. @throws AwsError */
export async function answerSqs(aws: SimulatedAws, call: ServiceCall<JsonParameters>): Promise<unknown> {
  const { region, caller, parameters } = call;
  const { action } = parameters;
  if (action !== "GetQueueUrl" && action !== "GetQueueAttributes") throw new Error(`SQS's ${action} is not simulated.`);
  const url = parameters.text("QueueUrl") ?? "";
  const name = parameters.text("QueueName") ?? url.slice(url.lastIndexOf("/") + 1);
  const resource = arn(aws.account, "sqs", region, name);
  await requirePermission("sqs", caller, { action: `sqs:${action}`, resource });
  const found = aws.deployed.all(({ queues }) => queues, region).find((queue) => queue.arn === resource);
  if (!found) {
    throw new AwsError(
      "com.amazonaws.sqs#QueueDoesNotExist",
      "The specified queue does not exist.",
      400,
      "AWS.SimpleQueueService.NonExistentQueue",
    );
  }
  if (action === "GetQueueUrl") return { QueueUrl: found.url };
  const waiting = aws.deployed.running?.queues.messages(found.arn).length ?? 0;
  const attributes = {
    QueueArn: found.arn,
    ApproximateNumberOfMessages: String(waiting),
    ApproximateNumberOfMessagesNotVisible: "0",
    ApproximateNumberOfMessagesDelayed: "0",
    ...(found.kmsKeyArn !== undefined && { KmsMasterKeyId: found.kmsKeyArn }),
  };
  const asked = parameters.texts("AttributeNames");
  const shown = Object.entries(attributes).filter(([key]) => asked.includes("All") || asked.includes(key));
  // Without any of them SQS answers nothing.
  return shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) };
}
