/**
 * How Terraform's provider hands an argument of a resource to RDS (docs/aws-facts.md#restores-by-terraform). Where it is zero, false or
 * empty the provider cannot tell it from one that is left out, and sends nothing, unless `sent` says otherwise.
 */
export interface Handed {
  readonly parameter: string;
  /** `always`: also where it is left out. `if set`: also zero. */
  readonly sent?: "always" | "if set";
}

export type Arguments = Readonly<Record<string, Handed | string>>;

/** The arguments of one resource, by the call that they go with. */
export interface Handing {
  /** The call that makes it. */
  readonly making: Arguments;
  /** The modification once it is available, before the provider says that it is made. */
  readonly modifying: Arguments;
  /** Sent by neither: the next plan shows them, and the next apply sends them. So is `enable_http_endpoint`, by a call of its own. */
  readonly later: Arguments;
}

const always = (parameter: string): Handed => ({ parameter, sent: "always" });

/** `aws_db_instance` with `snapshot_identifier`. */
export const RESTORED_INSTANCE: Handing = {
  making: {
    identifier: "DBInstanceIdentifier",
    snapshot_identifier: "DBSnapshotIdentifier",
    instance_class: "DBInstanceClass",
    auto_minor_version_upgrade: always("AutoMinorVersionUpgrade"),
    copy_tags_to_snapshot: always("CopyTagsToSnapshot"),
    deletion_protection: always("DeletionProtection"),
    publicly_accessible: always("PubliclyAccessible"),
    tags_all: "Tags",
    availability_zone: "AvailabilityZone",
    db_subnet_group_name: "DBSubnetGroupName",
    dedicated_log_volume: "DedicatedLogVolume",
    domain: "Domain",
    domain_fqdn: "DomainFqdn",
    domain_iam_role_name: "DomainIAMRoleName",
    domain_ou: "DomainOu",
    enabled_cloudwatch_logs_exports: "EnableCloudwatchLogsExports",
    engine: "Engine",
    engine_lifecycle_support: "EngineLifecycleSupport",
    iam_database_authentication_enabled: "EnableIAMDatabaseAuthentication",
    license_model: "LicenseModel",
    multi_az: "MultiAZ",
    network_type: "NetworkType",
    option_group_name: "OptionGroupName",
    parameter_group_name: "DBParameterGroupName",
    port: "Port",
    vpc_security_group_ids: "VpcSecurityGroupIds",
  },
  modifying: {
    allocated_storage: "AllocatedStorage",
    backup_retention_period: { parameter: "BackupRetentionPeriod", sent: "if set" },
    backup_window: "PreferredBackupWindow",
    engine_version: "EngineVersion",
    iops: "Iops",
    maintenance_window: "PreferredMaintenanceWindow",
    manage_master_user_password: "ManageMasterUserPassword",
    master_user_secret_kms_key_id: "MasterUserSecretKmsKeyId",
    max_allocated_storage: "MaxAllocatedStorage",
    monitoring_interval: "MonitoringInterval",
    monitoring_role_arn: "MonitoringRoleArn",
    password: "MasterUserPassword",
    performance_insights_enabled: "EnablePerformanceInsights",
    performance_insights_kms_key_id: "PerformanceInsightsKMSKeyId",
    performance_insights_retention_period: "PerformanceInsightsRetentionPeriod",
    database_insights_mode: "DatabaseInsightsMode",
    storage_throughput: "StorageThroughput",
    storage_type: "StorageType",
  },
  later: { ca_cert_identifier: "CACertificateIdentifier" },
};

/** Only together with the first, in the same call. */
export const WITH_PERFORMANCE_INSIGHTS = [
  "performance_insights_enabled",
  "performance_insights_kms_key_id",
  "performance_insights_retention_period",
  "database_insights_mode",
];

/** `aws_rds_cluster` with `snapshot_identifier`. */
export const RESTORED_CLUSTER: Handing = {
  making: {
    cluster_identifier: "DBClusterIdentifier",
    snapshot_identifier: "SnapshotIdentifier",
    engine: "Engine",
    copy_tags_to_snapshot: always("CopyTagsToSnapshot"),
    deletion_protection: always("DeletionProtection"),
    tags_all: "Tags",
    availability_zones: "AvailabilityZones",
    backtrack_window: "BacktrackWindow",
    database_name: "DatabaseName",
    db_cluster_parameter_group_name: "DBClusterParameterGroupName",
    db_subnet_group_name: "DBSubnetGroupName",
    domain: "Domain",
    domain_iam_role_name: "DomainIAMRoleName",
    enabled_cloudwatch_logs_exports: "EnableCloudwatchLogsExports",
    engine_lifecycle_support: "EngineLifecycleSupport",
    engine_mode: "EngineMode",
    engine_version: "EngineVersion",
    kms_key_id: "KmsKeyId",
    monitoring_interval: "MonitoringInterval",
    monitoring_role_arn: "MonitoringRoleArn",
    network_type: "NetworkType",
    port: "Port",
    storage_type: "StorageType",
    vpc_security_group_ids: "VpcSecurityGroupIds",
  },
  modifying: {
    backup_retention_period: "BackupRetentionPeriod",
    manage_master_user_password: "ManageMasterUserPassword",
    master_password: "MasterUserPassword",
    master_user_secret_kms_key_id: "MasterUserSecretKmsKeyId",
    preferred_backup_window: "PreferredBackupWindow",
    preferred_maintenance_window: "PreferredMaintenanceWindow",
    serverlessv2_scaling_configuration: "ServerlessV2ScalingConfiguration",
  },
  later: {
    iam_database_authentication_enabled: "EnableIAMDatabaseAuthentication",
    database_insights_mode: "DatabaseInsightsMode",
    performance_insights_enabled: "EnablePerformanceInsights",
    performance_insights_retention_period: "PerformanceInsightsRetentionPeriod",
  },
};

/** `aws_rds_cluster_instance`. */
export const MEMBER: Handing = {
  making: {
    identifier: "DBInstanceIdentifier",
    cluster_identifier: "DBClusterIdentifier",
    instance_class: "DBInstanceClass",
    engine: "Engine",
    auto_minor_version_upgrade: always("AutoMinorVersionUpgrade"),
    copy_tags_to_snapshot: always("CopyTagsToSnapshot"),
    promotion_tier: always("PromotionTier"),
    publicly_accessible: always("PubliclyAccessible"),
    tags_all: "Tags",
    availability_zone: "AvailabilityZone",
    db_parameter_group_name: "DBParameterGroupName",
    db_subnet_group_name: "DBSubnetGroupName",
    engine_version: "EngineVersion",
    monitoring_interval: "MonitoringInterval",
    monitoring_role_arn: "MonitoringRoleArn",
    performance_insights_enabled: "EnablePerformanceInsights",
    performance_insights_kms_key_id: "PerformanceInsightsKMSKeyId",
    performance_insights_retention_period: "PerformanceInsightsRetentionPeriod",
    preferred_maintenance_window: "PreferredMaintenanceWindow",
  },
  modifying: { ca_cert_identifier: "CACertificateIdentifier" },
  later: {},
};
