import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  type DescribeEventsCommandInput,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { SOURCE, START, simulation } from "../support";

function setUp() {
  const { clock, source, run } = simulation();
  const instance = async (id: string) => {
    const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: id });
    return (await run((client) => client.send(command), SOURCE)).DBInstances?.[0];
  };
  const automated = () => [...source.snapshots.instance.values()].filter(({ type }) => type === "automated").length;
  return { clock, source, run, instance, automated };
}

describe("a database that is stopped", () => {
  test("takes no backups, and is started by RDS after seven days", async () => {
    const { clock, source, instance, automated } = setUp();
    source.addInstance({ id: "orders" });
    source.stopDatabase("instance", "orders");
    expect(await instance("orders")).toMatchObject({
      DBInstanceStatus: "stopped",
      AutomaticRestartTime: new Date(START.getTime() + 7 * DAY),
    });
    await clock.runUntil(START.getTime() + 7 * DAY - HOUR);
    expect([automated(), (await instance("orders"))?.DBInstanceStatus]).toEqual([0, "stopped"]);
    await clock.runUntil(START.getTime() + 8 * DAY);
    expect(automated()).toBe(1);
    const started = await instance("orders");
    expect([started?.DBInstanceStatus, started?.AutomaticRestartTime]).toEqual(["available", undefined]);
  });

  test("and started by a person is not started again at that time", async () => {
    const { clock, source, run } = setUp();
    source.addCluster({ id: "billing" });
    source.stopDatabase("cluster", "billing");
    await clock.runUntil(START.getTime() + 3 * DAY);
    source.startDatabase("cluster", "billing");
    source.stopDatabase("cluster", "billing");
    await clock.runUntil(START.getTime() + 8 * DAY);
    const { DBClusters } = await run((client) => client.send(new DescribeDBClustersCommand({})), SOURCE);
    expect(DBClusters).toMatchObject([
      { Status: "stopped", AutomaticRestartTime: new Date(START.getTime() + 10 * DAY) },
    ]);
  });

  test("has events of it for two weeks, of its category and in its order", async () => {
    const { clock, source, run } = setUp();
    source.addInstance({ id: "orders" });
    source.addInstance({ id: "users" });
    source.stopDatabase("instance", "orders");
    source.stopDatabase("instance", "users");
    await clock.runUntil(START.getTime() + HOUR);
    source.startDatabase("instance", "orders");
    const messages = async (more: Partial<DescribeEventsCommandInput> = {}) => {
      const asked = { SourceType: "db-instance", SourceIdentifier: "orders", Duration: 14 * 24 * 60, ...more } as const;
      const { Events = [] } = await run((client) => client.send(new DescribeEventsCommand(asked)), SOURCE);
      return Events.map(({ Date: at, Message }) => `${((at?.getTime() ?? 0) - START.getTime()) / HOUR} ${Message}`);
    };
    const both = ["0 DB instance stopped", "1 DB instance started"];
    expect(await messages()).toEqual(both);
    expect(await messages({ EventCategories: ["notification"] })).toEqual(both);
    expect(await messages({ EventCategories: ["failure"] })).toEqual([]);
    expect(await messages({ Duration: 30 })).toEqual(["1 DB instance started"]);
    await clock.runUntil(START.getTime() + 14 * DAY + HOUR / 2);
    expect(await messages({ EventCategories: ["notification"] })).toEqual(["1 DB instance started"]);
  });

  test("and renamed is the same database, under its new name", async () => {
    const { clock, source, instance } = setUp();
    const { resourceId } = source.addInstance({ id: "orders" });
    source.stopDatabase("instance", "orders");
    source.renameDatabase("instance", "orders", "orders-2");
    await clock.runUntil(START.getTime() + 8 * DAY);
    expect(await instance("orders-2")).toMatchObject({ DbiResourceId: resourceId, DBInstanceStatus: "available" });
  });
});

test("members of a cluster and replicas of an instance name it by its new name once it is renamed", async () => {
  const { source, instance } = setUp();
  source.addCluster({ id: "billing" });
  source.addInstance({ id: "billing-1", memberOf: "billing" });
  source.addInstance({ id: "orders" });
  source.addInstance({ id: "orders-replica", replicaOf: "orders" });
  source.addInstance({ id: "billing-replica", memberOf: "other", replicaOf: "other" });
  source.renameDatabase("cluster", "billing", "billing-2");
  source.renameDatabase("instance", "orders", "orders-2");
  expect(await instance("billing-1")).toMatchObject({ DBClusterIdentifier: "billing-2" });
  expect(await instance("orders-replica")).toMatchObject({ ReadReplicaSourceDBInstanceIdentifier: "orders-2" });
  expect(await instance("billing-replica")).toMatchObject({
    DBClusterIdentifier: "other",
    ReadReplicaSourceDBInstanceIdentifier: "other",
  });
});

test("a read replica names its source, and has no backups unless it is told to", async () => {
  const { clock, source, instance, automated } = setUp();
  source.addInstance({ id: "prod", backupRetentionDays: 0 });
  source.addInstance({ id: "prod-replica", replicaOf: "prod" });
  source.addInstance({ id: "kept", replicaOf: "prod", backupRetentionDays: 1 });
  expect(await instance("prod-replica")).toMatchObject({
    ReadReplicaSourceDBInstanceIdentifier: "prod",
    BackupRetentionPeriod: 0,
  });
  expect((await instance("prod"))?.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
  await clock.runUntil(START.getTime() + DAY);
  expect(automated()).toBe(1);
});
