locals {
  source_region = aws_cloudwatch_event_rule.follow_up.region
  account_id    = split(":", aws_cloudwatch_event_rule.follow_up.arn)[4]
  partition     = split(":", aws_cloudwatch_event_rule.follow_up.arn)[1]

  dns_suffix = lookup({
    "aws-cn"    = "amazonaws.com.cn"
    "aws-eusc"  = "amazonaws.eu"
    "aws-iso"   = "c2s.ic.gov"
    "aws-iso-b" = "sc2s.sgov.gov"
    "aws-iso-e" = "cloud.adc-e.uk"
    "aws-iso-f" = "csp.hci.ic.gov"
  }, local.partition, "amazonaws.com")

  backup_windows = concat(
    var.backup_windows,
    values(data.aws_db_instance.backup_windows)[*].preferred_backup_window,
    values(data.aws_rds_cluster.backup_windows)[*].preferred_backup_window
  )

  backup_window_minutes = [
    for window in local.backup_windows : {
      start = tonumber(substr(window, 0, 2)) * 60 + tonumber(substr(window, 3, 2))
      end   = tonumber(substr(window, 6, 2)) * 60 + tonumber(substr(window, 9, 2))
    }
  ]

  free_from = distinct([
    for window in local.backup_window_minutes : window.end
    if !anytrue([
      for other in local.backup_window_minutes :
      (window.end - other.start + 1440) % 1440 < (other.end - other.start + 1440) % 1440
    ])
  ])

  free_stretches = [
    for start in local.free_from : {
      start = start
      minutes = min(
        [for window in local.backup_window_minutes : (window.start - start + 1440) % 1440]...
      )
    }
  ]

  longest_free_minutes = max(concat([0], local.free_stretches[*].minutes)...)

  sweep_candidates = sort([
    for free in local.free_stretches :
    format("%04d %04d", 1440 - free.minutes, (free.start + var.schedule_margin_minutes) % 1440)
  ])

  sweep_minute = try(tonumber(split(" ", local.sweep_candidates[0])[1]), null)

  schedule_expression = coalesce(
    var.schedule_expression,
    local.sweep_minute == null
    ? "cron(0 6 * * ? *)"
    : format("cron(%d %d * * ? *)", local.sweep_minute % 60, floor(local.sweep_minute / 60))
  )

  targets = {
    for region, item in merge({}, var.targets) : region => {
      create_kms_key = coalesce(tobool(lookup(item, "create_kms_key", null)), true)
      kms_key_arn    = tostring(lookup(item, "kms_key_arn", null))
      database_kms_key_arns = {
        for key, item in merge({}, lookup(item, "database_kms_key_arns", null)) :
        key => tostring(item)
      }
    }
  }

  instances = {
    include = (
      lookup(var.instances, "include", null) == null
      ? ["*"]
      : [for one in lookup(var.instances, "include", null) : tostring(one)]
    )
    exclude = (
      lookup(var.instances, "exclude", null) == null
      ? []
      : [for one in lookup(var.instances, "exclude", null) : tostring(one)]
    )
    tags = {
      for key, item in merge({}, lookup(var.instances, "tags", null)) : key => tostring(item)
    }
  }

  clusters = {
    include = (
      lookup(var.clusters, "include", null) == null
      ? ["*"]
      : [for one in lookup(var.clusters, "include", null) : tostring(one)]
    )
    exclude = (
      lookup(var.clusters, "exclude", null) == null
      ? []
      : [for one in lookup(var.clusters, "exclude", null) : tostring(one)]
    )
    tags = {
      for key, item in merge({}, lookup(var.clusters, "tags", null)) : key => tostring(item)
    }
  }

  retention = {
    keep_last    = coalesce(lookup(var.retention, "keep_last", null), 3)
    keep_daily   = coalesce(lookup(var.retention, "keep_daily", null), 0)
    keep_weekly  = coalesce(lookup(var.retention, "keep_weekly", null), 0)
    keep_monthly = coalesce(lookup(var.retention, "keep_monthly", null), 0)
    keep_yearly  = coalesce(lookup(var.retention, "keep_yearly", null), 0)
  }

  max_copies_in_progress = {
    instances = coalesce(lookup(var.max_copies_in_progress, "instances", null), 20)
    clusters  = coalesce(lookup(var.max_copies_in_progress, "clusters", null), 5)
  }

  target_kms_key_arns = {
    for region, target in local.targets :
    region => target.create_kms_key ? aws_kms_key.this[region].arn : target.kms_key_arn
  }

  target_kms_keys = {
    for region, target in local.targets : region => {
      kms_key_arn           = local.target_kms_key_arns[region]
      database_kms_key_arns = target.database_kms_key_arns
    }
  }

  kms_key_arns = concat(
    [for arn in values(local.target_kms_key_arns) : arn if arn != null],
    flatten([for target in local.targets : values(target.database_kms_key_arns)])
  )

  regions_without_key = [
    for region, target in local.targets : region
    if !target.create_kms_key &&
    target.kms_key_arn == null &&
    length(target.database_kms_key_arns) == 0
  ]

  has_kms_keys = anytrue([
    for target in local.targets :
    target.create_kms_key || target.kms_key_arn != null || length(target.database_kms_key_arns) > 0
  ])

  environment = {
    TARGETS                      = jsonencode(keys(var.targets))
    TARGET_KMS_KEYS              = jsonencode(local.target_kms_keys)
    NAME                         = var.name
    INSTANCES                    = jsonencode(local.instances)
    CLUSTERS                     = jsonencode(local.clusters)
    RETENTION                    = jsonencode(local.retention)
    MAX_DELETIONS_PER_DAILY_RUN  = tostring(var.max_deletions_per_daily_run)
    MANUAL_SNAPSHOT_HEADROOM     = tostring(var.manual_snapshot_headroom)
    COPY_TAGS                    = jsonencode(var.copy_tags)
    COPY_OPTION_GROUPS           = var.copy_option_groups
    FOLLOW_UP_INTERVAL_MINUTES   = tostring(var.follow_up_interval_minutes)
    MAX_COPIES_IN_PROGRESS       = jsonencode(local.max_copies_in_progress)
    MAX_RECOVERY_POINT_AGE_HOURS = tostring(var.max_recovery_point_age_hours)
    STUCK_COPY_HOURS             = tostring(var.stuck_copy_hours)
    RESTORE_CHECKS               = var.restore_checks
    DRY_RUN                      = tostring(var.dry_run)
    LOG_LEVEL                    = var.log_level
    POWERTOOLS_SERVICE_NAME      = var.name
    NODE_OPTIONS                 = "--enable-source-maps"
    NOTIFICATION_TOPIC_ARN       = aws_sns_topic.notifications.arn
    TOLD_PARAMETER               = aws_ssm_parameter.told.name
    TARGETS_SINCE = jsonencode({
      for region, since in terraform_data.target_since : region => since.input
    })
  }

  measured_kms_keys = {
    for region, target in local.targets : region => {
      kms_key_arn = (
        target.create_kms_key
        ? "arn:${startswith(region, "us-gov-") ? "aws-us-gov" : "aws"}:kms:${region}:123456789012:key/00000000-0000-0000-0000-000000000000"
        : target.kms_key_arn
      )
      database_kms_key_arns = target.database_kms_key_arns
    }
  }

  measured_environment = base64encode(jsonencode(merge(local.environment, {
    TARGET_KMS_KEYS        = jsonencode(local.measured_kms_keys)
    NOTIFICATION_TOPIC_ARN = "arn:aws-us-gov:sns:ap-southeast-1:123456789012:${var.name}-notifications"
    TARGETS_SINCE = jsonencode({
      for region in keys(var.targets) : region => "2026-01-31T03:07:00Z"
    })
  })))

  environment_bytes = length(local.measured_environment) / 4 * 3 - length(regexall(
    "=",
    local.measured_environment
  ))

  alarm_actions          = concat(var.alarm_actions, [aws_sns_topic.notifications.arn])
  not_running_ok_actions = concat(var.ok_actions, [aws_sns_topic.notifications.arn])

  every_snapshot = concat(
    ["arn:${local.partition}:rds:${local.source_region}:${local.account_id}:*"],
    [
      for region in keys(var.targets) :
      "arn:${local.partition}:rds:${region}:${local.account_id}:*"
    ]
  )

  copies = flatten([
    for region in keys(var.targets) : [
      "arn:${local.partition}:rds:${region}:${local.account_id}:snapshot:*-${local.source_region}-*",
      "arn:${local.partition}:rds:${region}:${local.account_id}:cluster-snapshot:*-${local.source_region}-*",
    ]
  ])

  option_groups = [
    for region in keys(var.targets) :
    "arn:${local.partition}:rds:${region}:${local.account_id}:og:*"
  ]

  rds_services = concat(["rds.${local.source_region}.${local.dns_suffix}"], [
    for region in keys(var.targets) : "rds.${region}.${local.dns_suffix}"
  ])
}
