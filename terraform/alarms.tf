resource "aws_sns_topic" "notifications" {
  # checkov:skip=CKV_AWS_26:encryption_key_arn encrypts it with your key; under alias/aws/sns no other service could publish
  count = length(var.notification_emails) > 0 ? 1 : 0

  region            = var.region
  name              = "${var.name}-notifications"
  kms_master_key_id = var.encryption_key_arn
  tags              = var.tags
}

data "aws_iam_policy_document" "notifications" {
  count = length(var.notification_emails) > 0 ? 1 : 0

  statement {
    sid       = "LetAlarmsOfThisDeploymentNotify"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.notifications[0].arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${local.partition}:cloudwatch:${local.source_region}:${local.account_id}:alarm:${var.name}-*",
      ]
    }
  }

  statement {
    sid       = "DenyRequestsWithoutTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.notifications[0].arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "notifications" {
  count = length(var.notification_emails) > 0 ? 1 : 0

  region = var.region
  arn    = aws_sns_topic.notifications[0].arn
  policy = data.aws_iam_policy_document.notifications[0].json
}

resource "aws_sns_topic_subscription" "notifications" {
  for_each = toset(var.notification_emails)

  region    = var.region
  endpoint  = each.key
  protocol  = "email"
  topic_arn = aws_sns_topic.notifications[0].arn
}

resource "aws_cloudwatch_metric_alarm" "recovery_point_age" {
  for_each = toset(keys(var.targets))

  region              = var.region
  alarm_name          = "${var.name}-recovery-point-age-${each.key}"
  alarm_description   = "A database has had no available copy in ${each.key} that is younger than ${var.max_recovery_point_age_hours} hours, or the sweep does not run at all. The log of the sweep names the database and the reason (\"stale\", \"failed\")."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 2
  evaluation_periods  = 2
  metric_name         = "RecoveryPointAge"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = var.max_recovery_point_age_hours * 3600
  treat_missing_data  = "breaching"
  tags                = var.tags

  dimensions = {
    service      = var.name
    TargetRegion = each.key
  }
}

resource "aws_cloudwatch_metric_alarm" "databases_uncovered" {
  region              = var.region
  alarm_name          = "${var.name}-databases-uncovered"
  alarm_description   = "Databases are selected that cannot be copied, such as one without automated backups. The log of the sweep names each and the reason (\"uncovered\"): remove the cause, or exclude the database."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 1
  dimensions          = { service = var.name }
  evaluation_periods  = 1
  metric_name         = "DatabasesUncovered"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "nothing_selected" {
  region              = var.region
  alarm_name          = "${var.name}-nothing-selected"
  alarm_description   = "No database is selected, so nothing is backed up. Check include, exclude and tags of instances and clusters, and that this is the region of the databases."
  alarm_actions       = local.alarm_actions
  comparison_operator = "LessThanThreshold"
  datapoints_to_alarm = 1
  dimensions          = { service = var.name }
  evaluation_periods  = 1
  metric_name         = "DatabasesSelected"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 1
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "copies_failed" {
  region              = var.region
  alarm_name          = "${var.name}-copies-failed"
  alarm_description   = "Copies or deletions, or lists that they need, have failed in each of the last 3 hours. The log of the functions names database, target region, key or permission, and what to change (\"failed\")."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 3
  dimensions          = { service = var.name }
  evaluation_periods  = 3
  metric_name         = "CopiesFailed"
  namespace           = "RdsCrossRegionBackup"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "sweep_errors" {
  region              = var.region
  alarm_name          = "${var.name}-sweep-errors"
  alarm_description   = "The function ${aws_lambda_function.sweep.function_name} has ended with an error in each of the last 3 hours. A run could not do its work, or did not come to its end: what it has not started or deleted is left to the next. Its log says what failed and what to change."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 3
  dimensions          = { FunctionName = aws_lambda_function.sweep.function_name }
  evaluation_periods  = 3
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "backup_finished_errors" {
  region              = var.region
  alarm_name          = "${var.name}-backup-finished-errors"
  alarm_description   = "The function ${aws_lambda_function.backup_finished.function_name} has ended with an error in each of the last 3 hours. Some events could not be read, or RDS did not answer: their copies start later, with the next sweep. Its log says what failed and what to change."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 3
  dimensions          = { FunctionName = aws_lambda_function.backup_finished.function_name }
  evaluation_periods  = 3
  metric_name         = "Errors"
  namespace           = "AWS/Lambda"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  region              = var.region
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "Events whose copies could not be started have lain in the queue ${aws_sqs_queue.dlq.name} for 3 hours. Each message has the event and the error: remove the cause, then purge the queue. The sweep makes up for what they did not copy."
  alarm_actions       = local.alarm_actions
  comparison_operator = "GreaterThanThreshold"
  datapoints_to_alarm = 3
  dimensions          = { QueueName = aws_sqs_queue.dlq.name }
  evaluation_periods  = 3
  metric_name         = "ApproximateNumberOfMessagesVisible"
  namespace           = "AWS/SQS"
  ok_actions          = local.ok_actions
  period              = 3600
  statistic           = "Maximum"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  tags                = var.tags
}
