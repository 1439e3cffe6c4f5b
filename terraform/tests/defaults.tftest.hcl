# What a call with nothing but a target region makes.
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
  targets       = { "eu-central-1" = {} }
  alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:pager"]
}

run "one_target_region_is_enough" {
  variables {
    alarm_actions = []
  }

  expect_failures = [check.somebody_is_told]

  assert {
    condition = (
      aws_lambda_function.sweep.function_name == "rds-cross-region-backup-sweep" &&
      aws_lambda_function.backup_finished.function_name == "rds-cross-region-backup-backup-finished" &&
      aws_iam_role.this.name == "rds-cross-region-backup-${aws_cloudwatch_event_rule.follow_up.region}"
    )
    error_message = "Names must be those of the default name."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.sweep.schedule_expression == "cron(0 6 * * ? *)"
    error_message = "Without backup windows the sweep must start at 06:00 UTC."
  }

  assert {
    condition     = aws_cloudwatch_event_rule.follow_up.schedule_expression == "rate(15 minutes)"
    error_message = "Follow-ups must come every 15 minutes."
  }

  assert {
    condition     = aws_db_event_subscription.instances.enabled && aws_db_event_subscription.clusters.enabled
    error_message = "Backups of instances and clusters must both be reported."
  }

  assert {
    condition = alltrue([
      for alarm in [
        aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"], aws_cloudwatch_metric_alarm.copies_unrestorable["eu-central-1"],
        aws_cloudwatch_metric_alarm.snapshot_quota_instances["eu-central-1"], aws_cloudwatch_metric_alarm.snapshot_quota_clusters["eu-central-1"],
        aws_cloudwatch_metric_alarm.not_running, aws_cloudwatch_metric_alarm.nothing_selected,
        aws_cloudwatch_metric_alarm.sweep_errors,
        aws_cloudwatch_metric_alarm.dead_letters, aws_cloudwatch_metric_alarm.messages_failed,
      ] : length(alarm.alarm_actions) == 1 && length(alarm.ok_actions) == (alarm == aws_cloudwatch_metric_alarm.not_running ? 1 : 0)
    ])
    error_message = "Alarms must tell the topic, and nobody who is not named; that it is over only of silence."
  }

  assert {
    condition = (
      aws_sns_topic.notifications.name == "rds-cross-region-backup-notifications" &&
      length(aws_sns_topic_subscription.notifications) == 0
    )
    error_message = "There must be a topic to subscribe to, and no subscription that nobody asked for."
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.not_running.treat_missing_data == "breaching" &&
      aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].treat_missing_data == "ignore" &&
      aws_cloudwatch_metric_alarm.recovery_point_age["eu-central-1"].threshold == 36 * 3600
    )
    error_message = "The age alarm must ring after 36 hours, and that of silence when nothing runs."
  }

  assert {
    condition = alltrue([
      for function in [aws_lambda_function.sweep, aws_lambda_function.backup_finished] : function.runtime == "nodejs24.x"
    ])
    error_message = "The functions must run on nodejs24.x."
  }

  assert {
    condition = alltrue([
      for logs in [aws_cloudwatch_log_group.sweep, aws_cloudwatch_log_group.backup_finished] : logs.retention_in_days == 90
    ])
    error_message = "Logs must be kept for 90 days."
  }

  assert {
    condition     = aws_sqs_queue.dlq.sqs_managed_sse_enabled && aws_sqs_queue.dlq.message_retention_seconds == 14 * 86400
    error_message = "The queue must be encrypted, and keep messages for 14 days."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == null
    error_message = "The role must have no boundary."
  }
}

run "keys_that_outlive_a_mistake" {
  assert {
    condition     = toset(keys(aws_kms_key.this)) == toset(["eu-central-1"]) && aws_kms_key.this["eu-central-1"].region == "eu-central-1"
    error_message = "There must be one key, in the target region."
  }

  assert {
    condition = (
      aws_kms_key.this["eu-central-1"].enable_key_rotation && aws_kms_key.this["eu-central-1"].deletion_window_in_days == 30
    )
    error_message = "The key must rotate, and wait 30 days before it is deleted."
  }

  assert {
    condition = (
      data.aws_iam_policy_document.kms_key.statement[1].effect == "Deny" &&
      data.aws_iam_policy_document.kms_key.statement[1].actions == toset(["kms:DisableKey", "kms:ScheduleKeyDeletion"])
    )
    error_message = "The key's policy must deny everyone to disable or delete it."
  }

  assert {
    condition     = aws_kms_alias.this["eu-central-1"].name == "alias/rds-cross-region-backup-${aws_cloudwatch_event_rule.follow_up.region}"
    error_message = "The alias must name the deployment and its source region."
  }
}

# Applied, as what holds the ARN of a new key is unknown in a plan.
run "settings_of_the_functions" {
  assert {
    condition = aws_lambda_function.sweep.environment[0].variables == tomap({
      NAME                         = "rds-cross-region-backup"
      TARGETS                      = jsonencode(["eu-central-1"])
      INSTANCES                    = jsonencode({ include = ["*"], exclude = [], tags = {} })
      CLUSTERS                     = jsonencode({ include = ["*"], exclude = [], tags = {} })
      RETENTION                    = jsonencode({ keep_last = 3, keep_daily = 0, keep_weekly = 0, keep_monthly = 0, keep_yearly = 0 })
      MAX_COPIES_IN_PROGRESS       = jsonencode({ instances = 20, clusters = 5 })
      MAX_DELETIONS_PER_DAILY_RUN  = "3"
      COPY_TAGS                    = jsonencode({})
      MAX_RECOVERY_POINT_AGE_HOURS = "36"
      STUCK_COPY_HOURS             = "24"
      FOLLOW_UP_INTERVAL_MINUTES   = "15"
      DRY_RUN                      = "false"
      MANUAL_SNAPSHOT_HEADROOM     = "5"
      COPY_OPTION_GROUPS           = "when_refused"
      RESTORE_CHECKS               = "keys"
      NOTIFICATION_TOPIC_ARN       = aws_sns_topic.notifications.arn
      TOLD_PARAMETER               = "/rds-cross-region-backup/told"
      TARGETS_SINCE                = jsonencode({ "eu-central-1" = terraform_data.target_since["eu-central-1"].input })
      LOG_LEVEL                    = "INFO"
      POWERTOOLS_SERVICE_NAME      = "rds-cross-region-backup"
      NODE_OPTIONS                 = "--enable-source-maps"
      TARGET_KMS_KEYS = jsonencode({
        "eu-central-1" = { kms_key_arn = aws_kms_key.this["eu-central-1"].arn, database_kms_key_arns = {} }
      })
    })
    error_message = "The functions must get the defaults, got: ${jsonencode(aws_lambda_function.sweep.environment[0].variables)}"
  }

  assert {
    condition = (
      aws_lambda_function.backup_finished.environment[0].variables == aws_lambda_function.sweep.environment[0].variables
    )
    error_message = "Both functions must have the same settings."
  }
}

run "null_means_the_default" {
  variables {
    targets                = { "eu-central-1" = { create_kms_key = null, kms_key_arn = null, database_kms_key_arns = null } }
    instances              = { include = null, exclude = null, tags = null }
    clusters               = null
    retention              = { keep_last = null, keep_daily = 7 }
    max_copies_in_progress = { instances = null }
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.INSTANCES == jsonencode({ include = ["*"], exclude = [], tags = {} }) &&
      aws_lambda_function.sweep.environment[0].variables.CLUSTERS == jsonencode({ include = ["*"], exclude = [], tags = {} }) &&
      aws_lambda_function.sweep.environment[0].variables.MAX_COPIES_IN_PROGRESS == jsonencode({ instances = 20, clusters = 5 }) &&
      aws_lambda_function.sweep.environment[0].variables.RETENTION == jsonencode({
        keep_last = 3, keep_daily = 7, keep_weekly = 0, keep_monthly = 0, keep_yearly = 0
      }) &&
      aws_lambda_function.sweep.environment[0].variables.TARGET_KMS_KEYS == jsonencode({
        "eu-central-1" = { kms_key_arn = aws_kms_key.this["eu-central-1"].arn, database_kms_key_arns = {} }
      })
    )
    error_message = "The functions must get the defaults, got: ${jsonencode(aws_lambda_function.sweep.environment[0].variables)}"
  }
}

run "values_are_taken_as_terraform_converts_them" {
  command = plan

  variables {
    targets   = { "eu-central-1" = { create_kms_key = "false", kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/given" } }
    instances = { include = toset(["b*", "a"]), exclude = [1], tags = { cost = 1, live = true } }
  }

  assert {
    condition     = length(aws_kms_key.this) == 0
    error_message = "No key must be made."
  }

  assert {
    condition = (
      aws_lambda_function.sweep.environment[0].variables.INSTANCES ==
      jsonencode({ include = ["a", "b*"], exclude = ["1"], tags = { cost = "1", live = "true" } })
    )
    error_message = "The functions must get texts, got: ${aws_lambda_function.sweep.environment[0].variables.INSTANCES}"
  }
}
