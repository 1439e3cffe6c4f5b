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
    [
      aws_cloudwatch_metric_alarm.databases_uncovered.arn,
      aws_cloudwatch_metric_alarm.nothing_selected.arn,
      aws_cloudwatch_metric_alarm.copies_failed.arn,
      aws_cloudwatch_metric_alarm.sweep_errors.arn,
      aws_cloudwatch_metric_alarm.backup_finished_errors.arn,
      aws_cloudwatch_metric_alarm.dead_letters.arn,
    ]
  )
}
