import type { Coverage, Trouble, TroubleKind } from "../core/coverage/model";
import { type RegionState, regionStates, troublesOf } from "../core/coverage/troubles";
import type { Kind } from "../core/model";
import type { Settings } from "../settings/settings";
import type { Outcome } from "./outcome";
import { quotasIn, type ToldQuota, toldQuota } from "./quota-used";
import { brieflySeen, outcomesOf, placedOutcomes, type Report } from "./report";

/** Counts by reason. */
export type ByReason = Readonly<Record<string, number>>;

/** What a run saw and did, in numbers. Public: logged, and returned by the functions. Copies count by database × target region. */
export interface Summary {
  readonly run: Report["run"];
  readonly dry_run: boolean;
  /** Databases that the API lists, and those that the settings select. */
  readonly seen: number;
  readonly selected: number;
  readonly uncovered: number;
  readonly copied: number;
  /** Copies in progress, including those just started. */
  readonly in_progress: number;
  readonly deferred: ByReason;
  readonly deleted: number;
  /** Copies of databases that are gone or not selected: nothing deletes them. */
  readonly orphaned: number;
  /** Copies that people hold, until a day that has not passed or for ever. */
  readonly held: number;
  readonly skipped: ByReason;
  readonly failed: ByReason;
  /** Copies and deletions that a dry run would have made. */
  readonly planned: ByReason;
  /** Total size of the source snapshots of copies that were started, planned or deferred: full, not incremental. */
  readonly gib_to_copy: number;
  /** Greatest recovery point age by target region, of whole runs; absent for a region that was not seen in full. */
  readonly recovery_point_age_seconds: Readonly<Record<string, number>>;
  /** Target regions that were not seen in full. */
  readonly unseen_target_regions: readonly string[];
  /** Kinds of which only copies of the newest snapshots were looked at: the counts have nothing of others. */
  readonly briefly_seen_kinds: readonly Kind[];
  /** Quotas of manual snapshots, as far as RDS was asked: in daily runs, and where something is to be copied. */
  readonly manual_snapshots: readonly ToldQuota[];
  /** How many troubles of each kind stand, of whole runs. Databases count by target region. */
  readonly troubles_by_kind: Readonly<Partial<Record<TroubleKind, number>>>;
}

/** Something that is wrong with a database in a target region. Public. */
export interface ToldTrouble {
  /** `*`: all of the kind. */
  readonly database: string;
  readonly kind: Kind;
  readonly target_region: string;
  readonly trouble: TroubleKind;
  readonly reason: string;
  readonly cause: string;
  readonly remedy: string;
  /** Troubles of one reason and one of these have one cause: they are told together. */
  readonly about: string;
  readonly since: string | null;
  /** How many copies cannot be restored; null of other kinds of trouble. */
  readonly copies: number | null;
}

export interface Failure {
  readonly database: string;
  readonly kind: Kind;
  readonly target_region: string | null;
  readonly reason: string;
  readonly message: string;
}

/** What a function returns: the summary, with failures and troubles spelt out, a thousand of each at most. */
export type Returned = Omit<Summary, "failed"> & {
  readonly failed: readonly Failure[];
  /** The worst first. */
  readonly troubles: readonly ToldTrouble[];
};

export function summaryOf(report: Report, settings: Settings): Summary {
  const outcomes = outcomesOf(report);
  const plans = report.kinds.flatMap(({ plan }) => plan ?? []);
  const sum = (value: (plan: (typeof plans)[number]) => number) =>
    plans.reduce((total, planned) => total + value(planned), 0);
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
  const due = outcomes.filter(({ outcome }) => DUE.includes(outcome));
  return {
    run: report.run,
    dry_run: settings.dryRun,
    seen: sum(({ seen }) => seen),
    selected: sum(({ selected }) => selected),
    uncovered: sum(({ uncovered }) => uncovered),
    copied: count("copied"),
    in_progress: idsInProgress(report).length,
    deferred: byReason(outcomes, "deferred"),
    deleted: count("deleted"),
    orphaned: report.coverage ? copiesLeft(report.coverage) : 0,
    held: report.coverage ? copiesHeld(report.coverage) : 0,
    skipped: byReason(outcomes, "skipped"),
    failed: byReason(outcomes, "failed"),
    planned: byReason(outcomes, "planned"),
    gib_to_copy: due.reduce((total, { sizeGib = 0 }) => total + sizeGib, 0),
    recovery_point_age_seconds: agesByRegion(report, settings),
    unseen_target_regions: unseen(report, settings),
    briefly_seen_kinds: brieflySeen(report),
    manual_snapshots: quotasIn(report).map(toldQuota),
    troubles_by_kind: troubleCounts(report),
  };
}

/** More might not fit into an answer of Lambda; the log has them all. */
export const MOST_FAILURES = 1_000;

/** What a run returns, with what the looks inside it have started, and what has failed in them. */
export function returnedBy(report: Report, looks: readonly Report[], settings: Settings): Returned {
  const all = [report, ...looks];
  const copied = all.reduce((total, one) => total + summaryOf(one, settings).copied, 0);
  const failed = all.flatMap(failuresOf).slice(0, MOST_FAILURES);
  const troubles = report.coverage ? troublesOf(report.coverage).slice(0, MOST_FAILURES).map(toldTrouble) : [];
  return { ...summaryOf(report, settings), copied, failed, troubles };
}

const DUE: readonly Outcome["outcome"][] = ["copied", "planned", "deferred"];

/** Ids of copies in progress: seen, or just started. */
export function idsInProgress(report: Report): string[] {
  const seen = report.kinds.flatMap(({ plan }) => plan?.routes ?? []).flatMap(({ inProgress }) => inProgress);
  return [...seen, ...outcomesOf(report).flatMap(({ started }) => started?.id ?? [])];
}

export const failuresOf = (report: Report): Failure[] =>
  placedOutcomes(report).flatMap(({ kind, targetRegion, outcome }) => {
    if (outcome.outcome !== "failed") return [];
    const { database, reason, message } = outcome;
    return [{ database, kind, target_region: targetRegion ?? null, reason, message }];
  });

function byReason(outcomes: readonly Outcome[], of: Outcome["outcome"]): ByReason {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of outcomes) if (outcome === of) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

const copiesLeft = ({ databases }: Coverage): number =>
  databases.filter(({ selected }) => !selected).reduce((total, { kept }) => total + kept, 0);

const copiesHeld = ({ databases }: Coverage): number => databases.reduce((total, { held }) => total + held, 0);

function troubleCounts({ coverage }: Report): Summary["troubles_by_kind"] {
  const counts: Partial<Record<TroubleKind, number>> = {};
  for (const { trouble } of coverage ? troublesOf(coverage) : []) counts[trouble] = (counts[trouble] ?? 0) + 1;
  return counts;
}

export const toldTrouble = (one: Trouble): ToldTrouble => ({
  database: one.database,
  kind: one.kind,
  target_region: one.targetRegion,
  trouble: one.trouble,
  reason: one.reason,
  cause: one.cause,
  remedy: one.remedy,
  about: one.about,
  since: one.since?.toISOString() ?? null,
  copies: one.copies?.length ?? null,
});

/** A region without databases has age 0: no figure means "not seen" (decisions/0004-state-metrics-say-nothing-they-do-not-know.md). */
const agesByRegion = (report: Report, settings: Settings): Record<string, number> =>
  Object.fromEntries(
    statesOf(report, settings).flatMap(({ targetRegion, age }) => (age === undefined ? [] : [[targetRegion, age]])),
  );

/** Target regions not seen in full: their state is not reported. */
const unseen = (report: Report, settings: Settings): string[] =>
  statesOf(report, settings).flatMap(({ targetRegion, isSeen }) => (isSeen ? [] : [targetRegion]));

export const statesOf = ({ coverage }: Report, { targets }: Settings): RegionState[] =>
  coverage ? regionStates(coverage, targets) : [];
