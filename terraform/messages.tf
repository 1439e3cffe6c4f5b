resource "aws_sns_topic" "notifications" {
  # checkov:skip=CKV_AWS_26:encryption_key_arn encrypts it with your key; under alias/aws/sns no other service could publish
  region            = var.region
  name              = "${var.name}-notifications"
  kms_master_key_id = var.encryption_key_arn
  tags              = var.tags
}

moved {
  from = aws_sns_topic.notifications[0]
  to   = aws_sns_topic.notifications
}

data "aws_iam_policy_document" "notifications" {
  statement {
    sid       = "LetAlarmsOfThisDeploymentNotify"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.notifications.arn]

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
    resources = [aws_sns_topic.notifications.arn]

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
  region = var.region
  arn    = aws_sns_topic.notifications.arn
  policy = data.aws_iam_policy_document.notifications.json
}

moved {
  from = aws_sns_topic_policy.notifications[0]
  to   = aws_sns_topic_policy.notifications
}

resource "aws_sns_topic_subscription" "notifications" {
  for_each = toset(var.notification_emails == null ? [] : var.notification_emails)

  region    = var.region
  endpoint  = each.key
  protocol  = "email"
  topic_arn = aws_sns_topic.notifications.arn
}

resource "aws_ssm_parameter" "told" {
  # checkov:skip=CKV2_AWS_34:It is no secret: ids of what people were told of, which mean nothing outside of the logs
  type        = "String"
  region      = var.region
  name        = "/${var.name}/told"
  description = "Which troubles ${var.name} has told people of, as short ids. Written by its function; if it is lost, they are told once more"
  value       = "-"
  tags        = var.tags

  lifecycle {
    ignore_changes = [description, tier, value]
  }
}
