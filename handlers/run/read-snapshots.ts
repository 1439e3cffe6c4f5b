import type { Database, Snapshot } from "../core/model";
import { newestAndOldest } from "../core/sources";
import { inHalves, MOST_IDS } from "./in-halves";
import type { Lister } from "./lister";

/** More would only take calls from others, as RDS counts those of the whole account (docs/aws-facts.md#api-rate). */
const LISTS_AT_A_TIME = 2;

/** Give up after this many failed lists: one may concern a few databases, several mean an outage. */
const MOST_FAILURES = 3;

/** Some databases, by id, with those of their snapshots that a plan depends on. */
export interface Part {
  readonly ids: readonly string[];
  readonly snapshots: readonly Snapshot[];
}

/** Automated snapshots, and the ids of databases whose snapshots were not read. */
export interface SnapshotsRead {
  readonly snapshots: readonly Snapshot[];
  readonly unread: ReadonlySet<string>;
}

/**
 * Lists the automated snapshots of databases, some databases at a time, and keeps those that a plan depends on. Stops when the time is
 * up or several lists have failed: later runs come to the rest, as each begins at a random database.
 *
 * @param stopWith time in milliseconds to leave after the last list, if that takes no longer than the slowest so far
 * @param onRead is given each part that was read, and waited for before the next
 */
export async function readSnapshots(
  databases: readonly Database[],
  lister: Lister,
  stopWith: number,
  onRead: (part: Part) => Promise<void> = async () => undefined,
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
      if (listed === undefined) failed.push(ids);
      else {
        const part = newestAndOldest(listed);
        snapshots.push(...part);
        await onRead({ ids, snapshots: part });
      }
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

/** Begins at a random item, so that runs do not come to the same part each time. */
function rotated<T>(items: readonly T[], random: number): T[] {
  const start = Math.floor(random * items.length);
  return [...items.slice(start), ...items.slice(0, start)];
}
