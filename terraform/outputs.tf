output "sweep_function_name" {
  description = "Name of the function that reconciles all databases."
  value       = aws_lambda_function.sweep.function_name
}

output "sweep_function_arn" {
  description = "ARN of the function that reconciles all databases."
  value       = aws_lambda_function.sweep.arn
}

output "backup_finished_function_name" {
  description = "Name of the function that copies the snapshot of a backup that has just finished."
  value       = aws_lambda_function.backup_finished.function_name
}

output "backup_finished_function_arn" {
  description = "ARN of the function that copies the snapshot of a backup that has just finished."
  value       = aws_lambda_function.backup_finished.arn
}

output "role_arn" {
  description = "ARN of the role of the functions, for key policies that name who may use a key."
  value       = aws_iam_role.this.arn
}

output "event_topic_arn" {
  description = "ARN of the topic to which RDS reports backups."
  value       = aws_sns_topic.this.arn
}

output "notification_topic_arn" {
  description = "ARN of the topic of messages and alarms, to subscribe to."
  value       = aws_sns_topic.notifications.arn
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue of invocations that failed for good."
  value       = aws_sqs_queue.dlq.arn
}

output "schedule_expression" {
  description = "When the daily sweep starts."
  value       = local.schedule_expression
}

output "target_kms_key_arns" {
  description = "Target region → ARN of the key of its copies, null where there is none."
  value       = local.target_kms_key_arns
}

output "alarm_arns" {
  description = "ARNs of all alarms."
  value = concat(
    values(aws_cloudwatch_metric_alarm.recovery_point_age)[*].arn,
    values(aws_cloudwatch_metric_alarm.copies_unrestorable)[*].arn,
    values(aws_cloudwatch_metric_alarm.snapshot_quota_instances)[*].arn,
    values(aws_cloudwatch_metric_alarm.snapshot_quota_clusters)[*].arn,
    [
      aws_cloudwatch_metric_alarm.not_running.arn,
      aws_cloudwatch_metric_alarm.troubles_begun.arn,
      aws_cloudwatch_metric_alarm.nothing_selected.arn,
      aws_cloudwatch_metric_alarm.sweep_errors.arn,
      aws_cloudwatch_metric_alarm.dead_letters.arn,
      aws_cloudwatch_metric_alarm.messages_failed.arn,
    ]
  )
}

output "settings" {
  description = "Every setting as it is in force, defaults included."
  value = {
    targets                      = local.targets
    region                       = local.source_region
    name                         = var.name
    instances                    = local.instances
    clusters                     = local.clusters
    retention                    = local.retention
    max_deletions_per_daily_run  = var.max_deletions_per_daily_run
    manual_snapshot_headroom     = var.manual_snapshot_headroom
    copy_tags                    = var.copy_tags
    copy_option_groups           = var.copy_option_groups
    backup_windows               = var.backup_windows
    backup_window_instances      = var.backup_window_instances
    backup_window_clusters       = var.backup_window_clusters
    schedule_margin_minutes      = var.schedule_margin_minutes
    schedule_expression          = local.schedule_expression
    follow_up_interval_minutes   = var.follow_up_interval_minutes
    max_copies_in_progress       = local.max_copies_in_progress
    max_recovery_point_age_hours = var.max_recovery_point_age_hours
    stuck_copy_hours             = var.stuck_copy_hours
    restore_checks               = var.restore_checks
    alarm_actions                = var.alarm_actions
    ok_actions                   = var.ok_actions
    notification_emails          = var.notification_emails
    protect_kms_keys             = var.protect_kms_keys
    source_kms_key_arns          = var.source_kms_key_arns
    encryption_key_arn           = var.encryption_key_arn
    dry_run                      = var.dry_run
    lambda_runtime               = var.lambda_runtime
    log_retention_in_days        = var.log_retention_in_days
    log_level                    = var.log_level
    permissions_boundary         = var.permissions_boundary
    tags                         = var.tags
  }
}
