/**
 * What AWS does where no source says (facts §10). The product has to be safe under every answer, so tests run with each.
 */
export interface Assumptions {
  /** Whether a cluster snapshot encrypted by AWS's own key may be copied to another region with a KMS key. */
  readonly sseRdsWithKey: "accepted" | "refused";
  /** `SnapshotCreateTime` of a cluster copy: when the source was taken, or when the copy was made. */
  readonly clusterCopyCreateTime: "source" | "copy";
  /** Whether a copy that is still being made shows a `SnapshotCreateTime`. */
  readonly createTimeInProgress: "shown" | "absent";
  /**
   * Deleting a snapshot that is gone, where the policy asks for its tags: that it is not found, or, as it has none, that access is
   * denied. Default `not-found`.
   */
  readonly deletionOfMissing?: "not-found" | "denied";
}

export const DEFAULT_ASSUMPTIONS: Assumptions = {
  sseRdsWithKey: "accepted",
  clusterCopyCreateTime: "source",
  createTimeInProgress: "shown",
};
