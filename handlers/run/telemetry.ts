import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Startup } from "../settings/settings";
import { isWhole, type Placed, placedOutcomes, type Report } from "./report";
import { type ByReason, type Summary, summaryOf } from "./summary";

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
} as const;

export interface Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** @param output where lines go instead of standard output */
export function createTelemetry({ settings, logLevel }: Startup, output?: Console): Telemetry {
  const serviceName = settings.name;
  const logger = new Logger({ serviceName, logLevel });
  const metrics = new Metrics({ serviceName, namespace: METRICS_NAMESPACE });
  // Powertools keeps its console private and has no option for it.
  if (output) for (const telemetry of [logger, metrics]) Object.assign(telemetry, { console: output });
  return { logger, metrics };
}

/** Writes a line for each outcome and for each database without a fresh copy, one line with the numbers, and the metrics. */
export function publish(
  report: Report,
  { settings, sourceRegion, telemetry }: Pick<Startup, "settings" | "sourceRegion"> & { telemetry: Telemetry },
): void {
  const { logger, metrics } = telemetry;
  for (const placed of placedOutcomes(report)) logOutcome(placed, sourceRegion, logger);
  logStale(report, settings.maxRecoveryPointAgeHours * 3600, logger);
  const summary = summaryOf(report, settings);
  // A run has one `summary`: a look inside it has a name of its own.
  logger.info(report.run === "look" ? "looked" : "summary", { ...summary });
  publishMetrics(report, summary, metrics);
}

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
    ...(copy && { attempt: copy.attempt, dropped_tags: copy.droppedTags }),
    ...(error instanceof Error && { error }),
  });
}

function logStale({ kinds }: Report, maxAgeSeconds: number, logger: Logger): void {
  for (const { route, plan } of kinds.flatMap(({ routes }) => routes)) {
    for (const { database, seconds } of plan?.ages ?? []) {
      if (seconds <= maxAgeSeconds) continue;
      const { kind, targetRegion } = route;
      logger.warn("stale", { kind, database, target_region: targetRegion, recovery_point_age_seconds: seconds });
    }
  }
}

/** State metrics come from whole runs, of what was seen in full (decisions/0004-state-metrics-say-nothing-they-do-not-know.md). */
function publishMetrics(report: Report, summary: Summary, metrics: Metrics): void {
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  count(METRICS.copiesStarted, summary.copied);
  count(METRICS.copiesFailed, total(summary.failed));
  if (isWhole(report)) {
    count(METRICS.copiesDeleted, summary.deleted);
    if (summary.briefly_seen_kinds.length === 0) {
      count(METRICS.copiesDeferred, total(summary.deferred));
      count(METRICS.copiesInProgress, summary.in_progress);
    }
    if (report.kinds.every(({ plan }) => plan !== undefined)) {
      count(METRICS.databasesSelected, summary.selected);
      count(METRICS.databasesUncovered, summary.uncovered);
    }
  }
  metrics.publishStoredMetrics();
  for (const [targetRegion, seconds] of Object.entries(summary.recovery_point_age_seconds)) {
    metrics.addDimension("TargetRegion", targetRegion);
    metrics.addMetric(METRICS.recoveryPointAge, MetricUnit.Seconds, seconds);
    metrics.publishStoredMetrics();
  }
}

const total = (counts: ByReason): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
