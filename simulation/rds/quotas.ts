import { AwsError } from "../wire/errors";
import { inProgress, type Kind, type SnapshotRecord } from "./model";

/** Limits of one account, region and kind (docs/aws-facts.md#copy-slots, docs/aws-facts.md#copy-quota). */
export interface Quotas {
  readonly copiesInProgress: Readonly<Record<Kind, number>>;
  readonly manualSnapshots: Readonly<Record<Kind, number>>;
  /** Default groups do not count (docs/aws-facts.md#option-groups). */
  readonly optionGroups: number;
}

export const DEFAULT_QUOTAS: Quotas = {
  copiesInProgress: { instance: 20, cluster: 5 },
  manualSnapshots: { instance: 100, cluster: 100 },
  optionGroups: 20,
};

/** Only copies from another region take a slot: a snapshot being created does not (docs/aws-facts.md#source-of-a-copy). */
function takesCopySlot(snapshot: SnapshotRecord): boolean {
  return snapshot.sourceArn !== undefined && inProgress(snapshot);
}

/** @throws AwsError SnapshotQuotaExceeded, in AWS's words for the limit that is reached (docs/aws-facts.md#copy-quota) */
export function checkQuotas(quotas: Quotas, kind: Kind, snapshots: Iterable<SnapshotRecord>, isCopy: boolean): void {
  let copying = 0;
  let manual = 0;
  for (const snapshot of snapshots) {
    if (snapshot.type === "manual") manual++;
    if (takesCopySlot(snapshot)) copying++;
  }
  const copies = quotas.copiesInProgress[kind];
  if (isCopy && copying >= copies) throw exceeded(`Cannot copy more than ${copies} snapshots across regions`);
  const limit = quotas.manualSnapshots[kind];
  if (manual >= limit) throw exceeded(`Cannot create more than ${limit} manual snapshots`);
}

const exceeded = (message: string) => new AwsError("SnapshotQuotaExceeded", message);
