import type { Defer, Fail } from "../core/actions";
import type { Kind } from "../core/model";
import type { Inventory } from "../core/plan";
import { scopeOf } from "../core/scope";
import { Lister } from "./lister";
import { readSnapshots } from "./read-snapshots";
import type { Run } from "./run";

/** What could be listed of a kind; no inventory if the databases could not: nothing can be decided then. */
export interface Taken {
  readonly inventory: Inventory | undefined;
  readonly failures: readonly (Fail | Defer)[];
}

/**
 * Lists everything of one kind.
 *
 * @param stopWith milliseconds that the run has left when no further snapshots are read: what follows needs them
 */
export async function takeInventory(kind: Kind, run: Run, stopWith: number): Promise<Taken> {
  const lister = new Lister(kind, run);
  const readSources = async () => {
    const service = run.services[kind];
    const databases = await lister.list(`${kind}s`, run.deployment.sourceRegion, "*", service.listDatabases());
    if (databases === undefined) return undefined;
    const { selected } = scopeOf(databases, run.settings);
    return { databases, ...(await readSnapshots(selected, lister, stopWith)) };
  };
  const [sources, targets] = await Promise.all([readSources(), lister.listTargets()]);
  if (sources === undefined) return { inventory: undefined, failures: lister.failures };
  const { databases, snapshots, unread } = sources;
  const postponed = unread.size === 0 ? [] : [notReached(kind, unread.size)];
  return { inventory: { kind, databases, snapshots, unread, targets }, failures: [...lister.failures, ...postponed] };
}

function notReached(kind: Kind, databases: number): Defer {
  const message = `the snapshots of ${databases} databases were not looked at: the next runs go on with them`;
  return { action: "defer", kind, database: "*", sizeGib: 0, reason: "unread", message };
}
