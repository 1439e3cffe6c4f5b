import type { Action } from "./actions";
import { uncovered } from "./coverage";
import { groupBy, identity } from "./identity";
import type { Database, Kind, Snapshot, TargetSnapshot } from "./model";
import { orphans } from "./orphans";
import { type Copy, ownership } from "./ownership";
import { type CopyContext, type Due, planCopy, type Source, startCopy } from "./plan-copy";
import { deletion, planDeletions } from "./plan-deletions";
import { latest, recoveryPointAge } from "./recovery-point-age";
import { notSelected } from "./selection";
import { slotsTaken, takeTurns } from "./slots";
import { condition } from "./status";

/** What exists in RDS, of one kind. A target region that could not be listed is not in `targets`. */
export interface Inventory {
  readonly kind: Kind;
  readonly databases: readonly Database[];
  /** Automated snapshots in the source region. */
  readonly snapshots: readonly Snapshot[];
  /** Manual snapshots by target region. */
  readonly targets: ReadonlyMap<string, readonly TargetSnapshot[]>;
}

export interface PlanContext extends CopyContext {
  /**
   * `sweep`: a whole run over everything, which alone counts slots, deletes, retries and looks for orphans.
   * `event`: one database, seconds after its backup.
   */
  readonly run: "sweep" | "event";
}

export interface Freshness {
  readonly database: string;
  readonly kind: Kind;
  readonly targetRegion: string;
  readonly ageSeconds: number;
}

/** What to do, in order, deletions first; and the state that it follows from. */
export interface Plan {
  readonly actions: readonly Action[];
  readonly seen: number;
  readonly selected: number;
  readonly uncovered: number;
  /** Our copies in progress. */
  readonly inProgress: number;
  /** One entry for each covered database that is not stopped, and target region that could be listed. */
  readonly freshness: readonly Freshness[];
}

/** The rules of design section 2, as a pure function of what exists, the settings and the time. */
export function plan(inventory: Inventory, context: PlanContext): Plan {
  const actions: Action[] = [];
  const selected: Database[] = [];
  const covered: Database[] = [];
  for (const database of inventory.databases) {
    const subject = { kind: database.kind, database: database.id };
    const skipped = notSelected(database, context.settings.selection[database.kind]);
    if (skipped) {
      actions.push({ action: "skip", ...subject, ...skipped });
      continue;
    }
    selected.push(database);
    const gap = uncovered(database);
    if (gap) actions.push({ action: "skip", uncovered: true, ...subject, ...gap });
    else covered.push(database);
  }

  const sourcesOf = groupBy(inventory.snapshots.filter(isSource), (s) => identity(s.databaseId, s.databaseResourceId));
  const freshness: Freshness[] = [];
  let inProgress = 0;
  for (const [targetRegion, listed] of inventory.targets) {
    const { copies, claims } = sortOut(listed, context);
    inProgress += copies.filter(isInProgress).length;
    const region = planRegion({ ...inventory, covered, sourcesOf, targetRegion, listed, copies }, context);
    freshness.push(...region.freshness);
    actions.push(...region.actions);
    if (context.run === "event") continue;
    const beingCopied = new Set(
      listed.filter((s) => condition(s.status) === "in-progress").flatMap((s) => s.sourceArn ?? []),
    );
    const copiesOf = groupBy(copies, identityOf);
    for (const database of selected) {
      const own = copiesOf.get(identity(database.id, database.resourceId)) ?? [];
      actions.push(...planDeletions(own, beingCopied, context.settings.retention));
    }
    actions.push(...claims, ...orphans(copies, inventory.databases, selected));
  }
  return {
    actions: actions.sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action)),
    seen: inventory.databases.length,
    selected: selected.length,
    uncovered: selected.length - covered.length,
    inProgress,
    freshness,
  };
}

const ORDER: readonly Action["action"][] = ["delete", "copy", "defer", "fail", "skip"];

interface Region extends Inventory {
  readonly covered: readonly Database[];
  readonly sourcesOf: ReadonlyMap<string, readonly Source[]>;
  readonly targetRegion: string;
  readonly listed: readonly TargetSnapshot[];
  readonly copies: readonly Copy[];
}

function planRegion(region: Region, context: PlanContext): { actions: Action[]; freshness: Freshness[] } {
  const { kind, covered, sourcesOf, targetRegion, listed, copies } = region;
  const copiesOf = groupBy(copies, identityOf);
  const byId = new Map(listed.map((snapshot) => [snapshot.id, snapshot]));
  const actions: Action[] = [];
  const freshness: Freshness[] = [];
  const due: Due[] = [];
  for (const database of covered) {
    const key = identity(database.id, database.resourceId);
    const sources = sourcesOf.get(key) ?? [];
    const own = copiesOf.get(key) ?? [];
    const available = own.filter((copy) => condition(copy.snapshot.status) === "available");
    const times = sources.map((source) => source.takenAt);
    const age = recoveryPointAge(
      database,
      times,
      available.map((copy) => copy.sourceTime),
      context.now,
    );
    if (database.status !== "stopped") freshness.push({ kind, database: database.id, targetRegion, ageSeconds: age });
    const newestAt = latest(times);
    const newest = sources.find((source) => source.takenAt === newestAt);
    const situation = { database, newest, copies: own, targetRegion, age, find: (id: string) => byId.get(id) };
    const decided = planCopy(situation, context);
    if (decided === undefined) continue;
    if ("action" in decided) actions.push(decided);
    else due.push(decided);
  }
  actions.push(...(context.run === "event" ? startAll(due, context) : startInTurn(due, region, context)));
  return { actions, freshness };
}

/** After an event: at once, without counting slots; but a retry needs a deletion, which is for the sweep. */
function startAll(due: readonly Due[], context: PlanContext): Action[] {
  return due.map((copy) =>
    copy.replaces === undefined
      ? startCopy(copy, context)
      : postponed(copy, "retry-in-sweep", "a copy of it has failed: the next sweep deletes that one and tries again"),
  );
}

function startInTurn(
  due: readonly Due[],
  { kind, targetRegion, listed, copies }: Region,
  context: PlanContext,
): Action[] {
  const startable = due.map((copy) => ({ ...copy, start: startCopy(copy, context) }));
  const limit = context.settings.maxCopiesInProgress[kind];
  const retriesInProgress = copies.filter((copy) => copy.attempt > 1 && isInProgress(copy)).length;
  // A copy that cannot be started (no key) takes no slot.
  const waiting = startable.filter(({ start }) => start.action === "copy");
  const turns = takeTurns(waiting, limit, slotsTaken(listed), retriesInProgress);
  return [
    ...startable.filter(({ start }) => start.action === "fail").map(({ start }) => start),
    ...turns.now.flatMap(({ start, replaces }) =>
      replaces === undefined
        ? [start]
        : [deletion(replaces, "retry", `attempt ${replaces.attempt} failed: it makes room for the next`), start],
    ),
    ...turns.later.map((copy) =>
      postponed(
        copy,
        "slots",
        `${limit} copies to ${targetRegion} may be in progress at a time: a later run starts it`,
      ),
    ),
  ];
}

function postponed({ source, database, targetRegion }: Due, reason: string, message: string): Action {
  const { kind, id, sizeGib } = source;
  return { action: "defer", kind, database: database.id, targetRegion, snapshot: id, sizeGib, reason, message };
}

/** Our copies, and the snapshots that only claim to be. */
function sortOut(listed: readonly TargetSnapshot[], { deployment }: PlanContext): { copies: Copy[]; claims: Action[] } {
  const copies: Copy[] = [];
  const claims: Action[] = [];
  for (const snapshot of listed) {
    const whose = ownership(snapshot, deployment);
    if (whose.owner === "ours") copies.push(whose.copy);
    if (whose.owner !== "claims-ours") continue;
    const { kind, region, id } = snapshot;
    const message = `${id} is tagged as ours, but ${whose.why}: it is left alone`;
    claims.push({
      action: "skip",
      kind,
      database: "*",
      targetRegion: region,
      snapshot: id,
      reason: "not-ours",
      message,
    });
  }
  return { copies, claims };
}

const identityOf = (copy: Copy): string => identity(copy.databaseId, copy.databaseResourceId);
const isInProgress = (copy: Copy): boolean => condition(copy.snapshot.status) === "in-progress";
const isSource = (snapshot: Snapshot): snapshot is Source =>
  condition(snapshot.status) === "available" && snapshot.takenAt !== undefined;
