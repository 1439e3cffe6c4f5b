import type { ClusterShape, InstanceShape } from "../../handlers/core/sheet/shape";

export const AURORA_MYSQL = "8.0.mysql_aurora.3.08.0";

const COMMON = {
  subnetGroup: "private",
  securityGroups: ["sg-0a1b2c3d4e5f60001"],
  maintenanceWindow: "sun:05:00-sun:05:30",
  networkType: "IPV4",
} as const;

const INSTANCE = {
  ...COMMON,
  kind: "instance",
  vpc: "vpc-0a1b2c3d4e5f60001",
  ca: "rds-ca-rsa2048-g1",
  minorUpgrades: true,
} as const satisfies InstanceShape;

const CLUSTER = {
  ...COMMON,
  kind: "cluster",
  parameterGroup: "default.aurora-postgresql16",
} as const satisfies ClusterShape;

const instances = {
  small: { ...INSTANCE, class: "db.t4g.medium" },
  production: {
    ...INSTANCE,
    class: "db.r6g.2xlarge",
    multiAz: true,
    parameterGroup: "shop-orders-tuned",
    securityGroups: ["sg-0a1b2c3d4e5f60001", "sg-0a1b2c3d4e5f60002"],
    maxStorageGib: 1000,
    deletionProtection: true,
    managedPassword: true,
    minorUpgrades: false,
    logExports: ["postgresql", "upgrade"],
    performanceInsights: true,
    performanceInsightsDays: 31,
    monitoringSeconds: 60,
    monitoringRole: "rds-monitoring",
    roles: [{ name: "orders-import", feature: "s3Import" }],
  },
  reporting: { ...INSTANCE, class: "db.r6g.4xlarge", parameterGroup: "reporting-tuned", publiclyAccessible: true },
  vault: { ...INSTANCE, class: "db.t4g.small", deletionProtection: true, ca: "rds-ca-ecc384-g1" },
  mirrored: { ...INSTANCE, class: "db.r6i.xlarge", multiAz: true, domain: "d-1234567890", domainRole: "rds-directory" },
  writer: { ...INSTANCE, class: "db.r6g.2xlarge", monitoringSeconds: 60, monitoringRole: "rds-monitoring" },
  reader: { ...INSTANCE, class: "db.r6g.large", monitoringSeconds: 60, monitoringRole: "rds-monitoring" },
  capacity: { ...INSTANCE, class: "db.serverless" },
} satisfies Record<string, InstanceShape>;

const clusters = {
  cluster: CLUSTER,
  mysql: { ...CLUSTER, parameterGroup: "default.aurora-mysql8.0" },
  billing: {
    ...CLUSTER,
    parameterGroup: "billing-cluster-tuned",
    deletionProtection: true,
    managedPassword: true,
    httpEndpoint: true,
    globalCluster: "billing-world",
    logExports: ["postgresql"],
  },
  serverless: { ...CLUSTER, serverlessMin: 0.5, serverlessMax: 16 },
} satisfies Record<string, ClusterShape>;

/** What the estate's databases are beside their data. */
export const SHAPES = { ...instances, ...clusters };
