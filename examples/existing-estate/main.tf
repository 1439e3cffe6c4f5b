# What: the module in an estate with rules of its own: a provider alias, a permissions boundary for every role, one key
#       for topics, queues and logs, an on-call topic, and mails.
# Cost: two customer managed keys (1 USD a month each), ten alarms, a few thousand short Lambda runs a month, besides
#       transfer and storage of the copies.
# Run:  terraform init && terraform apply
provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"
}

data "aws_caller_identity" "this" {
  provider = aws.ireland
}

data "aws_partition" "this" {
  provider = aws.ireland
}

resource "aws_iam_policy" "boundary" {
  provider = aws.ireland

  name = "databases-boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["rds:*", "kms:*", "logs:*", "sqs:*", "sns:Publish", "ssm:GetParameter", "ssm:PutParameter"]
      Resource = "*"
    }]
  })
}

resource "aws_kms_key" "plumbing" {
  provider = aws.ireland

  description         = "Topics, queues and logs of the databases"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.plumbing.json
}

# What the services need that write to encrypted topics and logs. SQS and SNS need nothing: they act for the caller.
data "aws_iam_policy_document" "plumbing" {
  provider = aws.ireland

  statement {
    sid       = "LetIamPoliciesOfThisAccountDecide"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.this.partition}:iam::${data.aws_caller_identity.this.account_id}:root"]
    }
  }

  statement {
    sid       = "LetRdsPublishToEncryptedTopics"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["events.rds.amazonaws.com"]
    }
  }

  statement {
    sid       = "LetAlarmsPublishToEncryptedTopics"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
  }

  statement {
    sid       = "LetCloudWatchLogsEncrypt"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]
    principals {
      type        = "Service"
      identifiers = ["logs.eu-west-1.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic" "on_call" {
  provider = aws.ireland

  name = "on-call"
}

module "rds_cross_region_backup" {
  source    = "../../terraform"
  providers = { aws = aws.ireland }

  name    = "databases"
  targets = { "eu-central-1" = {} }

  alarm_actions        = [aws_sns_topic.on_call.arn]
  notification_emails  = ["databases@example.com"]
  encryption_key_arn   = aws_kms_key.plumbing.arn
  permissions_boundary = aws_iam_policy.boundary.arn
  tags                 = { team = "databases" }
}
