/** An RDS event (docs/aws-facts.md#backup-events). */
export interface RdsEvent {
  readonly id: string;
  readonly sourceType: SourceType;
  readonly category: string;
  readonly message: string;
}

export type SourceType = "db-instance" | "db-cluster" | "db-snapshot" | "db-cluster-snapshot";

export interface RaisedEvent extends RdsEvent {
  readonly region: string;
  readonly time: number;
  readonly sourceId: string;
  readonly sourceArn: string;
  readonly engine: string;
}

const event = (id: string, sourceType: SourceType, category: string, message: string): RdsEvent => ({
  id: `RDS-EVENT-${id}`,
  sourceType,
  category,
  message,
});

export const instanceEvents = {
  backupStarted: event("0001", "db-instance", "backup", "Backing up DB instance"),
  backupFinished: event("0002", "db-instance", "backup", "Finished DB Instance backup"),
  automatedSnapshotStarted: event("0090", "db-snapshot", "creation", "Creating automated snapshot"),
  automatedSnapshotCreated: event("0091", "db-snapshot", "creation", "Automated snapshot created"),
  manualSnapshotStarted: event("0040", "db-snapshot", "creation", "Creating manual snapshot"),
  manualSnapshotCreated: event("0042", "db-snapshot", "creation", "Manual snapshot created"),
  manualSnapshotDeleted: event("0041", "db-snapshot", "deletion", "Deleted manual snapshot"),
  deleted: event("0003", "db-instance", "deletion", "DB instance deleted"),
  stopped: event("0087", "db-instance", "notification", "DB instance stopped"),
  started: event("0088", "db-instance", "notification", "DB instance started"),
  copyStarted: (snapshot: string, region: string) =>
    event("0059", "db-snapshot", "notification", `Started copy of snapshot ${snapshot} from region ${region}.`),
  copyFinished: (snapshot: string, region: string, minutes: number) =>
    event(
      "0060",
      "db-snapshot",
      "notification",
      `Finished copy of snapshot ${snapshot} from region ${region} in ${minutes} minutes.`,
    ),
  copyCancelled: (snapshot: string, region: string) =>
    event(
      "0061",
      "db-snapshot",
      "notification",
      `Canceled snapshot copy request of ${snapshot} from region ${region}.`,
    ),
};

/** There are no events of copies and deletions of cluster snapshots (docs/aws-facts.md#copy-events). */
export const clusterEvents = {
  automatedSnapshotStarted: event("0168", "db-cluster-snapshot", "backup", "Creating automated cluster snapshot"),
  automatedSnapshotCreated: event("0169", "db-cluster-snapshot", "backup", "Automated cluster snapshot created"),
  manualSnapshotStarted: event("0074", "db-cluster-snapshot", "backup", "Creating manual cluster snapshot"),
  manualSnapshotCreated: event("0075", "db-cluster-snapshot", "backup", "Manual cluster snapshot created"),
  deleted: event("0171", "db-cluster", "deletion", "DB cluster deleted"),
  stopped: event("0150", "db-cluster", "notification", "DB cluster stopped"),
  started: event("0151", "db-cluster", "notification", "DB cluster started"),
};
