import { DescribeDBClustersCommand, DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { ClusterShape } from "../../../handlers/core/sheet/shape";
import { clusterShape, instanceShape } from "../../../handlers/rds/shapes";
import type { ShapeOfInstance } from "../../../simulation/rds/model";
import { simulation, TARGET } from "../support";

const COMMON = {
  parameterGroup: "tuned",
  subnetGroup: "private",
  securityGroups: ["sg-1", "sg-2"],
  backupRetentionDays: 7,
  backupWindow: "03:00-03:30",
  maintenanceWindow: "sun:05:00-sun:05:30",
  deletionProtection: true,
  managedPassword: true,
  ca: "rds-ca-ecc384-g1",
  publiclyAccessible: false,
  minorUpgrades: false,
  copyTagsToSnapshot: true,
  networkType: "DUAL",
  logExports: ["postgresql", "upgrade"],
  performanceInsights: true,
  performanceInsightsDays: 31,
  databaseInsights: "advanced",
  monitoringSeconds: 60,
  monitoringRole: "monitoring",
  domain: "d-1",
  domainRole: "joiner",
  roles: [{ name: "importer", feature: "s3Import" }],
  lifecycleSupport: "open-source-rds-extended-support-disabled",
};
const INSTANCE: ShapeOfInstance = {
  kind: "instance",
  ...COMMON,
  class: "db.r6g.large",
  multiAz: true,
  maxStorageGib: 1000,
  vpc: "vpc-1",
};
const { ca: _ca, ...OF_CLUSTER } = COMMON;
const CLUSTER: ClusterShape = {
  kind: "cluster",
  ...OF_CLUSTER,
  serverlessMin: 0.5,
  serverlessMax: 8,
  serverlessPauseSeconds: 300,
  httpEndpoint: true,
  globalCluster: "world",
  backtrackSeconds: 3600,
};

describe("lists of databases", () => {
  test("tell the shape of an instance in RDS's words", async () => {
    const { run, target } = simulation();
    target.addInstance({ id: "orders", shape: INSTANCE, optionGroup: "audited" });
    const { DBInstances } = await run((client) => client.send(new DescribeDBInstancesCommand({})), TARGET);
    expect(DBInstances?.map(instanceShape)).toEqual([{ ...INSTANCE, optionGroup: "audited" }]);
  });

  test("tell the shape of a cluster, and the class and tier of its members", async () => {
    const { run, target } = simulation();
    target.addCluster({ id: "shop", shape: CLUSTER });
    target.addInstance({
      id: "shop-1",
      memberOf: "shop",
      shape: { kind: "instance", class: "db.serverless" },
      promotionTier: 0,
    });
    const { DBClusters } = await run((client) => client.send(new DescribeDBClustersCommand({})), TARGET);
    expect(DBClusters?.map(clusterShape)).toEqual([CLUSTER]);
    const { DBInstances } = await run((client) => client.send(new DescribeDBInstancesCommand({})), TARGET);
    expect(DBInstances?.[0]).toMatchObject({ DBInstanceClass: "db.serverless", PromotionTier: 0 });
  });
});
