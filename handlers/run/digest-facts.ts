import type { Coverage } from "../core/coverage/model";
import { groupBy } from "../core/identity";
import { backedUpLater } from "../core/told/backed-up-later";
import { type DigestFacts, isLosingMore, type Leaving } from "../core/told/digest";
import { quotasIn } from "./quota-used";
import type { Report } from "./report";
import type { Run } from "./run";

/** What the digest says beside the coverage. */
export function digestFacts(
  report: Report,
  coverage: Coverage,
  unknownNeeds: readonly string[],
  { now }: Pick<Run, "now">,
): DigestFacts {
  return {
    deleted: deletedIn(report).filter(isLosingMore),
    unknownNeeds,
    quotas: quotasIn(report),
    // At another hour than that of the daily run it means nothing.
    backedUpLater: report.run === "daily" ? backedUpLater(coverage, now) : [],
  };
}

/** What retention has deleted in this run, by database. A daily run alone deletes more than one copy of one. */
const deletedIn = ({ kinds }: Report): Leaving[] =>
  kinds.flatMap(({ routes }) =>
    routes.flatMap(({ route, outcomes }) => {
      const gone = outcomes.filter(
        ({ outcome, deletion }) => outcome === "deleted" && deletion?.reason === "retention",
      );
      return [...groupBy(gone, ({ database }) => database)].map(([database, ofOne]) => ({
        route,
        database,
        deletions: ofOne.flatMap(({ snapshot }) => snapshot ?? []),
      }));
    }),
  );
