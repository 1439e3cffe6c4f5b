import {
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  paginateDescribeDBSnapshots,
} from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { HOUR } from "../../../simulation/time/clock";
import { SOURCE, START, simulation, TARGET } from "../support";

const ARN = "arn:aws:rds:eu-west-1:111122223333";

describe("databases", () => {
  test("are described as RDS does", async () => {
    const { aws, run, source } = simulation();
    const key = aws.kms.addKey(SOURCE);
    source.addInstance({
      id: "orders",
      engine: "mysql",
      encryption: key,
      backupWindow: "23:45-00:15",
      sizeGib: 250,
      tags: { env: "prod", team: "a & <b>" },
    });
    source.addCluster({ id: "billing", encryption: "sse-rds" });
    source.addInstance({ id: "billing-1", engine: "aurora-postgresql", memberOf: "billing" });

    const { DBInstances } = await run((client) => client.send(new DescribeDBInstancesCommand({})), SOURCE);
    expect(DBInstances?.map((one) => one.DBInstanceIdentifier)).toEqual(["billing-1", "orders"]);
    expect(DBInstances?.[0]?.DBClusterIdentifier).toBe("billing");
    expect(DBInstances?.[1]).toMatchObject({
      DBInstanceIdentifier: "orders",
      DBInstanceArn: `${ARN}:db:orders`,
      DBInstanceStatus: "available",
      Engine: "mysql",
      InstanceCreateTime: START,
      AllocatedStorage: 250,
      BackupRetentionPeriod: 7,
      PreferredBackupWindow: "23:45-00:15",
      StorageEncrypted: true,
      StorageEncryptionType: "sse-kms",
      KmsKeyId: key,
      DbiResourceId: expect.stringMatching(/^db-[0-9A-F]{26}$/),
      BackupTarget: "region",
      TagList: [
        { Key: "env", Value: "prod" },
        { Key: "team", Value: "a & <b>" },
      ],
    });

    const { DBClusters } = await run((client) => client.send(new DescribeDBClustersCommand({})), SOURCE);
    expect(DBClusters).toHaveLength(1);
    expect(DBClusters?.[0]).toMatchObject({
      DBClusterIdentifier: "billing",
      DBClusterArn: `${ARN}:cluster:billing`,
      Status: "available",
      Engine: "aurora-postgresql",
      StorageEncrypted: false,
      StorageEncryptionType: "sse-rds",
      DbClusterResourceId: expect.stringMatching(/^cluster-/),
    });
  });

  test("are found by filters, by ARN too", async () => {
    const { run, source } = simulation();
    source.addInstance({ id: "orders" });
    source.addInstance({ id: "shop", engine: "mysql" });
    const find = async (Name: string, ...Values: string[]) => {
      const command = new DescribeDBInstancesCommand({ Filters: [{ Name, Values }] });
      const { DBInstances } = await run((client) => client.send(command), SOURCE);
      return DBInstances?.map((one) => one.DBInstanceIdentifier);
    };
    expect(await find("db-instance-id", "orders")).toEqual(["orders"]);
    expect(await find("db-instance-id", `${ARN}:db:shop`, "orders")).toEqual(["orders", "shop"]);
    expect(await find("engine", "mysql")).toEqual(["shop"]);
    expect(await find("dbi-resource-id", source.database("instance", "shop").resourceId)).toEqual(["shop"]);
    expect(await find("db-cluster-id", "orders")).toEqual([]);
    await expect(find("name", "orders")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("that do not exist are not found by id", async () => {
    const { run } = simulation();
    const instance = new DescribeDBInstancesCommand({ DBInstanceIdentifier: "orders" });
    await expect(run((client) => client.send(instance))).rejects.toMatchObject({ name: "DBInstanceNotFoundFault" });
    const cluster = new DescribeDBClustersCommand({ DBClusterIdentifier: "orders" });
    await expect(run((client) => client.send(cluster))).rejects.toMatchObject({ name: "DBClusterNotFoundFault" });
  });
});

describe("snapshots", () => {
  test("are described as RDS does", async () => {
    const { run, target } = simulation();
    const sourceArn = `${ARN}:snapshot:rds:orders-2026-01-31-03-07`;
    target.addSnapshot("instance", {
      id: "orders-copy",
      databaseId: "orders",
      sourceArn,
      originalCreateTime: START.getTime() - HOUR,
      tags: { a: "1" },
    });
    const { DBSnapshots } = await run((client) => client.send(new DescribeDBSnapshotsCommand({})));
    expect(DBSnapshots).toEqual([
      {
        DBSnapshotIdentifier: "orders-copy",
        DBSnapshotArn: "arn:aws:rds:eu-central-1:111122223333:snapshot:orders-copy",
        DBInstanceIdentifier: "orders",
        DbiResourceId: expect.stringMatching(/^db-/),
        SnapshotCreateTime: START,
        OriginalSnapshotCreateTime: new Date("2026-01-31T11:00:00Z"),
        Engine: "postgres",
        EngineVersion: "16.4",
        AllocatedStorage: 20,
        Status: "available",
        SnapshotType: "manual",
        PercentProgress: 100,
        Encrypted: false,
        StorageEncryptionType: "none",
        SourceRegion: SOURCE,
        SourceDBSnapshotIdentifier: sourceArn,
        SnapshotTarget: "region",
        TagList: [{ Key: "a", Value: "1" }],
      },
    ]);
  });

  test("of clusters are described as RDS does", async () => {
    const { aws, run, target } = simulation();
    const key = aws.kms.addKey(TARGET);
    target.addSnapshot("cluster", {
      id: "billing-copy",
      databaseId: "billing",
      engine: "aurora-mysql",
      encryption: "sse-kms",
      kmsKeyArn: key,
      sourceArn: `${ARN}:cluster-snapshot:rds:billing-2026-01-31-03-07`,
    });
    const { DBClusterSnapshots } = await run((client) => client.send(new DescribeDBClusterSnapshotsCommand({})));
    expect(DBClusterSnapshots).toEqual([
      {
        DBClusterSnapshotIdentifier: "billing-copy",
        DBClusterSnapshotArn: "arn:aws:rds:eu-central-1:111122223333:cluster-snapshot:billing-copy",
        DBClusterIdentifier: "billing",
        DbClusterResourceId: expect.stringMatching(/^cluster-/),
        SnapshotCreateTime: START,
        Engine: "aurora-mysql",
        EngineVersion: "16.4",
        AllocatedStorage: 20,
        Status: "available",
        SnapshotType: "manual",
        PercentProgress: 100,
        StorageEncrypted: true,
        StorageEncryptionType: "sse-kms",
        KmsKeyId: key,
        SourceDBClusterSnapshotArn: `${ARN}:cluster-snapshot:rds:billing-2026-01-31-03-07`,
        TagList: [],
      },
    ]);
  });

  test("are automated and manual ones unless a type is asked for", async () => {
    const { run, source } = simulation();
    source.addInstance({ id: "orders" });
    for (const [id, type] of [
      ["rds:orders-2026-01-31-03-07", "automated"],
      ["by-hand", "manual"],
      ["awsbackup:job-1", "awsbackup"],
    ] as const) {
      source.addSnapshot("instance", { id, type, databaseId: "orders" });
    }
    const list = async (SnapshotType?: string) => {
      const command = new DescribeDBSnapshotsCommand(SnapshotType === undefined ? {} : { SnapshotType });
      const { DBSnapshots } = await run((client) => client.send(command), SOURCE);
      return DBSnapshots?.map((one) => one.DBSnapshotIdentifier);
    };
    expect(await list()).toEqual(["by-hand", "rds:orders-2026-01-31-03-07"]);
    expect(await list("automated")).toEqual(["rds:orders-2026-01-31-03-07"]);
    expect(await list("manual")).toEqual(["by-hand"]);
    expect(await list("awsbackup")).toEqual(["awsbackup:job-1"]);
    expect(await list("shared")).toEqual([]);
    await expect(list("nightly")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("of awsbackup are unknown to clusters", async () => {
    const { run } = simulation();
    const command = new DescribeDBClusterSnapshotsCommand({ SnapshotType: "awsbackup" });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("that are automated are found by id only with their type", async () => {
    const { run, source } = simulation();
    source.addSnapshot("instance", { id: "rds:orders-2026-01-31-03-07", type: "automated" });
    const find = (options: { SnapshotType?: string }) =>
      run(
        (client) =>
          client.send(
            new DescribeDBSnapshotsCommand({ DBSnapshotIdentifier: "rds:orders-2026-01-31-03-07", ...options }),
          ),
        SOURCE,
      );
    await expect(find({})).rejects.toMatchObject({ name: "DBSnapshotNotFoundFault" });
    expect((await find({ SnapshotType: "automated" })).DBSnapshots).toHaveLength(1);
  });

  test("are found by filters, by ARN too", async () => {
    const { run, target } = simulation();
    target.addSnapshot("instance", { id: "a-1", databaseId: "a" });
    target.addSnapshot("instance", { id: "b-1", databaseId: "b", engine: "mysql" });
    target.addSnapshot("instance", { id: "b-2", databaseId: "b", engine: "mysql" });
    const find = async (Name: string, ...Values: string[]) => {
      const command = new DescribeDBSnapshotsCommand({ Filters: [{ Name, Values }] });
      return (await run((client) => client.send(command))).DBSnapshots?.map((one) => one.DBSnapshotIdentifier);
    };
    expect(await find("db-instance-id", "b")).toEqual(["b-1", "b-2"]);
    expect(await find("db-instance-id", `${ARN}:db:a`, "b")).toEqual(["a-1", "b-1", "b-2"]);
    expect(await find("db-snapshot-id", "B-2")).toEqual(["b-2"]);
    expect(await find("engine", "postgres")).toEqual(["a-1"]);
    expect(await find("snapshot-type", "automated")).toEqual([]);
    await expect(find("db-cluster-id", "a")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("of a database that the region does not have are refused by DBInstanceIdentifier, which need not work there", async () => {
    const { run, target } = simulation();
    target.addSnapshot("instance", { id: "a-1", databaseId: "a" });
    const command = new DescribeDBSnapshotsCommand({ DBInstanceIdentifier: "a" });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "DBInstanceNotFoundFault" });
  });

  test("of clusters are asked for by cluster or by snapshot, not both", async () => {
    const { run } = simulation();
    const command = new DescribeDBClusterSnapshotsCommand({
      DBClusterIdentifier: "a",
      DBClusterSnapshotIdentifier: "b",
    });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "InvalidParameterCombination" });
  });
});

describe("pages", () => {
  test("of 100 by default hold each snapshot once", async () => {
    const { clock, client, target } = simulation();
    for (let index = 0; index < 250; index++) target.addSnapshot("instance", { id: `s-${index}` });
    const sizes: number[] = [];
    const seen = new Set<string | undefined>();
    await clock.run(
      (async () => {
        for await (const page of paginateDescribeDBSnapshots({ client: client(TARGET) }, {})) {
          sizes.push(page.DBSnapshots?.length ?? 0);
          for (const snapshot of page.DBSnapshots ?? []) seen.add(snapshot.DBSnapshotIdentifier);
        }
      })(),
    );
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen.size).toBe(250);
  });

  test("that are just full have no marker", async () => {
    const { run, target } = simulation();
    for (let index = 0; index < 20; index++) target.addSnapshot("instance", { id: `s-${index}` });
    const page = await run((client) => client.send(new DescribeDBSnapshotsCommand({ MaxRecords: 20 })));
    expect(page.DBSnapshots).toHaveLength(20);
    expect(page.Marker).toBeUndefined();
  });

  test("go on behind the marker though snapshots come and go between them", async () => {
    const { run, target } = simulation();
    for (let index = 100; index < 140; index++) target.addSnapshot("instance", { id: `s-${index}` });
    const first = await run((client) => client.send(new DescribeDBSnapshotsCommand({ MaxRecords: 20 })));
    const last = target.snapshot("instance", "s-119");
    if (last) target.remove(last);
    target.addSnapshot("instance", { id: "s-000" });
    target.addSnapshot("instance", { id: "s-999" });
    const second = await run((client) =>
      client.send(new DescribeDBSnapshotsCommand({ MaxRecords: 50, Marker: first.Marker })),
    );
    expect(second.DBSnapshots?.map((one) => one.DBSnapshotIdentifier)).toEqual([
      ...Array.from({ length: 20 }, (_, index) => `s-${index + 120}`),
      "s-999",
    ]);
  });

  test.each([19, 101, 0.5])("of %d are refused", async (MaxRecords) => {
    const { run } = simulation();
    const command = new DescribeDBSnapshotsCommand({ MaxRecords });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("behind a made-up marker are refused", async () => {
    const { run } = simulation();
    const command = new DescribeDBSnapshotsCommand({ Marker: "page two" });
    await expect(run((client) => client.send(command))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });
});
