import type { Note } from "../core/actions";
import type { Database, Kind, Snapshot } from "../core/model";
import { planDatabase } from "../core/plan";
import { notSelected, notSelectedById, type Skipped } from "../core/selection";
import { described } from "./described";
import { Lister } from "./lister";
import { QuotaLook } from "./quota-look";
import { type Report, reportOn } from "./report";
import type { Run } from "./run";
import { planWithinQuota } from "./within-quota";

/**
 * Reconciles the database of an event: lists its snapshots once, and its copies once for each target region. Counting
 * slots and deleting is left to the sweep.
 *
 * @param hasPlace whether a sweep has seen that the quota of manual snapshots has a place for it
 */
export async function reconcileDatabase(kind: Kind, databaseId: string, run: Run, hasPlace = false): Promise<Report> {
  const lister = new Lister(kind, run);
  const skipped = notSelectedById(databaseId, run.settings.selection[kind]);
  const found = skipped ?? (await findDatabase(databaseId, lister));
  if (found === undefined || "reason" in found) {
    const skip: Note[] = found ? [{ outcome: "skipped", database: databaseId, ...found }] : [];
    const failures = { ofSource: [...lister.ofSource, ...skip], ofTargets: lister.ofTargets };
    return { run: "event", kinds: [await reportOn(kind, undefined, failures, run)] };
  }
  const { database, snapshots } = found;
  const targets = await lister.listTargets(databaseId);
  const look = new QuotaLook(run);
  const planOf = (one: Database) =>
    planWithinQuota(
      (quotas) => planDatabase({ kind, databases: [one], snapshots, targets }, { ...run, ...quotas }),
      ({ grows }) => grows === true && !hasPlace,
      look,
    );
  const plan = await planOf(database);
  const copies = plan.routes.some((route) => route.copies.length > 0);
  const final = copies ? await planOf(await described(database, run)) : plan;
  return { run: "event", kinds: [await reportOn(kind, final, lister, run)] };
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
  const skipped = notSelected(database, selection);
  if (skipped) return skipped;
  return { database, snapshots };
}

/**
 * The database as its newest snapshot describes it, which saves a call: it has backups.
 * If several databases have had the id, it is the one that was backed up last.
 */
function fromSnapshots(snapshots: readonly Snapshot[]): Database | undefined {
  const newest = newestOf(snapshots);
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

const newestOf = (snapshots: readonly Snapshot[]): Snapshot | undefined =>
  snapshots.toSorted((a, b) => time(b) - time(a))[0];

/** A snapshot in progress has no time yet: it counts as the newest. */
const time = ({ takenAt }: Snapshot): number => takenAt?.getTime() ?? Number.POSITIVE_INFINITY;
