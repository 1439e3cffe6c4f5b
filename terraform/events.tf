resource "aws_sns_topic" "this" {
  # checkov:skip=CKV_AWS_26:encryption_key_arn encrypts it with your key; under alias/aws/sns no other service could publish
  region            = var.region
  name              = "${var.name}-rds-events"
  kms_master_key_id = var.encryption_key_arn
  tags              = var.tags
}

data "aws_iam_policy_document" "rds_events" {
  statement {
    sid       = "LetRdsOfThisAccountReportBackups"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "Service"
      identifiers = ["events.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:rds:${local.source_region}:${local.account_id}:*"]
    }
  }

  statement {
    sid       = "DenyRequestsWithoutTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

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

resource "aws_sns_topic_policy" "this" {
  region = var.region
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.rds_events.json
}

resource "aws_lambda_permission" "rds_events" {
  region        = var.region
  function_name = aws_lambda_function.backup_finished.function_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.this.arn
  statement_id  = "RdsEvents"
}

resource "aws_sns_topic_subscription" "backup_finished" {
  region    = var.region
  endpoint  = aws_lambda_function.backup_finished.arn
  protocol  = "lambda"
  topic_arn = aws_sns_topic.this.arn
}

resource "aws_db_event_subscription" "instances" {
  region           = var.region
  name             = "${var.name}-instances"
  enabled          = length(local.instances.include) > 0
  event_categories = ["backup"]
  sns_topic        = aws_sns_topic.this.arn
  source_type      = "db-instance"
  tags             = var.tags

  depends_on = [
    aws_sns_topic_policy.this,
    aws_lambda_permission.rds_events,
    aws_sns_topic_subscription.backup_finished,
  ]
}

resource "aws_db_event_subscription" "clusters" {
  region           = var.region
  name             = "${var.name}-clusters"
  enabled          = length(local.clusters.include) > 0
  event_categories = ["backup"]
  sns_topic        = aws_sns_topic.this.arn
  source_type      = "db-cluster-snapshot"
  tags             = var.tags

  depends_on = [
    aws_sns_topic_policy.this,
    aws_lambda_permission.rds_events,
    aws_sns_topic_subscription.backup_finished,
  ]
}
