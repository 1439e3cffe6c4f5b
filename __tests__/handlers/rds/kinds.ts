import type { Deployment } from "../../../handlers/core/deployment";
import { rdsClients } from "../../../handlers/rds/clients";
import { clusters } from "../../../handlers/rds/clusters";
import type { Deadline } from "../../../handlers/rds/deadline";
import { instances } from "../../../handlers/rds/instances";
import type { FakeRds, Fields } from "./fake-rds";
import * as payloads from "./payloads";

export const HOME: Deployment = { name: "prod", partition: "aws", account: "123456789012", sourceRegion: "us-east-1" };
export const NO_DEADLINE: Deadline = {
  signal: new AbortController().signal,
  before: (promise) => promise,
  clear: () => undefined,
};

export const instancesOf = (rds: FakeRds) => instances(rdsClients(rds.requestHandler), HOME, NO_DEADLINE);
export const clustersOf = (rds: FakeRds) => clusters(rdsClients(rds.requestHandler), HOME, NO_DEADLINE);

/** The API's two sets of names, for what both adapters must do alike. */
export const KINDS = [
  {
    kind: "instance" as const,
    serviceOf: instancesOf,
    listDatabases: "DescribeDBInstances",
    databases: "DBInstances",
    database: (id: string): Fields => payloads.dbInstance({ DBInstanceIdentifier: id }),
    listSnapshots: "DescribeDBSnapshots",
    snapshots: "DBSnapshots",
    snapshot: (id: string, region = HOME.sourceRegion): Fields =>
      payloads.dbSnapshot({
        DBSnapshotIdentifier: id,
        DBSnapshotArn: `arn:aws:rds:${region}:123456789012:snapshot:${id}`,
      }),
    arn: "DBSnapshotArn",
    copied: payloads.copiedDbSnapshot,
    made: "DBSnapshot",
    databaseFilter: "db-instance-id",
    snapshotFilter: "db-snapshot-id",
    copy: "CopyDBSnapshot",
    sourceParameter: "SourceDBSnapshotIdentifier",
    targetParameter: "TargetDBSnapshotIdentifier",
    delete: "DeleteDBSnapshot",
    deleteParameter: "DBSnapshotIdentifier",
    sourceArn: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
    notFound: "DBSnapshotNotFound",
  },
  {
    kind: "cluster" as const,
    serviceOf: clustersOf,
    listDatabases: "DescribeDBClusters",
    databases: "DBClusters",
    database: (id: string): Fields => payloads.dbCluster({ DBClusterIdentifier: id }),
    listSnapshots: "DescribeDBClusterSnapshots",
    snapshots: "DBClusterSnapshots",
    snapshot: (id: string, region = HOME.sourceRegion): Fields =>
      payloads.dbClusterSnapshot({
        DBClusterSnapshotIdentifier: id,
        DBClusterSnapshotArn: `arn:aws:rds:${region}:123456789012:cluster-snapshot:${id}`,
      }),
    arn: "DBClusterSnapshotArn",
    copied: payloads.copiedDbClusterSnapshot,
    made: "DBClusterSnapshot",
    databaseFilter: "db-cluster-id",
    snapshotFilter: "db-cluster-snapshot-id",
    copy: "CopyDBClusterSnapshot",
    sourceParameter: "SourceDBClusterSnapshotIdentifier",
    targetParameter: "TargetDBClusterSnapshotIdentifier",
    delete: "DeleteDBClusterSnapshot",
    deleteParameter: "DBClusterSnapshotIdentifier",
    sourceArn: "arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:ledger-2026-01-31-04-05",
    notFound: "DBClusterSnapshotNotFoundFault",
  },
];
