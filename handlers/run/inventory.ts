import type { Kind } from "../core/model";
import type { Inventory } from "../core/plan";
import { scopeOf } from "../core/scope";
import { Lister, type ListFailures } from "./lister";
import type { Outcome } from "./outcome";
import { type Part, readSnapshots } from "./read-snapshots";
import type { Run } from "./run";
import { TargetLook } from "./target-look";

/** What could be listed of a kind. Without databases there is no inventory, as nothing can be decided. */
export interface Taken {
  readonly kind: Kind;
  readonly inventory: Inventory | undefined;
  readonly failures: ListFailures;
  /** Whether of the copies only those of the newest snapshots were looked at, and nothing is due. */
  readonly isBrief: boolean;
}

/**
 * Lists everything of one kind; of the copies in target regions only those of the newest snapshots, where a brief look is allowed and suffices.
 *
 * @param stopWith time in milliseconds to leave for what follows: with less than that, no more snapshots and tags are read
 * @param briefly whether a brief look is allowed, if there are enough databases
 */
export async function takeInventory(kind: Kind, run: Run, stopWith: number, briefly: boolean): Promise<Taken> {
  const lister = new Lister(kind, run);
  const look = new TargetLook(lister, stopWith);
  const readSources = async () => {
    const listing = run.services[kind].listDatabases();
    const databases = await lister.listSource(`${kind}s`, "*", listing);
    if (databases === undefined) return undefined;
    const hidesDatabases = (await listing).unreadable.length > 0;
    const { selected, covered } = scopeOf(databases, run.settings);
    if (covered.length <= run.briefAbove) look.beWhole();
    const byId = new Map(selected.map((database) => [database.id, database]));
    const lookAt = ({ ids, snapshots }: Part) =>
      look.lookAt(
        ids.flatMap((id) => byId.get(id) ?? []),
        snapshots,
      );
    return { databases, hidesDatabases, ...(await readSnapshots(selected, lister, stopWith, lookAt)) };
  };
  const [sources] = await Promise.all([readSources(), briefly ? undefined : look.beWhole()]);
  if (sources === undefined) return { kind, inventory: undefined, failures: lister, isBrief: false };
  const { databases, hidesDatabases, snapshots, unread } = sources;
  const targets = await look.targets(unread.size === 0 && lister.ofSource.length === 0);
  if (unread.size > 0) lister.ofSource.push(notReached(unread.size));
  const { hidesCopies } = lister;
  const inventory = { kind, databases, snapshots, unread, targets, hidesDatabases, hidesCopies };
  return { kind, inventory, failures: lister, isBrief: look.isBrief };
}

function notReached(databases: number): Outcome {
  const message = `the snapshots of ${databases} databases were not looked at: the next runs go on with them`;
  return { outcome: "deferred", database: "*", reason: "unread", message };
}
