import type { Retention } from "../settings/settings";
import type { Delete } from "./actions";
import type { Copy } from "./ownership";
import { retained } from "./retention";
import { condition } from "./status";

/**
 * The copies of one selected database in one target region that may go: those that retention does not select, and
 * failed ones that a newer copy, available or failed too, has made worthless: those of a database whose copies always fail would
 * else fill the quota of manual snapshots, and no database would be copied any more.
 *
 * @param copies our copies of the database there
 * @param newestSourceArn ARN of the snapshot that is to be copied next: its failed copy remembers the attempts
 * @param beingCopied ARNs of snapshots that are the source of a copy in progress: their loss may fail that copy (facts §2.1)
 */
export function planDeletions(
  copies: readonly Copy[],
  beingCopied: ReadonlySet<string>,
  retention: Retention,
  newestSourceArn?: string,
): Delete[] {
  const available = copies
    .filter((copy) => condition(copy.snapshot.status) === "available")
    .sort((a, b) => a.sourceTime.getTime() - b.sourceTime.getTime());
  const keep = retained(available, (copy) => copy.sourceTime, retention);
  const deletions: Delete[] = [];
  let remaining = available.length;
  for (const copy of available) {
    const newerExists = available.some((other) => other.sourceTime > copy.sourceTime);
    const inUse = beingCopied.has(copy.snapshot.arn);
    if (keep.has(copy) || !newerExists || inUse || remaining <= Math.max(1, retention.keepLast)) continue;
    remaining--;
    deletions.push(deletion(copy, "retention", "retention does not keep it any more"));
  }
  const failed = copies.filter((copy) => condition(copy.snapshot.status) === "failed");
  const isOlder = (copy: Copy) => (other: Copy) => other.sourceTime > copy.sourceTime;
  for (const copy of failed) {
    if (available.some(isOlder(copy))) {
      deletions.push(deletion(copy, "superseded", "it failed, and a newer copy is available"));
    } else if (copy.sourceArn !== newestSourceArn && failed.some(isOlder(copy))) {
      deletions.push(deletion(copy, "superseded", "it failed, and so has a newer copy, which is the record now"));
    }
  }
  return deletions;
}

export function deletion(copy: Copy, reason: string, message: string): Delete {
  const { kind, region, id } = copy.snapshot;
  return {
    action: "delete",
    kind,
    database: copy.databaseId,
    targetRegion: region,
    snapshot: id,
    copy,
    reason,
    message,
  };
}
