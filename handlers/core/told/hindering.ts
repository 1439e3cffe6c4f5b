import type { Covered, Warning } from "../coverage/model";
import { causeKey } from "../coverage/troubles";
import { groupBy, type NonEmpty } from "../identity";
import { sentence } from "../sentence";
import { listed, nameOf } from "./words";

const MOST_NAMES = 5;

/** Warnings of one cause in one target region, each with the row that has it; those of most databases first. */
export function warningsByCause(rows: readonly Covered[]): NonEmpty<Warning & { readonly row: Covered }>[] {
  const all = rows.flatMap((row) => row.warnings.map((warning) => ({ ...warning, row })));
  return [...groupBy(all, (one) => `${causeKey(one)}\n${one.row.route.targetRegion}`).values()].sort(
    (a, b) => b.length - a.length,
  );
}

/** What people can make or choose on the day, and better know before: one item for each cause. */
export const hindering = (rows: readonly Covered[]): string[] =>
  warningsByCause(rows).map((ofOne) => {
    const [{ cause, remedy }] = ofOne;
    const names = [...new Set(ofOne.map(({ row }) => nameOf({ kind: row.route.kind, database: row.database })))];
    return `${cause} (${listed(names, MOST_NAMES)}): ${sentence(remedy)}`;
  });
