import { groupBy, identity, type NonEmpty } from "./identity";
import type { Database, TargetSnapshot } from "./model";
import { type Copy, ownership, type Viewpoint } from "./ownership";
import { type AgeLimits, ageCountsFrom, recoveryPointAge } from "./recovery-point-age";
import { isResting, mayHaveBeenStale, type StopAndStart } from "./resting";
import type { Route } from "./route";
import type { Scope } from "./scope";
import { newestOf, type Source } from "./sources";
import { condition } from "./status";

/** What exists of one kind in the source region. */
export interface SourceSide extends Scope {
  readonly databases: readonly Database[];
  /** Available automated snapshots by identity. */
  readonly sourcesOf: ReadonlyMap<string, NonEmpty<Source>>;
  /** Ids of databases whose snapshots are not known. */
  readonly unread: ReadonlySet<string>;
  /** ARNs of the sources of copies in progress, to any target region. */
  readonly beingCopied: ReadonlySet<string>;
}

/** What exists in a route's target region. */
export interface TargetSide {
  readonly route: Route;
  /** All manual snapshots there, by id. */
  readonly listed: ReadonlyMap<string, TargetSnapshot>;
  readonly copies: readonly Copy[];
  /** Our copies by the identity of their databases. */
  readonly copiesOf: ReadonlyMap<string, readonly Copy[]>;
  /** Our copies by RDS resource id: of a database under all names that it has had. */
  readonly copiesOfResource: ReadonlyMap<string, readonly Copy[]>;
  /** Snapshots that are tagged as ours and are not, with the reason. */
  readonly claims: readonly { readonly id: string; readonly why: string }[];
  /** Snapshots that may be ours, whose tags are not known. */
  readonly unknown: readonly TargetSnapshot[];
}

/** What is known of one database on one route. */
export interface Situation {
  readonly route: Route;
  readonly database: Database;
  /** The newest available automated snapshot. */
  readonly newest: Source | undefined;
  /** Our copies of it there. */
  readonly copies: readonly Copy[];
  /** Snapshots of it there that may be our copies: their tags are not known. */
  readonly unknown: readonly TargetSnapshot[];
  /** The newest available copy of it there, under any name that it has had: the age counts from it. */
  readonly newestCopy: Copy | undefined;
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly ageCountsFrom: Date;
  /** Whether RDS can have no newer backup than the one that is copied: the age says nothing of it then. */
  readonly isResting: boolean;
  /** Whether it was perhaps stale before it rested. */
  readonly mayHaveBeenStale: boolean;
  /** False if it has no copy and its snapshots are not known, or if there may be a newer copy. */
  readonly isAgeKnown: boolean;
  /** Finds the manual snapshot there with an id, whoever made it. */
  readonly find: (id: string) => TargetSnapshot | undefined;
}

export function targetSide(route: Route, listed: readonly TargetSnapshot[], from: Viewpoint): TargetSide {
  const copies: Copy[] = [];
  const claims: { id: string; why: string }[] = [];
  const unknown: TargetSnapshot[] = [];
  for (const snapshot of listed) {
    const whose = ownership(snapshot, from);
    if (whose.owner === "ours") copies.push(whose.copy);
    if (whose.owner === "claims-ours") claims.push({ id: snapshot.id, why: whose.why });
    if (whose.owner === "unknown") unknown.push(snapshot);
  }
  return {
    route,
    listed: new Map(listed.map((snapshot) => [snapshot.id, snapshot])),
    copies,
    copiesOf: groupBy(copies, (copy) => identity(copy.databaseId, copy.databaseResourceId)),
    copiesOfResource: groupBy(copies, ({ databaseResourceId }) => databaseResourceId),
    claims,
    unknown,
  };
}

/** Whether a snapshot is of a database, or may be as RDS does not say. */
export const isOf =
  ({ id }: Database) =>
  ({ databaseId = id }: TargetSnapshot): boolean =>
    databaseId === id;

/** Whether a snapshot that may be our copy may be newer than those that are, by when RDS says that each was made. */
export const mayBeNewer = ({ createdAt }: TargetSnapshot, than: readonly Copy[]): boolean =>
  !than.some(({ snapshot }) => createdAt && snapshot.createdAt && snapshot.createdAt > createdAt);

/** What the age of a database depends on, beside what exists. */
export interface AgeContext extends AgeLimits {
  /** By id of the database, of those of which RDS was asked. */
  readonly stopsAndStarts?: ReadonlyMap<string, StopAndStart> | undefined;
}

export function situationOf(
  database: Database,
  source: SourceSide,
  target: TargetSide,
  context: AgeContext,
): Situation {
  const { route, listed, copiesOf, copiesOfResource } = target;
  const key = identity(database.id, database.resourceId);
  const copies = copiesOf.get(key) ?? [];
  const sources = source.sourcesOf.get(key);
  const newest = sources && newestOf(sources);
  const available = (copiesOfResource.get(database.resourceId) ?? []).filter(isAvailable);
  const newestCopy = newestOfCopies(available);
  const sourceTimes = (sources ?? []).map(({ takenAt }) => takenAt);
  const of = [database, sourceTimes, newestCopy ? [newestCopy.sourceTime] : [], context] as const;
  const age = recoveryPointAge(...of);
  const unknown = target.unknown.filter(isOf(database));
  const isNewerThere = unknown.some((one) => condition(one) === "available" && mayBeNewer(one, available));
  const isUnread = source.unread.has(database.id);
  // Without a copy the age counts from snapshots. If those are not known, that of a new database is still at most its own age.
  const isNew = database.createdAt !== undefined && age <= context.maxAgeHours * 3600;
  return {
    route,
    database,
    newest,
    copies,
    unknown,
    newestCopy,
    age,
    ageCountsFrom: ageCountsFrom(...of),
    isAgeKnown: !isNewerThere && (newestCopy !== undefined || isNew || !isUnread),
    isResting: !isUnread && isResting({ database, newest, newestCopy }, context),
    mayHaveBeenStale: age > context.maxAgeHours * 3600 && mayHaveBeenStale({ database }, context),
    find: (id) => listed.get(id),
  };
}

export const newestOfCopies = (copies: readonly Copy[]): Copy | undefined =>
  copies.reduce<Copy | undefined>((best, one) => (best && best.sourceTime >= one.sourceTime ? best : one), undefined);

export const isAvailable = ({ snapshot }: Copy): boolean => condition(snapshot) === "available";
export const isInProgress = ({ snapshot }: Copy): boolean => condition(snapshot) === "in-progress";
