import { describe, expect, test } from "@jest/globals";
import { answer, FakeRds, type Fields } from "./fake-rds";
import { clustersOf, instancesOf } from "./kinds";
import { dbCluster, dbInstance } from "./payloads";

const listing = (list: string, ...items: Fields[]) => new FakeRds(({ action }) => answer(action, { [list]: items }));

const instanceShape = async (fields: Fields) => {
  const { items } = await instancesOf(listing("DBInstances", dbInstance(fields))).listDatabases();
  return items[0]?.shape;
};
const clusterShape = async (fields: Fields) => {
  const { items } = await clustersOf(listing("DBClusters", dbCluster(fields))).listDatabases();
  return items[0]?.shape;
};

/** What RDS calls alike for instances and clusters. */
const COMMON: Fields = {
  VpcSecurityGroups: [
    { VpcSecurityGroupId: "sg-1", Status: "active" },
    { VpcSecurityGroupId: "sg-2", Status: "removing" },
    { VpcSecurityGroupId: "sg-3", Status: "adding" },
  ],
  PreferredMaintenanceWindow: "sun:04:00-sun:04:30",
  DeletionProtection: true,
  MasterUserSecret: { SecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds!x", SecretStatus: "active" },
  PubliclyAccessible: false,
  AutoMinorVersionUpgrade: true,
  CopyTagsToSnapshot: false,
  NetworkType: "DUAL",
  EnabledCloudwatchLogsExports: ["postgresql", "upgrade"],
  PerformanceInsightsEnabled: true,
  PerformanceInsightsRetentionPeriod: 31,
  PerformanceInsightsKMSKeyId: "arn:aws:kms:us-east-1:123456789012:key/aaaa",
  DatabaseInsightsMode: "advanced",
  MonitoringInterval: 60,
  MonitoringRoleArn: "arn:aws:iam::123456789012:role/service/rds-monitoring",
  EngineLifecycleSupport: "open-source-rds-extended-support",
};

const COMMON_SHAPE = {
  securityGroups: ["sg-1", "sg-3"],
  maintenanceWindow: "sun:04:00-sun:04:30",
  deletionProtection: true,
  managedPassword: true,
  publiclyAccessible: false,
  minorUpgrades: true,
  copyTagsToSnapshot: false,
  networkType: "DUAL",
  logExports: ["postgresql", "upgrade"],
  performanceInsights: true,
  performanceInsightsDays: 31,
  databaseInsights: "advanced",
  monitoringSeconds: 60,
  monitoringRole: "service/rds-monitoring",
  lifecycleSupport: "open-source-rds-extended-support",
};

describe("the shape of an instance", () => {
  test("is all that RDS tells and its snapshot does not, without keys, secrets and ARNs", async () => {
    expect(
      await instanceShape({
        ...COMMON,
        DBParameterGroups: [{ DBParameterGroupName: "orders-16", ParameterApplyStatus: "in-sync" }],
        OptionGroupMemberships: [{ OptionGroupName: "orders-options", Status: "in-sync" }],
        DBSubnetGroup: { DBSubnetGroupName: "private", VpcId: "vpc-1" },
        MaxAllocatedStorage: 1000,
        CACertificateIdentifier: "rds-ca-rsa2048-g1",
        ReadReplicaSourceDBInstanceIdentifier: "first",
        DomainMemberships: [{ Domain: "d-1", Status: "joined", FQDN: "corp.example", IAMRoleName: "directory" }],
        AssociatedRoles: {
          DBInstanceRole: { RoleArn: "arn:aws:iam::123456789012:role/import", FeatureName: "s3Import" },
        },
      }),
    ).toEqual({
      kind: "instance",
      class: "db.r6g.large",
      multiAz: true,
      parameterGroup: "orders-16",
      optionGroup: "orders-options",
      subnetGroup: "private",
      vpc: "vpc-1",
      maxStorageGib: 1000,
      ca: "rds-ca-rsa2048-g1",
      replicaOf: { id: "first" },
      domain: "d-1",
      domainRole: "directory",
      roles: [{ name: "import", feature: "s3Import" }],
      backupRetentionDays: 7,
      backupWindow: "03:00-03:30",
      ...COMMON_SHAPE,
    });
  });

  test("has no field that RDS does not tell", async () => {
    expect(await instanceShape({ DBInstanceClass: undefined, MultiAZ: undefined, VpcSecurityGroups: [] })).toEqual({
      kind: "instance",
      backupRetentionDays: 7,
      backupWindow: "03:00-03:30",
      managedPassword: false,
    });
  });

  test("has no default option group, which RDS gives to what is restored", async () => {
    const memberships = [{ OptionGroupName: "default:postgres-16", Status: "in-sync" }];
    expect(await instanceShape({ OptionGroupMemberships: memberships })).not.toHaveProperty("optionGroup");
  });

  test("names a domain that people run themselves, and a replica's source in another region", async () => {
    expect(
      await instanceShape({
        DomainMemberships: [{ FQDN: "corp.example", OU: "OU=db", Status: "joined" }],
        ReadReplicaSourceDBInstanceIdentifier: "arn:aws:rds:eu-west-1:123456789012:db:first",
      }),
    ).toMatchObject({ domain: "corp.example", replicaOf: { id: "first", region: "eu-west-1" } });
  });

  test("names the cluster that it is a replica of", async () => {
    expect(await instanceShape({ ReadReplicaSourceDBClusterIdentifier: "ledger" })).toMatchObject({
      replicaOf: { id: "ledger" },
    });
  });

  test("has no days of Performance Insights that is off", async () => {
    const shape = await instanceShape({ PerformanceInsightsEnabled: false, PerformanceInsightsRetentionPeriod: 7 });
    expect(shape).toMatchObject({ performanceInsights: false });
    expect(shape).not.toHaveProperty("performanceInsightsDays");
  });
});

describe("the shape of a cluster", () => {
  test("is all that RDS tells with it, without its members", async () => {
    expect(
      await clusterShape({
        ...COMMON,
        DBClusterParameterGroup: "ledger-16",
        DBSubnetGroup: "private",
        ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 64, SecondsUntilAutoPause: 300 },
        HttpEndpointEnabled: true,
        GlobalClusterIdentifier: "ledger-global",
        BacktrackWindow: 3600,
        AssociatedRoles: { DBClusterRole: { RoleArn: "arn:aws:iam::123456789012:role/export", Status: "ACTIVE" } },
        ReplicationSourceIdentifier: "arn:aws:rds:eu-west-1:123456789012:cluster:first",
        CertificateDetails: { CAIdentifier: "rds-ca-rsa2048-g1" },
      }),
    ).toEqual({
      kind: "cluster",
      parameterGroup: "ledger-16",
      subnetGroup: "private",
      serverlessMin: 0.5,
      serverlessMax: 64,
      serverlessPauseSeconds: 300,
      httpEndpoint: true,
      globalCluster: "ledger-global",
      backtrackSeconds: 3600,
      roles: [{ name: "export" }],
      replicaOf: { id: "first", region: "eu-west-1" },
      ca: "rds-ca-rsa2048-g1",
      backupRetentionDays: 14,
      backupWindow: "04:00-04:30",
      ...COMMON_SHAPE,
    });
  });

  test("has no backtrack window where that is off", async () => {
    expect(await clusterShape({ BacktrackWindow: 0 })).not.toHaveProperty("backtrackSeconds");
  });
});

describe("the members of a cluster", () => {
  test("are asked for in one list, and have shapes and promotion tiers", async () => {
    const rds = listing("DBInstances", dbInstance({ DBClusterIdentifier: "ledger", PromotionTier: 2 }));
    const { items } = await clustersOf(rds).listMembers("ledger");
    expect(items).toEqual([expect.objectContaining({ id: "orders", memberOf: "ledger", promotionTier: 2 })]);
    expect(items[0]?.shape).toMatchObject({ kind: "instance", class: "db.r6g.large" });
    expect(rds.calls).toEqual([
      {
        region: "us-east-1",
        action: "DescribeDBInstances",
        params: { "Filters.Filter.1.Name": "db-cluster-id", "Filters.Filter.1.Values.Value.1": "ledger" },
      },
    ]);
  });

  test("of an instance are none, which costs no call", async () => {
    const rds = listing("DBInstances");
    expect(await instancesOf(rds).listMembers("orders")).toEqual({ items: [], unreadable: [] });
    expect(rds.calls).toEqual([]);
  });

  test("have a writer, which the cluster names", async () => {
    const members = [
      { DBInstanceIdentifier: "ledger-2", IsClusterWriter: false },
      { DBInstanceIdentifier: "ledger-1", IsClusterWriter: true },
    ];
    const { items } = await clustersOf(listing("DBClusters", dbCluster({ DBClusterMembers: members }))).listDatabases();
    expect(items[0]?.writer).toBe("ledger-1");
  });
});
