import { inProgress, type Kind, type SnapshotRecord, type Tags } from "../rds/model";
import type { Region } from "../rds/region";
import { DAY } from "../time/clock";

/** The tag that a person sets on a copy that is to stay. */
const HOLD_TAG = "CrossRegionBackup/Hold";
/** In trials it has the time when the hold was set. */
const REASON_TAG = "CrossRegionBackup/HoldReason";

/** How long a hold keeps a copy: a week more than to its last day's end. Written independently of the handlers, so that a mistake there shows. */
export const holdsUntil = (lastDay: string): number => Date.parse(lastDay) + 8 * DAY;

/**
 * Sets a hold on copies.
 *
 * @param until its value
 * @returns removes it
 */
export function hold(
  region: Region,
  kind: Kind,
  wanted: (snapshot: SnapshotRecord) => boolean,
  until: string,
  now: number,
): () => void {
  const held = [...region.snapshots[kind].values()].filter((snapshot) => !inProgress(snapshot) && wanted(snapshot));
  for (const snapshot of held) {
    const tags = { ...snapshot.tags, [HOLD_TAG]: until, [REASON_TAG]: new Date(now).toISOString() };
    region.snapshots[kind].put({ ...snapshot, tags });
  }
  return () => {
    for (const snapshot of held) {
      const current = region.current(snapshot);
      if (!current) continue;
      const { [HOLD_TAG]: _hold, [REASON_TAG]: _reason, ...tags } = current.tags;
      region.snapshots[kind].put({ ...current, tags });
    }
  };
}

/** Whether a hold keeps a copy at a time, since when, and whether IAM guards it at once, before a run sees it in its lists. */
export interface TrialHold {
  readonly since: number;
  readonly isGuarded: boolean;
}

export function holdAt({ [HOLD_TAG]: value, [REASON_TAG]: since = "" }: Tags, time: number): TrialHold | undefined {
  if (value === undefined) return undefined;
  const isDate = value !== "forever";
  if (isDate && holdsUntil(value) <= time) return undefined;
  return { since: Date.parse(since), isGuarded: !isDate };
}
