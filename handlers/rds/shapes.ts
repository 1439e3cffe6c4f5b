import type {
  DBCluster,
  DBClusterRole,
  DBInstance,
  DBInstanceRole,
  DomainMembership,
  VpcSecurityGroupMembership,
} from "@aws-sdk/client-rds";
import { isDefaultGroup } from "../core/default-group";
import type { AssociatedRole, ClusterShape, InstanceShape, ReplicaSource } from "../core/sheet/shape";

/** The shape of an instance, as far as RDS tells it: fields without a value are left out. */
export function instanceShape(raw: DBInstance): InstanceShape {
  const optionGroup = raw.OptionGroupMemberships?.[0]?.OptionGroupName;
  return {
    kind: "instance",
    ...told({
      class: raw.DBInstanceClass,
      multiAz: raw.MultiAZ,
      parameterGroup: raw.DBParameterGroups?.[0]?.DBParameterGroupName,
      optionGroup: optionGroup && isDefaultGroup(optionGroup) ? undefined : optionGroup,
      subnetGroup: raw.DBSubnetGroup?.DBSubnetGroupName,
      vpc: raw.DBSubnetGroup?.VpcId,
      maxStorageGib: raw.MaxAllocatedStorage,
      ca: raw.CACertificateIdentifier,
      replicaOf: sourceOf(raw.ReadReplicaSourceDBInstanceIdentifier ?? raw.ReadReplicaSourceDBClusterIdentifier),
      ...common(raw),
    }),
  };
}

/** The shape of a cluster without what its members have. */
export function clusterShape(raw: DBCluster): ClusterShape {
  const { MinCapacity, MaxCapacity, SecondsUntilAutoPause } = raw.ServerlessV2ScalingConfiguration ?? {};
  return {
    kind: "cluster",
    ...told({
      parameterGroup: raw.DBClusterParameterGroup,
      subnetGroup: raw.DBSubnetGroup,
      serverlessMin: MinCapacity,
      serverlessMax: MaxCapacity,
      serverlessPauseSeconds: SecondsUntilAutoPause,
      httpEndpoint: raw.HttpEndpointEnabled,
      globalCluster: raw.GlobalClusterIdentifier,
      // 0: off.
      backtrackSeconds: raw.BacktrackWindow || undefined,
      ca: raw.CertificateDetails?.CAIdentifier,
      replicaOf: sourceOf(raw.ReplicationSourceIdentifier),
      ...common(raw),
    }),
  };
}

/** What RDS calls alike for both. */
function common(raw: DBInstance | DBCluster) {
  const [domain] = raw.DomainMemberships ?? [];
  const insights = raw.PerformanceInsightsEnabled;
  return {
    securityGroups: someOf(raw.VpcSecurityGroups?.flatMap(groupId)),
    backupRetentionDays: raw.BackupRetentionPeriod,
    backupWindow: raw.PreferredBackupWindow,
    maintenanceWindow: raw.PreferredMaintenanceWindow,
    deletionProtection: raw.DeletionProtection,
    managedPassword: raw.MasterUserSecret !== undefined,
    publiclyAccessible: raw.PubliclyAccessible,
    minorUpgrades: raw.AutoMinorVersionUpgrade,
    copyTagsToSnapshot: raw.CopyTagsToSnapshot,
    networkType: raw.NetworkType,
    logExports: someOf(raw.EnabledCloudwatchLogsExports),
    performanceInsights: insights,
    performanceInsightsDays: insights ? raw.PerformanceInsightsRetentionPeriod : undefined,
    databaseInsights: raw.DatabaseInsightsMode,
    monitoringSeconds: raw.MonitoringInterval,
    monitoringRole: nameIn(raw.MonitoringRoleArn),
    domain: domain && domainOf(domain),
    domainRole: domain?.IAMRoleName,
    roles: someOf(raw.AssociatedRoles?.flatMap(associated)),
    lifecycleSupport: raw.EngineLifecycleSupport,
  };
}

/** A group that is being taken away is none of the database's any more. */
const groupId = ({ VpcSecurityGroupId, Status }: VpcSecurityGroupMembership): string | [] =>
  VpcSecurityGroupId === undefined || Status === "removing" ? [] : VpcSecurityGroupId;

/** A directory has an id; a domain that people run themselves has a name alone. */
const domainOf = ({ Domain, FQDN }: DomainMembership): string | undefined => Domain || FQDN;

function associated({ RoleArn, FeatureName }: DBInstanceRole | DBClusterRole): AssociatedRole | [] {
  const name = nameIn(RoleArn);
  return name === undefined ? [] : { name, ...told({ feature: FeatureName }) };
}

/** The name of a role with its path, such as `service-role/rds-exports`: an ARN without the path is of no role. */
const nameIn = (arn: string | undefined): string | undefined => arn?.replace(/^.*?:role\//, "");

/** An id, or the ARN of a database of another region. */
function sourceOf(source: string | undefined): ReplicaSource | undefined {
  if (source === undefined) return undefined;
  const [, region, id] = /^arn:[^:]+:rds:([^:]+):\d+:(?:db|cluster):(.+)$/.exec(source) ?? [];
  return { id: id ?? source, ...told({ region }) };
}

const someOf = <T>(items: readonly T[] | undefined): readonly T[] | undefined => (items?.length ? items : undefined);

/** Without what RDS did not tell: an empty text tells nothing either. */
function told<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
