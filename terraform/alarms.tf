resource "aws_cloudwatch_metric_alarm" "recovery_point_age" {
  for_each = toset(keys(var.targets))

  region              = var.region
  alarm_name          = "${var.name}-recovery-point-age-${each.key}"
  alarm_description   = "In ${each.key} at least one database has no available copy younger than ${var.max_recovery_point_age_hours} hours; a new database or target region has had as long to get one. What has changed since its newest copy is lost if the source region is. A message to the topic ${var.name}-notifications names each, with cause and remedy. It stays as it was while ages are not known. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/in-trouble-now. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#recovery-point-age"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "RecoveryPointAge"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = var.max_recovery_point_age_hours * 3600
  treat_missing_data  = "ignore"
  tags                = var.tags

  dimensions = {
    service      = var.name
    TargetRegion = each.key
  }
}

resource "aws_cloudwatch_metric_alarm" "copies_unrestorable" {
  for_each = toset(keys(var.targets))

  region              = var.region
  alarm_name          = "${var.name}-copies-unrestorable-${each.key}"
  alarm_description   = "In ${each.key} there are copies that cannot be restored as things are: their key is disabled, about to be deleted, or gone, or RDS there does not list their engine version any more. A key that waits for its deletion can be saved only until its date. A message to the topic ${var.name}-notifications names copies and remedy. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/in-trouble-now. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#copies-unrestorable"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CopiesUnrestorable"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "ignore"
  tags                = var.tags

  dimensions = {
    service      = var.name
    TargetRegion = each.key
  }
}

resource "aws_cloudwatch_metric_alarm" "snapshot_quota_instances" {
  for_each = toset(keys(var.targets))

  region              = var.region
  alarm_name          = "${var.name}-snapshot-quota-instances-${each.key}"
  alarm_description   = "More than 80 % of the quota of manual DB instance snapshots of this account in ${each.key} are used, by copies or by others. When it is full, new copies are refused, and so are manual and final snapshots of people. Keep fewer copies, delete snapshots that nobody needs, or raise the quota L-272F1212. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/in-trouble-now. Run: aws service-quotas get-service-quota --service-code rds --quota-code L-272F1212 --region ${each.key} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#snapshot-quota-instances"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "ManualSnapshotQuotaUsed"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 80
  treat_missing_data  = "ignore"
  tags                = var.tags

  dimensions = {
    service      = var.name
    TargetRegion = each.key
    Kind         = "instance"
  }
}

resource "aws_cloudwatch_metric_alarm" "snapshot_quota_clusters" {
  for_each = toset(keys(var.targets))

  region              = var.region
  alarm_name          = "${var.name}-snapshot-quota-clusters-${each.key}"
  alarm_description   = "More than 80 % of the quota of manual DB cluster snapshots of this account in ${each.key} are used, by copies or by others. When it is full, new copies are refused, and so are manual and final snapshots of people. Keep fewer copies, delete snapshots that nobody needs, or raise the quota L-9B510759. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/in-trouble-now. Run: aws service-quotas get-service-quota --service-code rds --quota-code L-9B510759 --region ${each.key} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#snapshot-quota-clusters"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "ManualSnapshotQuotaUsed"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 80
  treat_missing_data  = "ignore"
  tags                = var.tags

  dimensions = {
    service      = var.name
    TargetRegion = each.key
    Kind         = "cluster"
  }
}

resource "aws_cloudwatch_metric_alarm" "not_running" {
  region              = var.region
  alarm_name          = "${var.name}-not-running"
  alarm_description   = "No sweep of ${var.name} has come to its end in the last 2 hours. New backups may not be copied, and messages and most other alarms stay silent, whatever happens. Causes: nothing has run yet since the first apply; the rules ${var.name}-sweep and ${var.name}-follow-up are disabled or gone; the function fails, is throttled or lacks its rights; its log, from which the metrics come, is not written. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/history-of-one-database. Run: aws lambda invoke --function-name ${var.name}-sweep --cli-read-timeout 0 --region ${local.source_region} /dev/stdout Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#not-running"
  alarm_actions       = local.alarm_actions
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 2
  ok_actions          = local.not_running_ok_actions
  threshold           = 1
  treat_missing_data  = "breaching"
  tags                = var.tags

  metric_query {
    expression  = "FILL(metric, 0)"
    id          = "filled"
    label       = "SweepsCompleted"
    return_data = true
  }

  metric_query {
    id = "metric"

    metric {
      dimensions  = { service = var.name }
      metric_name = "SweepsCompleted"
      namespace   = "RdsCrossRegionBackup"
      period      = 3600
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "troubles_begun" {
  region              = var.region
  alarm_name          = "${var.name}-troubles-begun"
  alarm_description   = "Something is in trouble that was not before: a database whose copies are too old, fail, cannot be made, cannot be restored, or stay behind as it is gone or no longer selected; or a target region as a whole. A message to the topic ${var.name}-notifications names each, with cause and remedy. It rings anew with each run in which more begins; the end is told by messages only. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/in-trouble-now. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#troubles-begun"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 1
  evaluation_periods  = 3
  ok_actions          = []
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags

  metric_query {
    expression  = "FILL(metric, 0)"
    id          = "filled"
    label       = "TroublesBegun"
    return_data = true
  }

  metric_query {
    id = "metric"

    metric {
      dimensions  = { service = var.name }
      metric_name = "TroublesBegun"
      namespace   = "RdsCrossRegionBackup"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "nothing_selected" {
  region              = var.region
  alarm_name          = "${var.name}-nothing-selected"
  alarm_description   = "The settings select no database in ${local.source_region}, so nothing is copied from there. Check include, exclude and tags of instances and clusters, whether databases have been renamed, tagged otherwise or deleted, and whether this is their region. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/history-of-one-database. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#nothing-selected"
  alarm_actions       = local.alarm_actions
  comparison_operator = "LessThanThreshold"
  dimensions          = { service = var.name }
  evaluation_periods  = 1
  metric_name         = "DatabasesSelected"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 1
  treat_missing_data  = "ignore"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "sweep_errors" {
  region              = var.region
  alarm_name          = "${var.name}-sweep-errors"
  alarm_description   = "In each of 3 hours the function ${aws_lambda_function.sweep.function_name} ended with an error at least once, and came to its end at least once: some of its runs cannot do their work. What they have not started is left to the next. Copies that fail do not raise this alarm. While no run comes to its end, it stays as it was, and ${var.name}-not-running rings. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/history-of-one-database. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#sweep-errors"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  ok_actions          = var.ok_actions
  threshold           = 0
  treat_missing_data  = "ignore"
  tags                = var.tags

  metric_query {
    expression  = "errors * completed"
    id          = "failing"
    label       = "Errors beside sweeps that end"
    return_data = true
  }

  metric_query {
    id = "errors"

    metric {
      dimensions  = { FunctionName = aws_lambda_function.sweep.function_name }
      metric_name = "Errors"
      namespace   = "AWS/Lambda"
      period      = 3600
      stat        = "Sum"
    }
  }

  metric_query {
    id = "completed"

    metric {
      dimensions  = { service = var.name }
      metric_name = "SweepsCompleted"
      namespace   = "RdsCrossRegionBackup"
      period      = 3600
      stat        = "Maximum"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  region              = var.region
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "The function ${var.name}-backup-finished gave up events of finished backups, after three attempts or six hours: it could not read them, has malformed settings, crashed, ran out of time or was throttled. They lie in the queue ${aws_sqs_queue.dlq.name}, each with its error. The next sweep copies what they did not. Copies that fail do not raise this alarm. Remove the cause, then purge the queue: until then, or for 14 days, this alarm stays. Look: log group /aws/lambda/${var.name}-backup-finished, saved query ${var.name}/history-of-one-database. Run: aws sqs receive-message --queue-url ${aws_sqs_queue.dlq.url} --max-number-of-messages 10 --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#dead-letters"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { QueueName = aws_sqs_queue.dlq.name }
  evaluation_periods  = 1
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "messages_failed" {
  region              = var.region
  alarm_name          = "${var.name}-messages-failed"
  alarm_description   = "In each of 2 hours all runs failed to send a message about databases in trouble to the topic ${var.name}-notifications, or to read what was told from the parameter /${var.name}/told, or to write it there: what has begun may not have been told, or be told twice. Each run tries again. Causes: topic or parameter is gone; a policy or key refuses the function; SNS or Systems Manager does not answer. Look: log group /aws/lambda/${var.name}-sweep, saved query ${var.name}/history-of-one-database. Run: aws logs tail /aws/lambda/${var.name}-sweep --since 1d --region ${local.source_region} Runbook: https://github.com/rds-cross-region-backup/rds-cross-region-backup/blob/main/docs/runbook.md#messages-failed"
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  dimensions          = { service = var.name }
  evaluation_periods  = 2
  metric_name         = "MessagesFailed"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = var.ok_actions
  period              = 3600
  statistic           = "Minimum"
  threshold           = 0
  treat_missing_data  = "ignore"
  tags                = var.tags
}
