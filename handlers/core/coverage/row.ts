import type { Fault } from "../actions";
import type { Database } from "../model";
import type { Copy } from "../ownership";
import { superfluous } from "../plan-deletions";
import type { Route } from "../route";
import { notSelected, type Skipped } from "../selection";
import { isAvailable, type Situation, type SourceSide, situationOf, type TargetSide } from "../situation";
import { uncovered } from "../uncovered";
import { aboutNextCopy, faultIn, mayBeFailing } from "./failing";
import { described, inProgressOf, ofKept, type Restorability, restorability, unrestorableIn } from "./kept-copies";
import { type Covered, type Reach, TROUBLE_KINDS, type Trouble, type TroubleKind } from "./model";
import type { CoverageContext, Deed } from "./seen";
import { troubleOf } from "./trouble";
import { whyLate } from "./why-late";

/** What is known of a route whose rows are made. */
export interface RouteView {
  readonly route: Route;
  readonly reach: Reach;
  readonly source: SourceSide;
  readonly selected: ReadonlySet<Database>;
  readonly target: TargetSide;
  readonly deedsOf: ReadonlyMap<string, readonly Deed[]>;
  readonly troubles: readonly Trouble[];
  /** Whether RDS listed databases, or manual snapshots of the target region, that cannot be read. */
  readonly hidesDatabases: boolean;
  readonly hidesCopies: boolean;
}

/** The row of a database that exists. */
export function rowOf(database: Database, view: RouteView, context: CoverageContext): Covered {
  const { route, reach, source, target } = view;
  const { settings, now } = context;
  const situation = situationOf(database, source, target, {
    now,
    maxAgeHours: settings.maxRecoveryPointAgeHours,
    targetSince: context.targetsSince?.get(route.targetRegion),
    stopsAndStarts: context.stopsAndStarts?.[route.kind],
  });
  const deeds = view.deedsOf.get(database.id) ?? [];
  const isSelected = view.selected.has(database);
  const gap = isSelected ? uncovered(database) : undefined;
  const kept = stillThere(situation.copies.filter(isAvailable), deeds);
  const restoring = restorability(kept, context.needs);
  const known: Known = { database, situation, deeds, isSelected, gap, kept, restoring, view, context };
  const unsure = unsureOf(known);
  const age = unsure.has("stale") || !countsAge(known) ? undefined : situation.age;
  const troubles = troublesOf(known, age).filter(({ trouble }) => !unsure.has(trouble));
  return {
    route,
    database: database.id,
    resourceId: database.resourceId,
    selected: isSelected,
    exists: true,
    age,
    restingAge: situation.isResting && situation.isAgeKnown && reach !== "none" ? situation.age : undefined,
    newest: described(situation.newestCopy),
    ...ofKept(kept, restoring, context.needs),
    inProgress: inProgressOf(situation.copies, deeds, now),
    deletions: reach === "whole" ? nextDeletions(known) : [],
    troubles,
    unsure: TROUBLE_KINDS.filter((kind) => unsure.has(kind)),
  };
}

interface Known {
  readonly database: Database;
  readonly situation: Situation;
  readonly deeds: readonly Deed[];
  readonly isSelected: boolean;
  readonly gap: Fault | undefined;
  readonly kept: readonly Copy[];
  readonly restoring: Restorability;
  readonly view: RouteView;
  readonly context: CoverageContext;
}

/** The age of a selected database that can be copied counts always; that of another if it has a copy that gets old. */
const countsAge = ({ situation, isSelected, gap }: Known): boolean =>
  !situation.isResting && ((isSelected && gap === undefined) || situation.newestCopy !== undefined);

function troublesOf(known: Known, age: number | undefined): Trouble[] {
  const { database, situation, deeds, isSelected, gap, restoring, view, context } = known;
  const place = { route: view.route, database: database.id, resourceId: database.resourceId };
  const limit = context.settings.maxRecoveryPointAgeHours * 3600;
  const ofNext = aboutNextCopy(deeds, situation);
  const barred = isSelected && gap === undefined ? faultIn(ofNext) : undefined;
  const failing = isSelected && gap === undefined ? (barred ?? faultIn(deeds)) : undefined;
  const gone = isSelected || situation.newestCopy === undefined ? undefined : whyDeselected(database, view, context);
  const stale = (): Fault =>
    whyLate({
      situation,
      deeds: ofNext,
      inProgress: inProgressOf(situation.copies, deeds, context.now),
      faults: [gap ?? [], gone ?? [], barred ?? []].flat(),
      ofRoute: view.troubles,
      isUnread: view.source.unread.has(database.id),
      isDryRun: context.settings.dryRun,
    });
  const since = new Date(situation.ageCountsFrom.getTime() + limit * 1000);
  return [
    ...(age !== undefined && age > limit ? [troubleOf("stale", place, stale(), since)] : []),
    ...unrestorableIn(place, restoring),
    ...(failing ? [troubleOf("failing", place, failing)] : []),
    ...(gap ? [troubleOf("uncovered", place, gap)] : []),
    ...(gone ? [troubleOf("deselected", place, gone)] : []),
  ];
}

/** The kinds of trouble of which this run cannot say whether they stand. */
function unsureOf(known: Known): ReadonlySet<TroubleKind> {
  const { situation, deeds, isSelected, gap, restoring, view, context } = known;
  const { reach, source } = view;
  const unsure = new Set<TroubleKind>();
  const add = (when: boolean, ...kinds: TroubleKind[]) => {
    if (when) for (const kind of kinds) unsure.add(kind);
  };
  const isCovered = isSelected && gap === undefined;
  const isUnread = source.unread.has(situation.database.id);
  add(reach === "none", "stale", "failing", "deselected", "orphaned", "unrestorable");
  add(reach === "brief", "deselected", "orphaned", "unrestorable");
  add(reach === "brief" && !isCovered, "stale");
  add(!situation.isAgeKnown || (situation.isResting && situation.mayHaveBeenStale), "stale");
  const isFailing = faultIn(deeds) !== undefined;
  add(isCovered && !isFailing && (isUnread || mayBeFailing(deeds, situation, context)), "failing");
  add(restoring.isUnsure, "unrestorable");
  add(situation.unknown.length > 0 || view.hidesCopies, "deselected", "orphaned", "unrestorable");
  // What is seen is certain, whatever else is not.
  if (restoring.fault) unsure.delete("unrestorable");
  if (!isSelected && situation.newestCopy) unsure.delete("deselected");
  return unsure;
}

/** What has an end of its own: copies that this run has deleted. */
function stillThere(copies: readonly Copy[], deeds: readonly Deed[]): readonly Copy[] {
  const deleted = new Set(deeds.flatMap(({ outcome, snapshot }) => (outcome === "deleted" ? (snapshot ?? []) : [])));
  return deleted.size === 0 ? copies : copies.filter(({ snapshot }) => !deleted.has(snapshot.id));
}

function nextDeletions({ situation, isSelected, view, context, kept, database }: Known): string[] {
  if (!isSelected || view.source.unread.has(database.id) || situation.unknown.length > 0) return [];
  const { retention, maxDeletionsPerDailyRun } = context.settings;
  return superfluous(kept, view.source.beingCopied, retention)
    .slice(0, maxDeletionsPerDailyRun)
    .map(({ snapshot }) => snapshot.id);
}

/** The part of the selection that a reason is about. */
const PARTS: Readonly<Record<string, string>> = { "not-included": "include", excluded: "exclude", tags: "tags" };

function whyDeselected(database: Database, { source }: RouteView, { settings }: CoverageContext): Fault {
  const skipped: Skipped = notSelected(database, settings.selection[database.kind]) ?? {
    reason: "read-replica",
    message: source.notes.find((note) => note.database === database.id)?.message ?? "it is a read replica",
  };
  const part = PARTS[skipped.reason];
  const again =
    part === undefined
      ? ""
      : part === "tags"
        ? "set its tags again if it is to be protected; if not, "
        : `change ${database.kind}s.${part} if it is to be protected; if not, `;
  return {
    reason: skipped.reason,
    cause: `it is not selected: ${skipped.message}`,
    remedy: `${again}delete its copies when nobody needs them any more`,
    about: part === undefined ? database.id : `${database.kind}s.${part}`,
  };
}
