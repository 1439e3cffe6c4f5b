import {
  described,
  inProgressOf,
  ofKept,
  restorability,
  unrestorableIn,
} from "../../handlers/core/coverage/kept-copies";
import type { Coverage, Covered } from "../../handlers/core/coverage/model";
import type { NeedsSeen } from "../../handlers/core/coverage/seen";
import { troubleOf } from "../../handlers/core/coverage/trouble";
import type { Deployment } from "../../handlers/core/deployment";
import { groupBy, identity, type NonEmpty } from "../../handlers/core/identity";
import { KINDS } from "../../handlers/core/model";
import type { Copy } from "../../handlers/core/ownership";
import type { Route } from "../../handlers/core/route";
import { isAvailable, newestOfCopies } from "../../handlers/core/situation";
import { condition } from "../../handlers/core/status";
import { counted } from "../../handlers/core/told/words";
import { claimedDeployment } from "../deployments/claimed";
import type { Problem } from "../problem";
import type { RecoveryPoint } from "../restore/recovery-points";
import { slowClock } from "./clock";
import type { Status } from "./model";

/** What was seen of a target region alone. */
export interface CopiesSeen {
  readonly region: string;
  readonly copies: readonly RecoveryPoint[];
  readonly needs: NeedsSeen;
  readonly unread: readonly Problem[];
  readonly notes: readonly string[];
  /** Undefined: nobody has said it, so that nobody knows what is late. */
  readonly maxAgeHours: number | undefined;
  readonly now: Date;
}

/**
 * What copies alone tell of each deployment that made some: how old they are, and whether they can be restored. Which databases exist and
 * are selected, and why there is no newer copy, is known in the source region alone.
 */
export function statusesOfCopies(seen: CopiesSeen): Status[] {
  const { region, maxAgeHours, unread, now } = seen;
  const copies = seen.copies.flatMap(({ copy, snapshot }) => {
    const deployment = claimedDeployment(snapshot);
    return copy && deployment ? { copy, deployment } : [];
  });
  const groups = groupBy(
    copies,
    ({ deployment }) => `${deployment.name} ${deployment.account} ${deployment.sourceRegion}`,
  );
  return [...groups.values()].map((ofOne): Status => {
    const [{ deployment }] = ofOne;
    const all = ofOne.map((one) => one.copy);
    const coverage = coverageOfCopies(all, deployment, seen);
    return {
      deployment,
      targets: [region],
      settings: undefined,
      maxAgeHours,
      listed: undefined,
      coverage,
      inventories: KINDS.map((kind) => ({
        kind,
        databases: [],
        snapshots: [],
        unread: new Set(),
        targets: new Map([[region, all.map(({ snapshot }) => snapshot).filter((one) => one.kind === kind)]]),
      })),
      unread: [...unread, ...slowClock(coverage, now)],
      notes: [
        `Only the copies in ${region} were looked at: which databases exist and are selected is not known, so that one that was deleted on purpose ages here as any other.`,
        ...(maxAgeHours === undefined
          ? ["Nor is known which age is too high: --max-age HOURS, as max_recovery_point_age_hours has it, says so."]
          : []),
        ...seen.notes,
      ],
      now,
    };
  });
}

function coverageOfCopies(copies: readonly Copy[], deployment: Deployment, seen: CopiesSeen): Coverage {
  const staying = copies.filter(({ snapshot }) => condition(snapshot) !== "going");
  const byDatabase = groupBy(staying, ({ snapshot, databaseId, databaseResourceId }) =>
    [snapshot.kind, identity(databaseId, databaseResourceId)].join(" "),
  );
  const databases = [...byDatabase.values()].map((ofOne) => rowOf(ofOne, deployment, seen));
  const routes = KINDS.filter((kind) => databases.some(({ route }) => route.kind === kind)).map((kind) => {
    const ages = databases.flatMap(({ route, age }) => (route.kind === kind ? (age ?? []) : []));
    const route: Route = { kind, targetRegion: seen.region };
    return {
      route,
      reach: "whole" as const,
      troubles: [],
      unsure: [],
      areAgesKnown: true,
      age: ages.reduce((most, age) => Math.max(most, age), 0),
    };
  });
  return { databases, routes };
}

function rowOf(copies: NonEmpty<Copy>, { sourceRegion }: Deployment, seen: CopiesSeen): Covered {
  const { region, needs, maxAgeHours, now } = seen;
  const [{ snapshot, databaseId: database, databaseResourceId: resourceId }] = copies;
  const route: Route = { kind: snapshot.kind, targetRegion: region };
  const place = { route, database, resourceId };
  const kept = copies.filter(isAvailable);
  const newest = newestOfCopies(kept);
  const age = newest && Math.max(0, Math.round((now.getTime() - newest.sourceTime.getTime()) / 1000));
  const limit = maxAgeHours === undefined ? undefined : maxAgeHours * 3600;
  const staleSince =
    newest && limit !== undefined && age !== undefined && age > limit
      ? new Date(newest.sourceTime.getTime() + limit * 1000)
      : undefined;
  const restoring = restorability(kept, needs);
  return {
    route,
    database,
    resourceId,
    selected: true,
    exists: true,
    age,
    restingAge: undefined,
    newest: described(newest),
    ...ofKept(kept, restoring, needs),
    inProgress: inProgressOf(copies, [], now),
    deletions: [],
    troubles: [
      ...(staleSince ? [troubleOf("stale", place, notCome(sourceRegion, region), staleSince)] : []),
      ...unrestorableIn(place, restoring),
    ],
    unsure: [
      ...(limit === undefined || newest === undefined ? (["stale"] as const) : []),
      ...(restoring.isUnsure ? (["unrestorable"] as const) : []),
    ],
  };
}

const notCome = (sourceRegion: string, region: string) => ({
  reason: "not-arrived",
  cause: `no newer copy has come from ${sourceRegion}, and why is not known without it`,
  remedy: `look there, if it answers: status --region ${sourceRegion}. From what is here databases come back with restore --region ${region}`,
  about: sourceRegion,
});

/** In words that begin an answer. */
export const copiesOfWhom = (statuses: readonly Status[], region: string): string =>
  `${region} has no deployment of its own, but copies of ${statuses
    .map(({ deployment: { name, sourceRegion }, coverage: { databases } }) => {
      return `${counted(databases.length, "database")} by ${name} from ${sourceRegion}`;
    })
    .join(", and of ")}.`;
