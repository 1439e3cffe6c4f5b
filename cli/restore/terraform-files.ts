import type { Folder } from "./model";

/** The files that are the same for one database and for hundreds. What is restored stands in databases.tf alone. */

export const versionsFile = ({ region, account }: Folder): string => `terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.19, < 7.0"
    }
  }
}

provider "aws" {
  region              = "${region}"
  allowed_account_ids = ["${account}"]

  # What is restored may inherit the copy's own tags. They do no harm.
  ignore_tags {
    key_prefixes = ["CrossRegionBackup"]
  }
}
`;

/** A large database takes its time. */
const TIMEOUTS = `  timeouts {
    create = "24h"
    update = "24h"
  }
`;

const LAST_SNAPSHOT = `  apply_immediately         = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "\${trim(substr(each.key, 0, 46), "-")}-final-\${local.written}"
  tags                      = try(each.value.tags, {})
`;

export const instancesFile = (): string => `resource "aws_db_instance" "restored" {
  for_each = local.instances

  identifier          = each.key
  snapshot_identifier = each.value.snapshot_identifier
  engine              = each.value.engine
  instance_class      = each.value.instance_class

  # Always said: without it the next plan would replace what was restored. The key is that of the copy, and cannot be another.
  storage_encrypted = each.value.storage_encrypted

  db_subnet_group_name = var.subnet_groups[each.value.lost_subnet_group]
  vpc_security_group_ids = (
    length(local.security_groups["instance/\${each.key}"]) > 0 ? local.security_groups["instance/\${each.key}"] : null
  )

  # With backups on RDS takes one as soon as the database is restored, and Terraform waits for it: hours where it is large.
  backup_retention_period = (
    var.backups || try(each.value.backups_from_the_start, false) ? each.value.backup_retention_period : 0
  )
  backup_window      = try(each.value.backup_window, null)
  maintenance_window = try(each.value.maintenance_window, null)

  parameter_group_name = try(
    aws_db_parameter_group.stub[each.value.parameter_group_name].name, each.value.parameter_group_name, null
  )
  option_group_name = try(each.value.option_group_name, null)

  storage_type          = try(each.value.storage_type, null)
  allocated_storage     = try(each.value.allocated_storage, null)
  iops                  = try(each.value.iops, null)
  storage_throughput    = try(each.value.storage_throughput, null)
  max_allocated_storage = try(each.value.max_allocated_storage, null)

  # Only with the second apply: RDS takes it for provisioned storage, which the first one makes.
  dedicated_log_volume = var.backups ? try(each.value.dedicated_log_volume, null) : null

  # To be added in databases.tf: who is joined by other means is taken out again by the next apply.
  domain                 = try(each.value.domain, null)
  domain_iam_role_name   = try(each.value.domain_iam_role_name, null)
  domain_fqdn            = try(each.value.domain_fqdn, null)
  domain_ou              = try(each.value.domain_ou, null)
  domain_auth_secret_arn = try(each.value.domain_auth_secret_arn, null)
  domain_dns_ips         = try(each.value.domain_dns_ips, null)

  multi_az                              = try(each.value.multi_az, null)
  network_type                          = try(each.value.network_type, null)
  publicly_accessible                   = try(each.value.publicly_accessible, false)
  ca_cert_identifier                    = try(each.value.ca_cert_identifier, null)
  iam_database_authentication_enabled   = each.value.iam_database_authentication_enabled
  manage_master_user_password           = try(each.value.manage_master_user_password, null)
  deletion_protection                   = try(each.value.deletion_protection, null)
  auto_minor_version_upgrade            = try(each.value.auto_minor_version_upgrade, true)
  copy_tags_to_snapshot                 = try(each.value.copy_tags_to_snapshot, false)
  enabled_cloudwatch_logs_exports       = try(each.value.enabled_cloudwatch_logs_exports, null)
  performance_insights_enabled          = try(each.value.performance_insights_enabled, false)
  performance_insights_retention_period = try(each.value.performance_insights_retention_period, null)
  database_insights_mode                = try(each.value.database_insights_mode, null)
  monitoring_interval                   = try(each.value.monitoring_interval, 0)
  monitoring_role_arn                   = try(each.value.monitoring_role_arn, null)
  engine_lifecycle_support              = try(each.value.engine_lifecycle_support, null)

${LAST_SNAPSHOT}
${TIMEOUTS}
  lifecycle {
    # The copy may be deleted later: that must not replace the database.
    ignore_changes = [snapshot_identifier]
  }
}
`;

export const clustersFile = (): string => `resource "aws_rds_cluster" "restored" {
  for_each = local.clusters

  cluster_identifier  = each.key
  snapshot_identifier = each.value.snapshot_identifier
  engine              = each.value.engine

  # Always said: without it RDS takes the newest version that it prefers.
  engine_version = try(each.value.engine_version, null)

  # Always said, as for instances. The key is that of the copy.
  storage_encrypted = each.value.storage_encrypted
  storage_type      = try(each.value.storage_type, null)

  db_subnet_group_name = var.subnet_groups[each.value.lost_subnet_group]
  vpc_security_group_ids = (
    length(local.security_groups["cluster/\${each.key}"]) > 0 ? local.security_groups["cluster/\${each.key}"] : null
  )

  # Clusters have backups always: 1 to 35 days.
  backup_retention_period      = each.value.backup_retention_period
  preferred_backup_window      = try(each.value.preferred_backup_window, null)
  preferred_maintenance_window = try(each.value.preferred_maintenance_window, null)

  db_cluster_parameter_group_name = try(
    aws_rds_cluster_parameter_group.stub[each.value.db_cluster_parameter_group_name].name,
    each.value.db_cluster_parameter_group_name, null
  )

  # To be added in databases.tf: who is joined by other means is taken out again by the next apply.
  domain               = try(each.value.domain, null)
  domain_iam_role_name = try(each.value.domain_iam_role_name, null)

  network_type                          = try(each.value.network_type, null)
  iam_database_authentication_enabled   = each.value.iam_database_authentication_enabled
  manage_master_user_password           = try(each.value.manage_master_user_password, null)
  deletion_protection                   = try(each.value.deletion_protection, null)
  copy_tags_to_snapshot                 = try(each.value.copy_tags_to_snapshot, false)
  enabled_cloudwatch_logs_exports       = try(each.value.enabled_cloudwatch_logs_exports, null)
  enable_http_endpoint                  = try(each.value.enable_http_endpoint, false)
  iam_roles                             = try(each.value.iam_roles, null)
  backtrack_window                      = try(each.value.backtrack_window, null)
  performance_insights_enabled          = try(each.value.performance_insights_enabled, null)
  performance_insights_retention_period = try(each.value.performance_insights_retention_period, null)
  database_insights_mode                = try(each.value.database_insights_mode, null)
  engine_lifecycle_support              = try(each.value.engine_lifecycle_support, null)

  dynamic "serverlessv2_scaling_configuration" {
    for_each = try([each.value.serverless], [])
    content {
      min_capacity             = serverlessv2_scaling_configuration.value.min_capacity
      max_capacity             = serverlessv2_scaling_configuration.value.max_capacity
      seconds_until_auto_pause = try(serverlessv2_scaling_configuration.value.seconds_until_auto_pause, null)
    }
  }

${LAST_SNAPSHOT}
${TIMEOUTS}
  lifecycle {
    # RDS raises minor versions by itself, and takes none back. To raise it from here, take engine_version out.
    ignore_changes = [snapshot_identifier, engine_version]
  }
}

locals {
  cluster_instances = merge([
    for cluster, one in local.clusters : { for name, member in one.members : name => merge(member, { cluster = cluster }) }
  ]...)
}

${clusterInstances("restored", "one if !try(one.after_the_writer, false)")}
${clusterInstances("readers", "one if try(one.after_the_writer, false)", AFTER_THE_WRITER)}`;

const AFTER_THE_WRITER = `
  # Unlike those that write in their cluster: it writes on the instance that is there first.
  depends_on = [aws_rds_cluster_instance.restored]
`;

const clusterInstances = (
  name: string,
  which: string,
  order = "",
): string => `resource "aws_rds_cluster_instance" "${name}" {
  for_each = { for name, one in local.cluster_instances : name => ${which} }

  identifier           = each.key
  cluster_identifier   = aws_rds_cluster.restored[each.value.cluster].id
  engine               = aws_rds_cluster.restored[each.value.cluster].engine
  db_subnet_group_name = aws_rds_cluster.restored[each.value.cluster].db_subnet_group_name
  instance_class       = each.value.instance_class
  promotion_tier       = try(each.value.promotion_tier, null)

  db_parameter_group_name = try(
    aws_db_parameter_group.stub[each.value.db_parameter_group_name].name, each.value.db_parameter_group_name, null
  )

  publicly_accessible                   = try(each.value.publicly_accessible, null)
  auto_minor_version_upgrade            = try(each.value.auto_minor_version_upgrade, true)
  ca_cert_identifier                    = try(each.value.ca_cert_identifier, null)
  performance_insights_enabled          = try(each.value.performance_insights_enabled, null)
  performance_insights_retention_period = try(each.value.performance_insights_retention_period, null)
  monitoring_interval                   = try(each.value.monitoring_interval, 0)
  monitoring_role_arn                   = try(each.value.monitoring_role_arn, null)

  apply_immediately = true
  tags              = try(local.clusters[each.value.cluster].tags, {})

${TIMEOUTS}${order}}
`;

const parameterGroupStubs = (type: string, local: string): string => `resource "${type}" "stub" {
  for_each = local.${local}

  name        = each.key
  family      = each.value.family
  description = "Restored by name: its values were lost with the region"

  dynamic "parameter" {
    for_each = each.value.parameters
    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }
}
`;

export const parameterGroupsFile =
  (): string => `# Stubs: the values of parameters are in no copy. Those of databases.tf are set, all others are RDS's defaults.

${parameterGroupStubs("aws_db_parameter_group", "parameter_group_stubs")}
${parameterGroupStubs("aws_rds_cluster_parameter_group", "cluster_parameter_group_stubs")}`;

export const variablesFile = ({ region, withoutClass }: Folder): string => `variable "backups" {
  description = "Whether instances have automated backups: off for the first apply, so that nobody waits for them."
  type        = bool
  default     = true
  nullable    = false
}

variable "subnet_groups" {
  description = "Lost subnet group, as the restore sheets name it, to the one of ${region} to use."
  type        = map(string)
  nullable    = false

  validation {
    condition     = alltrue([for there in values(var.subnet_groups) : there != null])
    error_message = "Choose a subnet group of ${region} in terraform.tfvars for: \${join(", ", [for lost, there in var.subnet_groups : lost if there == null])}."
  }
}

variable "security_groups" {
  description = "Lost security group to those of ${region} to use. Where all of a database are empty, it gets the default one of its VPC."
  type        = map(list(string))
  nullable    = false
}
${withoutClass.length > 0 ? INSTANCE_CLASS : ""}
locals {
  security_groups = merge([
    for kind, databases in { instance = local.instances, cluster = local.clusters } : {
      for name, one in databases : "\${kind}/\${name}" => distinct(flatten([
        for lost in one.lost_security_groups : lookup(var.security_groups, lost, [])
      ]))
    }
  ]...)
}

check "security_groups" {
  assert {
    condition     = alltrue([for ids in values(local.security_groups) : length(ids) > 0])
    error_message = "No security group is chosen for some databases: they get the default one of their VPC. Choose in terraform.tfvars."
  }
}
`;

const INSTANCE_CLASS = `
variable "instance_class" {
  description = "Class of those whose copies do not say it."
  type        = string

  validation {
    condition     = var.instance_class != null
    error_message = "Choose instance_class in terraform.tfvars, such as db.r6g.large."
  }
}
`;
