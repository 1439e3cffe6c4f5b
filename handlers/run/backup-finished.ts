import type { Skip } from "../core/actions";
import type { Database, Kind, Snapshot } from "../core/model";
import { plan } from "../core/plan";
import { notSelected, notSelectedById } from "../core/selection";
import { apply } from "./apply";
import { Lister } from "./lister";
import { type Report, reportOf, summarise } from "./report";
import type { Run } from "./run";

/**
 * Reconciles the one database of an event: lists its snapshots once and its copies once per target region. It counts
 * no slots and deletes nothing; the sweep does.
 */
export async function reconcileDatabase(kind: Kind, databaseId: string, run: Run): Promise<Report> {
  const { settings, deployment, now } = run;
  const selection = settings.selection[kind];
  const skipped = notSelectedById(databaseId, selection);
  if (skipped) return reportOf(run, { action: "skip", kind, database: databaseId, ...skipped });

  const service = run.services[kind];
  const source = deployment.sourceRegion;
  const lister = new Lister(kind, run);
  const byTags = Object.keys(selection.tags).length > 0;
  const [listed, described] = await Promise.all([
    lister.list("automated snapshots", source, databaseId, service.listSnapshots([databaseId])),
    byTags ? lister.list("database", source, databaseId, service.listDatabases(databaseId)) : undefined,
  ]);
  // Stand-ins for RDS may not know its filters.
  const snapshots = listed?.filter((snapshot) => snapshot.databaseId === databaseId);
  if (snapshots === undefined || (byTags && described === undefined)) return reportOf(run, ...lister.failures);
  const database = byTags ? described?.find(({ id }) => id === databaseId) : fromSnapshots(snapshots);
  if (database === undefined) {
    const message = "RDS lists no automated snapshot of it, or not the database itself";
    const skip: Skip = { action: "skip", kind, database: databaseId, reason: "no-snapshot", message };
    return reportOf(run, ...lister.failures, skip);
  }
  const byItself = notSelected(database, selection);
  if (byItself) return reportOf(run, ...lister.failures, { action: "skip", kind, database: databaseId, ...byItself });
  const inventory = { kind, databases: [database], snapshots, targets: await lister.listTargets(databaseId) };
  const planned = { kind, ...plan(inventory, { settings, deployment, now, run: "event" }) };
  const outcomes = await apply([...planned.actions, ...lister.failures], run);
  return summarise("event", outcomes, [planned], run, []);
}

/**
 * The database as its newest snapshot describes it, which saves a call: whether it has backups is plain, and its
 * tags are not asked for. Of several that have borne the id, the one backed up last.
 */
function fromSnapshots(snapshots: readonly Snapshot[]): Database | undefined {
  const [newest] = [...snapshots].sort((a, b) => time(b) - time(a));
  if (newest === undefined) return undefined;
  return {
    kind: newest.kind,
    id: newest.databaseId,
    resourceId: newest.databaseResourceId,
    engine: newest.engine,
    status: "available",
    createdAt: undefined,
    backupRetentionDays: 1,
    backupTarget: newest.backupTarget,
    memberOf: undefined,
    tags: {},
  };
}

/** A snapshot that RDS is still taking has no time yet: it is the newest. */
const time = ({ takenAt }: Snapshot): number => takenAt?.getTime() ?? Number.POSITIVE_INFINITY;
