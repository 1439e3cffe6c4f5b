import { troublesOf } from "../../handlers/core/coverage/troubles";
import { toldTrouble } from "../../handlers/run/summary";
import { SCHEMA } from "../options";
import type { Seen, Status } from "./model";
import { rowsOf, type StatusRow } from "./rows";
import { verdictOn } from "./verdict";

/** What `--json` prints. Public: docs/command-line.md. */
export function statusJson({ statuses, notFound, unreadable }: Seen, now: Date): object {
  return {
    schema: SCHEMA,
    looked_at: now.toISOString(),
    deployments: statuses.map(deploymentJson),
    could_not_be_read: unreadable,
    not_found: notFound,
  };
}

function deploymentJson(status: Status): object {
  const { deployment, targets, settings, maxAgeHours, listed, coverage, unread, notes } = status;
  const verdict = verdictOn(status);
  return {
    name: deployment.name,
    account: deployment.account,
    source_region: deployment.sourceRegion,
    target_regions: targets,
    copies_alone: settings === undefined,
    dry_run: settings?.dryRun ?? null,
    max_recovery_point_age_hours: maxAgeHours ?? null,
    is_well: verdict.isWell,
    databases_listed: listed ?? null,
    databases_by_state: Object.fromEntries([...verdict.inState].filter(([, count]) => count > 0)),
    databases: rowsOf(coverage).map((one) => rowJson(one, settings === undefined)),
    troubles: troublesOf(coverage).map(toldTrouble),
    not_fully_seen: coverage.routes
      .filter(({ reach, unsure }) => reach !== "whole" || unsure.length > 0)
      .map(({ route, unsure }) => ({ kind: route.kind, target_region: route.targetRegion, unknown: unsure })),
    could_not_be_read: unread,
    notes,
  };
}

function rowJson({ state, row, isSeen }: StatusRow, isOfCopiesAlone: boolean): object {
  const { route, newest, inProgress } = row;
  return {
    database: row.database,
    kind: route.kind,
    resource_id: row.resourceId,
    target_region: route.targetRegion,
    state,
    troubles: row.troubles.map(({ trouble }) => trouble),
    unknown: row.unsure,
    exists: isOfCopiesAlone ? null : row.exists,
    selected: isOfCopiesAlone ? null : row.selected,
    age_seconds: row.age ?? row.restingAge ?? null,
    newest_copy: newest
      ? {
          id: newest.id,
          taken_at: newest.takenAt.toISOString(),
          encryption: newest.encryption,
          kms_key: newest.kmsKeyId ?? null,
        }
      : null,
    kept: isSeen ? row.kept : null,
    held: isSeen ? row.held : null,
    holds_ended: row.endedHolds.map(({ id, until, countsFrom }) => ({
      copy: id,
      until,
      counts_from: countsFrom.toISOString(),
    })),
    unrestorable: row.unrestorable,
    kms_keys: row.keys,
    in_progress: inProgress
      ? { id: inProgress.id, since: inProgress.since?.toISOString() ?? null, percent: inProgress.percent ?? null }
      : null,
    next_deletions: row.deletions,
    warnings: row.warnings,
  };
}
