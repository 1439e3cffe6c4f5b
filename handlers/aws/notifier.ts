import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Message } from "../core/told/message";
import type { Deadline } from "../rds/deadline";
import { call } from "./call";

/** Sends people a message. */
export interface Notifier {
  /** @throws RdsError if AWS has not taken it */
  publish(message: Message): Promise<void>;
}

/** Each protocol gets what people read there: e-mail plain text, all others the notification (docs/messages.md). */
export function notifier(topicArn: string, client: SNSClient, deadline: Deadline): Notifier {
  return {
    publish: async ({ subject, text, notification }) => {
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: "json",
        Message: JSON.stringify({ default: JSON.stringify(notification), email: text }),
      });
      await call(deadline, client.send(command, { abortSignal: deadline.signal }));
    },
  };
}
