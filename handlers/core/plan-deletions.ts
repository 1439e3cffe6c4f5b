import type { Retention } from "../settings/settings";
import type { Deletion, Note } from "./actions";
import { isHeld } from "./hold";
import type { Copy } from "./ownership";
import { retained } from "./retention";
import { isAvailable } from "./situation";
import { condition } from "./status";

/**
 * How many copies of a database may be deleted in a target region in one run, if more than one is superfluous. Each new copy makes one
 * superfluous; more means that something else has changed, perhaps by mistake (decisions/0015-daily-and-follow-up.md).
 */
export interface DeletionLimit {
  /** 0: none. */
  readonly now: number;
  /** What the daily run deletes. */
  readonly daily: number;
}

/**
 * Which copies of a selected database in a target region to delete now, and a note of those that follow later.
 *
 * @param copies our copies of the database there
 * @param beingCopied ARNs of the sources of copies in progress, whose deletion may fail the copy (docs/aws-facts.md#deleting-snapshots)
 * @param newestSourceArn ARN of the snapshot to copy next: its failed copy is the record of its attempts
 */
export function planDeletions(
  copies: readonly Copy[],
  beingCopied: ReadonlySet<string>,
  retention: Retention,
  limit: DeletionLimit,
  newestSourceArn?: string,
): { readonly deletions: readonly Deletion[]; readonly notes: readonly Note[] } {
  const oldestFirst = superfluous(copies, beingCopied, retention);
  const [first, ...more] = oldestFirst;
  const going = more.length === 0 ? oldestFirst : oldestFirst.slice(0, limit.now);
  const staying = oldestFirst.length - going.length;
  return {
    deletions: [
      ...going.map((copy) => deletion(copy, "retention", whyItGoes(copy))),
      ...worthless(copies, newestSourceArn),
    ],
    notes: first && staying > 0 ? [stillThere(first.databaseId, staying, limit)] : [],
  };
}

/** The available copies that retention does not select and that may be deleted, oldest first. */
export function superfluous(
  copies: readonly Copy[],
  beingCopied: ReadonlySet<string>,
  retention: Retention,
): readonly Copy[] {
  const available = copies.filter(isAvailable).sort((a, b) => a.sourceTime.getTime() - b.sourceTime.getTime());
  const keep = retained(available, (copy) => copy.sourceTime, retention);
  const mayGo = available.filter((copy) => {
    const newerExists = available.some((other) => other.sourceTime > copy.sourceTime);
    return !keep.has(copy) && newerExists && !isHeld(copy) && !beingCopied.has(copy.snapshot.arn);
  });
  return mayGo.slice(0, Math.max(0, available.length - Math.max(1, retention.keepLast)));
}

/**
 * Failed copies that a newer one, available or failed too, has made worthless. Otherwise a database whose copies always fail would fill
 * the quota of manual snapshots, and no database would be copied any more.
 */
function worthless(copies: readonly Copy[], newestSourceArn: string | undefined): Deletion[] {
  const available = copies.filter(isAvailable);
  const failed = copies.filter(({ snapshot }) => condition(snapshot) === "failed");
  const isOlder = (copy: Copy) => (other: Copy) => other.sourceTime > copy.sourceTime;
  return failed.flatMap((copy) => {
    if (isHeld(copy)) return [];
    if (available.some(isOlder(copy))) {
      return deletion(copy, "superseded", "it failed, and a newer copy is available");
    }
    if (copy.sourceArn !== newestSourceArn && failed.some(isOlder(copy))) {
      return deletion(copy, "superseded", "it failed, and so has a newer copy, which is the record now");
    }
    return [];
  });
}

const whyItGoes = ({ hold }: Copy): string =>
  `${hold ? `its hold has ended on ${hold.until}, and ` : ""}retention does not keep it any more`;

function deletion(copy: Copy, reason: string, message: string): Deletion {
  return { database: copy.databaseId, snapshot: copy.snapshot.id, copy, reason, message };
}

function stillThere(database: string, copies: number, { now, daily }: DeletionLimit): Note {
  const message =
    now === 0
      ? `${copies} copies are past retention, which is more than a new copy makes: the daily run deletes them, ${daily} at a time`
      : `${copies} more copies are past retention: the next daily run goes on, ${daily} at a time`;
  return { outcome: "deferred", database, copies, reason: "past-retention", message };
}
