import type { ClusterShape, Members } from "../../handlers/core/sheet/shape";
import type { Member, Value } from "./model";
import type { RecoveryPoint } from "./recovery-points";
import {
  backups,
  certificateAuthority,
  instanceClass,
  logExports,
  monitoring,
  NO_EXTENDED_SUPPORT,
  onlyIf,
  ownGroup,
  type Place,
  performanceInsights,
  roleArn,
  value,
} from "./values";

/**
 * The arguments of an `aws_rds_cluster`. Unlike an instance a cluster gets RDS's default version where none is named, and has backups
 * always (docs/aws-facts.md#what-a-restore-takes-from-the-snapshot).
 */
export function clusterValues({ id, snapshot, details }: RecoveryPoint, shape: ClusterShape, place: Place): Value[] {
  const roles = needsFeatures(shape) ? [] : (shape.roles ?? []).map(({ name }) => roleArn(place, name));
  const { serverlessMin: min, serverlessMax: max, serverlessPauseSeconds: pause } = shape;
  const range = {
    min_capacity: min ?? 0,
    max_capacity: max ?? 0,
    ...(pause !== undefined && { seconds_until_auto_pause: pause }),
  };
  return [
    ...value("copy", "snapshot_identifier", id),
    ...value("copy", "engine", details.engine),
    ...value("copy", "engine_version", details.engineVersion),
    ...value("copy", "storage_encrypted", snapshot.encryption === "kms"),
    ...value("copy", "storage_type", onlyIf("aurora-iopt1", details.storageType)),
    ...value("copy", "iam_database_authentication_enabled", details.iamAuthentication),
    ...ownGroup("sheet", "db_cluster_parameter_group_name", shape.parameterGroup),
    ...value("sheet", "manage_master_user_password", onlyIf(true, shape.managedPassword)),
    ...value("sheet", "deletion_protection", shape.deletionProtection),
    ...value("sheet", "network_type", onlyIf("DUAL", shape.networkType)),
    ...backups(details, shape, "preferred_backup_window"),
    ...value("sheet", "preferred_maintenance_window", shape.maintenanceWindow),
    ...value("sheet", "copy_tags_to_snapshot", shape.copyTagsToSnapshot),
    ...logExports(shape),
    ...value("sheet", "enable_http_endpoint", onlyIf(true, shape.httpEndpoint)),
    ...value("sheet", "iam_roles", roles.length === 0 ? undefined : roles),
    ...value("sheet", "backtrack_window", shape.backtrackSeconds === 0 ? undefined : shape.backtrackSeconds),
    ...value("sheet", "engine_lifecycle_support", onlyIf(NO_EXTENDED_SUPPORT, shape.lifecycleSupport)),
    ...value("sheet", "serverless", max === undefined ? undefined : range),
    ...(shape.databaseInsights === "advanced"
      ? [...value("sheet", "database_insights_mode", "advanced"), ...performanceInsights(shape)]
      : []),
  ];
}

/**
 * Whether its roles are each for a feature. The provider's `iam_roles` has no place for it, and Aurora PostgreSQL refuses a role without
 * (docs/aws-facts.md#restores-by-terraform).
 */
export const needsFeatures = ({ roles = [] }: ClusterShape): boolean =>
  roles.some(({ feature }) => feature !== undefined);

/**
 * The instances of a cluster: by the sheet's rules, or one of a class to be chosen.
 *
 * @param taken names of instances: those of the members are added
 */
export function members(cluster: string, shape: ClusterShape, place: Place, taken: Set<string>): Member[] {
  const same = [
    ...value("sheet", "publicly_accessible", shape.publiclyAccessible),
    ...value("sheet", "auto_minor_version_upgrade", shape.minorUpgrades),
    ...value("sheet", "ca_cert_identifier", certificateAuthority(shape)),
    ...(shape.databaseInsights === "advanced" ? [] : performanceInsights(shape)),
    ...monitoring(shape, place),
  ];
  const rules: readonly Members[] = shape.members ?? [{ count: 1 }];
  const each = rules.flatMap((rule) => Array.from({ length: rule.count }, () => rule));
  return each.map((rule) => ({
    name: memberName(cluster, taken),
    values: [
      ...instanceClass(rule.class),
      ...value("sheet", "promotion_tier", rule.promotionTier),
      ...ownGroup("sheet", "db_parameter_group_name", rule.parameterGroup),
      ...same,
      ...value("sheet", "after_the_writer", onlyIf(true, rule.class !== rules[0]?.class)),
    ],
  }));
}

const LONGEST_NAME = 63;

/** Instances of clusters and all others share their names. */
function memberName(cluster: string, taken: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const end = `-${number}`;
    const name = cluster.slice(0, LONGEST_NAME - end.length).replace(/-$/, "") + end;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
