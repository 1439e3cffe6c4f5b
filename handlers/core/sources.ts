import { groupBy, identity, type NonEmpty } from "./identity";
import type { Snapshot } from "./model";
import { condition } from "./status";

/** An automated snapshot that can be copied: available, so RDS has said when it was taken. */
export type Source = Snapshot & { readonly takenAt: Date };

const isSource = (snapshot: Snapshot): snapshot is Source =>
  condition(snapshot) === "available" && snapshot.takenAt !== undefined;

/** Sources by the identity of their databases. */
export function sourcesByDatabase(snapshots: readonly Snapshot[]): ReadonlyMap<string, NonEmpty<Source>> {
  return groupBy(snapshots.filter(isSource), (source) => identity(source.databaseId, source.databaseResourceId));
}

/** The newest source, the first of several. */
export const newestOf = (sources: NonEmpty<Source>): Source =>
  sources.reduce((best, one) => (one.takenAt > best.takenAt ? one : best));

const oldestOf = (sources: NonEmpty<Source>): Source =>
  sources.reduce((best, one) => (one.takenAt < best.takenAt ? one : best));

/**
 * The sources that a plan depends on: each database's newest, which is copied, and its oldest, from which the age counts if there is no
 * copy. All of them, up to 35 a database, would not fit into memory (decisions/0010-a-large-estate-is-read-in-parts.md).
 */
export function newestAndOldest(snapshots: readonly Snapshot[]): Source[] {
  const groups = [...sourcesByDatabase(snapshots).values()];
  return groups.flatMap((sources) => [...new Set([newestOf(sources), oldestOf(sources)])]);
}
