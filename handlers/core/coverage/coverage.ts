import { groupBy, identity } from "../identity";
import type { Database } from "../model";
import { sourceSide } from "../plan";
import type { Route } from "../route";
import { type SourceSide, targetSide } from "../situation";
import { condition } from "../status";
import { type Coverage, type Covered, type Reach, type RouteCoverage, TROUBLE_KINDS } from "./model";
import { orphanRowOf } from "./orphan-row";
import { routeTroubles } from "./route-troubles";
import { type RouteView, rowOf } from "./row";
import type { CoverageContext, Deed, KindSeen } from "./seen";

/** All databases × target regions, from what a whole run saw and did. */
export function coverageOf(seen: readonly KindSeen[], context: CoverageContext): Coverage {
  const covered = seen.flatMap((kind) => {
    const { inventory } = kind;
    const source = inventory && sourceSide(inventory, context.settings);
    return kind.routes.map(({ route, outcomes }) => coverRoute({ kind, source, route, outcomes }, context));
  });
  return { databases: covered.flatMap(({ rows }) => rows), routes: covered.map(({ whole }) => whole) };
}

interface RouteSeen {
  readonly kind: KindSeen;
  readonly source: SourceSide | undefined;
  readonly route: Route;
  readonly outcomes: readonly Deed[];
}

function coverRoute(
  { kind, source, route, outcomes }: RouteSeen,
  context: CoverageContext,
): {
  readonly rows: readonly Covered[];
  readonly whole: RouteCoverage;
} {
  const { sourceRegion } = context.deployment;
  const troubles = routeTroubles(route, [
    { region: sourceRegion, deeds: kind.outcomes },
    { region: route.targetRegion, deeds: outcomes },
  ]);
  const listed = kind.inventory?.targets.get(route.targetRegion);
  const reach: Reach = listed === undefined ? "none" : kind.isBrief === true ? "brief" : "whole";
  if (source === undefined) {
    return { rows: [], whole: { route, reach, troubles, unsure: TROUBLE_KINDS, age: undefined, areAgesKnown: false } };
  }
  const target = targetSide(route, listed ?? [], context);
  const deedsOf = groupBy(outcomes, ({ database }) => database);
  const hidesDatabases = kind.inventory?.hidesDatabases === true;
  const hidesCopies = kind.inventory?.hidesCopies?.has(route.targetRegion) === true;
  const selected = new Set(source.selected);
  const view: RouteView = { route, reach, source, selected, target, deedsOf, troubles, hidesDatabases, hidesCopies };
  const rows = rowsOf(view, context);
  return { rows, whole: { route, reach, troubles, unsure: unsureWithoutRow(view), ...agesOf(rows, view) } };
}

/** Each selected database, each other one that has copies, and each that is gone and has some. */
function rowsOf(view: RouteView, context: CoverageContext): Covered[] {
  const { source, selected, target } = view;
  const hasCopies = (resourceId: string) => target.copiesOfResource.has(resourceId);
  const existing = source.databases.filter((one) => selected.has(one) || hasCopies(one.resourceId));
  const known = new Set(source.databases.map(({ id, resourceId }) => identity(id, resourceId)));
  const gone = [...target.copiesOf].flatMap(([key, copies]) => (known.has(key) ? [] : [copies]));
  const orphans = gone.flatMap((copies) => {
    const [first, ...more] = copies.filter(({ snapshot }) => condition(snapshot) !== "going");
    return first ? [orphanRowOf([first, ...more], view, context)] : [];
  });
  return [...existing.map((database) => rowOf(database, view, context)), ...orphans];
}

function unsureWithoutRow({ reach, target, hidesDatabases, hidesCopies }: RouteView): RouteCoverage["unsure"] {
  if (reach === "none" || hidesDatabases) return TROUBLE_KINDS;
  const mayHaveMore = reach === "brief" || target.unknown.length > 0 || hidesCopies;
  return mayHaveMore ? ["stale", "unrestorable", "deselected", "orphaned"] : [];
}

/** A brief look has not seen the copies of databases that are not covered, which may be the oldest (decisions/0021-brief-looks.md). */
function agesOf(
  rows: readonly Covered[],
  { reach, source, hidesDatabases }: RouteView,
): Pick<RouteCoverage, "age" | "areAgesKnown"> {
  const covered = new Set(source.covered.map(({ id }) => id));
  const mayHaveCopies = ({ id, memberOf }: Database) => memberOf === undefined && !covered.has(id);
  const isPart = reach === "brief" && source.databases.some(mayHaveCopies);
  const counting = reach === "brief" ? rows.filter(({ database }) => covered.has(database)) : rows;
  const isUnknown = ({ unsure, restingAge }: Covered) => unsure.includes("stale") && restingAge === undefined;
  if (reach === "none" || hidesDatabases || counting.some(isUnknown)) return { age: undefined, areAgesKnown: false };
  const greatest = counting.reduce((most, { age = 0 }) => Math.max(most, age), 0);
  return { age: isPart ? undefined : greatest, areAgesKnown: true };
}
