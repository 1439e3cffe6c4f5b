import { inProgress, type Kind, type SnapshotRecord } from "../rds/model";
import type { Region } from "../rds/region";

/** What a person puts on a copy that is to stay; here with the time at which they did, as its value. */
export const HOLD_TAG = "CrossRegionBackup/Hold";

/**
 * Puts a hold on copies.
 *
 * @returns takes it off again
 */
export function hold(
  region: Region,
  kind: Kind,
  wanted: (snapshot: SnapshotRecord) => boolean,
  now: number,
): () => void {
  const held = [...region.snapshots[kind].values()].filter((snapshot) => !inProgress(snapshot) && wanted(snapshot));
  for (const snapshot of held) {
    const tags = { ...snapshot.tags, [HOLD_TAG]: new Date(now).toISOString() };
    region.snapshots[kind].put({ ...snapshot, tags });
  }
  return () => {
    for (const snapshot of held) {
      const current = region.current(snapshot);
      if (!current) continue;
      const { [HOLD_TAG]: _hold, ...tags } = current.tags;
      region.snapshots[kind].put({ ...current, tags });
    }
  };
}
