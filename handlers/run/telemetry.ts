import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Startup } from "../settings/settings";
import type { Outcome } from "./outcome";
import { type Report, total } from "./report";

/** Public: alarms and dashboards are made of these names (design, section 3). */
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

/** One line for each action, one for each database without a fresh copy, one summary line, and the metrics. */
export function publish(report: Report, sourceRegion: string, telemetry: Telemetry): void {
  for (const outcome of report.outcomes) logOutcome(outcome, sourceRegion, telemetry.logger);
  for (const { database, kind, targetRegion, ageSeconds } of report.stale) {
    telemetry.logger.warn("stale", {
      kind,
      database,
      target_region: targetRegion,
      recovery_point_age_seconds: ageSeconds,
    });
  }
  logSummary(report, telemetry.logger);
  publishMetrics(report, telemetry.metrics);
}

const LEVELS = {
  copied: "info",
  deleted: "info",
  planned: "info",
  deferred: "info",
  skipped: "info",
  failed: "error",
} as const;

function logOutcome(
  { action, outcome, reason, message, copy, error }: Outcome,
  sourceRegion: string,
  logger: Logger,
): void {
  const uncovered = action.action === "skip" && action.uncovered === true;
  logger[uncovered ? "warn" : LEVELS[outcome]](uncovered ? "uncovered" : outcome, {
    action: action.action,
    kind: action.kind,
    database: action.database,
    snapshot: action.snapshot,
    source_region: sourceRegion,
    target_region: action.targetRegion,
    reason,
    detail: message,
    ...(copy && { copy_id: copy.id, encryption: copy.encryption, kms_key_id: copy.kmsKeyId }),
    ...(action.action === "copy" && { attempt: action.attempt, dropped_tags: action.droppedTags }),
    ...(error instanceof Error && { error }),
  });
}

function logSummary(report: Report, logger: Logger): void {
  logger.info("summary", {
    run: report.run,
    dry_run: report.dryRun,
    seen: report.seen,
    selected: report.selected,
    copied: report.copied,
    in_progress: report.inProgress.length,
    deferred: report.deferred,
    deleted: report.deleted,
    orphaned: report.orphaned,
    uncovered: report.uncovered,
    skipped: report.skipped,
    failed: report.failed,
    planned: report.planned,
    gib_to_copy: report.gibToCopy,
    recovery_point_age_seconds: report.recoveryPointAge,
    unseen_target_regions: report.unseen,
  });
}

/** State metrics come from whole runs only, and only of what was seen whole. */
function publishMetrics(report: Report, metrics: Metrics): void {
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  count(METRICS.copiesStarted, report.copied);
  count(METRICS.copiesFailed, total(report.failed));
  if (report.run === "sweep") {
    count(METRICS.copiesDeleted, report.deleted);
    count(METRICS.copiesDeferred, total(report.deferred));
    count(METRICS.copiesInProgress, report.inProgress.length);
    if (report.sourceSeen) {
      count(METRICS.databasesSelected, report.selected);
      count(METRICS.databasesUncovered, report.uncovered);
    }
  }
  metrics.publishStoredMetrics();
  for (const [targetRegion, seconds] of Object.entries(report.recoveryPointAge)) {
    metrics.addDimension("TargetRegion", targetRegion);
    metrics.addMetric(METRICS.recoveryPointAge, MetricUnit.Seconds, seconds);
    metrics.publishStoredMetrics();
  }
}
