import * as v from "valibot";
import { DATABASE_ID as ID } from "../../settings/texts";
import type { Deployment } from "../core/deployment";
import type { Kind } from "../core/model";
import { shortened, shown } from "../core/shown";
import { describeIssue } from "./describe-issue";

/** A record that needs no action, and why. */
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

const EVENT = v.object({ Records: v.array(v.unknown()) });
const RECORD = v.object({ Sns: v.object({ MessageId: v.string(), Message: v.string() }) });

/** Events of finished backups, and the kind of their source (docs/aws-facts.md#backup-events). */
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
const DATABASE_ID = new RegExp(ID.pattern);
const AUTOMATED_SNAPSHOT = /^(?:rds:)?(.+)-\d{4}-\d{2}-\d{2}-\d{2}-\d{2}$/;
/** How JSON begins, even of the wrong form: encoded twice, or in a list. */
const JSON_TEXT = /^[{["]/;

/**
 * The SNS records of an invocation.
 *
 * @throws Error if there are none
 */
export function recordsOf(event: unknown): readonly unknown[] {
  const parsed = v.safeParse(EVENT, event);
  if (parsed.success) return parsed.output.Records;
  const why = describe(parsed.issues, "event");
  throw new Error(`the event is not one of SNS: ${why}. This function is to be invoked by its SNS topics alone.`);
}

/**
 * Reads the notification of a finished backup in the source region. Old messages have no `Source ARN` (docs/aws-facts.md#event-message).
 *
 * @throws Error for a record that should have been a backup event and cannot be read
 */
export function parseBackupFinished(record: unknown, deployment: Deployment): BackupFinished | Ignored {
  const read = parseNotification(record);
  if ("ignored" in read) return read;
  const { eventId, messageId, message, malformed } = read;
  const kind = FINISHED[eventId];
  if (kind === undefined) return { ignored: `${eventId} does not say that a backup is finished`, messageId };
  const { partition, sourceRegion, account } = deployment;
  const start = `arn:${partition}:rds:${sourceRegion}:${account}:${kind === "instance" ? "db" : "cluster-snapshot"}:`;
  const { "Source ARN": arn, "Source ID": id } = message;
  if (arn !== undefined && !arn.startsWith(start)) {
    throw malformed(`its Source ARN does not begin with ${start}, got ${shown(arn)}`);
  }
  const sourceId = arn === undefined ? id : arn.slice(start.length);
  if (!sourceId) throw malformed("neither Source ARN nor Source ID names a source");
  const databaseId = kind === "instance" ? sourceId : AUTOMATED_SNAPSHOT.exec(sourceId)?.[1];
  if (databaseId === undefined) {
    return { ignored: `${shortened(sourceId)} is not a snapshot of RDS's automated backups`, messageId };
  }
  if (!DATABASE_ID.test(databaseId)) throw malformed(`its source is no id of a database, got ${shown(databaseId)}`);
  return { kind, databaseId, eventId };
}

type Message = v.InferOutput<typeof MESSAGE>;

interface Notification {
  readonly eventId: string;
  readonly messageId: string;
  readonly message: Message;
  readonly malformed: (why: string) => Error;
}

/**
 * Reads an RDS event notification (docs/aws-facts.md#event-message). Only the id at the end of `Event ID` tells events
 * apart, as texts vary. The first message after subscribing is plain text.
 */
function parseNotification(record: unknown): Notification | Ignored {
  const notification = v.safeParse(RECORD, record);
  if (!notification.success) throw new Error(`a record is not one of SNS: ${describe(notification.issues, "record")}`);
  const { MessageId, Message } = notification.output.Sns;
  const messageId = shortened(MessageId);
  const malformed = (why: string) => new Error(`SNS message ${messageId} is not a readable RDS event: ${why}`);
  const text = Message.trim();
  if (!JSON_TEXT.test(text)) {
    return { ignored: "the message is plain text, as the first one after subscribing is", messageId };
  }
  const parsed = v.safeParse(MESSAGE, text);
  if (!parsed.success) throw malformed(describe(parsed.issues, "message"));
  const eventId = EVENT_ID.exec(parsed.output["Event ID"])?.[1];
  if (eventId === undefined) throw malformed(`no event id in ${shortened(parsed.output["Event ID"])}`);
  return { eventId, messageId, message: parsed.output, malformed };
}

const describe = (issues: readonly v.BaseIssue<unknown>[], whole: string): string =>
  issues.map((issue) => describeIssue(issue, whole)).join("; ");
