import type { Action } from "./actions";
import { badStatus } from "./existing";
import { groupBy, identity, type NonEmpty } from "./identity";
import type { Database, Kind, TargetSnapshot } from "./model";
import { orphans } from "./orphans";
import { type Copy, ownership } from "./ownership";
import type { Freshness, PlanContext, Slots } from "./plan";
import { type Due, planCopy, startCopy } from "./plan-copy";
import { deletion, planDeletions } from "./plan-deletions";
import { recoveryPointAge } from "./recovery-point-age";
import { holdingSlots, takeTurns } from "./slots";
import { newestOf, type Source } from "./sources";
import { condition } from "./status";

/** One kind in one target region. */
export interface Region {
  readonly kind: Kind;
  readonly targetRegion: string;
  /** All manual snapshots there. */
  readonly listed: readonly TargetSnapshot[];
  /** All databases of the source region, those that are selected, and of these the ones that can be copied. */
  readonly databases: readonly Database[];
  readonly selected: readonly Database[];
  readonly covered: readonly Database[];
  /** Available automated snapshots by identity. */
  readonly sourcesOf: ReadonlyMap<string, NonEmpty<Source>>;
  /** Ids of databases whose snapshots are not known. */
  readonly unread: ReadonlySet<string>;
  /** ARNs of snapshots of which a copy to any target region is in progress. */
  readonly beingCopied: ReadonlySet<string>;
}

export interface RegionPlan {
  readonly actions: readonly Action[];
  readonly freshness: readonly Freshness[];
  /** Whether that is all: no age is known of a database that has no copy and whose snapshots are not known. */
  readonly agesKnown: boolean;
  /** Ids of our copies in progress. */
  readonly inProgress: readonly string[];
  readonly slots: Slots;
}

/** What to copy to a target region, and in a whole run what to delete and report there. */
export function planRegion(region: Region, context: PlanContext): RegionPlan {
  const { selected, databases, listed, beingCopied, unread } = region;
  const { copies, claims } = sortOut(listed, context);
  const copiesOf = groupBy(copies, (copy) => identity(copy.databaseId, copy.databaseResourceId));
  const { actions: planned, inTurn, ...ages } = planCopies(region, copies, copiesOf, context);
  const actions = [...planned];
  if (context.run === "sweep") {
    for (const { id, resourceId } of selected) {
      if (unread.has(id)) continue;
      const own = copiesOf.get(identity(id, resourceId)) ?? [];
      const sources = region.sourcesOf.get(identity(id, resourceId));
      const newest = sources && newestOf(sources);
      actions.push(...planDeletions(own, beingCopied, context.settings.retention, newest?.arn));
    }
    actions.push(...claims, ...orphans(copies, databases, selected));
  }
  return {
    actions,
    ...ages,
    inProgress: copies.flatMap(({ snapshot }) => (isInProgress(snapshot) ? snapshot.id : [])),
    slots: {
      targetRegion: region.targetRegion,
      limit: context.settings.maxCopiesInProgress[region.kind],
      heldBy: holdingSlots(listed).map(({ id }) => id),
      inTurn,
    },
  };
}

function planCopies(
  region: Region,
  copies: readonly Copy[],
  copiesOf: ReadonlyMap<string, readonly Copy[]>,
  context: PlanContext,
): Pick<RegionPlan, "actions" | "freshness" | "agesKnown"> & { inTurn: readonly string[] } {
  const { kind, covered, sourcesOf, targetRegion, listed, unread } = region;
  const { settings, now } = context;
  const byId = new Map(listed.map((snapshot) => [snapshot.id, snapshot]));
  const actions: Action[] = [];
  const freshness: Freshness[] = [];
  const due: Due[] = [];
  let agesKnown = true;
  for (const database of covered) {
    const key = identity(database.id, database.resourceId);
    const own = copiesOf.get(key) ?? [];
    const sources = sourcesOf.get(key);
    const sourceTimes = (sources ?? []).map(({ takenAt }) => takenAt);
    const copyTimes = own.filter(({ snapshot }) => isAvailable(snapshot)).map(({ sourceTime }) => sourceTime);
    const age = recoveryPointAge(database, sourceTimes, copyTimes, now, settings.maxRecoveryPointAgeHours);
    // Without a copy the age counts from snapshots. Where those are not known, a database that was made lately is no older than itself.
    const isNew = database.createdAt !== undefined && age <= settings.maxRecoveryPointAgeHours * 3600;
    const isKnown = copyTimes.length > 0 || isNew || !unread.has(database.id);
    if (database.status !== "stopped") {
      if (isKnown) freshness.push({ kind, database: database.id, targetRegion, ageSeconds: age });
      agesKnown &&= isKnown;
    }
    if (unread.has(database.id)) continue;
    const newest = sources && newestOf(sources);
    for (const copy of own.filter(({ snapshot, sourceArn }) => isBad(snapshot) && sourceArn !== newest?.arn)) {
      const subject = { kind, database: database.id, targetRegion, snapshot: copy.snapshot.id };
      actions.push({ action: "fail", ...subject, ...badStatus(copy) });
    }
    const decided = planCopy({ database, newest, copies: own, targetRegion, age, find: (id) => byId.get(id) }, context);
    if (decided === undefined) continue;
    if ("action" in decided) actions.push(decided);
    else due.push(decided);
  }
  if (context.run === "event")
    return { actions: [...actions, ...startAll(due, context)], freshness, agesKnown, inTurn: [] };
  const started = startInTurn(due, region, copies, context);
  return { actions: [...actions, ...started.actions], freshness, agesKnown, inTurn: started.inTurn };
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
  region: Region,
  copies: readonly Copy[],
  context: PlanContext,
): { actions: Action[]; inTurn: readonly string[] } {
  const { kind, targetRegion, listed } = region;
  const startable = due.map((copy) => ({ ...copy, start: startCopy(copy, context) }));
  const limit = context.settings.maxCopiesInProgress[kind];
  const retriesInProgress = copies.filter(({ attempt, snapshot }) => attempt > 1 && isInProgress(snapshot)).length;
  // A copy that cannot be started (no key) takes no slot.
  const waiting = startable.filter(({ start }) => start.action === "copy");
  const turns = takeTurns(waiting, limit, holdingSlots(listed).length, retriesInProgress);
  const actions = [
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
  const firstAttempts = [...turns.now, ...turns.later].filter(({ attempt }) => attempt === 1);
  return { actions, inTurn: firstAttempts.map(({ database }) => database.id) };
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
    const { kind, region: targetRegion, id } = snapshot;
    const message = `${id} is tagged as ours, but ${whose.why}: it is left alone`;
    claims.push({ action: "skip", kind, database: "*", targetRegion, snapshot: id, reason: "not-ours", message });
  }
  return { copies, claims };
}

const isAvailable = ({ status }: TargetSnapshot): boolean => condition(status) === "available";
const isBad = ({ status }: TargetSnapshot): boolean => condition(status) === "bad";
const isInProgress = ({ status }: TargetSnapshot): boolean => condition(status) === "in-progress";
