import { type Deletion, type NewCopy, type Note, saying } from "./actions";
import { badStatus } from "./existing";
import { identity } from "./identity";
import type { TargetSnapshot } from "./model";
import { newCopy } from "./new-copy";
import { admit, forOne, givePlaces, type Places, placesOn } from "./places";
import { type Due, type PlanContext, planCopy, postponed } from "./plan-copy";
import { planDeletions } from "./plan-deletions";
import type { QuotaUse } from "./quota";
import type { Route } from "./route";
import {
  isAvailable,
  isInProgress,
  isOf,
  type Situation,
  type SourceSide,
  situationOf,
  type TargetSide,
} from "./situation";
import { expectedGib, holdingSlots, takeTurns } from "./slots";
import { newestOf } from "./sources";
import { condition } from "./status";

/** `daily`: once a day, after the backup windows. `follow-up`: the whole runs in between. */
export type SweepKind = "daily" | "follow-up";

export interface SweepContext extends PlanContext {
  readonly sweep: SweepKind;
}

/** What to do on a route, deletions first, then copies in turn; and what to report. */
export interface RoutePlan {
  readonly route: Route;
  readonly deletions: readonly Deletion[];
  readonly copies: readonly NewCopy[];
  /** Copies that wait for a slot, in turn, each with a note: if one of `copies` is not started, they take its slot. */
  readonly reserve?: readonly NewCopy[];
  readonly notes: readonly Note[];
  /** Ids of our copies in progress. */
  readonly inProgress: readonly string[];
  /** Of whole runs, which alone count them. */
  readonly slots?: Slots;
  /** Of whole runs. */
  readonly quota?: QuotaUse;
  /** Whether a copy is started that needs one more place of the quota. */
  readonly grows?: boolean;
}

export interface Slots {
  readonly limit: number;
  /** Ids of the copies that hold one, of the whole account. */
  readonly heldBy: readonly string[];
  /** Ids of the databases whose first attempt at a copy is due, in turn. */
  readonly inTurn: readonly string[];
}

/** The plan of a whole run: counts slots, deletes, and retries. */
export function planSweepRoute(source: SourceSide, target: TargetSide, context: SweepContext): RoutePlan {
  const situations = situationsOf(source, target, context);
  const { due, notes } = decide(situations, source, context);
  const deletions = deletionsOn(source, target, context);
  const places = placesOn(source, target, context);
  const turns = inTurn(due, target, context, places, deletions.deletions.length);
  return {
    ...stateOf(target),
    deletions: deletions.deletions,
    copies: turns.copies,
    reserve: turns.reserve,
    notes: [...notes, ...turns.notes, ...deletions.notes, ...target.claims.map(notOurs)],
    slots: turns.slots,
    quota: places.use,
  };
}

/** The plan after an event: copies without counting slots. It leaves retries, which delete, to the sweep. */
export function planDatabaseRoute(source: SourceSide, target: TargetSide, context: PlanContext): RoutePlan {
  const situations = situationsOf(source, target, context);
  const { due, notes } = decide(situations, source, context);
  const retries = due.filter(({ replaces }) => replaces !== undefined);
  const later = "a copy of it has failed: the next sweep deletes that one and tries again";
  const { ready, refused } = startable(
    due.filter(({ replaces }) => replaces === undefined),
    target.route,
    context,
  );
  const placed = forOne(ready, context.accountQuotas?.get(target.route.targetRegion), context);
  return {
    ...stateOf(target),
    deletions: [],
    copies: placed.ready.map(({ copy }) => copy),
    grows: placed.ready.some(({ rotates }) => !rotates),
    notes: [
      ...notes,
      ...retries.map((retry) => postponed(retry, "retry-in-sweep", later)),
      ...refused,
      ...placed.notes,
    ],
  };
}

const situationsOf = (source: SourceSide, target: TargetSide, { settings, now }: PlanContext): Situation[] =>
  source.covered.map((database) =>
    situationOf(database, source, target, { now, maxAgeHours: settings.maxRecoveryPointAgeHours }),
  );

const stateOf = ({ route, copies }: TargetSide): Pick<RoutePlan, "route" | "inProgress"> => ({
  route,
  inProgress: copies.filter(isInProgress).map(({ snapshot }) => snapshot.id),
});

/** Which copies are due, and what is wrong, of databases whose snapshots are known. */
function decide(
  situations: readonly Situation[],
  { unread }: SourceSide,
  context: PlanContext,
): { due: Due[]; notes: Note[] } {
  const due: Due[] = [];
  const notes: Note[] = [];
  for (const situation of situations.filter(({ database }) => !unread.has(database.id))) {
    notes.push(...badCopies(situation));
    const decided = planCopy(situation, context);
    if (decided === undefined) continue;
    if ("outcome" in decided) notes.push(decided);
    else due.push(decided);
  }
  return { due, notes };
}

/** Notes of copies with a status like `incompatible-restore`. That of the newest snapshot is noted as an obstacle to its copy. */
const badCopies = ({ database, copies, newest }: Situation): Note[] =>
  copies
    .filter(({ snapshot, sourceArn }) => condition(snapshot) === "bad" && sourceArn !== newest?.arn)
    .map((copy) => ({
      outcome: "failed",
      database: database.id,
      snapshot: copy.snapshot.id,
      ...saying(badStatus(copy)),
    }));

type Ready = Due & { readonly copy: NewCopy };

/** Sorts out copies that cannot be started, as no key is set, before they take a slot. */
function startable(due: readonly Due[], route: Route, context: PlanContext): { ready: Ready[]; refused: Note[] } {
  const ready: Ready[] = [];
  const refused: Note[] = [];
  for (const one of due) {
    const copy = newCopy(one, route, context);
    if ("outcome" in copy) refused.push(copy);
    else ready.push({ ...one, copy });
  }
  return { ready, refused };
}

function inTurn(
  due: readonly Due[],
  target: TargetSide,
  context: PlanContext,
  places: Places,
  deletions: number,
): { copies: NewCopy[]; reserve: NewCopy[]; notes: Note[]; slots: Slots } {
  const { route, listed, copies } = target;
  const { ready, refused } = startable(due, route, context);
  const admission = admit(ready, places);
  const limit = context.settings.maxCopiesInProgress[route.kind];
  const holders = holdingSlots([...listed.values()]);
  const retriesInProgress = copies.filter((copy) => copy.attempt > 1 && isInProgress(copy)).length;
  const running = holders.map((holder) => expectedOf(holder, target));
  const turns = takeTurns(admission.ready, { kind: route.kind, slots: limit, running, retriesInProgress });
  const waiting = new Set(turns.reserve);
  const placed = givePlaces([...turns.now, ...turns.reserve], places, target, deletions);
  const now = placed.ready.slice(0, turns.now.length);
  const reserve = placed.ready.slice(turns.now.length);
  const later = [...reserve, ...turns.later.filter((one) => !waiting.has(one))];
  const full = `${limit} copies to ${route.targetRegion} may be in progress at a time: a later run starts it`;
  const firstAttempts = placed.ready.filter(({ attempt }) => attempt === 1);
  return {
    copies: now.map(({ copy }) => copy),
    reserve: reserve.map(({ copy }) => copy),
    notes: [...refused, ...admission.notes, ...later.map((one) => postponed(one, "slots", full)), ...placed.notes],
    slots: {
      limit,
      heldBy: holders.map(({ id }) => id),
      inTurn: firstAttempts.map(({ database }) => database.id),
    },
  };
}

/** GiB that RDS is expected to send for a copy in progress: all of a foreign one, as nothing is known of it. */
function expectedOf({ id, sizeGib }: TargetSnapshot, { route, copies, copiesOf }: TargetSide): number {
  const copy = copies.find(({ snapshot }) => snapshot.id === id);
  const others = copy && copiesOf.get(identity(copy.databaseId, copy.databaseResourceId));
  return expectedGib(route.kind, sizeGib, others?.some(isAvailable) === true);
}

function deletionsOn(
  { selected, unread, sourcesOf, beingCopied }: SourceSide,
  { copiesOf, unknown }: TargetSide,
  { settings, sweep }: SweepContext,
): { deletions: Deletion[]; notes: Note[] } {
  const daily = settings.maxDeletionsPerDailyRun;
  const limit = { now: sweep === "daily" ? daily : 0, daily };
  const planned = selected
    // How many of its copies are superfluous is not known if some may not be seen.
    .filter((database) => !unread.has(database.id) && !unknown.some(isOf(database)))
    .map(({ id, resourceId }) => {
      const key = identity(id, resourceId);
      const sources = sourcesOf.get(key);
      const newest = sources && newestOf(sources);
      return planDeletions(copiesOf.get(key) ?? [], beingCopied, settings.retention, limit, newest?.arn);
    });
  return {
    deletions: planned.flatMap(({ deletions }) => deletions),
    notes: planned.flatMap(({ notes }) => notes),
  };
}

const notOurs = ({ id, why }: TargetSide["claims"][number]): Note => ({
  outcome: "skipped",
  database: "*",
  snapshot: id,
  reason: "not-ours",
  message: `${id} is tagged as ours, but ${why}: it is left alone`,
});
