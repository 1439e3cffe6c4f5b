import type { Deletion, NewCopy, Note } from "./actions";
import { badStatus } from "./existing";
import { identity } from "./identity";
import type { TargetSnapshot } from "./model";
import { newCopy } from "./new-copy";
import { orphans } from "./orphans";
import { type Due, type PlanContext, planCopy, postponed } from "./plan-copy";
import { planDeletions } from "./plan-deletions";
import type { Route } from "./route";
import {
  countsAge,
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
  readonly notes: readonly Note[];
  /** Ids of our copies in progress. */
  readonly inProgress: readonly string[];
  /** Of whole runs, which alone count them. */
  readonly slots?: Slots;
  /** Of each covered database that is not stopped. */
  readonly ages: readonly Age[];
  /** Whether `ages` is complete: a database without a copy has no age if its snapshots are not known. */
  readonly areAgesKnown: boolean;
}

/** Recovery point age of a database. */
export interface Age {
  readonly database: string;
  readonly seconds: number;
}

export interface Slots {
  readonly limit: number;
  /** Ids of the copies that hold one, of the whole account. */
  readonly heldBy: readonly string[];
  /** Ids of the databases whose first attempt at a copy is due, in turn. */
  readonly inTurn: readonly string[];
}

/** The plan of a whole run: counts slots, deletes, retries, and finds orphans. */
export function planSweepRoute(source: SourceSide, target: TargetSide, context: SweepContext): RoutePlan {
  const situations = situationsOf(source, target, context);
  const { due, notes } = decide(situations, source, context);
  const turns = inTurn(due, target, context);
  const deletions = deletionsOn(source, target, context);
  return {
    ...stateOf(situations, target),
    deletions: deletions.deletions,
    copies: turns.copies,
    notes: [
      ...notes,
      ...turns.notes,
      ...deletions.notes,
      ...target.claims.map(notOurs),
      ...orphans(target.copies, source.databases, source.selected),
    ],
    slots: turns.slots,
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
  return {
    ...stateOf(situations, target),
    deletions: [],
    copies: ready.map(({ copy }) => copy),
    notes: [...notes, ...retries.map((retry) => postponed(retry, "retry-in-sweep", later)), ...refused],
  };
}

const situationsOf = (source: SourceSide, target: TargetSide, { settings, now }: PlanContext): Situation[] =>
  source.covered.map((database) =>
    situationOf(database, source, target, { now, maxAgeHours: settings.maxRecoveryPointAgeHours }),
  );

function stateOf(
  situations: readonly Situation[],
  { route, copies }: TargetSide,
): Pick<RoutePlan, "route" | "inProgress" | "ages" | "areAgesKnown"> {
  const counting = situations.filter(({ database }) => countsAge(database));
  return {
    route,
    inProgress: copies.filter(isInProgress).map(({ snapshot }) => snapshot.id),
    ages: counting.flatMap(({ database, age, isAgeKnown }) =>
      isAgeKnown ? [{ database: database.id, seconds: age }] : [],
    ),
    areAgesKnown: counting.every(({ isAgeKnown }) => isAgeKnown),
  };
}

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
    .filter(({ snapshot, sourceArn }) => condition(snapshot.status) === "bad" && sourceArn !== newest?.arn)
    .map((copy) => ({ outcome: "failed", database: database.id, snapshot: copy.snapshot.id, ...badStatus(copy) }));

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
): { copies: NewCopy[]; notes: Note[]; slots: Slots } {
  const { route, listed, copies } = target;
  const { ready, refused } = startable(due, route, context);
  const limit = context.settings.maxCopiesInProgress[route.kind];
  const holders = holdingSlots([...listed.values()]);
  const retriesInProgress = copies.filter((copy) => copy.attempt > 1 && isInProgress(copy)).length;
  const running = holders.map((holder) => expectedOf(holder, target));
  const turns = takeTurns(ready, { kind: route.kind, slots: limit, running, retriesInProgress });
  const full = `${limit} copies to ${route.targetRegion} may be in progress at a time: a later run starts it`;
  const firstAttempts = [...turns.now, ...turns.later].filter(({ attempt }) => attempt === 1);
  return {
    copies: turns.now.map(({ copy }) => copy),
    notes: [...refused, ...turns.later.map((one) => postponed(one, "slots", full))],
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
