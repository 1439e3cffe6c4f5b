import type { Deployment } from "./deployment";
import { groupBy, identity, type NonEmpty } from "./identity";
import type { Database, TargetSnapshot } from "./model";
import { type Copy, ownership } from "./ownership";
import { recoveryPointAge } from "./recovery-point-age";
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
  /** Recovery point age in seconds. */
  readonly age: number;
  /** False if it has no copy and its snapshots are not known, or if there may be a newer copy. */
  readonly isAgeKnown: boolean;
  /** Finds the manual snapshot there with an id, whoever made it. */
  readonly find: (id: string) => TargetSnapshot | undefined;
}

export function targetSide(route: Route, listed: readonly TargetSnapshot[], deployment: Deployment): TargetSide {
  const copies: Copy[] = [];
  const claims: { id: string; why: string }[] = [];
  const unknown: TargetSnapshot[] = [];
  for (const snapshot of listed) {
    const whose = ownership(snapshot, deployment);
    if (whose.owner === "ours") copies.push(whose.copy);
    if (whose.owner === "claims-ours") claims.push({ id: snapshot.id, why: whose.why });
    if (whose.owner === "unknown") unknown.push(snapshot);
  }
  return {
    route,
    listed: new Map(listed.map((snapshot) => [snapshot.id, snapshot])),
    copies,
    copiesOf: groupBy(copies, (copy) => identity(copy.databaseId, copy.databaseResourceId)),
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

export function situationOf(
  database: Database,
  source: SourceSide,
  target: TargetSide,
  { now, maxAgeHours }: { now: Date; maxAgeHours: number },
): Situation {
  const { route, listed, copiesOf } = target;
  const key = identity(database.id, database.resourceId);
  const copies = copiesOf.get(key) ?? [];
  const sources = source.sourcesOf.get(key);
  const sourceTimes = (sources ?? []).map(({ takenAt }) => takenAt);
  const available = copies.filter(isAvailable);
  const copyTimes = available.map(({ sourceTime }) => sourceTime);
  const age = recoveryPointAge(database, sourceTimes, copyTimes, now, maxAgeHours);
  const unknown = target.unknown.filter(isOf(database));
  const isNewerThere = unknown.some((one) => condition(one.status) === "available" && mayBeNewer(one, available));
  // Without a copy the age counts from snapshots. If those are not known, that of a new database is still at most its own age.
  const isNew = database.createdAt !== undefined && age <= maxAgeHours * 3600;
  return {
    route,
    database,
    newest: sources && newestOf(sources),
    copies,
    unknown,
    age,
    isAgeKnown: !isNewerThere && (copyTimes.length > 0 || isNew || !source.unread.has(database.id)),
    find: (id) => listed.get(id),
  };
}

/** Whether the age of a database counts: one that is stopped has no new backups. */
export const countsAge = ({ status }: Database): boolean => status !== "stopped";

export const isAvailable = ({ snapshot }: Copy): boolean => condition(snapshot.status) === "available";
export const isInProgress = ({ snapshot }: Copy): boolean => condition(snapshot.status) === "in-progress";
