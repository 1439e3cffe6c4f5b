import type { Settings } from "../settings/settings";
import type { Note } from "./actions";
import type { Database, Kind, Snapshot, TargetSnapshot } from "./model";
import type { PlanContext } from "./plan-copy";
import { planDatabaseRoute, planSweepRoute, type RoutePlan, type SweepContext } from "./plan-route";
import { scopeOf } from "./scope";
import { type SourceSide, type TargetSide, targetSide } from "./situation";
import { sourcesByDatabase } from "./sources";
import { condition } from "./status";

/** What exists in RDS, of one kind. A target region that could not be listed is not in `targets`. */
export interface Inventory {
  readonly kind: Kind;
  readonly databases: readonly Database[];
  /** Automated snapshots in the source region. */
  readonly snapshots: readonly Snapshot[];
  /** Ids of databases whose snapshots could not be listed: nothing is copied or deleted of them. Default: none. */
  readonly unread?: ReadonlySet<string>;
  /** Manual snapshots by target region. */
  readonly targets: ReadonlyMap<string, readonly TargetSnapshot[]>;
  /** Whether RDS listed databases that cannot be read: one that is not among `databases` may exist. Default: no. */
  readonly hidesDatabases?: boolean;
  /** Target regions in which it listed manual snapshots that cannot be read. Default: none. */
  readonly hidesCopies?: ReadonlySet<string>;
}

/** What to do about one kind, by route, and what to report of the kind as a whole. */
export interface Plan {
  readonly kind: Kind;
  /** One for each target region that could be listed. */
  readonly routes: readonly RoutePlan[];
  /** Which databases are skipped, and why. */
  readonly notes: readonly Note[];
  readonly seen: number;
  readonly selected: number;
  readonly uncovered: number;
}

/** The plan of a whole run over everything: a pure function of what exists, the settings and the time. */
export const planSweep = (inventory: Inventory, context: SweepContext): Plan =>
  planKind(inventory, context, (source, target) => planSweepRoute(source, target, context));

/** The plan for one database, seconds after its backup. */
export const planDatabase = (inventory: Inventory, context: PlanContext): Plan =>
  planKind(inventory, context, (source, target) => planDatabaseRoute(source, target, context));

function planKind(
  inventory: Inventory,
  context: PlanContext,
  planRoute: (source: SourceSide, target: TargetSide) => RoutePlan,
): Plan {
  const { kind, targets } = inventory;
  const source = sourceSide(inventory, context.settings);
  return {
    kind,
    routes: [...targets].map(([targetRegion, listed]) =>
      planRoute(source, targetSide({ kind, targetRegion }, listed, context)),
    ),
    notes: source.notes,
    seen: source.databases.length,
    selected: source.selected.length,
    uncovered: source.selected.length - source.covered.length,
  };
}

export function sourceSide(inventory: Inventory, settings: Settings): SourceSide {
  const { databases, snapshots, unread = new Set(), targets } = inventory;
  const inProgress = [...targets.values()].flat().filter((one) => condition(one) === "in-progress");
  return {
    ...scopeOf(databases, settings),
    databases,
    sourcesOf: sourcesByDatabase(snapshots),
    unread,
    // Stryker disable next-line ArrayDeclaration: it is asked for ARNs of snapshots only, so any other text in it changes nothing
    beingCopied: new Set(inProgress.flatMap(({ sourceArn }) => sourceArn ?? [])),
  };
}
