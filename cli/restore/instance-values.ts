import type { InstanceShape } from "../../handlers/core/sheet/shape";
import type { Value } from "./model";
import type { RecoveryPoint } from "./recovery-points";
import { storage } from "./storage";
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
  value,
} from "./values";

/**
 * The arguments of an `aws_db_instance` that its copy and its sheet give. Engine version and sizes are those of the copy by themselves:
 * naming them would cost a second modification.
 */
export function instanceValues(point: RecoveryPoint, shape: InstanceShape, place: Place): Value[] {
  const { id, snapshot, details } = point;
  return [
    ...value("copy", "snapshot_identifier", id),
    ...value("copy", "engine", details.engine),
    ...value("copy", "storage_encrypted", snapshot.encryption === "kms"),
    ...value("copy", "iam_database_authentication_enabled", details.iamAuthentication),
    ...storage(point),
    ...value("copy", "dedicated_log_volume", onlyIf(true, details.dedicatedLogVolume)),
    ...ownGroup("copy", "option_group_name", details.optionGroup),
    ...instanceClass(shape.class),
    ...value("sheet", "multi_az", shape.multiAz),
    ...ownGroup("sheet", "parameter_group_name", shape.parameterGroup),
    ...value("sheet", "manage_master_user_password", onlyIf(true, shape.managedPassword)),
    ...value("sheet", "publicly_accessible", shape.publiclyAccessible),
    ...value("sheet", "deletion_protection", shape.deletionProtection),
    ...value("sheet", "max_allocated_storage", hasRoomToGrow(snapshot, shape) ? shape.maxStorageGib : undefined),
    ...value("sheet", "network_type", onlyIf("DUAL", shape.networkType)),
    ...value("sheet", "ca_cert_identifier", certificateAuthority(shape)),
    ...backups(details, shape, "backup_window"),
    ...value("sheet", "maintenance_window", shape.maintenanceWindow),
    ...value("sheet", "auto_minor_version_upgrade", shape.minorUpgrades),
    ...value("sheet", "copy_tags_to_snapshot", shape.copyTagsToSnapshot),
    ...logExports(shape),
    ...performanceInsights(shape),
    ...value("sheet", "database_insights_mode", onlyIf("advanced", shape.databaseInsights)),
    ...monitoring(shape, place),
    ...value("sheet", "engine_lifecycle_support", onlyIf(NO_EXTENDED_SUPPORT, shape.lifecycleSupport)),
    // RDS mirrors a SQL Server only while it has backups (docs/aws-facts.md#refused-restores).
    ...(needsBackups(details.engine, shape) ? value("sheet", "backups_from_the_start", true) : []),
  ];
}

/** RDS takes no limit that is less than a tenth above the size (docs/aws-facts.md#refused-restores). */
export const hasRoomToGrow = (
  { sizeGib }: { readonly sizeGib: number },
  { maxStorageGib = 0 }: InstanceShape,
): boolean => 10 * maxStorageGib >= 11 * sizeGib;

export const needsBackups = (engine: string, { multiAz }: InstanceShape): boolean =>
  engine.startsWith("sqlserver-") && multiAz === true;
