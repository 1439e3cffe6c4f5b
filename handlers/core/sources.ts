import { groupBy, identity } from "./identity";
import type { Snapshot } from "./model";
import { condition } from "./status";

/** An automated snapshot that can be copied: available, so RDS has said when it was taken. */
export type Source = Snapshot & { readonly takenAt: Date };

export const isSource = (snapshot: Snapshot): snapshot is Source =>
  condition(snapshot.status) === "available" && snapshot.takenAt !== undefined;

/** Sources by the identity of their databases. */
export function sourcesByDatabase(snapshots: readonly Snapshot[]): ReadonlyMap<string, readonly Source[]> {
  return groupBy(snapshots.filter(isSource), (source) => identity(source.databaseId, source.databaseResourceId));
}

export const newestOf = (sources: readonly Source[]): Source | undefined =>
  extreme(sources, (one, best) => one.takenAt > best.takenAt);

const oldestOf = (sources: readonly Source[]): Source | undefined =>
  extreme(sources, (one, best) => one.takenAt < best.takenAt);

/**
 * The sources that a plan depends on: of each database the newest, which is copied, and the oldest, from which the age of one without
 * copies counts. RDS keeps up to 35 of each, and those of a large estate do not fit into the memory of a function.
 */
export function telling(snapshots: readonly Snapshot[]): Source[] {
  return [...sourcesByDatabase(snapshots).values()].flatMap((sources) => {
    const ends = [newestOf(sources), oldestOf(sources)].filter((source) => source !== undefined);
    return [...new Set(ends)];
  });
}

/** The first of those that come before all others. */
function extreme<T>(items: readonly T[], isBefore: (one: T, best: T) => boolean): T | undefined {
  return items.reduce<T | undefined>(
    (best, one) => (best === undefined || isBefore(one, best) ? one : best),
    undefined,
  );
}
