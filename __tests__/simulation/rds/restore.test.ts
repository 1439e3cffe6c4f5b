import {
  CreateDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceCommandInput,
  RestoreDBClusterFromSnapshotCommand,
  type RestoreDBClusterFromSnapshotCommandInput,
  RestoreDBInstanceFromDBSnapshotCommand,
  type RestoreDBInstanceFromDBSnapshotCommandInput,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import type { SnapshotOptions } from "../../../simulation/rds/region";
import { HOUR, MINUTE } from "../../../simulation/time/clock";
import { simulation, TARGET } from "../support";

/** A copy of each kind, under a key of its region. */
function setUp(copy: Partial<SnapshotOptions> = {}) {
  const durations = { restore: () => 10 * MINUTE, modify: () => 3 * MINUTE, backup: () => HOUR };
  const simulated = simulation({ durations });
  const { aws, run, target } = simulated;
  const key = aws.kms.addKey(TARGET);
  const common = { encryption: "sse-kms", kmsKeyArn: key, sizeGib: 400, tags: { team: "shop", ...copy.tags } } as const;
  target.addSnapshot("instance", { engine: "postgres", engineVersion: "16.4", ...common, id: "orders-copy", ...copy });
  target.addSnapshot("cluster", {
    engine: "aurora-postgresql",
    engineVersion: "16.4",
    ...common,
    id: "shop-copy",
    ...copy,
  });
  return {
    ...simulated,
    key,
    restore: (input: Partial<RestoreDBInstanceFromDBSnapshotCommandInput> = {}) =>
      run((client) =>
        client.send(
          new RestoreDBInstanceFromDBSnapshotCommand({
            DBInstanceIdentifier: "orders",
            DBSnapshotIdentifier: "orders-copy",
            DBInstanceClass: "db.r6g.large",
            ...input,
          }),
        ),
      ),
    restoreCluster: (input: Partial<RestoreDBClusterFromSnapshotCommandInput> = {}) =>
      run((client) =>
        client.send(
          new RestoreDBClusterFromSnapshotCommand({
            DBClusterIdentifier: "shop",
            SnapshotIdentifier: "shop-copy",
            Engine: "aurora-postgresql",
            ...input,
          }),
        ),
      ),
    createMember: (input: Partial<CreateDBInstanceCommandInput> = {}) =>
      run((client) =>
        client.send(
          new CreateDBInstanceCommand({
            DBInstanceIdentifier: "shop-1",
            DBClusterIdentifier: "shop",
            DBInstanceClass: "db.r6g.large",
            Engine: "aurora-postgresql",
            ...input,
          }),
        ),
      ),
    modify: (input: Partial<ModifyDBInstanceCommandInput> = {}) =>
      run((client) =>
        client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: "orders", ApplyImmediately: true, ...input })),
      ),
    status: async () => (await run((client) => client.send(new DescribeDBInstancesCommand({})))).DBInstances?.[0],
    pass: (time: number) => simulated.clock.runUntil(simulated.clock.now() + time),
  };
}

describe("an instance restored from a copy", () => {
  test("is another database under the copy's key, with its engine, version, size and tags", async () => {
    const { restore, target, key } = setUp();
    await restore();
    expect(target.database("instance", "orders")).toMatchObject({
      engine: "postgres",
      engineVersion: "16.4",
      sizeGib: 400,
      encryption: "sse-kms",
      kmsKeyArn: key,
      tags: { team: "shop" },
      resourceId: expect.stringMatching(/^db-/),
    });
  });

  test("has the tags of the call, if it names some", async () => {
    const { restore, target } = setUp();
    await restore({ Tags: [{ Key: "drill", Value: "yes" }] });
    expect(target.database("instance", "orders").tags).toEqual({ drill: "yes" });
  });

  test("has RDS's defaults for what the call does not say: one zone, no protection, default groups", async () => {
    const { restore, target } = setUp();
    await restore();
    const { shape } = target.database("instance", "orders");
    expect(shape).toMatchObject({
      multiAz: false,
      deletionProtection: false,
      subnetGroup: "default",
      parameterGroup: "default.postgres16",
    });
  });

  test("can be used after a time, without backups at once", async () => {
    const { restore, status, pass } = setUp();
    await restore({ BackupRetentionPeriod: 0 });
    expect(await status()).toMatchObject({ DBInstanceStatus: "creating" });
    await pass(11 * MINUTE);
    expect(await status()).toMatchObject({ DBInstanceStatus: "available" });
  });

  test("is backed up first where it has backups, which takes as long as a backup", async () => {
    const { restore, status, pass, target } = setUp();
    await restore({ BackupRetentionPeriod: 7 });
    await pass(11 * MINUTE);
    expect(await status()).toMatchObject({ DBInstanceStatus: "backing-up" });
    await pass(HOUR);
    expect(await status()).toMatchObject({ DBInstanceStatus: "available" });
    expect([...target.snapshots.instance.values()].filter(({ type }) => type === "automated")).toHaveLength(1);
  });

  test.each(["creating", "copying", "failed"])("is refused while the copy is %s", async (status) => {
    const { restore } = setUp({ status });
    await expect(restore()).rejects.toMatchObject({ name: "InvalidDBSnapshotStateFault" });
  });

  test("is refused where there is no such copy, or where its id is taken", async () => {
    const { restore } = setUp();
    await expect(restore({ DBSnapshotIdentifier: "gone" })).rejects.toMatchObject({ name: "DBSnapshotNotFoundFault" });
    await restore();
    await expect(restore()).rejects.toMatchObject({ name: "DBInstanceAlreadyExistsFault" });
  });

  test.each(["Disabled", "PendingDeletion"] as const)("is refused while the copy's key is %s", async (state) => {
    const { aws, restore, key } = setUp();
    aws.kms.setState(key, state);
    await expect(restore()).rejects.toMatchObject({
      name: "KMSKeyNotAccessibleFault",
      message: expect.stringContaining(key),
    });
  });

  test("is refused in a class that the region does not have, and without a class", async () => {
    const { restore, target } = setUp();
    target.stock.withdrawClass("db.r7g.large");
    await expect(restore({ DBInstanceClass: "db.r7g.large" })).rejects.toThrow(
      "Invalid DB Instance class: db.r7g.large",
    );
    await expect(restore({ DBInstanceClass: undefined })).rejects.toMatchObject({ name: "MissingParameter" });
  });

  test("is refused with another engine, except MariaDB from MySQL", async () => {
    const { restore } = setUp();
    await expect(restore({ Engine: "mysql" })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    const mysql = setUp({ engine: "mysql", engineVersion: "8.0.39" });
    await mysql.restore({ Engine: "mariadb" });
    expect(mysql.target.database("instance", "orders").engine).toBe("mariadb");
  });

  test("is refused once its version is retired", async () => {
    const { restore, target } = setUp({ engineVersion: "11.22" });
    target.stock.retireVersion("postgres", "11.22");
    await expect(restore()).rejects.toThrow("Cannot find version 11.22 for postgres");
  });

  test.each([
    [{ DBParameterGroupName: "tuned" }, "DBParameterGroupNotFoundFault"],
    [{ OptionGroupName: "audited" }, "OptionGroupNotFoundFault"],
    [{ DBSubnetGroupName: "private" }, "DBSubnetGroupNotFoundFault"],
  ])("is refused with a group that is not in the region: %j", async (input, name) => {
    const { restore } = setUp();
    await expect(restore(input)).rejects.toMatchObject({ name });
  });

  test("takes groups that are there", async () => {
    const { restore, target } = setUp();
    target.stock.addGroup("parameters", "tuned", "postgres16");
    target.stock.addGroup("subnets", "private");
    await restore({
      DBParameterGroupName: "tuned",
      DBSubnetGroupName: "private",
      OptionGroupName: "default:postgres-16",
    });
    expect(target.database("instance", "orders")).toMatchObject({
      shape: { parameterGroup: "tuned", subnetGroup: "private" },
      optionGroup: "default:postgres-16",
    });
  });

  test("keeps the option group of its copy, or takes another one that is there", async () => {
    const { restore, target } = setUp({ optionGroup: "audited" });
    target.addOptionGroup("other");
    await restore();
    await restore({ DBInstanceIdentifier: "orders2", OptionGroupName: "other" });
    expect(target.database("instance", "orders").optionGroup).toBe("audited");
    expect(target.database("instance", "orders2").optionGroup).toBe("other");
  });

  test("is refused with a parameter group of another family", async () => {
    const { restore, target } = setUp();
    target.stock.addGroup("parameters", "tuned", "postgres15");
    await expect(restore({ DBParameterGroupName: "tuned" })).rejects.toThrow(
      "The Parameter Group tuned with DBParameterGroupFamily postgres15 cannot be used for this instance. " +
        "Please use a Parameter Group with DBParameterGroupFamily postgres16",
    );
  });

  test("of SQL Server is mirrored only with backups", async () => {
    const { restore, modify, pass } = setUp({ engine: "sqlserver-se", engineVersion: "15.00.4375.4.v1" });
    await expect(restore({ MultiAZ: true })).rejects.toThrow(
      "Mirroring cannot be applied to instances with backup retention set to zero.",
    );
    await restore({ BackupRetentionPeriod: 0 });
    await pass(11 * MINUTE);
    await expect(modify({ MultiAZ: true })).rejects.toThrow("Mirroring cannot be applied");
    await modify({ MultiAZ: true, BackupRetentionPeriod: 7 });
  });

  test("is refused in one zone and Multi-AZ", async () => {
    const { restore } = setUp();
    await expect(restore({ MultiAZ: true, AvailabilityZone: `${TARGET}a` })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
  });
});

describe("a restored instance that is modified", () => {
  test("is backed up at once when its backups are turned on, and only then", async () => {
    const { restore, modify, status, pass } = setUp();
    await restore({ BackupRetentionPeriod: 0 });
    await expect(modify({ BackupRetentionPeriod: 7 })).rejects.toMatchObject({ name: "InvalidDBInstanceStateFault" });
    await pass(11 * MINUTE);
    await modify({ BackupRetentionPeriod: 7 });
    await pass(4 * MINUTE);
    expect(await status()).toMatchObject({ DBInstanceStatus: "backing-up", BackupRetentionPeriod: 7 });
    await pass(HOUR);
    await modify({ BackupRetentionPeriod: 14 });
    await pass(4 * MINUTE);
    expect(await status()).toMatchObject({ DBInstanceStatus: "available", BackupRetentionPeriod: 14 });
  });

  test("is never made smaller or older", async () => {
    const { restore, modify, pass } = setUp();
    await restore({ BackupRetentionPeriod: 0 });
    await pass(11 * MINUTE);
    await expect(modify({ AllocatedStorage: 100 })).rejects.toMatchObject({ name: "InvalidParameterCombination" });
    await expect(modify({ EngineVersion: "16.3" })).rejects.toThrow("Cannot downgrade postgres from 16.4 to 16.3");
  });

  test("gets other IOPS only together with its size", async () => {
    const { restore, modify, target, pass } = setUp();
    await restore({ BackupRetentionPeriod: 0 });
    await pass(11 * MINUTE);
    await expect(modify({ StorageType: "io2", Iops: 20_000 })).rejects.toThrow(
      "You must specify both the storage size and iops",
    );
    const { sizeGib } = target.database("instance", "orders");
    await modify({ StorageType: "io2", Iops: 20_000, AllocatedStorage: sizeGib });
  });

  test.each([-1, 36])("keeps backups for 0 to 35 days, not %i", async (BackupRetentionPeriod) => {
    const { restore } = setUp();
    await expect(restore({ BackupRetentionPeriod })).rejects.toThrow("Must be between 0 and 35");
  });
});

describe("a cluster restored from a copy", () => {
  test("has no instances until they are created, and these take its version, key and size", async () => {
    const { restoreCluster, createMember, run, target, key } = setUp();
    await restoreCluster();
    const { DBInstances } = await run((client) => client.send(new DescribeDBInstancesCommand({})));
    expect(DBInstances).toEqual([]);
    await createMember({ PromotionTier: 0 });
    expect(target.database("instance", "shop-1")).toMatchObject({
      memberOf: "shop",
      engineVersion: "16.4",
      kmsKeyArn: key,
      promotionTier: 0,
      backupRetentionDays: 0,
    });
  });

  test("takes another key, if that can be used", async () => {
    const { aws, restoreCluster, target } = setUp();
    const other = aws.kms.addKey(TARGET);
    await restoreCluster({ KmsKeyId: other });
    expect(target.database("cluster", "shop").kmsKeyArn).toBe(other);
    aws.kms.setState(other, "Disabled");
    await expect(restoreCluster({ DBClusterIdentifier: "shop2", KmsKeyId: other })).rejects.toMatchObject({
      name: "KMSKeyNotAccessibleFault",
    });
  });

  test("is refused as an instance is: copy, id, key, engine", async () => {
    const { aws, restoreCluster, key } = setUp();
    await expect(restoreCluster({ SnapshotIdentifier: "gone" })).rejects.toMatchObject({
      name: "DBClusterSnapshotNotFoundFault",
    });
    await expect(restoreCluster({ Engine: "aurora-mysql" })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    await restoreCluster();
    await expect(restoreCluster()).rejects.toMatchObject({ name: "DBClusterAlreadyExistsFault" });
    aws.kms.setState(key, "Disabled");
    await expect(restoreCluster({ DBClusterIdentifier: "shop2" })).rejects.toMatchObject({
      name: "KMSKeyNotAccessibleFault",
    });
    await expect(setUp({ status: "copying" }).restoreCluster()).rejects.toMatchObject({
      name: "InvalidDBClusterSnapshotStateFault",
    });
  });

  test("is refused in a version before its copy's", async () => {
    const { restoreCluster } = setUp();
    await expect(restoreCluster({ EngineVersion: "16.3" })).rejects.toThrow(
      "The engine version you requested for your restored DB cluster (16.3) is earlier than the engine version of the DB cluster " +
        "snapshot (16.4).",
    );
    await restoreCluster({ EngineVersion: "16.10" });
  });

  test.each([0, 36])("keeps backups for 1 to 35 days, not %i", async (BackupRetentionPeriod) => {
    const { restoreCluster, run, pass } = setUp();
    await expect(restoreCluster({ BackupRetentionPeriod })).rejects.toThrow("Must be between 1 and 35");
    await restoreCluster();
    await pass(11 * MINUTE);
    const modify = { DBClusterIdentifier: "shop", ApplyImmediately: true, BackupRetentionPeriod };
    await expect(run((client) => client.send(new ModifyDBClusterCommand(modify)))).rejects.toThrow(
      "Must be between 1 and 35",
    );
  });

  test("is refused with monitoring or Performance Insights: its instances have these", async () => {
    const { restoreCluster } = setUp();
    for (const input of [{ MonitoringInterval: 60 }, { EnablePerformanceInsights: true }]) {
      await expect(restoreCluster(input)).rejects.toThrow(
        "only when restoring from a source Aurora Limitless DB cluster",
      );
    }
  });

  test("can be used after a time, and modified then", async () => {
    const { restoreCluster, run, pass, target } = setUp();
    await restoreCluster();
    const modify = (input: object) =>
      run((client) =>
        client.send(new ModifyDBClusterCommand({ DBClusterIdentifier: "shop", ApplyImmediately: true, ...input })),
      );
    await expect(modify({ PreferredBackupWindow: "01:00-02:00" })).rejects.toMatchObject({
      name: "InvalidDBClusterStateFault",
    });
    await pass(11 * MINUTE);
    await modify({ PreferredBackupWindow: "01:00-02:00", BackupRetentionPeriod: 14 });
    expect(target.database("cluster", "shop")).toMatchObject({ backupWindow: "01:00-02:00", backupRetentionDays: 14 });
    await pass(4 * MINUTE);
    const { DBClusters } = await run((client) => client.send(new DescribeDBClustersCommand({})));
    expect(DBClusters?.[0]).toMatchObject({ Status: "available" });
  });
});

describe("a member of a restored cluster", () => {
  test("is refused without its cluster, with another engine, or under an id that is taken", async () => {
    const { restoreCluster, createMember } = setUp();
    await expect(createMember()).rejects.toMatchObject({ name: "DBClusterNotFoundFault" });
    await restoreCluster();
    await expect(createMember({ Engine: "aurora-mysql" })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    await createMember();
    await expect(createMember()).rejects.toMatchObject({ name: "DBInstanceAlreadyExistsFault" });
  });

  test("is serverless only where the cluster has a range of capacity", async () => {
    const { restoreCluster, createMember, run, pass } = setUp();
    await restoreCluster();
    await expect(createMember({ DBInstanceClass: "db.serverless" })).rejects.toMatchObject({
      name: "InvalidDBClusterStateFault",
    });
    await pass(11 * MINUTE);
    await run((client) =>
      client.send(
        new ModifyDBClusterCommand({
          DBClusterIdentifier: "shop",
          ApplyImmediately: true,
          ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
        }),
      ),
    );
    await createMember({ DBInstanceClass: "db.serverless" });
  });
});
