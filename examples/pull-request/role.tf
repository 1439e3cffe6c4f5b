# What: the role of plan.yml. It may read what a plan of this module reads, and the state; nothing else: no code or settings of
#       other functions, no data.
# Cost: nothing.
# Run:  terraform apply -var repository=OWNER/NAME -var state_bucket=BUCKET -var state_key=KEY
#       The account has GitHub's OIDC provider already (there is one for all repositories). What else is in the folder that plan.yml
#       plans needs rights of its own; a state under a key of yours, kms:Decrypt with it.
variable "repository" {
  type        = string
  description = "The repository whose pull requests are planned: OWNER/NAME."
}

variable "state_bucket" {
  type        = string
  description = "The S3 bucket of the state."
}

variable "state_key" {
  type        = string
  description = "The state's key in the bucket."
}

variable "name" {
  type        = string
  default     = "rds-cross-region-backup"
  description = "The `name` of the module's call."
}

output "role_arn" {
  value = aws_iam_role.plan.arn
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

locals {
  partition = data.aws_partition.this.partition
  account   = data.aws_caller_identity.this.account_id

  # What AWS provider 6 calls to refresh a resource or to read data, by what it may be limited to. Some actions know no resource.
  reads = {
    "events:*:${local.account}:rule/${var.name}-*" = {
      aws_cloudwatch_event_rule   = ["events:DescribeRule", "events:ListTagsForResource"]
      aws_cloudwatch_event_target = ["events:ListTargetsByRule"]
    }
    "logs:*:${local.account}:log-group:*" = {
      aws_cloudwatch_log_group = ["logs:DescribeLogGroups", "logs:ListTagsForResource"]
    }
    "ssm:*:${local.account}:parameter/${var.name}/*" = {
      aws_ssm_parameter = ["ssm:GetParameter", "ssm:ListTagsForResource"]
    }
    "cloudwatch:*:${local.account}:alarm:*" = {
      aws_cloudwatch_metric_alarm = ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"]
    }
    "rds:*:${local.account}:*" = {
      aws_db_event_subscription = ["rds:DescribeEventSubscriptions", "rds:ListTagsForResource"]
      aws_db_instance           = ["rds:DescribeDBInstances"]
      aws_rds_cluster           = ["rds:DescribeDBClusters"]
    }
    "iam::${local.account}:role/${var.name}-*" = {
      aws_iam_role        = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"]
      aws_iam_role_policy = ["iam:GetRolePolicy"]
    }
    "*" = {
      aws_cloudwatch_query_definition = ["logs:DescribeQueryDefinitions"]
      aws_kms_alias                   = ["kms:ListAliases"]
      aws_sns_topic_subscription      = ["sns:GetSubscriptionAttributes"]
      aws_ssm_parameter               = ["ssm:DescribeParameters"]
    }
    "kms:*:${local.account}:key/*" = {
      aws_kms_key = ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"]
    }
    "lambda:*:${local.account}:function:${var.name}-*" = {
      aws_lambda_function = [
        "lambda:GetFunction", "lambda:GetFunctionCodeSigningConfig", "lambda:ListTags", "lambda:ListVersionsByFunction",
      ]
      aws_lambda_function_event_invoke_config = ["lambda:GetFunctionEventInvokeConfig"]
      aws_lambda_permission                   = ["lambda:GetPolicy"]
    }
    "sns:*:${local.account}:${var.name}-*" = {
      aws_sns_topic        = ["sns:GetTopicAttributes", "sns:ListTagsForResource"]
      aws_sns_topic_policy = ["sns:GetTopicAttributes"]
    }
    "sqs:*:${local.account}:${var.name}-*" = {
      aws_sqs_queue        = ["sqs:GetQueueAttributes", "sqs:ListQueueTags"]
      aws_sqs_queue_policy = ["sqs:GetQueueAttributes"]
    }
  }
}

data "aws_iam_policy_document" "reads" {
  dynamic "statement" {
    for_each = local.reads
    content {
      actions   = distinct(flatten(values(statement.value)))
      resources = [statement.key == "*" ? "*" : "arn:${local.partition}:${statement.key}"]
    }
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:${local.partition}:s3:::${var.state_bucket}/${var.state_key}"]
  }

  statement {
    actions   = ["s3:ListBucket"]
    resources = ["arn:${local.partition}:s3:::${var.state_bucket}"]
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:${local.partition}:iam::${local.account}:oidc-provider/token.actions.githubusercontent.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["repo:${var.repository}:pull_request"]
    }
  }
}

resource "aws_iam_role" "plan" {
  name               = "${var.name}-plan"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "reads" {
  name   = "read-for-a-plan"
  role   = aws_iam_role.plan.id
  policy = data.aws_iam_policy_document.reads.json
}
