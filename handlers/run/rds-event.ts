import type { SNSEventRecord } from "aws-lambda";
import * as v from "valibot";
import type { Kind } from "../core/model";

/** What a record asks for: to reconcile a database, or nothing, and why. */
export type RdsEvent =
  | { readonly kind: Kind; readonly databaseId: string; readonly eventId: string }
  | { readonly ignored: string };

/** Events that say that a backup has been taken (facts §1.1), by what their source is. */
const FINISHED: Readonly<Record<string, Kind>> = { "RDS-EVENT-0002": "instance", "RDS-EVENT-0169": "cluster" };

const MESSAGE = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    "Event ID": v.string(),
    "Source ID": v.optional(v.string()),
    "Source ARN": v.optional(v.string()),
  }),
);

const EVENT_ID = /#(RDS-EVENT-\d{4})$/;
const AUTOMATED_SNAPSHOT = /^rds:(.+)-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}$/;

/**
 * Reads an RDS event notification (facts §1.2). Only the id at the end of `Event ID` tells events apart, as texts
 * differ; `Source ARN` is missing in old messages. The first message after subscribing is plain text.
 *
 * @throws Error for a record that should have been a backup event and cannot be read
 */
export function parseRdsEvent(record: SNSEventRecord): RdsEvent {
  const text = record.Sns.Message.trim();
  if (!text.startsWith("{")) return { ignored: "the message is plain text, as the first one after subscribing is" };
  const parsed = v.safeParse(MESSAGE, text);
  if (!parsed.success)
    throw malformed(
      record,
      parsed.issues.map((issue) => `${v.getDotPath(issue) ?? "message"}: ${issue.message}`).join("; "),
    );
  const eventId = EVENT_ID.exec(parsed.output["Event ID"])?.[1];
  if (eventId === undefined) throw malformed(record, `no event id in ${parsed.output["Event ID"]}`);
  const kind = FINISHED[eventId];
  if (kind === undefined) return { ignored: `${eventId} does not say that a backup is finished` };
  const arn = parsed.output["Source ARN"];
  const sourceId = arn === undefined ? parsed.output["Source ID"] : arn.split(":").slice(6).join(":");
  if (!sourceId) throw malformed(record, "neither Source ARN nor Source ID names a source");
  if (kind === "instance") return { kind, databaseId: sourceId, eventId };
  const databaseId = AUTOMATED_SNAPSHOT.exec(sourceId)?.[1] ?? AUTOMATED_SNAPSHOT.exec(`rds:${sourceId}`)?.[1];
  if (databaseId === undefined) return { ignored: `${sourceId} is not a snapshot of RDS's automated backups` };
  return { kind, databaseId, eventId };
}

const malformed = (record: SNSEventRecord, why: string): Error =>
  new Error(`SNS message ${record.Sns.MessageId} is not a readable RDS event: ${why}`);
