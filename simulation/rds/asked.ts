import type { ClusterShape, InstanceShape } from "../../handlers/core/sheet/shape";
import type { QueryParameters } from "../wire/query-protocol";
import type { ShapeOfInstance } from "./model";

/** The parameters of calls that make or change a database, and what they set of its shape. */

type Common = Omit<Pick<InstanceShape, keyof InstanceShape & keyof ClusterShape>, "kind" | "parameterGroup">;

/** What a call says; nothing of what it leaves out. */
function commonOf(parameters: QueryParameters): Partial<Common> {
  const text = (name: string) => parameters.optional(name);
  const flag = (name: string) => (text(name) === undefined ? undefined : parameters.boolean(name));
  const number = (name: string, from: number, to: number) =>
    text(name) === undefined ? undefined : parameters.integer(name, from, to, from);
  const role = text("MonitoringRoleArn");
  const groups = parameters.list("VpcSecurityGroupIds.VpcSecurityGroupId");
  const logs = [
    ...parameters.list("EnableCloudwatchLogsExports.member"),
    ...parameters.list("CloudwatchLogsExportConfiguration.EnableLogTypes.member"),
  ];
  return {
    subnetGroup: text("DBSubnetGroupName"),
    securityGroups: groups.length > 0 ? groups : undefined,
    backupRetentionDays: number("BackupRetentionPeriod", 0, 35),
    backupWindow: text("PreferredBackupWindow"),
    maintenanceWindow: text("PreferredMaintenanceWindow"),
    deletionProtection: flag("DeletionProtection"),
    managedPassword: flag("ManageMasterUserPassword"),
    ca: text("CACertificateIdentifier"),
    publiclyAccessible: flag("PubliclyAccessible"),
    minorUpgrades: flag("AutoMinorVersionUpgrade"),
    copyTagsToSnapshot: flag("CopyTagsToSnapshot"),
    networkType: text("NetworkType"),
    logExports: logs.length > 0 ? logs : undefined,
    performanceInsights: flag("EnablePerformanceInsights"),
    performanceInsightsDays: number("PerformanceInsightsRetentionPeriod", 7, 731),
    databaseInsights: text("DatabaseInsightsMode"),
    monitoringSeconds: number("MonitoringInterval", 0, 60),
    monitoringRole: role?.slice(role.lastIndexOf("/") + 1),
    domain: text("Domain") ?? text("DomainFqdn"),
    domainRole: text("DomainIAMRoleName"),
    lifecycleSupport: text("EngineLifecycleSupport"),
  };
}

export function instanceAsked(parameters: QueryParameters): Partial<ShapeOfInstance> {
  const text = (name: string) => parameters.optional(name);
  return said({
    ...commonOf(parameters),
    class: text("DBInstanceClass"),
    multiAz: text("MultiAZ") === undefined ? undefined : parameters.boolean("MultiAZ"),
    parameterGroup: text("DBParameterGroupName"),
    maxStorageGib: text("MaxAllocatedStorage") === undefined ? undefined : Number(text("MaxAllocatedStorage")),
  });
}

export function clusterAsked(parameters: QueryParameters): Partial<ClusterShape> {
  const text = (name: string) => parameters.optional(name);
  const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
  const range = "ServerlessV2ScalingConfiguration";
  return said({
    ...commonOf(parameters),
    parameterGroup: text("DBClusterParameterGroupName"),
    serverlessMin: number(`${range}.MinCapacity`),
    serverlessMax: number(`${range}.MaxCapacity`),
    serverlessPauseSeconds: number(`${range}.SecondsUntilAutoPause`),
    backtrackSeconds: number("BacktrackWindow"),
  });
}

/** Without the fields that are not said, so that it can be spread over others. */
export function said<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** What RDS chooses where the call says nothing (docs/aws-facts.md#restore-calls). */
export const DEFAULTS = {
  deletionProtection: false,
  managedPassword: false,
  ca: "rds-ca-rsa2048-g1",
  publiclyAccessible: false,
  copyTagsToSnapshot: false,
  networkType: "IPV4",
  performanceInsights: false,
  monitoringSeconds: 0,
  backupRetentionDays: 1,
  subnetGroup: "default",
} satisfies Partial<Common>;
