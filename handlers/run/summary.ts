import type { Kind } from "../core/model";
import type { Settings } from "../settings/settings";
import type { Outcome } from "./outcome";
import { brieflySeen, isWhole, outcomesOf, placedOutcomes, type Report } from "./report";

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
  readonly orphaned: number;
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
}

export interface Failure {
  readonly database: string;
  readonly kind: string;
  readonly target_region: string | null;
  readonly reason: string;
  readonly message: string;
}

/** What a function returns: the summary, with failures spelt out, a thousand at most. */
export type Returned = Omit<Summary, "failed"> & { readonly failed: readonly Failure[] };

export function summaryOf(report: Report, settings: Settings): Summary {
  const outcomes = outcomesOf(report);
  const plans = report.kinds.flatMap(({ plan }) => plan ?? []);
  const sum = (value: (plan: (typeof plans)[number]) => number) =>
    plans.reduce((total, planned) => total + value(planned), 0);
  const count = (outcome: Outcome["outcome"]) => outcomes.filter((one) => one.outcome === outcome).length;
  const orphans = outcomes.filter(({ reason }) => reason === "orphan");
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
    orphaned: orphans.reduce((total, { copies = 0 }) => total + copies, 0),
    skipped: byReason(outcomes, "skipped"),
    failed: byReason(outcomes, "failed"),
    planned: byReason(outcomes, "planned"),
    gib_to_copy: due.reduce((total, { sizeGib = 0 }) => total + sizeGib, 0),
    recovery_point_age_seconds: agesByRegion(report, settings),
    unseen_target_regions: isWhole(report) ? unseen(report, settings) : [],
    briefly_seen_kinds: brieflySeen(report),
  };
}

/** More might not fit into an answer of Lambda; the log has them all. */
export const MOST_FAILURES = 1_000;

/** What a run returns, with what the looks inside it have started, and what has failed in them. */
export function returnedBy(report: Report, looks: readonly Report[], settings: Settings): Returned {
  const all = [report, ...looks];
  const copied = all.reduce((total, one) => total + summaryOf(one, settings).copied, 0);
  return { ...summaryOf(report, settings), copied, failed: all.flatMap(failuresOf).slice(0, MOST_FAILURES) };
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

/** A region without databases has age 0: no figure means "not seen" (decisions/0004-state-metrics-say-nothing-they-do-not-know.md). */
function agesByRegion(report: Report, settings: Settings): Record<string, number> {
  if (!isWhole(report)) return {};
  const unknown = unseen(report, settings);
  const regions = settings.targets.filter((region) => !unknown.includes(region));
  const greatest = (region: string) => Math.max(0, ...agesIn(report, region));
  return Object.fromEntries(regions.map((region) => [region, greatest(region)]));
}

const agesIn = ({ kinds }: Report, region: string): number[] =>
  kinds
    .flatMap(({ routes }) => routes)
    .filter(({ route }) => route.targetRegion === region)
    .flatMap(({ plan }) => plan?.ages.map(({ seconds }) => seconds) ?? []);

/** Target regions not seen in full: their state is not reported. */
const unseen = ({ kinds }: Report, { targets }: Settings): string[] =>
  targets.filter((region) =>
    kinds.some(({ routes }) =>
      routes.some(({ route, plan }) => route.targetRegion === region && plan?.areAgesKnown !== true),
    ),
  );
