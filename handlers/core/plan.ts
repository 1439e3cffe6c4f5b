import type { Action } from "./actions";
import type { Database, Kind, Snapshot, TargetSnapshot } from "./model";
import type { CopyContext } from "./plan-copy";
import { planRegion } from "./plan-region";
import { scopeOf } from "./scope";
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

/** The copy slots of one kind in a target region. */
export interface Slots {
  readonly targetRegion: string;
  readonly limit: number;
  /** Ids of the copies that hold one, of the whole account. */
  readonly heldBy: readonly string[];
  /** Ids of the databases whose first attempt at a copy is due, in turn: of whole runs only. */
  readonly inTurn: readonly string[];
}

/** What to do, in order, deletions first; and the state that it follows from. */
export interface Plan {
  readonly actions: readonly Action[];
  readonly seen: number;
  readonly selected: number;
  readonly uncovered: number;
  /** Ids of our copies in progress. */
  readonly inProgress: readonly string[];
  /** One entry for each target region that could be listed. */
  readonly slots: readonly Slots[];
  /** One entry for each covered database that is not stopped, and target region that could be listed. */
  readonly freshness: readonly Freshness[];
  /** Target regions of which no age is known of some database. */
  readonly agesUnknown: readonly string[];
}

/** The rules of design section 2, as a pure function of what exists, the settings and the time. */
export function plan(inventory: Inventory, context: PlanContext): Plan {
  const { selected, covered, skips } = scopeOf(inventory.databases, context.settings);
  const { unread = new Set() } = inventory;
  const sourcesOf = sourcesByDatabase(inventory.snapshots);
  const inProgress = [...inventory.targets.values()].flat().filter(({ status }) => condition(status) === "in-progress");
  const beingCopied = new Set(inProgress.flatMap(({ sourceArn }) => sourceArn ?? []));
  const regions = [...inventory.targets].map(([targetRegion, listed]) =>
    planRegion({ ...inventory, unread, targetRegion, listed, selected, covered, sourcesOf, beingCopied }, context),
  );
  const actions = [...skips, ...regions.flatMap((region) => region.actions)];
  return {
    actions: actions.sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action)),
    seen: inventory.databases.length,
    selected: selected.length,
    uncovered: selected.length - covered.length,
    inProgress: regions.flatMap((region) => region.inProgress),
    slots: regions.map((region) => region.slots),
    freshness: regions.flatMap((region) => region.freshness),
    agesUnknown: regions.flatMap(({ agesKnown, slots }) => (agesKnown ? [] : slots.targetRegion)),
  };
}

const ORDER: readonly Action["action"][] = ["delete", "copy", "defer", "fail", "skip"];
