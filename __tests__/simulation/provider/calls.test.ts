import { describe, expect, test } from "@jest/globals";
import { callsOf } from "../../../simulation/provider/calls";
import { changesOf, plannedResources } from "../../../simulation/provider/plan";

const resource = (type: string, values: Record<string, unknown>) => ({ address: `${type}.this`, type, values });

const instance = (values: Record<string, unknown> = {}) =>
  callsOf(
    resource("aws_db_instance", {
      identifier: "orders",
      snapshot_identifier: "orders-copy",
      instance_class: "db.r6g.large",
      engine: "postgres",
      ...values,
    }),
  );

describe("the provider's calls for an instance restored from a snapshot", () => {
  test("restore it, with flags that are false too", () => {
    expect(instance({ db_subnet_group_name: "private", tags_all: { team: "shop" } })?.making).toEqual({
      action: "RestoreDBInstanceFromDBSnapshot",
      input: {
        DBInstanceIdentifier: "orders",
        DBSnapshotIdentifier: "orders-copy",
        DBInstanceClass: "db.r6g.large",
        Engine: "postgres",
        DBSubnetGroupName: "private",
        AutoMinorVersionUpgrade: false,
        CopyTagsToSnapshot: false,
        DeletionProtection: false,
        PubliclyAccessible: false,
        Tags: [{ Key: "team", Value: "shop" }],
      },
    });
  });

  test("modify it afterwards where the restore does not take the argument: a retention of zero too", () => {
    expect(instance()?.modifying).toBeUndefined();
    expect(instance({ backup_retention_period: 0, maintenance_window: "sun:05:00-sun:05:30" })?.modifying).toEqual({
      action: "ModifyDBInstance",
      input: {
        DBInstanceIdentifier: "orders",
        BackupRetentionPeriod: 0,
        PreferredMaintenanceWindow: "sun:05:00-sun:05:30",
        ApplyImmediately: true,
      },
    });
  });

  test("leave out what is zero, false or empty", () => {
    const calls = instance({ multi_az: false, monitoring_interval: 0, vpc_security_group_ids: [], storage_type: "" });
    expect(calls?.making.input).not.toHaveProperty("MultiAZ");
    expect(calls?.making.input).not.toHaveProperty("VpcSecurityGroupIds");
    expect(calls?.modifying).toBeUndefined();
  });

  test("mirror a SQL Server only afterwards", () => {
    expect(instance({ multi_az: true })?.making.input).toMatchObject({ MultiAZ: true });
    const calls = instance({ multi_az: true, engine: "sqlserver-se" });
    expect(calls?.making.input).not.toHaveProperty("MultiAZ");
    expect(calls?.modifying?.input).toMatchObject({ MultiAZ: true });
  });

  test("send what belongs to Performance Insights only with it", () => {
    const days = { performance_insights_retention_period: 31, database_insights_mode: "advanced" };
    expect(instance(days)?.modifying).toBeUndefined();
    expect(instance({ performance_insights_enabled: true, ...days })?.modifying?.input).toMatchObject({
      EnablePerformanceInsights: true,
      PerformanceInsightsRetentionPeriod: 31,
      DatabaseInsightsMode: "advanced",
    });
  });

  test("leave the certificate authority to the next apply", () => {
    const calls = instance({ ca_cert_identifier: "rds-ca-ecc384-g1" });
    expect(calls?.modifying).toBeUndefined();
    expect(calls?.later?.input).toMatchObject({ CACertificateIdentifier: "rds-ca-ecc384-g1" });
  });
});

describe("the provider's calls for a cluster restored from a snapshot", () => {
  const cluster = callsOf(
    resource("aws_rds_cluster", {
      cluster_identifier: "shop",
      snapshot_identifier: "shop-copy",
      engine: "aurora-postgresql",
      engine_version: "16.4",
      backup_retention_period: 14,
      iam_database_authentication_enabled: true,
      enable_http_endpoint: true,
      serverlessv2_scaling_configuration: [{ min_capacity: 0.5, max_capacity: 8, seconds_until_auto_pause: null }],
    }),
  );

  test("restore it in its version, and modify its backups and range of capacity", () => {
    expect(cluster?.making).toMatchObject({
      action: "RestoreDBClusterFromSnapshot",
      input: { DBClusterIdentifier: "shop", SnapshotIdentifier: "shop-copy", EngineVersion: "16.4" },
    });
    expect(cluster?.making.input).not.toHaveProperty("BackupRetentionPeriod");
    expect(cluster?.modifying).toEqual({
      action: "ModifyDBCluster",
      input: {
        DBClusterIdentifier: "shop",
        BackupRetentionPeriod: 14,
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
        ApplyImmediately: true,
      },
    });
  });

  test("leave IAM authentication and the Data API to the next apply", () => {
    expect(cluster?.later?.input).toMatchObject({ EnableIAMDatabaseAuthentication: true });
    expect(cluster?.enablesHttpEndpoint).toBe(true);
  });

  test("create its instances, with promotion tier 0 too", () => {
    const member = callsOf(
      resource("aws_rds_cluster_instance", {
        identifier: "shop-1",
        cluster_identifier: "shop",
        instance_class: "db.r6g.large",
        engine: "aurora-postgresql",
        promotion_tier: 0,
        ca_cert_identifier: "rds-ca-ecc384-g1",
      }),
    );
    expect(member?.making).toMatchObject({
      action: "CreateDBInstance",
      input: { DBClusterIdentifier: "shop", PromotionTier: 0, PubliclyAccessible: false },
    });
    expect(member?.modifying?.input).toMatchObject({ CACertificateIdentifier: "rds-ca-ecc384-g1" });
  });
});

describe("a plan", () => {
  const plan = {
    planned_values: {
      root_module: {
        resources: [
          { mode: "data", address: "data.aws_region.this", type: "aws_region", values: {} },
          { mode: "managed", address: "a", type: "aws_db_parameter_group", values: { name: "tuned" } },
        ],
        child_modules: [
          {
            resources: [
              { mode: "managed", address: "m", type: "aws_rds_cluster_instance", values: { identifier: "shop-1" } },
            ],
          },
        ],
      },
    },
  };

  test("says what will be made, in all modules; references are known once it is applied", () => {
    const values = { identifier: "shop-1", cluster_identifier: "shop", engine_version: "made up" };
    const state = { values: { root_module: { resources: [{ address: "m", type: "t", values }] } } };
    const [group, member] = plannedResources(plan, state);
    expect(group).toMatchObject({ type: "aws_db_parameter_group", values: { name: "tuned" } });
    expect(member?.values).toMatchObject({ identifier: "shop-1", cluster_identifier: "shop" });
    expect(member?.values).not.toHaveProperty("engine_version");
    expect(callsOf({ address: "a", type: "aws_db_parameter_group", values: {} })).toBeUndefined();
  });

  test("that changes something says what", () => {
    const change = (address: string, ...actions: string[]) => ({ address, change: { actions } });
    const resource_changes = [change("a", "no-op"), change("b", "read"), change("c", "delete", "create")];
    expect(changesOf({ resource_changes })).toEqual(["c (delete, create)"]);
  });
});
