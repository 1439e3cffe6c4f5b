import type { Told } from "../../sns/told";

/** A trouble as a message names it (docs/messages.md). */
export interface Named {
  /** The same until it is over. */
  readonly id: string;
  readonly trouble: string;
  readonly kind: string;
  /** `*`: all of a kind. */
  readonly database: string;
  readonly region: string;
  readonly reason: string;
  /** When it began; `null` if nobody knows. */
  readonly since: string;
}

/** What a message says to programs. */
export interface Said {
  readonly time: number;
  readonly subject: string;
  readonly id: string;
  /** `changes` or `digest`; empty if it is none of ours. */
  readonly type: string;
  /** What has begun, or stands in a digest. */
  readonly troubles: readonly Named[];
  readonly over: readonly Named[];
  /** More than the message lists. */
  readonly isShortened: boolean;
  readonly standing: number;
  readonly unsure: number;
  /** `lost` or `unread`: it is not known what was told before; empty if it is. */
  readonly firstLook: string;
}

export function saidIn({ time, subject = "", json }: Pick<Told, "time" | "subject" | "json">): Said {
  const context = field(field(json, "metadata"), "additionalContext");
  const text = (name: string) => String(field(context, name) ?? "");
  const troubles = namedIn(field(context, "troubles"));
  const over = namedIn(field(context, "over"));
  return {
    time,
    subject,
    id: text("message_id"),
    type: text("type"),
    troubles,
    over,
    isShortened: Number(text("troubles_count")) > troubles.length || Number(text("over_count")) > over.length,
    standing: Number(text("standing_count")),
    unsure: Number(text("unsure_count")),
    firstLook: text("first_look"),
  };
}

function namedIn(listed: unknown): Named[] {
  const entries: unknown = typeof listed === "string" ? JSON.parse(listed) : [];
  return [entries].flat().map((one) => ({
    id: String(field(one, "id")),
    trouble: String(field(one, "trouble")),
    kind: String(field(one, "kind")),
    database: String(field(one, "database")),
    region: String(field(one, "target_region")),
    reason: String(field(one, "reason")),
    since: String(field(one, "since")),
  }));
}

export function field(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null
    ? new Map<string, unknown>(Object.entries(object)).get(name)
    : undefined;
}
