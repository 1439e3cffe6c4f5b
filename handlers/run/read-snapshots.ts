import type { Database, Snapshot } from "../core/model";
import { newestAndOldest } from "../core/sources";
import { inHalves, MOST_IDS } from "./in-halves";
import type { Lister } from "./lister";

/** More would only take API calls from others: RDS counts those of the whole account. */
const LISTS_AT_A_TIME = 2;

/** So many lists may fail: each is of some databases only, but an outage fails all. */
const MOST_FAILURES = 3;

/** Automated snapshots of databases; `unread`: ids of those that were not reached. */
export interface SnapshotsRead {
  readonly snapshots: readonly Snapshot[];
  readonly unread: ReadonlySet<string>;
}

/**
 * Lists the automated snapshots of databases, some databases at a time, and keeps those that a plan depends on. Stops when the time is
 * up or several lists have failed: each run begins anywhere, so that later ones come to what is left.
 *
 * @param stopWith milliseconds that the run has left when the last list has ended, if none takes longer than those before
 */
export async function readSnapshots(
  databases: readonly Database[],
  lister: Lister,
  stopWith: number,
): Promise<SnapshotsRead> {
  const { kind, run } = lister;
  const service = run.services[kind];
  const snapshots: Snapshot[] = [];
  const waiting = chunks(
    rotated(
      databases.map(({ id }) => id),
      run.random(),
    ),
  );
  const failed: string[][] = [];
  let slowest = 0;
  const reader = async () => {
    for (;;) {
      const begun = run.timeLeft();
      const isOver = failed.length >= MOST_FAILURES || begun <= stopWith + slowest;
      const ids = isOver ? undefined : waiting.shift();
      if (ids === undefined) return;
      const listing = inHalves(ids, (some) => service.listSnapshots(some));
      const listed = await lister.listSource(`automated ${kind} snapshots`, "*", listing);
      if (listed) snapshots.push(...newestAndOldest(listed));
      else failed.push(ids);
      slowest = Math.max(slowest, begun - run.timeLeft());
    }
  };
  await Promise.all(Array.from({ length: LISTS_AT_A_TIME }, reader));
  return { snapshots, unread: new Set([...waiting, ...failed].flat()) };
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MOST_IDS);
  return Array.from({ length: count }, (_, index) => ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS));
}

/** Begins anywhere: no schedule of runs must come to the same part each time. */
function rotated<T>(items: readonly T[], random: number): T[] {
  const start = Math.floor(random * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
