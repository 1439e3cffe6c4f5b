# What each variable changes. Each run sets one, and the one it needs to matter.
mock_provider "aws" {
  # Written here by `npm run generate`: scripts/mock-provider.ts
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }

  mock_data "aws_db_instance" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_rds_cluster" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:rule/mock" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mock" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/mock" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:mock" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:mock" }
  }

  mock_resource "aws_ssm_parameter" {
    defaults = { arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/mock" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:mock", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock" }
  }
}

variables {
  targets             = { "eu-central-1" = {} }
  notification_emails = null
}

run "region_is_that_of_all_but_copies_and_their_keys" {
  command = plan

  variables {
    region = "eu-west-2"
  }

  assert {
    condition = alltrue([
      for region in [
        aws_lambda_function.sweep.region, aws_lambda_function.backup_finished.region, aws_sns_topic.this.region,
        aws_sqs_queue.dlq.region, aws_cloudwatch_event_rule.sweep.region, aws_cloudwatch_event_rule.follow_up.region,
        aws_db_event_subscription.instances.region, aws_db_event_subscription.clusters.region,
        aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].region, aws_cloudwatch_log_group.sweep.region,
      ] : region == "eu-west-2"
    ])
    error_message = "All but keys must be made in the source region."
  }

  assert {
    condition     = aws_kms_key.this["eu-central-1"].region == "eu-central-1" && aws_kms_alias.this["eu-central-1"].region == "eu-central-1"
    error_message = "A key must be made in its target region."
  }

  assert {
    condition     = aws_iam_role.this.name == "rds-cross-region-backup-eu-west-2" && output.settings.region == "eu-west-2"
    error_message = "The role's name must carry the source region."
  }
}

run "region_is_that_of_the_windows_that_are_read" {
  command = plan

  variables {
    region                  = "eu-west-2"
    backup_window_instances = ["orders"]
    backup_window_clusters  = ["shop"]
  }

  assert {
    condition = (
      data.aws_db_instance.backup_windows["orders"].region == "eu-west-2" &&
      data.aws_rds_cluster.backup_windows["shop"].region == "eu-west-2"
    )
    error_message = "The databases must be those of the source region."
  }
}

run "name_is_in_every_name" {
  variables {
    name = "orders"
  }

  assert {
    condition = (
      aws_lambda_function.sweep.function_name == "orders-sweep" &&
      aws_lambda_function.backup_finished.function_name == "orders-backup-finished" &&
      aws_cloudwatch_event_rule.sweep.name == "orders-sweep" && aws_cloudwatch_event_rule.follow_up.name == "orders-follow-up" &&
      aws_db_event_subscription.instances.name == "orders-instances" && aws_db_event_subscription.clusters.name == "orders-clusters" &&
      aws_sns_topic.this.name == "orders-rds-events" && aws_sqs_queue.dlq.name == "orders-dead-letters" &&
      aws_iam_role.this.name == "orders-${aws_cloudwatch_event_rule.follow_up.region}" && aws_kms_alias.this["eu-central-1"].name == "alias/orders-${aws_cloudwatch_event_rule.follow_up.region}"
    )
    error_message = "Names must begin with that of the deployment."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].alarm_name == "orders-recovery-point-age-eu-central-1" &&
      aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].dimensions.service == "orders"
    )
    error_message = "The age alarm must look at the metrics of this deployment."
  }
}

run "name_owns_copies" {
  variables {
    name = "orders"
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.NAME == "orders" &&
      aws_lambda_function.sweep.environment[0].variables.POWERTOOLS_SERVICE_NAME == "orders"
    )
    error_message = "The functions must know the name of their deployment."
  }
}

run "targets_each_get_a_key_and_an_alarm" {
  command = plan

  variables {
    targets = { "eu-central-1" = {}, "us-east-1" = {} }
  }

  assert {
    condition = (
      toset(keys(aws_kms_key.this)) == toset(["eu-central-1", "us-east-1"]) &&
      toset(keys(aws_kms_alias.this)) == toset(["eu-central-1", "us-east-1"]) &&
      toset(keys(aws_cloudwatch_metric_alarm.recovery_point_age)) == toset(["eu-central-1", "us-east-1"])
    )
    error_message = "Each target region must have a key, an alias and an age alarm."
  }

  assert {
    condition     = aws_kms_key.this["us-east-1"].region == "us-east-1" && aws_kms_alias.this["us-east-1"].region == "us-east-1"
    error_message = "A key and its alias must be in the target region."
  }
}

run "targets_with_a_given_key" {
  command = plan

  variables {
    targets = {
      "eu-central-1" = { create_kms_key = false, kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/given" }
    }
  }

  assert {
    condition     = length(aws_kms_key.this) == 0 && length(aws_kms_alias.this) == 0
    error_message = "No key must be made where one is given."
  }

  assert {
    condition = aws_lambda_function.sweep.environment[0].variables.TARGET_KMS_KEYS == jsonencode({
      "eu-central-1" = { kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/given", database_kms_key_arns = {} }
    })
    error_message = "The functions must use the given key."
  }
}

run "targets_without_a_key" {
  variables {
    targets = { "eu-central-1" = { create_kms_key = false } }
  }

  expect_failures = [check.encrypted_databases_can_be_copied]

  assert {
    condition     = length(aws_kms_key.this) == 0 && output.target_kms_key_arns["eu-central-1"] == null
    error_message = "No key must be made."
  }

  assert {
    condition = !contains(
      data.aws_iam_policy_document.functions.statement[*].sid, "UseKeysOfSnapshotsAndCopies"
    )
    error_message = "The functions must not be allowed to use keys that they do not have."
  }
}

run "targets_with_keys_of_databases" {
  variables {
    targets = {
      "eu-central-1" = {
        create_kms_key        = false
        database_kms_key_arns = { "pay*" = "arn:aws:kms:eu-central-1:123456789012:key/pay" }
      }
    }
  }

  assert {
    condition = aws_lambda_function.sweep.environment[0].variables.TARGET_KMS_KEYS == jsonencode({
      "eu-central-1" = { kms_key_arn = null, database_kms_key_arns = { "pay*" = "arn:aws:kms:eu-central-1:123456789012:key/pay" } }
    })
    error_message = "The functions must use the key of the database."
  }

  assert {
    condition = anytrue([
      for statement in data.aws_iam_policy_document.functions.statement :
      statement.sid == "UseKeysOfSnapshotsAndCopies" &&
      contains(statement.resources, "arn:aws:kms:eu-central-1:123456789012:key/pay")
    ])
    error_message = "The functions must be allowed to use the key of the database."
  }
}

run "instances_are_selected" {
  variables {
    instances = { include = ["orders*"], exclude = ["*-test"], tags = { stage = "prod" } }
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.INSTANCES ==
      jsonencode({ include = ["orders*"], exclude = ["*-test"], tags = { stage = "prod" } })
    )
    error_message = "The functions must get the selection of instances."
  }
}

run "instances_turned_off" {
  command = plan

  variables {
    instances = { include = [] }
  }

  assert {
    condition     = !aws_db_event_subscription.instances.enabled && aws_db_event_subscription.clusters.enabled
    error_message = "Only backups of clusters must be reported."
  }
}

run "clusters_are_selected" {
  variables {
    clusters = { include = ["shop*"], exclude = ["*-test"], tags = { stage = "prod" } }
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.CLUSTERS ==
      jsonencode({ include = ["shop*"], exclude = ["*-test"], tags = { stage = "prod" } })
    )
    error_message = "The functions must get the selection of clusters."
  }
}

run "clusters_turned_off" {
  command = plan

  variables {
    clusters = { include = [] }
  }

  assert {
    condition     = aws_db_event_subscription.instances.enabled && !aws_db_event_subscription.clusters.enabled
    error_message = "Only backups of instances must be reported."
  }
}

run "retention" {
  variables {
    retention = { keep_last = 5, keep_daily = 7, keep_weekly = 4, keep_monthly = 6, keep_yearly = 1 }
  }

  assert {
    condition = aws_lambda_function.sweep.environment[0].variables.RETENTION == jsonencode({
      keep_last = 5, keep_daily = 7, keep_weekly = 4, keep_monthly = 6, keep_yearly = 1
    })
    error_message = "The functions must get the retention."
  }
}

run "copy_tags" {
  variables {
    copy_tags = { "cost:centre" = "backup" }
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.COPY_TAGS == jsonencode({ "cost:centre" = "backup" })
    error_message = "The functions must get the tags."
  }
}

run "max_deletions_per_daily_run" {
  variables {
    max_deletions_per_daily_run = 10
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.MAX_DELETIONS_PER_DAILY_RUN == "10"
    error_message = "The functions must get the bound."
  }
}

run "manual_snapshot_headroom" {
  variables {
    manual_snapshot_headroom = 10
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.MANUAL_SNAPSHOT_HEADROOM == "10"
    error_message = "The functions must get the places that are left."
  }
}

run "copy_option_groups" {
  variables {
    copy_option_groups = "never"
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.COPY_OPTION_GROUPS == "never"
    error_message = "The functions must take no option group along."
  }

  assert {
    condition = (
      contains(data.aws_iam_policy_document.functions.statement[*].sid, "TakeNoOptionGroupsAlong") &&
      !contains(data.aws_iam_policy_document.functions.statement[*].sid, "MakeCopiesOfOptionGroups")
    )
    error_message = "Nor must the role be able to."
  }
}

run "restore_checks" {
  variables {
    restore_checks = "all"
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.RESTORE_CHECKS == "all"
    error_message = "The functions must get what to look at."
  }

  assert {
    condition     = contains(data.aws_iam_policy_document.functions.statement[*].sid, "LookAtClassesAndGroups")
    error_message = "The role must be able to look at it."
  }
}

run "backup_windows_set_the_sweep" {
  command = plan

  variables {
    backup_windows = ["23:30-00:00", "04:00-04:30"]
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "cron(30 5 * * ? *)"
    error_message = "The sweep must start an hour after the window before the longest free stretch."
  }
}

run "backup_window_instances" {
  command = plan

  variables {
    backup_windows          = ["23:30-00:00"]
    backup_window_instances = ["orders", "payments"]
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "cron(30 5 * * ? *)"
    error_message = "The sweep must start an hour after the window that was read."
  }

  assert {
    condition     = data.aws_db_instance.backup_windows["orders"].db_instance_identifier == "orders"
    error_message = "The window must be that of the instance named."
  }
}

run "backup_window_clusters" {
  command = plan

  variables {
    backup_windows         = ["23:30-00:00"]
    backup_window_clusters = ["shop"]
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "cron(30 5 * * ? *)"
    error_message = "The sweep must start an hour after the window that was read."
  }

  assert {
    condition     = data.aws_rds_cluster.backup_windows["shop"].cluster_identifier == "shop"
    error_message = "The window must be that of the cluster named."
  }
}

run "schedule_margin_minutes" {
  command = plan

  variables {
    backup_windows          = ["23:30-00:00", "04:00-04:30"]
    schedule_margin_minutes = 90
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "cron(0 6 * * ? *)"
    error_message = "The sweep must start 90 minutes after the window."
  }
}

run "schedule_expression" {
  command = plan

  variables {
    schedule_expression = "rate(12 hours)"
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "rate(12 hours)"
    error_message = "The sweep must start as given."
  }
}

run "follow_up_interval_minutes" {
  command = plan

  variables {
    follow_up_interval_minutes = 30
  }

  assert {
    condition     = aws_cloudwatch_event_rule.follow_up.schedule_expression == "rate(30 minutes)"
    error_message = "Follow-ups must come every 30 minutes."
  }
}

run "max_copies_in_progress" {
  variables {
    max_copies_in_progress = { instances = 10, clusters = 2 }
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.MAX_COPIES_IN_PROGRESS == jsonencode({ instances = 10, clusters = 2 })
    )
    error_message = "The functions must get the limits."
  }
}

run "max_recovery_point_age_hours" {
  command = plan

  variables {
    max_recovery_point_age_hours = 48
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].threshold == 48 * 3600
    error_message = "The age alarm must ring after 48 hours."
  }
}

run "stuck_copy_hours" {
  variables {
    stuck_copy_hours = 12
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.STUCK_COPY_HOURS == "12"
    error_message = "The functions must get the hours."
  }
}

run "alarm_actions" {
  command = plan

  variables {
    alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:on-call"]
  }

  assert {
    condition = alltrue([
      for alarm in [
        aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"], aws_cloudwatch_metric_alarm.copies_unrestorable["eu-central-1"],
        aws_cloudwatch_metric_alarm.snapshot_quota_instances["eu-central-1"], aws_cloudwatch_metric_alarm.snapshot_quota_clusters["eu-central-1"],
        aws_cloudwatch_metric_alarm.not_running, aws_cloudwatch_metric_alarm.nothing_selected,
        aws_cloudwatch_metric_alarm.sweep_errors,
        aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.messages_failed,
      ] : contains(alarm.alarm_actions, "arn:aws:sns:eu-west-1:123456789012:on-call") && !contains(alarm.ok_actions, "arn:aws:sns:eu-west-1:123456789012:on-call")
    ])
    error_message = "Every alarm must tell the topic when it is raised."
  }
}

run "ok_actions" {
  command = plan

  variables {
    ok_actions = ["arn:aws:sns:eu-west-1:123456789012:on-call"]
  }

  assert {
    condition = alltrue([
      for alarm in [
        aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"], aws_cloudwatch_metric_alarm.copies_unrestorable["eu-central-1"],
        aws_cloudwatch_metric_alarm.snapshot_quota_instances["eu-central-1"], aws_cloudwatch_metric_alarm.snapshot_quota_clusters["eu-central-1"],
        aws_cloudwatch_metric_alarm.not_running, aws_cloudwatch_metric_alarm.nothing_selected,
        aws_cloudwatch_metric_alarm.sweep_errors,
        aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.messages_failed,
      ] : contains(alarm.ok_actions, "arn:aws:sns:eu-west-1:123456789012:on-call") && !contains(alarm.alarm_actions, "arn:aws:sns:eu-west-1:123456789012:on-call")
    ])
    error_message = "Every alarm must tell the topic when it is over."
  }
}

run "nobody_is_told_deliberately" {
  variables {
    alarm_actions       = []
    notification_emails = null
  }

  assert {
    condition     = length(aws_sns_topic_subscription.notifications) == 0 && output.settings.notification_emails == null
    error_message = "Without a warning, nobody must be subscribed."
  }
}

run "notification_emails" {
  variables {
    notification_emails = ["dba@example.com", "ops@example.com"]
  }

  assert {
    condition     = toset(keys(aws_sns_topic_subscription.notifications)) == toset(["dba@example.com", "ops@example.com"])
    error_message = "Each address must be subscribed."
  }

  assert {
    condition = (
      contains(aws_cloudwatch_metric_alarm.sweep_errors.alarm_actions, aws_sns_topic.notifications.arn) &&
      length(aws_cloudwatch_metric_alarm.sweep_errors.ok_actions) == 0 &&
      aws_cloudwatch_metric_alarm.not_running.ok_actions == toset([aws_sns_topic.notifications.arn])
    )
    error_message = "Alarms must tell the topic when they are raised, and that of silence when it is over."
  }
}

run "protect_kms_keys" {
  variables {
    protect_kms_keys = false
  }

  assert {
    condition     = !contains(data.aws_iam_policy_document.kms_key.statement[*].effect, "Deny")
    error_message = "The key's policy must deny nothing."
  }
}

run "source_kms_key_arns" {
  variables {
    source_kms_key_arns = ["arn:aws:kms:eu-west-1:999988887777:key/theirs"]
  }

  assert {
    condition = toset([
      for statement in data.aws_iam_policy_document.functions.statement : statement.sid
      if contains(statement.resources, "arn:aws:kms:eu-west-1:999988887777:key/theirs")
    ]) == toset(["DescribeKeysOfSnapshotsAndCopies", "UseKeysOfSnapshotsAndCopies", "LetRdsUseThoseKeys"])
    error_message = "The functions must be allowed to use the keys."
  }
}

run "encryption_key_arn" {
  variables {
    encryption_key_arn = "arn:aws:kms:eu-west-1:123456789012:key/plumbing"
  }

  assert {
    condition = alltrue([
      for key in [
        aws_sns_topic.this.kms_master_key_id, aws_sns_topic.notifications.kms_master_key_id,
        aws_sqs_queue.dlq.kms_master_key_id,
        aws_cloudwatch_log_group.sweep.kms_key_id, aws_cloudwatch_log_group.backup_finished.kms_key_id,
      ] : key == "arn:aws:kms:eu-west-1:123456789012:key/plumbing"
    ])
    error_message = "Topics, queue and logs must be encrypted with the key."
  }

  assert {
    condition     = contains(data.aws_iam_policy_document.functions.statement[*].sid, "EncryptFailedInvocationsAndMessages")
    error_message = "The functions must be allowed to use the key for queue and topic."
  }
}

run "dry_run" {
  variables {
    dry_run = true
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.DRY_RUN == "true"
    error_message = "The functions must only report."
  }
}

run "lambda_runtime" {
  command = plan

  variables {
    lambda_runtime = "nodejs22.x"
  }

  assert {
    condition = alltrue([
      for function in [aws_lambda_function.sweep, aws_lambda_function.backup_finished] : function.runtime == "nodejs22.x"
    ])
    error_message = "The functions must run on nodejs22.x."
  }
}

run "log_retention_in_days" {
  command = plan

  variables {
    log_retention_in_days = 30
  }

  assert {
    condition = alltrue([
      for logs in [aws_cloudwatch_log_group.sweep, aws_cloudwatch_log_group.backup_finished] : logs.retention_in_days == 30
    ])
    error_message = "Logs must be kept for 30 days."
  }
}

run "log_level" {
  variables {
    log_level = "DEBUG"
  }

  assert {
    condition     = aws_lambda_function.sweep.environment[0].variables.LOG_LEVEL == "DEBUG"
    error_message = "The functions must get the log level."
  }
}

run "permissions_boundary" {
  command = plan

  variables {
    permissions_boundary = "arn:aws:iam::123456789012:policy/boundary"
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::123456789012:policy/boundary"
    error_message = "The role must be bounded."
  }
}

run "tags" {
  command = plan

  variables {
    tags = { team = "databases" }
  }

  assert {
    condition = alltrue([
      for tags in [
        aws_kms_key.this["eu-central-1"].tags, aws_sqs_queue.dlq.tags, aws_sns_topic.this.tags, aws_iam_role.this.tags,
        aws_cloudwatch_log_group.sweep.tags, aws_cloudwatch_log_group.backup_finished.tags,
        aws_lambda_function.sweep.tags, aws_lambda_function.backup_finished.tags,
        aws_cloudwatch_event_rule.sweep.tags, aws_cloudwatch_event_rule.follow_up.tags,
        aws_db_event_subscription.instances.tags, aws_db_event_subscription.clusters.tags,
        aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].tags,
        aws_cloudwatch_metric_alarm.copies_unrestorable["eu-central-1"].tags,
        aws_cloudwatch_metric_alarm.snapshot_quota_instances["eu-central-1"].tags,
        aws_cloudwatch_metric_alarm.snapshot_quota_clusters["eu-central-1"].tags,
        aws_cloudwatch_metric_alarm.not_running.tags, aws_cloudwatch_metric_alarm.troubles_begun.tags,
        aws_cloudwatch_metric_alarm.nothing_selected.tags, aws_cloudwatch_metric_alarm.sweep_errors.tags,
        aws_cloudwatch_metric_alarm.dead_letters.tags,
        aws_cloudwatch_metric_alarm.messages_failed.tags, aws_sns_topic.notifications.tags, aws_ssm_parameter.told.tags,
      ] : tags == tomap({ team = "databases" })
    ])
    error_message = "Everything that can have tags must have these."
  }
}
