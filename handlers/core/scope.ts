import type { Settings } from "../settings/settings";
import type { Note } from "./actions";
import { uncovered } from "./coverage";
import type { Database } from "./model";
import { notSelected } from "./selection";

/** The databases that a run is responsible for. */
export interface Scope {
  readonly selected: readonly Database[];
  /** The selected databases that can be copied. */
  readonly covered: readonly Database[];
  /** Why the others are skipped. */
  readonly notes: readonly Note[];
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
    selected.push(database);
    const gap = uncovered(database);
    if (gap) notes.push({ outcome: "skipped", uncovered: true, database: database.id, ...gap });
    else covered.push(database);
  }
  return { selected, covered, notes };
}
