import { KINDS, type Kind } from "../core/model";
import type { Freshness, Plan } from "../core/plan";
import { type Outcome, type Settled, settle } from "./outcome";
import type { Run } from "./run";
import { type Waiting, waitingAfter } from "./waiting";

/** Counts by reason. */
export type ByReason = Readonly<Record<string, number>>;

/** What a run saw and did. Counts of copies are of database × target region. */
export interface Report {
  readonly run: "sweep" | "event";
  readonly dryRun: boolean;
  /** Databases that the API lists, and those that the settings select. */
  readonly seen: number;
  readonly selected: number;
  readonly uncovered: number;
  readonly copied: number;
  /** Ids of copies in progress, those that were started included. */
  readonly inProgress: readonly string[];
  readonly deferred: ByReason;
  readonly deleted: number;
  readonly orphaned: number;
  readonly skipped: ByReason;
  readonly failed: ByReason;
  /** Copies and deletions that a dry run would have made. */
  readonly planned: ByReason;
  /** Sizes of the source snapshots of copies that were started, planned or deferred: full, not incremental. */
  readonly gibToCopy: number;
  /** Greatest recovery point age in seconds by target region, of whole runs; none for a region not seen whole. */
  readonly recoveryPointAge: Readonly<Record<string, number>>;
  /** Databases older than the freshness alarm allows. */
  readonly stale: readonly Freshness[];
  /** Whether the databases of both kinds could be listed. */
  readonly sourceSeen: boolean;
  /** Target regions of which a part could not be seen. */
  readonly unseen: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Who still waits for copy slots after a whole run, by kind and target region. */
  readonly waiting: readonly Waiting[];
}

/** @param unseen target regions of which a part could not be listed */
export function summarise(
  kindOfRun: Report["run"],
  outcomes: readonly Outcome[],
  plans: readonly (Plan & { kind: Kind })[],
  { settings }: Run,
  unseen: readonly string[],
): Report {
  const sum = (value: (planned: Plan) => number) => plans.reduce((total, planned) => total + value(planned), 0);
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
  const freshness = plans.flatMap((planned) => planned.freshness);
  const copied = count("copied");
  return {
    run: kindOfRun,
    dryRun: settings.dryRun,
    seen: sum(({ seen }) => seen),
    selected: sum(({ selected }) => selected),
    uncovered: sum(({ uncovered }) => uncovered),
    copied,
    inProgress: [
      ...plans.flatMap(({ inProgress }) => inProgress),
      ...outcomes.flatMap(({ outcome, copy }) => (outcome === "copied" && copy ? copy.id : [])),
    ],
    deferred: byReason(outcomes, "deferred"),
    deleted: count("deleted"),
    orphaned: outcomes.reduce((total, { action }) => total + (action.action === "skip" ? (action.orphans ?? 0) : 0), 0),
    skipped: byReason(outcomes, "skipped"),
    failed: byReason(outcomes, "failed"),
    planned: byReason(outcomes, "planned"),
    gibToCopy: outcomes.reduce((total, { action, outcome }) => total + (DUE.includes(outcome) ? sizeOf(action) : 0), 0),
    recoveryPointAge: agesByRegion(
      freshness,
      kindOfRun === "sweep" ? settings.targets.filter((region) => !unseen.includes(region)) : [],
    ),
    stale: freshness.filter(({ ageSeconds }) => ageSeconds > settings.maxRecoveryPointAgeHours * 3600),
    sourceSeen: plans.length === KINDS.length,
    unseen,
    outcomes,
    waiting: plans.flatMap((planned) => waitingAfter(planned, outcomes)),
  };
}

/** Of a run that came to nothing but this. */
export function reportOf(run: Run, ...actions: readonly Settled[]): Report {
  return summarise("event", actions.map(settle), [], run, []);
}

const DUE: readonly Outcome["outcome"][] = ["copied", "planned", "deferred"];

const sizeOf = (action: Outcome["action"]): number => ("sizeGib" in action ? action.sizeGib : 0);

function byReason(outcomes: readonly Outcome[], of: Outcome["outcome"]): ByReason {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of outcomes) if (outcome === of) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** A region without any database to look after is fresh: no figure would mean that the sweep does not run. */
function agesByRegion(freshness: readonly Freshness[], regions: readonly string[]): Record<string, number> {
  const greatest = (region: string) =>
    freshness.reduce((age, one) => (one.targetRegion === region ? Math.max(age, one.ageSeconds) : age), 0);
  return Object.fromEntries(regions.map((region) => [region, greatest(region)]));
}

/** The counts of a report. */
export type Summary = Omit<Report, "outcomes" | "stale" | "waiting" | "inProgress"> & { readonly inProgress: number };

/** What a function returns: the counts, as Lambda bounds the size of an answer and an estate has no bound. */
export function summary({
  outcomes: _outcomes,
  stale: _stale,
  waiting: _waiting,
  inProgress,
  ...counts
}: Report): Summary {
  return { ...counts, inProgress: inProgress.length };
}

export const total = (counts: ByReason): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
