import type { Kind } from "../core/model";
import type { Inventory } from "../core/plan";
import { scopeOf } from "../core/scope";
import { Lister, type ListFailures } from "./lister";
import type { Outcome } from "./outcome";
import { readSnapshots } from "./read-snapshots";
import type { Run } from "./run";

/** What could be listed of a kind. Without databases there is no inventory, as nothing can be decided. */
export interface Taken {
  readonly kind: Kind;
  readonly inventory: Inventory | undefined;
  readonly failures: ListFailures;
}

/**
 * Lists everything of one kind.
 *
 * @param stopWith time in milliseconds to leave for what follows: with less than that, no more snapshots and tags are read
 */
export async function takeInventory(kind: Kind, run: Run, stopWith: number): Promise<Taken> {
  const lister = new Lister(kind, run);
  const readSources = async () => {
    const databases = await lister.listSource(`${kind}s`, "*", run.services[kind].listDatabases());
    if (databases === undefined) return undefined;
    const { selected } = scopeOf(databases, run.settings);
    return { databases, ...(await readSnapshots(selected, lister, stopWith)) };
  };
  const [sources, targets] = await Promise.all([readSources(), lister.listTargets(undefined, stopWith)]);
  if (sources === undefined) return { kind, inventory: undefined, failures: lister };
  const { databases, snapshots, unread } = sources;
  if (unread.size > 0) lister.ofSource.push(notReached(unread.size));
  return { kind, inventory: { kind, databases, snapshots, unread, targets }, failures: lister };
}

function notReached(databases: number): Outcome {
  const message = `the snapshots of ${databases} databases were not looked at: the next runs go on with them`;
  return { outcome: "deferred", database: "*", reason: "unread", message };
}
