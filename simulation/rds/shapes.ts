import { parseArn } from "../iam/arns";
import { element, parent, timeElement } from "../wire/xml";
import type { DatabaseRecord, SnapshotRecord, Tags } from "./model";
import { inProgress } from "./model";
import { clusterShapeElements, instanceShapeElements } from "./shape-elements";

/** Records never change, so each is rendered once: most calls are lists. */
const rendered = new WeakMap<SnapshotRecord | DatabaseRecord, string>();

/**
 * `<DBSnapshot>` or `<DBClusterSnapshot>`, as in lists; the progress depends on the time. Only fields that matter to backups, as reading
 * lists is most of the cost of a simulated month.
 */
export function snapshotElement(snapshot: SnapshotRecord, now: number): string {
  const render = () => renderSnapshot(snapshot, progress(snapshot, now));
  return inProgress(snapshot) ? render() : cached(snapshot, render);
}

/** With every field that RDS sends, for measuring what reading an answer costs. Rendered anew each time. */
export function fullSnapshotElement(snapshot: SnapshotRecord, now: number): string {
  const name = snapshot.kind === "instance" ? "DBSnapshot" : "DBClusterSnapshot";
  return renderSnapshot(snapshot, progress(snapshot, now)).replace(
    `</${name}>`,
    `${fieldsOfNoUse(snapshot)}</${name}>`,
  );
}

function fieldsOfNoUse({ kind, createTime, region }: SnapshotRecord): string {
  const both =
    element("Port", 5432) +
    element("VpcId", "vpc-0a1b2c3d4e5f67890") +
    element("MasterUsername", "postgres") +
    element("LicenseModel", "postgresql-license") +
    element("BackupRetentionPeriod", 35) +
    element("PreferredBackupWindow", "03:00-03:30") +
    element("IAMDatabaseAuthenticationEnabled", true) +
    element("StorageType", "gp3") +
    element("StorageThroughput", 125);
  if (kind === "cluster") {
    const zones = ["a", "b", "c"].map((zone) => element("AvailabilityZone", region + zone));
    return both + parent("AvailabilityZones", ...zones) + timeElement("ClusterCreateTime", createTime);
  }
  return (
    both +
    element("AvailabilityZone", `${region}a`) +
    timeElement("InstanceCreateTime", createTime) +
    timeElement("SnapshotDatabaseTime", createTime) +
    element("Iops", 3000) +
    parent("ProcessorFeatures") +
    element("MultiTenant", false) +
    element("DedicatedLogVolume", false) +
    parent("AdditionalStorageVolumes") +
    element("FullSnapshotSizeInBytes", 107_374_182_400)
  );
}

/** `<DBInstance>` or `<DBCluster>`. */
export function databaseElement(database: DatabaseRecord): string {
  return cached(database, () => (database.kind === "instance" ? instanceElement(database) : clusterElement(database)));
}

/** As long as those of RDS, which describe networks, parameter groups and certificates too. */
export function fullDatabaseElement(database: DatabaseRecord): string {
  const name = database.kind === "instance" ? "DBInstance" : "DBCluster";
  return databaseElement(database).replace(`</${name}>`, `${databaseFieldsOfNoUse(database)}</${name}>`);
}

function databaseFieldsOfNoUse({ id, kind, arn, createdAt }: DatabaseRecord): string {
  const region = parseArn(arn)?.region ?? "";
  const host = `${id}.c9akciq32example.${region}.rds.amazonaws.com`;
  const zones = ["a", "b"].map((zone) => region + zone);
  const both =
    element("MasterUsername", "postgres") +
    element("PreferredMaintenanceWindow", "sun:04:00-sun:04:30") +
    timeElement("LatestRestorableTime", createdAt) +
    parent(
      "VpcSecurityGroups",
      parent(
        "VpcSecurityGroupMembership",
        element("VpcSecurityGroupId", "sg-0a1b2c3d4e5f67890"),
        element("Status", "active"),
      ),
    ) +
    element("DeletionProtection", true) +
    element("IAMDatabaseAuthenticationEnabled", true) +
    element("PerformanceInsightsEnabled", true) +
    element("NetworkType", "IPV4") +
    element("DatabaseInsightsMode", "standard");
  if (kind === "cluster") {
    return (
      both +
      element("Endpoint", host) +
      element("ReaderEndpoint", `ro-${host}`) +
      element("DBClusterParameterGroup", "default.aurora-postgresql16") +
      element("DBSubnetGroup", "private-subnets") +
      parent("AvailabilityZones", ...zones.map((zone) => element("AvailabilityZone", zone))) +
      parent(
        "DBClusterMembers",
        ...zones.map((zone) => parent("DBClusterMember", element("DBInstanceIdentifier", zone))),
      )
    );
  }
  const subnet = (zone: string) =>
    parent(
      "Subnet",
      element("SubnetIdentifier", `subnet-0a1b2c3d4e5f6789${zone.at(-1)}`),
      parent("SubnetAvailabilityZone", element("Name", zone)),
      element("SubnetStatus", "Active"),
    );
  return (
    both +
    parent("Endpoint", element("Address", host), element("Port", 5432), element("HostedZoneId", "Z1TTGA775OQIYO")) +
    parent(
      "DBParameterGroups",
      parent(
        "DBParameterGroup",
        element("DBParameterGroupName", "default.postgres16"),
        element("ParameterApplyStatus", "in-sync"),
      ),
    ) +
    parent(
      "DBSubnetGroup",
      element("DBSubnetGroupName", "private-subnets"),
      element("DBSubnetGroupDescription", "Subnets of the databases"),
      element("VpcId", "vpc-0a1b2c3d4e5f67890"),
      element("SubnetGroupStatus", "Complete"),
      parent("Subnets", ...zones.map(subnet)),
    ) +
    parent(
      "OptionGroupMemberships",
      parent("OptionGroupMembership", element("OptionGroupName", "default:postgres-16"), element("Status", "in-sync")),
    ) +
    element("AvailabilityZone", zones[0]) +
    element("MultiAZ", false) +
    element("PubliclyAccessible", false) +
    element("StorageType", "gp3") +
    element("StorageThroughput", 125) +
    element("Iops", 3000) +
    element("MonitoringInterval", 60) +
    element("MonitoringRoleArn", "arn:aws:iam::111122223333:role/rds-monitoring-role") +
    element("CACertificateIdentifier", "rds-ca-rsa2048-g1") +
    element("DedicatedLogVolume", false) +
    parent("PendingModifiedValues") +
    parent("ReadReplicaDBInstanceIdentifiers") +
    parent("DomainMemberships") +
    parent("AssociatedRoles")
  );
}

function cached<T extends SnapshotRecord | DatabaseRecord>(record: T, render: () => string): string {
  const known = rendered.get(record);
  if (known !== undefined) return known;
  const xml = render();
  rendered.set(record, xml);
  return xml;
}

function renderSnapshot(snapshot: SnapshotRecord, percent: number): string {
  return snapshot.kind === "instance"
    ? instanceSnapshotElement(snapshot, percent)
    : clusterSnapshotElement(snapshot, percent);
}

function instanceSnapshotElement(snapshot: SnapshotRecord, percent: number): string {
  return parent(
    "DBSnapshot",
    element("DBSnapshotIdentifier", snapshot.id),
    element("DBInstanceIdentifier", snapshot.databaseId),
    timeElement("SnapshotCreateTime", snapshot.createTime),
    timeElement("OriginalSnapshotCreateTime", snapshot.originalCreateTime),
    element("Engine", snapshot.engine),
    element("EngineVersion", snapshot.engineVersion),
    element("AllocatedStorage", snapshot.sizeGib),
    element("Status", snapshot.status),
    element("SnapshotType", snapshot.type),
    element("PercentProgress", percent),
    element("Encrypted", snapshot.encryption === "sse-kms"),
    element("StorageEncryptionType", snapshot.encryption),
    element("KmsKeyId", snapshot.kmsKeyArn),
    element("DBSnapshotArn", snapshot.arn),
    element("DbiResourceId", snapshot.databaseResourceId),
    element("SourceRegion", parseArn(snapshot.sourceArn ?? "")?.region),
    element("SourceDBSnapshotIdentifier", snapshot.sourceArn),
    element("SnapshotTarget", snapshot.backupTarget),
    element("OptionGroupName", snapshot.optionGroup),
    tagList(snapshot.tags),
  );
}

function clusterSnapshotElement(snapshot: SnapshotRecord, percent: number): string {
  return parent(
    "DBClusterSnapshot",
    element("DBClusterSnapshotIdentifier", snapshot.id),
    element("DBClusterIdentifier", snapshot.databaseId),
    timeElement("SnapshotCreateTime", snapshot.createTime),
    element("Engine", snapshot.engine),
    element("EngineVersion", snapshot.engineVersion),
    element("AllocatedStorage", snapshot.sizeGib),
    element("Status", snapshot.status),
    element("SnapshotType", snapshot.type),
    element("PercentProgress", percent),
    element("StorageEncrypted", snapshot.encryption === "sse-kms"),
    element("StorageEncryptionType", snapshot.encryption),
    element("KmsKeyId", snapshot.kmsKeyArn),
    element("DBClusterSnapshotArn", snapshot.arn),
    element("DbClusterResourceId", snapshot.databaseResourceId),
    element("SourceDBClusterSnapshotArn", snapshot.sourceArn),
    tagList(snapshot.tags),
  );
}

function instanceElement(database: DatabaseRecord): string {
  return parent(
    "DBInstance",
    element("DBInstanceIdentifier", database.id),
    database.shape?.kind === "instance"
      ? instanceShapeElements(database, database.shape)
      : element("DBInstanceClass", "db.m7g.large"),
    element("Engine", database.engine),
    element("EngineVersion", database.engineVersion),
    element("DBInstanceStatus", database.status),
    element("AllocatedStorage", database.sizeGib),
    timeElement("InstanceCreateTime", database.createdAt),
    element("PreferredBackupWindow", database.backupWindow),
    element("BackupRetentionPeriod", database.backupRetentionDays),
    element("StorageEncrypted", database.encryption === "sse-kms"),
    element("StorageEncryptionType", database.encryption),
    element("KmsKeyId", database.kmsKeyArn),
    element("DbiResourceId", database.resourceId),
    element("DBInstanceArn", database.arn),
    element("DBClusterIdentifier", database.memberOf),
    element("ReadReplicaSourceDBInstanceIdentifier", database.replicaOf),
    timeElement("AutomaticRestartTime", database.restartsAt),
    element("CopyTagsToSnapshot", database.copyTagsToSnapshot),
    element("BackupTarget", database.backupTarget),
    tagList(database.tags),
  );
}

function clusterElement(database: DatabaseRecord): string {
  return parent(
    "DBCluster",
    element("DBClusterIdentifier", database.id),
    element("Engine", database.engine),
    element("EngineMode", "provisioned"),
    database.shape?.kind === "cluster" ? clusterShapeElements(database, database.shape) : "",
    element("EngineVersion", database.engineVersion),
    element("Status", database.status),
    element("AllocatedStorage", database.sizeGib),
    timeElement("ClusterCreateTime", database.createdAt),
    element("PreferredBackupWindow", database.backupWindow),
    element("BackupRetentionPeriod", database.backupRetentionDays),
    element("StorageEncrypted", database.encryption === "sse-kms"),
    element("StorageEncryptionType", database.encryption),
    element("KmsKeyId", database.kmsKeyArn),
    element("DbClusterResourceId", database.resourceId),
    element("DBClusterArn", database.arn),
    element("ReplicationSourceIdentifier", database.replicaOf),
    timeElement("AutomaticRestartTime", database.restartsAt),
    element("CopyTagsToSnapshot", database.copyTagsToSnapshot),
    tagList(database.tags),
  );
}

export function tagList(tags: Tags): string {
  const members = Object.entries(tags).map(([key, value]) =>
    parent("Tag", element("Key", key), element("Value", value)),
  );
  return parent("TagList", ...members);
}

/** A waiting copy shows no progress (docs/aws-facts.md#copy-slots). */
function progress(snapshot: SnapshotRecord, now: number): number {
  if (!inProgress(snapshot)) return snapshot.status === "failed" ? 0 : 100;
  if (snapshot.status === "pending") return 0;
  if (snapshot.finishesAt === undefined) return 42;
  const share = (now - snapshot.startedAt) / (snapshot.finishesAt - snapshot.startedAt);
  return Math.min(99, Math.floor(share * 100));
}
