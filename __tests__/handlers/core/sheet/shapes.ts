import fc from "fast-check";
import type { FieldName } from "../../../../handlers/core/sheet/fields";
import type { ClusterShape, InstanceShape, Shape } from "../../../../handlers/core/sheet/shape";

/** A production instance as Terraform modules make it. */
export const TYPICAL: InstanceShape = {
  kind: "instance",
  class: "db.m7g.large",
  multiAz: true,
  parameterGroup: "orders-production-postgres16",
  managedPassword: true,
  subnetGroup: "production-private",
  publiclyAccessible: false,
  securityGroups: ["sg-0a1b2c3d4e5f67890"],
  backupRetentionDays: 14,
  deletionProtection: true,
  maxStorageGib: 1000,
  networkType: "IPV4",
  ca: "rds-ca-rsa2048-g1",
  backupWindow: "03:00-03:30",
  maintenanceWindow: "sun:04:00-sun:04:30",
  minorUpgrades: true,
  copyTagsToSnapshot: true,
  logExports: ["postgresql", "upgrade"],
  performanceInsights: true,
  performanceInsightsDays: 7,
  databaseInsights: "standard",
  monitoringSeconds: 60,
  monitoringRole: "rds-monitoring-role",
  lifecycleSupport: "open-source-rds-extended-support",
  vpc: "vpc-0a1b2c3d4e5f67890",
};

/** An Oracle instance with all that its engine can have. */
export const ORACLE: InstanceShape = {
  ...TYPICAL,
  class: "db.r6i.8xlarge.tpc2.mem3x",
  parameterGroup: "erp-production-oracle-ee-19-tuned",
  optionGroup: "erp-production-oracle-ee-19-tde-and-time-zone",
  securityGroups: ["a", "b", "c", "d", "e"].map((letter) => `sg-0a1b2c3d4e5f6789${letter}`),
  domain: "d-9067012345",
  domainRole: "rds-directory-service-access",
  roles: [
    { name: "erp-production-s3-integration", feature: "S3_INTEGRATION" },
    { name: "erp-production-efs", feature: "EFS_INTEGRATION" },
  ],
  logExports: ["alert", "audit", "listener", "oemagent", "trace"],
  lifecycleSupport: undefined,
};

/** An Aurora cluster of 16 members, which are of four rules. */
export const SIXTEEN: ClusterShape = {
  kind: "cluster",
  members: [
    { count: 2, class: "db.r7g.4xlarge", promotionTier: 0, parameterGroup: "orders-production-aurora-postgresql16" },
    { count: 6, class: "db.r7g.2xlarge", promotionTier: 1, parameterGroup: "orders-production-aurora-postgresql16" },
    { count: 5, class: "db.serverless", promotionTier: 2, parameterGroup: "orders-production-aurora-postgresql16" },
    { count: 3, class: "db.r7g.large", promotionTier: 15, parameterGroup: "orders-analytics-aurora-postgresql16" },
  ],
  serverlessMin: 0.5,
  serverlessMax: 64,
  parameterGroup: "orders-production-aurora-postgresql16",
  managedPassword: true,
  subnetGroup: "production-private",
  publiclyAccessible: false,
  securityGroups: ["sg-0a1b2c3d4e5f67890", "sg-0a1b2c3d4e5f67891"],
  backupRetentionDays: 14,
  deletionProtection: true,
  globalCluster: "orders-global",
  networkType: "IPV4",
  ca: "rds-ca-rsa2048-g1",
  httpEndpoint: true,
  backupWindow: "03:00-03:30",
  maintenanceWindow: "sun:04:00-sun:04:30",
  minorUpgrades: true,
  copyTagsToSnapshot: true,
  logExports: ["postgresql"],
  performanceInsights: true,
  performanceInsightsDays: 465,
  databaseInsights: "advanced",
  monitoringSeconds: 60,
  monitoringRole: "rds-monitoring-role",
  lifecycleSupport: "open-source-rds-extended-support",
  vpc: "vpc-0a1b2c3d4e5f67890",
};

/** Names as AWS allows them somewhere, and now and then anything at all. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9 +=,.@_:/-]{0,60}[A-Za-z0-9])?$/) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 255 }) },
);
const flag = fc.boolean();
const number = fc.oneof(
  fc.nat({ max: 999_999_999 }),
  fc.nat({ max: 512 }).map((half) => half / 2),
);
const texts = fc.array(text, { maxLength: 8 });
const part = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const COMMON = {
  parameterGroup: text,
  subnetGroup: text,
  vpc: text,
  securityGroups: fc.array(fc.stringMatching(/^sg-[0-9a-f]{17}$/), { maxLength: 16 }),
  backupRetentionDays: number,
  backupWindow: text,
  maintenanceWindow: text,
  deletionProtection: flag,
  managedPassword: flag,
  ca: text,
  publiclyAccessible: flag,
  minorUpgrades: flag,
  copyTagsToSnapshot: flag,
  networkType: text,
  logExports: texts,
  performanceInsights: flag,
  performanceInsightsDays: number,
  databaseInsights: text,
  monitoringSeconds: number,
  monitoringRole: text,
  domain: text,
  domainRole: text,
  roles: fc.array(fc.record({ name: text, feature: part(text) }), { maxLength: 4 }),
  lifecycleSupport: text,
  replicaOf: fc.record({ id: text, region: part(text) }),
};
const INSTANCE = { class: text, multiAz: flag, optionGroup: text, maxStorageGib: number };
const member = fc.record({
  class: part(text),
  promotionTier: part(fc.nat({ max: 15 })),
  count: fc.integer({ min: 1, max: 16 }),
  parameterGroup: part(text),
});
const CLUSTER = {
  members: fc.array(member, { maxLength: 16 }),
  membersDiffer: fc.subarray<FieldName>(["ca", "publiclyAccessible", "minorUpgrades"]),
  serverlessMin: number,
  serverlessMax: number,
  serverlessPauseSeconds: number,
  httpEndpoint: flag,
  globalCluster: text,
  backtrackSeconds: number,
};

/** Any shape: each field may be missing. */
export const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.record({ kind: fc.constant("instance" as const), ...COMMON, ...INSTANCE }, { requiredKeys: ["kind"] }),
  fc.record({ kind: fc.constant("cluster" as const), ...COMMON, ...CLUSTER }, { requiredKeys: ["kind"] }),
);
