import type { Covered } from "../coverage/model";
import { causeKey } from "../coverage/troubles";
import { groupBy } from "../identity";
import { sentence } from "../sentence";
import { listed, nameOf } from "./words";

const MOST_NAMES = 5;

/** What people can make or choose on the day, and better know before: one item for each cause, that of most databases first. */
export function hindering(rows: readonly Covered[]): string[] {
  const all = rows.flatMap(({ route, database, warnings }) =>
    warnings.map((warning) => ({
      ...warning,
      targetRegion: route.targetRegion,
      name: nameOf({ kind: route.kind, database }),
    })),
  );
  const causes = [...groupBy(all, (one) => `${causeKey(one)}\n${one.targetRegion}`).values()];
  return causes
    .sort((a, b) => b.length - a.length)
    .map((ofOne) => {
      const [{ cause, remedy }] = ofOne;
      const names = [...new Set(ofOne.map(({ name }) => name))];
      return `${cause} (${listed(names, MOST_NAMES)}): ${sentence(remedy)}`;
    });
}
