import { COPY_TAGS } from "../../../handlers/core/copy-tags";
import type { Kind } from "../../../handlers/core/model";
import type { RdsRequest } from "./request";

/** A copy that RDS has made. */
export interface Copied {
  readonly did: "copy";
  readonly kind: Kind;
  readonly region: string;
  readonly id: string;
  readonly sourceArn: string;
  /** Id and RDS resource id of the database, and when the source was taken (ISO 8601): as its tags say. */
  readonly database: string;
  readonly resourceId: string;
  readonly sourceTime: string;
}

/** Any other change that RDS has made. */
export interface Changed {
  readonly did: "delete" | "something else";
  readonly kind: Kind;
  readonly region: string;
  readonly id: string;
}

export type Entry = Copied | Changed;

/** What a request changes if it is carried out; undefined if it only reads. */
export function entryOf({ region, parameters, changes }: RdsRequest): Entry | undefined {
  if (!changes) return undefined;
  const { action } = parameters;
  const kind: Kind = action.includes("Cluster") ? "cluster" : "instance";
  const type = kind === "cluster" ? "DBClusterSnapshot" : "DBSnapshot";
  if (action === `Delete${type}`) {
    return { did: "delete", kind, region, id: parameters.required(`${type}Identifier`) };
  }
  if (action !== `Copy${type}`) return { did: "something else", kind, region, id: action };
  const tags = new Map(parameters.tags().map(({ key, value }) => [key, value]));
  const tag = (key: string) => tags.get(key) ?? "";
  return {
    did: "copy",
    kind,
    region,
    id: parameters.required(`Target${type}Identifier`),
    sourceArn: parameters.required(`Source${type}Identifier`),
    database: tag(COPY_TAGS.database),
    resourceId: tag(COPY_TAGS.resourceId),
    sourceTime: tag(COPY_TAGS.sourceTime),
  };
}

/**
 * What should never have been done, in the order in which RDS has done it: a copy of a snapshot of which there is one already, and
 * a deletion of what is not a copy made here, of the newest, or of one too many.
 *
 * @param keepLast copies that every database keeps in each target region
 */
export function misdeeds(entries: readonly Entry[], keepLast: number): string[] {
  const wrongs: string[] = [];
  const copies = new Map<string, Copied>();
  for (const entry of entries) {
    const what = `${entry.kind} ${entry.id} in ${entry.region}`;
    const place = `${entry.region} ${entry.kind} ${entry.id}`;
    if (entry.did === "something else") wrongs.push(`${what}: nobody should do that`);
    if (entry.did === "copy") {
      const twin = [...copies.values()].find((copy) => isTwin(copy, entry));
      if (twin) wrongs.push(`${what}: ${entry.sourceArn} was copied a second time, beside ${twin.id}`);
      copies.set(place, entry);
    }
    if (entry.did === "delete") {
      const deleted = copies.get(place);
      copies.delete(place);
      wrongs.push(
        ...(deleted ? badDeletion(deleted, [...copies.values()], keepLast) : ["it is no copy of ours"]).map(
          (why) => `${what} was deleted: ${why}`,
        ),
      );
    }
  }
  return wrongs;
}

function badDeletion(deleted: Copied, left: readonly Copied[], keepLast: number): string[] {
  const siblings = left.filter((copy) => isOfSameDatabase(copy, deleted));
  const wrongs: string[] = [];
  if (!siblings.some(({ sourceTime }) => sourceTime > deleted.sourceTime)) wrongs.push("it was the newest copy");
  if (siblings.length < keepLast) wrongs.push(`it left ${siblings.length} copies, and ${keepLast} are to be kept`);
  return wrongs;
}

/** The copies that must be left when all is done: of each database in each region the newest of all that were ever made. */
export function remaining(entries: readonly Entry[], keepLast: number): string[] {
  const copies = entries.filter((entry) => entry.did === "copy");
  return copies
    .filter((copy) => {
      const newer = copies.filter((other) => isOfSameDatabase(other, copy) && other.sourceTime > copy.sourceTime);
      return new Set(newer.map(({ sourceArn }) => sourceArn)).size < keepLast;
    })
    .map(({ region, kind, id }) => `${region} ${kind} ${id}`)
    .sort()
    .filter((name, index, names) => name !== names[index - 1]);
}

const isTwin = (a: Copied, b: Copied): boolean =>
  a.kind === b.kind && a.region === b.region && a.sourceArn === b.sourceArn;

const isOfSameDatabase = (a: Copied, b: Copied): boolean =>
  a.kind === b.kind && a.region === b.region && a.database === b.database && a.resourceId === b.resourceId;
