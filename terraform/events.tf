resource "aws_sns_topic" "this" {
  # checkov:skip=CKV_AWS_26:encryption_key_arn encrypts it with your key; under alias/aws/sns no other service could publish
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
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:*",
      ]
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
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.rds_events.json
}

resource "aws_lambda_permission" "rds_events" {
  function_name = aws_lambda_function.backup_finished.function_name
  action        = "lambda:InvokeFunction"
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.this.arn
  statement_id  = "RdsEvents"
}

resource "aws_sns_topic_subscription" "backup_finished" {
  endpoint  = aws_lambda_function.backup_finished.arn
  protocol  = "lambda"
  topic_arn = aws_sns_topic.this.arn
}

resource "aws_db_event_subscription" "instances" {
  name             = "${var.name}-instances"
  enabled          = length(var.instances.include) > 0
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
  name             = "${var.name}-clusters"
  enabled          = length(var.clusters.include) > 0
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

resource "aws_sns_topic" "copies" {
  for_each = local.copy_event_regions

  region            = each.key
  name              = "${var.name}-${data.aws_region.this.region}-copies"
  kms_master_key_id = each.value.encryption_key_arn
  tags              = var.tags
}

data "aws_iam_policy_document" "copies" {
  for_each = local.copy_event_regions

  statement {
    sid     = "LetRdsOfThisAccountReportCopies"
    actions = ["sns:Publish"]
    resources = [
      "arn:${data.aws_partition.this.partition}:sns:${each.key}:${data.aws_caller_identity.this.account_id}:${var.name}-${data.aws_region.this.region}-copies",
    ]

    principals {
      type        = "Service"
      identifiers = ["events.rds.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = [
        "arn:${data.aws_partition.this.partition}:rds:${each.key}:${data.aws_caller_identity.this.account_id}:*",
      ]
    }
  }

  statement {
    sid     = "DenyRequestsWithoutTls"
    effect  = "Deny"
    actions = ["sns:Publish"]
    resources = [
      "arn:${data.aws_partition.this.partition}:sns:${each.key}:${data.aws_caller_identity.this.account_id}:${var.name}-${data.aws_region.this.region}-copies",
    ]

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

resource "aws_sns_topic_policy" "copies" {
  for_each = local.copy_event_regions

  region = each.key
  arn    = aws_sns_topic.copies[each.key].arn
  policy = data.aws_iam_policy_document.copies[each.key].json
}

resource "aws_lambda_permission" "copy_ended" {
  for_each = local.copy_event_regions

  function_name = aws_lambda_function.copy_ended[0].function_name
  action        = "lambda:InvokeFunction"
  principal     = each.value.sns_principal
  source_arn    = aws_sns_topic.copies[each.key].arn
  statement_id  = "CopyEvents-${each.key}"
}

resource "aws_sns_topic_subscription" "copy_ended" {
  for_each = local.copy_event_regions

  region    = each.key
  endpoint  = aws_lambda_function.copy_ended[0].arn
  protocol  = "lambda"
  topic_arn = aws_sns_topic.copies[each.key].arn
}

resource "aws_db_event_subscription" "copies" {
  for_each = local.copy_event_regions

  region           = each.key
  name             = "${var.name}-${data.aws_region.this.region}-copies"
  enabled          = length(var.instances.include) > 0
  event_categories = ["notification"]
  sns_topic        = aws_sns_topic.copies[each.key].arn
  source_type      = "db-snapshot"
  tags             = var.tags

  depends_on = [
    aws_sns_topic_policy.copies,
    aws_lambda_permission.copy_ended,
    aws_sns_topic_subscription.copy_ended,
  ]
}
