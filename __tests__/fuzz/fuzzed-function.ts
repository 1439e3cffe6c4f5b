import type { Context } from "aws-lambda";
import type { FunctionOptions } from "../../handlers/run/function";
import { type Answer, answer, FakeRds, type Fields, type RdsCall } from "../handlers/rds/fake-rds";
import {
  copiedDbClusterSnapshot,
  copiedDbSnapshot,
  dbCluster,
  dbClusterSnapshot,
  dbInstance,
  dbSnapshot,
} from "../handlers/rds/payloads";
import { context, environment, listOf } from "../handlers/run/function-setup";
import { Output } from "../handlers/run/output";
import { CLUSTERS, INSTANCES } from "./named";

const ARN = "arn:aws:rds:us-east-1:123456789012";
const NIGHT = "2026-02-01-03-07";

const instanceSnapshot = (name: string): Fields =>
  dbSnapshot({
    DBSnapshotIdentifier: `rds:${name}-${NIGHT}`,
    DBSnapshotArn: `${ARN}:snapshot:rds:${name}-${NIGHT}`,
    DBInstanceIdentifier: name,
    DbiResourceId: `db-${name.toUpperCase()}`,
  });
const clusterSnapshot = (name: string): Fields =>
  dbClusterSnapshot({
    DBClusterSnapshotIdentifier: `rds:${name}-${NIGHT}`,
    DBClusterSnapshotArn: `${ARN}:cluster-snapshot:rds:${name}-${NIGHT}`,
    DBClusterIdentifier: name,
    DbClusterResourceId: `cluster-${name.toUpperCase()}`,
  });

const SOURCES: Readonly<Record<string, readonly Fields[]>> = {
  DescribeDBInstances: INSTANCES.map((name) =>
    dbInstance({ DBInstanceIdentifier: name, DbiResourceId: `db-${name.toUpperCase()}` }),
  ),
  DescribeDBClusters: CLUSTERS.map((name) =>
    dbCluster({ DBClusterIdentifier: name, DbClusterResourceId: `cluster-${name.toUpperCase()}` }),
  ),
  DescribeDBSnapshots: INSTANCES.map(instanceSnapshot),
  DescribeDBClusterSnapshots: CLUSTERS.map(clusterSnapshot),
};

/** The values of the filter. */
const filtered = (params: Readonly<Record<string, string>>): string[] =>
  Object.entries(params).flatMap(([key, value]) => (key.startsWith("Filters.Filter.1.Values.") ? [value] : []));

/** RDS of an estate in which every database has a snapshot without a copy. */
function respond(call: RdsCall): Answer {
  const { action, region, params } = call;
  if (action === "CopyDBSnapshot") return answer(action, { DBSnapshot: copiedDbSnapshot() });
  if (action === "CopyDBClusterSnapshot") return answer(action, { DBClusterSnapshot: copiedDbClusterSnapshot() });
  const wanted = filtered(params);
  const all = region === "us-east-1" ? (SOURCES[action] ?? []) : [];
  const matches = (item: Fields) => wanted.includes(String(item.DBInstanceIdentifier ?? item.DBClusterIdentifier));
  return answer(action, listOf(action, wanted.length === 0 ? all : all.filter(matches)));
}

type Handler = (event: unknown, context: Context) => Promise<unknown>;

/** A function on that estate, with what it has called and written. */
export function functionOn(create: (options: FunctionOptions) => Handler, rds = new FakeRds(respond)) {
  const output = new Output();
  const handler = create({ environment: environment(), requestHandler: rds.requestHandler, output: output.console });
  return {
    output,
    rds,
    handle: (event: unknown) => handler(event, context()),
    /** `region database`, of copies that were started. */
    copied: () =>
      rds.calls.flatMap((call) => (call.action.startsWith("Copy") ? [`${call.region} ${databaseOf(call)}`] : [])),
    /** What lists were asked for, of one database or another. */
    askedFor: () => rds.calls.flatMap(({ params }) => filtered(params)),
    /** Calls that change something, but copies. */
    otherChanges: () => rds.log.filter((line) => !/^(Describe|CopyDB)/.test(line)),
  };
}

/** By the tag that the copy gets. */
function databaseOf({ params }: RdsCall): string {
  const key = Object.keys(params).find((name) => params[name] === "CrossRegionBackup/Database") ?? "";
  return params[key.replace(/Key$/, "Value")] ?? "";
}
