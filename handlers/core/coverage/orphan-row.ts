import type { Fault } from "../actions";
import type { NonEmpty } from "../identity";
import type { Database } from "../model";
import type { Copy } from "../ownership";
import { isAvailable, newestOfCopies } from "../situation";
import { described, inProgressOf, ofKept, restorability, unrestorableIn } from "./kept-copies";
import { type Covered, TROUBLE_KINDS, type TroubleKind } from "./model";
import type { RouteView } from "./row";
import type { CoverageContext } from "./seen";
import { troubleOf } from "./trouble";

/** The row of a database that is gone, under this name, and whose copies stay. */
export function orphanRowOf(copies: NonEmpty<Copy>, view: RouteView, context: CoverageContext): Covered {
  const { route, reach, source, hidesDatabases, hidesCopies } = view;
  const [{ databaseId: database, databaseResourceId: resourceId }] = copies;
  const kept = copies.filter(isAvailable);
  const place = { route, database, resourceId };
  const restoring = restorability(kept, context.needs);
  const isUnsure = restoring.fault === undefined && (restoring.isUnsure || reach !== "whole" || hidesCopies);
  const isOpen = (kind: TroubleKind) => (kind === "unrestorable" ? isUnsure : hidesDatabases);
  const gone = troubleOf("orphaned", place, whyOrphaned(copies[0], source.databases, route.targetRegion));
  return {
    route,
    database,
    resourceId,
    selected: false,
    exists: false,
    age: undefined,
    restingAge: undefined,
    newest: described(newestOfCopies(kept)),
    ...ofKept(kept, restoring, context.needs),
    inProgress: inProgressOf(copies, [], context.now),
    deletions: [],
    // The database may be one that RDS lists, and that cannot be read.
    troubles: [...unrestorableIn(place, restoring), ...(hidesDatabases ? [] : [gone])],
    unsure: TROUBLE_KINDS.filter(isOpen),
  };
}

function whyOrphaned({ databaseId, databaseResourceId }: Copy, databases: readonly Database[], region: string): Fault {
  const remedy = "keep its copies as long as somebody needs them, then delete them: nothing else does";
  const successor = databases.find(({ id }) => id === databaseId);
  if (successor) {
    const cause = `${databaseId} was made anew: these are copies of its predecessor ${databaseResourceId}`;
    return { reason: "recreated", cause, remedy };
  }
  const now = databases.find(({ resourceId }) => resourceId === databaseResourceId);
  if (now) return { reason: "renamed", cause: `${databaseId} is now called ${now.id}`, remedy };
  return { reason: "gone", cause: "it does not exist any more", remedy, about: region };
}
