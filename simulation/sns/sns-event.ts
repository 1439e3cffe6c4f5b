import type { SNSEvent } from "aws-lambda";
import type { RaisedEvent } from "../rds/events";
import type { Random } from "../time/random";

const EVENT_ID = "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html#";

/** What RDS publishes to the topic of a subscription (docs/aws-facts.md#event-message). */
export function rdsMessage(event: RaisedEvent): string {
  return JSON.stringify({
    "Event Source": event.sourceType,
    "Event Time": new Date(event.time).toISOString().replace("T", " ").replace("Z", ""),
    "Identifier Link": identifierLink(event),
    "Source ID": event.sourceId,
    "Source ARN": event.sourceArn,
    "Event ID": `${EVENT_ID}${event.id}`,
    "Event Message": event.message,
  });
}

/** The first message to a new subscription, which is plain text (docs/aws-facts.md#event-message). */
export function greeting(sourceType: string, topicArn: string): string {
  return `This is a message to notify that RDS will attempt to send you event notifications of type ${sourceType} to the topic ${topicArn}`;
}

/** A message as SNS hands it to a function: one record. */
export function snsEvent(
  message: string,
  options: { topicArn: string; time: number; random: Random; event?: RaisedEvent },
): SNSEvent {
  const { topicArn, time, random, event } = options;
  const [, , , region] = topicArn.split(":");
  const attribute = (Value: string) => ({ Type: "String", Value });
  return {
    Records: [
      {
        EventVersion: "1.0",
        EventSubscriptionArn: `${topicArn}:${random.uuid()}`,
        EventSource: "aws:sns",
        Sns: {
          SignatureVersion: "1",
          Timestamp: new Date(time).toISOString(),
          Signature: "EXAMPLE",
          SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService.pem`,
          MessageId: random.uuid(),
          Message: message,
          MessageAttributes: event ? { EventID: attribute(event.id), Resource: attribute(event.sourceArn) } : {},
          Type: "Notification",
          UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe`,
          TopicArn: topicArn,
          Subject: "RDS Notification Message",
        },
      },
    ],
  };
}

function identifierLink(event: RaisedEvent): string {
  const console = `https://console.aws.amazon.com/rds/home?region=${event.region}`;
  return event.sourceType.endsWith("snapshot")
    ? `${console}#snapshot:engine=${event.engine};id=${event.sourceId}`
    : `${console}#dbinstance:id=${event.sourceId}`;
}
