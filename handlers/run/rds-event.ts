import * as v from "valibot";
import { parseSnapshotArn } from "../core/arn";
import type { Kind } from "../core/model";

/** A record that asks for nothing, and why. */
export interface Ignored {
  readonly ignored: string;
  readonly messageId: string;
}

/** A backup of a database has been taken. */
export interface BackupFinished {
  readonly kind: Kind;
  readonly databaseId: string;
  readonly eventId: string;
}

/** A copy of a DB snapshot has ended in a target region, well or not: its slot is free. */
export interface CopyEnded {
  readonly targetRegion: string;
  /** Of the copy, whoever made it. */
  readonly snapshotId: string;
  readonly eventId: string;
}

const EVENT = v.object({ Records: v.array(v.unknown()) });
const RECORD = v.object({
  Sns: v.object({ MessageId: v.string(), Message: v.string(), TopicArn: v.optional(v.string()) }),
});

/** Events that say that a backup has been taken (facts §1.1), by what their source is. */
const FINISHED: Readonly<Record<string, Kind>> = { "RDS-EVENT-0002": "instance", "RDS-EVENT-0169": "cluster" };
/** Cross-region copies that finished, or were cancelled (facts §1.1). There is none for copies of cluster snapshots. */
const ENDED: readonly string[] = ["RDS-EVENT-0060", "RDS-EVENT-0061"];

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
 * Reads the notification of a finished backup. `Source ARN` is missing in old messages (facts §1.2).
 *
 * @throws Error for a record that should have been a backup event and cannot be read
 */
export function parseBackupFinished(record: unknown): BackupFinished | Ignored {
  const read = parseNotification(record);
  if ("ignored" in read) return read;
  const { eventId, messageId, message, malformed } = read;
  const kind = FINISHED[eventId];
  if (kind === undefined) return { ignored: `${eventId} does not say that a backup is finished`, messageId };
  const arn = message["Source ARN"];
  const sourceId = arn === undefined ? message["Source ID"] : arn.split(":").at(-1);
  if (!sourceId) throw malformed("neither Source ARN nor Source ID names a source");
  if (kind === "instance") return { kind, databaseId: sourceId, eventId };
  const databaseId = AUTOMATED_SNAPSHOT.exec(sourceId)?.[1];
  if (databaseId === undefined) {
    return { ignored: `${sourceId} is not a snapshot of RDS's automated backups`, messageId };
  }
  return { kind, databaseId, eventId };
}

/**
 * Reads the notification of a copy that has ended. Without `Source ARN` its region is that of the topic: RDS publishes in its own.
 *
 * @throws Error for a record that should have been one and cannot be read
 */
export function parseCopyEnded(record: unknown): CopyEnded | Ignored {
  const read = parseNotification(record);
  if ("ignored" in read) return read;
  const { eventId, messageId, message, topicRegion, malformed } = read;
  if (!ENDED.includes(eventId)) return { ignored: `${eventId} does not say that a copy has ended`, messageId };
  const arn = message["Source ARN"];
  const source = arn === undefined ? { region: topicRegion, id: message["Source ID"] } : parseSnapshotArn(arn);
  if (!source?.region || !source.id) throw malformed(`no DB snapshot is named, Source ARN is ${arn ?? "missing"}`);
  return { targetRegion: source.region, snapshotId: source.id, eventId };
}

type Message = v.InferOutput<typeof MESSAGE>;

interface Notification {
  readonly eventId: string;
  readonly messageId: string;
  readonly message: Message;
  readonly topicRegion: string | undefined;
  readonly malformed: (why: string) => Error;
}

/**
 * Reads an RDS event notification (facts §1.2). Only the id at the end of `Event ID` tells events apart, as texts
 * differ. The first message after subscribing is plain text.
 */
function parseNotification(record: unknown): Notification | Ignored {
  const notification = v.safeParse(RECORD, record);
  if (!notification.success) throw new Error(`a record is not one of SNS: ${describe(notification.issues)}`);
  const { MessageId: messageId, Message, TopicArn } = notification.output.Sns;
  const malformed = (why: string) => new Error(`SNS message ${messageId} is not a readable RDS event: ${why}`);
  const text = Message.trim();
  if (!text.startsWith("{")) {
    return { ignored: "the message is plain text, as the first one after subscribing is", messageId };
  }
  const parsed = v.safeParse(MESSAGE, text);
  if (!parsed.success) throw malformed(describe(parsed.issues));
  const eventId = EVENT_ID.exec(parsed.output["Event ID"])?.[1];
  if (eventId === undefined) throw malformed(`no event id in ${parsed.output["Event ID"]}`);
  return { eventId, messageId, message: parsed.output, topicRegion: TopicArn?.split(":")[3], malformed };
}

const describe = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues.map((issue) => `${v.getDotPath(issue) ?? "message"}: ${issue.message}`).join("; ");
