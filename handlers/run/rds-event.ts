import * as v from "valibot";
import type { Kind } from "../core/model";

/** What a record asks for: to reconcile a database, or nothing, and why. */
export type RdsEvent =
  | { readonly kind: Kind; readonly databaseId: string; readonly eventId: string }
  | { readonly ignored: string; readonly messageId: string };

const EVENT = v.object({ Records: v.array(v.unknown()) });
const RECORD = v.object({ Sns: v.object({ MessageId: v.string(), Message: v.string() }) });

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
const AUTOMATED_SNAPSHOT = /^(?:rds:)?(.+)-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}$/;

/**
 * The records of an invocation by SNS.
 *
 * @throws Error if there are none
 */
export function recordsOf(event: unknown): readonly unknown[] {
  const parsed = v.safeParse(EVENT, event);
  if (!parsed.success) throw new Error(`the event is not one of SNS: ${describe(parsed.issues)}`);
  return parsed.output.Records;
}

/**
 * Reads an RDS event notification (facts §1.2). Only the id at the end of `Event ID` tells events apart, as texts
 * differ; `Source ARN` is missing in old messages. The first message after subscribing is plain text.
 *
 * @throws Error for a record that should have been a backup event and cannot be read
 */
export function parseRdsEvent(record: unknown): RdsEvent {
  const notification = v.safeParse(RECORD, record);
  if (!notification.success) throw new Error(`a record is not one of SNS: ${describe(notification.issues)}`);
  const { MessageId: messageId, Message } = notification.output.Sns;
  const malformed = (why: string) => new Error(`SNS message ${messageId} is not a readable RDS event: ${why}`);
  const text = Message.trim();
  if (!text.startsWith("{")) {
    return { ignored: "the message is plain text, as the first one after subscribing is", messageId };
  }
  const parsed = v.safeParse(MESSAGE, text);
  if (!parsed.success) throw malformed(describe(parsed.issues));
  const eventId = EVENT_ID.exec(parsed.output["Event ID"])?.[1];
  if (eventId === undefined) throw malformed(`no event id in ${parsed.output["Event ID"]}`);
  const kind = FINISHED[eventId];
  if (kind === undefined) return { ignored: `${eventId} does not say that a backup is finished`, messageId };
  const arn = parsed.output["Source ARN"];
  const sourceId = arn === undefined ? parsed.output["Source ID"] : arn.split(":").at(-1);
  if (!sourceId) throw malformed("neither Source ARN nor Source ID names a source");
  if (kind === "instance") return { kind, databaseId: sourceId, eventId };
  const databaseId = AUTOMATED_SNAPSHOT.exec(sourceId)?.[1];
  if (databaseId === undefined) {
    return { ignored: `${sourceId} is not a snapshot of RDS's automated backups`, messageId };
  }
  return { kind, databaseId, eventId };
}

const describe = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => `${v.getDotPath(issue) ?? "message"}: ${issue.message}`).join("; ");
