import type { Settings } from "../settings/settings";
import type { Skip } from "./actions";
import { uncovered } from "./coverage";
import type { Database } from "./model";
import { notSelected } from "./selection";

/** Which databases a run looks after. */
export interface Scope {
  readonly selected: readonly Database[];
  /** Those of the selected that can be copied. */
  readonly covered: readonly Database[];
  /** The others, with the reason. */
  readonly skips: readonly Skip[];
}

export function scopeOf(databases: readonly Database[], { selection }: Settings): Scope {
  const selected: Database[] = [];
  const covered: Database[] = [];
  const skips: Skip[] = [];
  for (const database of databases) {
    const subject = { kind: database.kind, database: database.id };
    const skipped = notSelected(database, selection[database.kind]);
    if (skipped) {
      skips.push({ action: "skip", ...subject, ...skipped });
      continue;
    }
    selected.push(database);
    const gap = uncovered(database);
    if (gap) skips.push({ action: "skip", uncovered: true, ...subject, ...gap });
    else covered.push(database);
  }
  return { selected, covered, skips };
}
