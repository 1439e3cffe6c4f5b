import type { Tag } from "@aws-sdk/client-rds";
import { COPY_TAGS } from "../core/copy-tags";
import type { Encryption, Tags, TargetSnapshot } from "../core/model";
import { shortened } from "../core/shown";
import type { Deadline } from "./deadline";
import { RdsError, toRdsError, unreadableAnswer } from "./errors";
import type { Listing } from "./port";

/** An item read from an API object, or a sentence on what RDS left out. */
export type Reading<T> = { readonly item: T } | { readonly unreadable: string };

/**
 * Reads the fields without which an object cannot be identified. All are optional in the API's types.
 *
 * @example required("DB snapshot", id, { DBSnapshotArn: snapshot.DBSnapshotArn })
 */
export function required<K extends string>(
  what: string,
  id: string | undefined,
  fields: Readonly<Record<K, string | undefined>>,
): Record<K, string> | { unreadable: string } {
  const missing = Object.keys(fields).filter((name) => !fields[name as K]);
  if (missing.length > 0)
    return { unreadable: `${what} ${id ? shortened(id) : "without id"} came without ${missing.join(", ")}` };
  return fields as Record<K, string>;
}

/** Rejects items whose ARN does not match their id: it would be a guess which of the two is right. */
export function withOwnArn<T extends { readonly id: string; readonly arn: string }>(
  reading: Reading<T>,
  start: string,
): Reading<T> {
  if (!("item" in reading)) return reading;
  const { id, arn } = reading.item;
  if (arn === `${start}${id}`) return reading;
  return { unreadable: `${shortened(id)} came with the ARN ${shortened(arn)}, not with one of ${start}` };
}

/** Reads all pages of a list. An item that comes on two pages, as it has changed meanwhile, counts once, as last seen. */
export async function listAll<Page, Raw, T extends { readonly id: string }>(
  deadline: Deadline,
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Raw[] | undefined,
  read: (raw: Raw) => Reading<T>,
): Promise<Listing<T>> {
  const items = new Map<string, T>();
  const unreadable: string[] = [];
  const readPages = async () => {
    for await (const page of pages) {
      for (const raw of listIn(itemsOf(page))) {
        const reading = read(raw);
        if ("item" in reading) items.set(reading.item.id, reading.item);
        else unreadable.push(reading.unreadable);
      }
    }
  };
  await call(deadline, readPages());
  return { items: [...items.values()], unreadable };
}

/** RDS sends empty lists too. An answer without a list is cut off, and must not pass for "there is nothing". */
export function listIn<T>(list: readonly T[] | undefined): readonly T[] {
  if (list === undefined) throw unreadableAnswer("there is no list in it");
  return list;
}

/** Waits for an SDK call, until the deadline, and translates its error. */
export async function call<T>(deadline: Deadline, promise: Promise<T>): Promise<T> {
  try {
    return await deadline.before(promise);
  } catch (error) {
    throw toRdsError(error);
  }
}

/** @throws RdsError if RDS accepted the copy, but its answer cannot be read: the next run looks at what there is */
export function started(reading: Reading<TargetSnapshot> | undefined): TargetSnapshot {
  if (reading && "item" in reading) return reading.item;
  throw new RdsError(
    "transient",
    "UnreadableAnswer",
    `RDS accepted the copy, but ${reading?.unreadable ?? "did not describe it"}`,
  );
}

export function readTags(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]])));
}

/** Our own tags as a list shows them, and whether it shows any tag at all. */
export function readCopyTags(tags: readonly Tag[] | undefined): Pick<TargetSnapshot, "tags" | "tagsHidden"> {
  return tags === undefined || tags.length === 0 ? { tags: {}, tagsHidden: true } : { tags: ownTags(tags) };
}

/** Keeps only our own tags: inherited ones are unused and dominate memory. */
export const ownTags = (tags: readonly Tag[]): Tags =>
  readTags(tags.filter(({ Key }) => Key?.startsWith(COPY_TAGS.deployment)));

export function writeTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Only `StorageEncryptionType` shows an AWS owned key (docs/aws-facts.md#encryption-by-an-aws-owned-key). */
export function readEncryption(type: string | undefined, encrypted: boolean | undefined): Encryption {
  if (type === "sse-rds") return "sse-rds";
  return type === "sse-kms" || encrypted === true ? "kms" : "none";
}

const texts = new Map<string, string>();

/** The same text for each snapshot that has it, instead of one of its own for each of thousands. For what has few values. */
export function shared(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const known = texts.get(text);
  if (known === undefined) texts.set(text, text);
  return known ?? text;
}
