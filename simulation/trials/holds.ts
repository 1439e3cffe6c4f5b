import { inProgress, type Kind, type SnapshotRecord } from "../rds/model";
import type { Region } from "../rds/region";

/** The tag that a person sets on a copy that is to stay; here its value is the time when it was set. */
export const HOLD_TAG = "CrossRegionBackup/Hold";

/**
 * Sets a hold on copies.
 *
 * @returns removes it
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
