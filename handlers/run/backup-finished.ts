import type { Note } from "../core/actions";
import type { Database, Kind, Snapshot } from "../core/model";
import { planDatabase } from "../core/plan";
import { notSelected, notSelectedById, type Skipped } from "../core/selection";
import { Lister } from "./lister";
import { type Report, reportOn } from "./report";
import type { Run } from "./run";

/**
 * Reconciles the database of an event: lists its snapshots once, and its copies once for each target region. Counting
 * slots and deleting is left to the sweep.
 */
export async function reconcileDatabase(kind: Kind, databaseId: string, run: Run): Promise<Report> {
  const lister = new Lister(kind, run);
  const skipped = notSelectedById(databaseId, run.settings.selection[kind]);
  const found = skipped ?? (await findDatabase(databaseId, lister));
  if (found === undefined || "reason" in found) {
    const skip: Note[] = found ? [{ outcome: "skipped", database: databaseId, ...found }] : [];
    const failures = { ofSource: [...lister.ofSource, ...skip], ofTargets: lister.ofTargets };
    return { run: "event", kinds: [await reportOn(kind, undefined, failures, run)] };
  }
  const { database, snapshots } = found;
  const inventory = { kind, databases: [database], snapshots, targets: await lister.listTargets(databaseId) };
  return { run: "event", kinds: [await reportOn(kind, planDatabase(inventory, run), lister, run)] };
}

interface Found {
  readonly database: Database;
  readonly snapshots: readonly Snapshot[];
}

/** @returns the database with its snapshots, or why it is skipped; undefined if a list has failed */
async function findDatabase(id: string, lister: Lister): Promise<Found | Skipped | undefined> {
  const { kind, run } = lister;
  const service = run.services[kind];
  const selection = run.settings.selection[kind];
  const byTags = Object.keys(selection.tags).length > 0;
  const [listed, described] = await Promise.all([
    lister.listSource("automated snapshots", id, service.listSnapshots([id])),
    byTags ? lister.listSource("database", id, service.listDatabases(id)) : undefined,
  ]);
  if (listed === undefined || (byTags && described === undefined)) return undefined;
  // Stand-ins for RDS may not know its filters.
  const snapshots = listed.filter((snapshot) => snapshot.databaseId === id);
  const database = byTags ? described?.find((one) => one.id === id) : fromSnapshots(snapshots);
  if (database === undefined) {
    const message = "RDS lists no automated snapshot of it, or not the database itself";
    return { reason: "no-snapshot", message };
  }
  return notSelected(database, selection) ?? { database, snapshots };
}

/**
 * The database as its newest snapshot describes it, which saves a call: it has backups, and its tags are not needed here.
 * If several databases have had the id, it is the one that was backed up last.
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

/** A snapshot in progress has no time yet: it counts as the newest. */
const time = ({ takenAt }: Snapshot): number => takenAt?.getTime() ?? Number.POSITIVE_INFINITY;
