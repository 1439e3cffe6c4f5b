/**
 * What AWS does where no source says (docs/aws-facts.md#unconfirmed). The functions must be safe under every answer: tests run with each.
 */
export interface Assumptions {
  /** Whether a cluster snapshot under an AWS owned key may be copied with a KMS key. */
  readonly sseRdsWithKey: "accepted" | "refused";
  /** `SnapshotCreateTime` of a cluster copy: the time of its source, or its own. */
  readonly clusterCopyCreateTime: "source" | "copy";
  /** Whether a copy that is still being made shows a `SnapshotCreateTime`. */
  readonly createTimeInProgress: "shown" | "absent";
  /** Whether lists show the tags of snapshots. Default `shown`. */
  readonly tagsInLists?: "shown" | "absent";
  /**
   * What deleting a snapshot that is gone answers, where the policy asks for its tags: not found, or denied, as it has no tags.
   * Default `not-found`.
   */
  readonly deletionOfMissing?: "not-found" | "denied";
  /** Whether each copy with its option group makes one of its own, or all of one source group share one. Default `each`. */
  readonly copiedOptionGroups?: "each" | "shared";
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  sseRdsWithKey: "accepted",
  clusterCopyCreateTime: "source",
  createTimeInProgress: "shown",
};
