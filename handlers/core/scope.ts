import type { Selection, Settings } from "../settings/settings";
import { type Note, saying } from "./actions";
import type { Database } from "./model";
import { notSelected, type Skipped } from "./selection";
import { uncovered } from "./uncovered";

/** The databases that a run is responsible for. */
export interface Scope {
  readonly selected: readonly Database[];
  /** The selected databases that can be copied. */
  readonly covered: readonly Database[];
  /** Why the others are skipped. */
  readonly notes: readonly Note[];
}

/** Read replicas have no automated backups of their own, as RDS makes them (docs/aws-facts.md#read-replicas). */
const replicaOf = ({ id }: Database): Skipped => ({
  reason: "read-replica",
  message: `it is a read replica without backups of its own, of ${id}, which is selected`,
});

/** The selected database of the region that a read replica has its data from, over other replicas too. */
function protectedBy(
  { replicaOf, kind }: Database,
  databases: readonly Database[],
  selection: Selection,
): Database | undefined {
  const seen = new Set<string>();
  for (let id = replicaOf; id !== undefined && !seen.has(id); ) {
    seen.add(id);
    const source = databases.find((one) => one.kind === kind && one.id === id);
    if (source === undefined || notSelected(source, selection)) return undefined;
    if (source.replicaOf === undefined || !uncovered(source)) return source;
    id = source.replicaOf;
  }
  return undefined;
}

export function scopeOf(databases: readonly Database[], { selection }: Settings): Scope {
  const selected: Database[] = [];
  const covered: Database[] = [];
  const notes: Note[] = [];
  for (const database of databases) {
    const skipped = notSelected(database, selection[database.kind]);
    if (skipped) {
      notes.push({ outcome: "skipped", database: database.id, ...skipped });
      continue;
    }
    const gap = uncovered(database);
    const source = gap && protectedBy(database, databases, selection[database.kind]);
    if (source) {
      notes.push({ outcome: "skipped", database: database.id, ...replicaOf(source) });
      continue;
    }
    selected.push(database);
    if (gap) notes.push({ outcome: "skipped", uncovered: true, database: database.id, ...saying(gap) });
    else covered.push(database);
  }
  return { selected, covered, notes };
}
