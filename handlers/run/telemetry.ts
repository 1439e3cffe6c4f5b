import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { databasesIn, troublesOf } from "../core/coverage/troubles";
import { isShort, quotaArithmetic, quotaRemedy } from "../core/quota-words";
import type { Route } from "../core/route";
import { RdsError } from "../rds/errors";
import type { Settings, Startup } from "../settings/settings";
import type { Outcome } from "./outcome";
import { quotasIn, toldQuota } from "./quota-used";
import { isWhole, type Placed, placedOutcomes, type Report } from "./report";
import { type ByReason, type Summary, statesOf, summaryOf, toldTrouble } from "./summary";

/** Public: alarms and dashboards use these names. */
export const METRICS_NAMESPACE = "RdsCrossRegionBackup";
export const METRICS = {
  recoveryPointAge: "RecoveryPointAge",
  databasesSelected: "DatabasesSelected",
  databasesUncovered: "DatabasesUncovered",
  copiesStarted: "CopiesStarted",
  copiesInProgress: "CopiesInProgress",
  copiesDeferred: "CopiesDeferred",
  copiesFailed: "CopiesFailed",
  copiesDeleted: "CopiesDeleted",
  sweepsCompleted: "SweepsCompleted",
  databasesDeselected: "DatabasesDeselected",
  databasesOrphaned: "DatabasesOrphaned",
  databasesStale: "DatabasesStale",
  databasesFailing: "DatabasesFailing",
  copiesUnrestorable: "CopiesUnrestorable",
  manualSnapshotQuotaUsed: "ManualSnapshotQuotaUsed",
  troublesBegun: "TroublesBegun",
  messagesFailed: "MessagesFailed",
} as const;

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** @param output where lines go instead of standard output */
export function createTelemetry({ settings, logLevel }: Omit<Startup, "wiring">, output?: Console): Telemetry {
  const serviceName = settings.name;
  const logger = new Logger({ serviceName, logLevel });
  const metrics = new Metrics({ serviceName, namespace: METRICS_NAMESPACE });
  // Powertools keeps its console private and has no option for it.
  if (output) for (const telemetry of [logger, metrics]) Object.assign(telemetry, { console: output });
  return { logger, metrics };
}

/** What others than the report know of a run. */
export interface Extra {
  /** Whether a whole run came to its end: its heartbeat. */
  readonly completed?: boolean;
  /** Percent of the quota of manual snapshots that is used, by route. */
  readonly quotaUsed?: readonly { readonly route: Route; readonly percent: number }[];
  /** What restores need and of which nothing is known, one sentence for each. */
  readonly unknownNeeds?: readonly string[];
}

/**
 * Writes a line for each outcome, one line with the numbers, and the metrics. What does not change from run to run, databases that are
 * skipped and what is in trouble, is written once a day.
 */
export function publish(
  report: Report,
  { settings, sourceRegion, telemetry }: Pick<Startup, "settings" | "sourceRegion"> & { telemetry: Telemetry },
  extra: Extra = {},
): void {
  const { logger, metrics } = telemetry;
  for (const placed of placedOutcomes(report)) {
    if (report.run !== "follow-up" || !isStanding(placed.outcome)) logOutcome(placed, sourceRegion, logger);
  }
  if (report.run === "daily" && report.coverage) {
    for (const trouble of troublesOf(report.coverage)) logger.warn("trouble", { ...toldTrouble(trouble) });
    for (const { route, database, warnings } of report.coverage.databases) {
      for (const { reason, cause, remedy } of warnings) {
        const { kind, targetRegion: target_region } = route;
        logger.warn("warning", { kind, database, target_region, reason, cause, remedy });
      }
    }
    for (const use of quotasIn(report).filter(isShort)) {
      const { kind, target_region } = toldQuota(use);
      const detail = `${quotaArithmetic(use)}: ${quotaRemedy(use)}`;
      logger.warn("quota", { kind, database: "*", target_region, reason: "quota-short", detail });
    }
  }
  for (const detail of extra.unknownNeeds ?? []) {
    logger.warn("not known", { database: "*", reason: "need-unknown", detail });
  }
  const summary = summaryOf(report, settings);
  // A run has one `summary`: a look inside it has a name of its own.
  logger.info(report.run === "look" ? "looked" : "summary", { ...summary });
  publishMetrics(report, summary, settings, extra, metrics);
}

/** Whether an outcome is the same in each run as long as nobody does anything, and no call was made. */
const isStanding = ({ outcome, reason, copy, deletion }: Outcome): boolean =>
  copy === undefined && deletion === undefined && (outcome === "skipped" || reason === "past-retention");

const LEVELS = {
  copied: "info",
  deleted: "info",
  planned: "info",
  deferred: "info",
  skipped: "info",
  failed: "error",
} as const;

function logOutcome({ kind, targetRegion, outcome: one }: Placed, sourceRegion: string, logger: Logger): void {
  const { outcome, copy, deletion, started, error } = one;
  const name = one.uncovered ? "uncovered" : outcome;
  const toMend = one.uncovered || (outcome === "copied" && error !== undefined);
  logger[toMend ? "warn" : LEVELS[outcome]](name, {
    ...((copy ?? deletion) && { action: copy ? "copy" : "delete" }),
    kind,
    database: one.database,
    snapshot: one.snapshot,
    source_region: sourceRegion,
    target_region: targetRegion,
    reason: one.reason,
    detail: one.message,
    copies: one.copies,
    replaced: one.replaced,
    ...(started && { copy_id: started.id, encryption: started.encryption, kms_key_id: started.kmsKeyId }),
    ...(copy && { attempt: copy.attempt, dropped_tags: copy.droppedTags, not_in_sheet: copy.notInSheet }),
    ...(error instanceof Error && { error: error instanceof RdsError ? error.logged : error }),
  });
}

/**
 * State metrics come from whole runs, of what was seen in full (decisions/0004-state-metrics-say-nothing-they-do-not-know.md). A dry run
 * protects nothing: it tells only that it ran, and over how many databases.
 */
function publishMetrics(report: Report, summary: Summary, settings: Settings, extra: Extra, metrics: Metrics): void {
  const count = (name: string, value: number | undefined) => {
    if (value !== undefined) metrics.addMetric(name, MetricUnit.Count, value);
  };
  if (isWhole(report) && extra.completed) count(METRICS.sweepsCompleted, 1);
  if (isWhole(report) && report.kinds.every(({ plan }) => plan !== undefined)) {
    count(METRICS.databasesSelected, summary.selected);
    count(METRICS.databasesUncovered, summary.uncovered);
  }
  if (!settings.dryRun) {
    count(METRICS.copiesStarted, summary.copied);
    count(METRICS.copiesFailed, total(summary.failed));
    if (isWhole(report)) count(METRICS.copiesDeleted, summary.deleted);
    if (isWhole(report) && summary.briefly_seen_kinds.length === 0) {
      count(METRICS.copiesDeferred, total(summary.deferred));
      count(METRICS.copiesInProgress, summary.in_progress);
    }
    if (report.coverage) {
      count(METRICS.databasesDeselected, databasesIn(report.coverage, "deselected"));
      count(METRICS.databasesOrphaned, databasesIn(report.coverage, "orphaned"));
    }
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  if (!settings.dryRun) publishByRegion(report, settings, extra, metrics);
}

function publishByRegion(report: Report, settings: Settings, { quotaUsed = [] }: Extra, metrics: Metrics): void {
  for (const { targetRegion, age, stale, failing, unrestorable } of statesOf(report, settings)) {
    const counts: readonly (readonly [string, number | undefined])[] = [
      [METRICS.databasesStale, stale],
      [METRICS.databasesFailing, failing],
      [METRICS.copiesUnrestorable, unrestorable],
    ];
    const known = counts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    if (age === undefined && known.length === 0) continue;
    metrics.addDimension("TargetRegion", targetRegion);
    if (age !== undefined) metrics.addMetric(METRICS.recoveryPointAge, MetricUnit.Seconds, age);
    for (const [name, value] of known) metrics.addMetric(name, MetricUnit.Count, value);
    metrics.publishStoredMetrics();
  }
  for (const { route, percent } of quotaUsed) {
    metrics.addDimensions({ TargetRegion: route.targetRegion, Kind: route.kind });
    metrics.addMetric(METRICS.manualSnapshotQuotaUsed, MetricUnit.Percent, percent);
    metrics.publishStoredMetrics();
  }
}

/** Counts of a run by the names of their metrics. */
export function publishCounts(counts: Readonly<Record<string, number>>, { metrics }: Telemetry): void {
  for (const [name, value] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}

const total = (counts: ByReason): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
