import type { Tags, TargetSnapshot } from "../core/model";
import { ownership } from "../core/ownership";
import { type RdsError, toRdsError } from "../rds/errors";
import type { SnapshotService } from "../rds/port";
import type { Run } from "./run";

/** With 80 ms a call, fourteen thousand copies take 280 s. More at a time would only be throttled (docs/aws-facts.md#api-rate). */
const CALLS_AT_A_TIME = 4;

/** Give up after this many failed calls. */
const MOST_FAILURES = 3;

/** What a list shows and is still there, with the tags that the list did not show and that could be read. */
export interface TagsRead {
  readonly snapshots: readonly TargetSnapshot[];
  /** Ids of those that may be ours, whose tags are still not known. */
  readonly unread: readonly string[];
  /** Why, if a call has failed; undefined if there was no time. */
  readonly error: RdsError | undefined;
}

/**
 * Reads the tags of snapshots that may be ours and show none in a list (docs/aws-facts.md#tags-in-lists), a call each. The newest come
 * first, as copies and ages depend on them, and what is not reached is merely kept.
 *
 * @param stopWith time in milliseconds to leave: with less than that, no more calls are made
 */
export async function readHiddenTags(
  listed: readonly TargetSnapshot[],
  service: SnapshotService,
  run: Run,
  stopWith: number,
): Promise<TagsRead> {
  const mayBeOurs = listed.filter((snapshot) => ownership(snapshot, run).owner === "unknown");
  if (mayBeOurs.length === 0) return { snapshots: listed, unread: [], error: undefined };
  const waiting = mayBeOurs.toSorted((a, b) => time(b) - time(a));
  const read = new Map<TargetSnapshot, Tags>();
  const gone = new Set<TargetSnapshot>();
  const errors: RdsError[] = [];
  const reader = async () => {
    for (;;) {
      const isOver = errors.length >= MOST_FAILURES || errors.some(holdsForAll) || run.timeLeft() <= stopWith;
      const snapshot = isOver ? undefined : waiting.shift();
      if (snapshot === undefined) return;
      try {
        read.set(snapshot, await service.readTags(snapshot.region, snapshot.arn));
      } catch (cause) {
        const error = toRdsError(cause);
        if (error.code === "not-found") gone.add(snapshot);
        else errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, reader));
  return {
    snapshots: listed.filter((one) => !gone.has(one)).map((snapshot) => withTags(snapshot, read.get(snapshot))),
    unread: mayBeOurs.filter((snapshot) => !read.has(snapshot) && !gone.has(snapshot)).map(({ id }) => id),
    error: errors[0],
  };
}

const holdsForAll = ({ code }: RdsError): boolean => code === "denied" || code === "region-not-enabled";

/** One that is being made has no time yet: it counts as the newest. */
const time = ({ createdAt }: TargetSnapshot): number => createdAt?.getTime() ?? Number.POSITIVE_INFINITY;

function withTags(snapshot: TargetSnapshot, tags: Tags | undefined): TargetSnapshot {
  if (tags === undefined) return snapshot;
  const { tagsHidden: _, ...rest } = snapshot;
  return { ...rest, tags };
}
