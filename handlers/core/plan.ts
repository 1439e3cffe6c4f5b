import type { Action } from "./actions";
import { uncovered } from "./coverage";
import { groupBy, identity } from "./identity";
import type { Database, Kind, Snapshot, TargetSnapshot } from "./model";
import type { CopyContext, Source } from "./plan-copy";
import { planRegion } from "./plan-region";
import { notSelected } from "./selection";
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
  const inProgress = [...inventory.targets.values()].flat().filter(({ status }) => condition(status) === "in-progress");
  const beingCopied = new Set(inProgress.flatMap(({ sourceArn }) => sourceArn ?? []));
  const regions = [...inventory.targets].map(([targetRegion, listed]) =>
    planRegion({ ...inventory, targetRegion, listed, selected, covered, sourcesOf, beingCopied }, context),
  );
  actions.push(...regions.flatMap((region) => region.actions));
  return {
    actions: actions.sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action)),
    seen: inventory.databases.length,
    selected: selected.length,
    uncovered: selected.length - covered.length,
    inProgress: regions.flatMap((region) => region.inProgress),
    slots: regions.map((region) => region.slots),
    freshness: regions.flatMap((region) => region.freshness),
  };
}

const ORDER: readonly Action["action"][] = ["delete", "copy", "defer", "fail", "skip"];

const isSource = (snapshot: Snapshot): snapshot is Source =>
  condition(snapshot.status) === "available" && snapshot.takenAt !== undefined;
