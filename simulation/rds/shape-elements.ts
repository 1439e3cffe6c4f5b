import type { ClusterShape } from "../../handlers/core/sheet/shape";
import { element, parent } from "../wire/xml";
import type { DatabaseRecord, ShapeOfInstance, ShapeOfRecord } from "./model";

type Owner = Pick<DatabaseRecord, "arn" | "promotionTier" | "optionGroup">;

const accountOf = ({ arn }: Owner): string => arn.split(":")[4] ?? "";
const roleArn = (owner: Owner, name: string): string => `arn:aws:iam::${accountOf(owner)}:role/${name}`;

/** What `<DBInstance>` says of a shape, beside what it says of every database. */
export function instanceShapeElements(owner: Owner, shape: ShapeOfInstance): string {
  const { subnetGroup, vpc, parameterGroup } = shape;
  const { optionGroup } = owner;
  return [
    element("DBInstanceClass", shape.class),
    element("MultiAZ", shape.multiAz),
    element("MaxAllocatedStorage", shape.maxStorageGib),
    element("CACertificateIdentifier", shape.ca),
    element("PromotionTier", owner.promotionTier),
    subnetGroup && parent("DBSubnetGroup", element("DBSubnetGroupName", subnetGroup), element("VpcId", vpc)),
    parameterGroup && listed("DBParameterGroups", "DBParameterGroup", "DBParameterGroupName", [parameterGroup]),
    optionGroup && listed("OptionGroupMemberships", "OptionGroupMembership", "OptionGroupName", [optionGroup]),
    common(owner, shape, "DBInstanceRole"),
  ].join("");
}

/** What `<DBCluster>` says of a shape. Its members are instances of their own. */
export function clusterShapeElements(owner: Owner, shape: ClusterShape): string {
  const { serverlessMax, serverlessMin, serverlessPauseSeconds } = shape;
  const range = [
    element("MinCapacity", serverlessMin),
    element("MaxCapacity", serverlessMax),
    element("SecondsUntilAutoPause", serverlessPauseSeconds),
  ];
  return [
    element("DBClusterParameterGroup", shape.parameterGroup),
    element("DBSubnetGroup", shape.subnetGroup),
    element("HttpEndpointEnabled", shape.httpEndpoint),
    element("GlobalClusterIdentifier", shape.globalCluster),
    element("BacktrackWindow", shape.backtrackSeconds),
    serverlessMax === undefined ? "" : parent("ServerlessV2ScalingConfiguration", ...range),
    common(owner, shape, "DBClusterRole"),
  ].join("");
}

function common(owner: Owner, shape: ShapeOfRecord, role: string): string {
  const { domain, domainRole, managedPassword, monitoringRole, roles = [] } = shape;
  const secret = `arn:aws:secretsmanager:${owner.arn.split(":")[3]}:${accountOf(owner)}:secret:rds!${owner.arn.split(":").at(-1)}`;
  return [
    listed("VpcSecurityGroups", "VpcSecurityGroupMembership", "VpcSecurityGroupId", shape.securityGroups ?? []),
    element("PreferredMaintenanceWindow", shape.maintenanceWindow),
    element("DeletionProtection", shape.deletionProtection),
    managedPassword ? parent("MasterUserSecret", element("SecretArn", secret), element("SecretStatus", "active")) : "",
    element("PubliclyAccessible", shape.publiclyAccessible),
    element("AutoMinorVersionUpgrade", shape.minorUpgrades),
    element("NetworkType", shape.networkType),
    parent("EnabledCloudwatchLogsExports", ...(shape.logExports ?? []).map((log) => element("member", log))),
    element("PerformanceInsightsEnabled", shape.performanceInsights),
    element("PerformanceInsightsRetentionPeriod", shape.performanceInsightsDays),
    element("DatabaseInsightsMode", shape.databaseInsights),
    element("MonitoringInterval", shape.monitoringSeconds),
    element("MonitoringRoleArn", monitoringRole && roleArn(owner, monitoringRole)),
    domain
      ? parent(
          "DomainMemberships",
          parent("DomainMembership", element("Domain", domain), element("IAMRoleName", domainRole)),
        )
      : "",
    parent(
      "AssociatedRoles",
      ...roles.map(({ name, feature }) =>
        parent(role, element("RoleArn", roleArn(owner, name)), element("FeatureName", feature)),
      ),
    ),
    element("EngineLifecycleSupport", shape.lifecycleSupport),
  ].join("");
}

const listed = (list: string, member: string, name: string, values: readonly string[]): string =>
  parent(list, ...values.map((value) => parent(member, element(name, value))));
