resource "aws_sqs_queue" "dlq" {
  region                    = var.region
  name                      = "${var.name}-dead-letters"
  kms_master_key_id         = var.encryption_key_arn
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = var.encryption_key_arn == null ? true : null
  tags                      = var.tags
}

data "aws_iam_policy_document" "dlq" {
  statement {
    sid       = "DenyRequestsWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [aws_sqs_queue.dlq.arn]

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

resource "aws_sqs_queue_policy" "dlq" {
  region    = var.region
  policy    = data.aws_iam_policy_document.dlq.json
  queue_url = aws_sqs_queue.dlq.url
}

resource "aws_cloudwatch_log_group" "sweep" {
  # checkov:skip=CKV_AWS_338:log_retention_in_days decides; what was copied is recorded by the copies and their tags, not by the log
  # checkov:skip=CKV_AWS_158:encryption_key_arn encrypts it with your key; without one, CloudWatch Logs does with its own
  region            = var.region
  name              = "/aws/lambda/${var.name}-sweep"
  kms_key_id        = var.encryption_key_arn
  retention_in_days = var.log_retention_in_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_group" "backup_finished" {
  # checkov:skip=CKV_AWS_338:log_retention_in_days decides; what was copied is recorded by the copies and their tags, not by the log
  # checkov:skip=CKV_AWS_158:encryption_key_arn encrypts it with your key; without one, CloudWatch Logs does with its own
  region            = var.region
  name              = "/aws/lambda/${var.name}-backup-finished"
  kms_key_id        = var.encryption_key_arn
  retention_in_days = var.log_retention_in_days
  tags              = var.tags
}

resource "aws_lambda_function" "sweep" {
  # checkov:skip=CKV_AWS_50:Log and metrics tell what a run did; traces would take another permission
  # checkov:skip=CKV_AWS_115:Runs at once do no harm, and what is reserved is taken from all other functions of the account
  # checkov:skip=CKV_AWS_116:The on-failure destination keeps failed invocations, with the error that a dead-letter queue would not get
  # checkov:skip=CKV_AWS_117:It calls the public API of RDS and nothing in a VPC, from which it would need a way out
  # checkov:skip=CKV_AWS_173:The settings are no secrets: names, patterns, numbers, ARNs of keys. Lambda encrypts them with its own key
  # checkov:skip=CKV_AWS_272:The zip is part of the module, and can be built again from its source, byte for byte
  region           = var.region
  function_name    = "${var.name}-sweep"
  description      = "Copies every RDS snapshot that a target region lacks, and deletes copies past retention"
  architectures    = ["arm64"]
  filename         = "${path.module}/functions/sweep.zip"
  handler          = "sweep.handler"
  memory_size      = 512
  role             = aws_iam_role.this.arn
  runtime          = var.lambda_runtime
  source_code_hash = filebase64sha256("${path.module}/functions/sweep.zip")
  timeout          = 900
  tags             = var.tags

  environment {
    variables = local.environment
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.sweep.name
  }

  lifecycle {
    precondition {
      condition     = local.environment_bytes <= 4096
      error_message = "instances, clusters, targets and copy_tags must be shorter: Lambda takes 4096 bytes of settings, as JSON, got: ${local.environment_bytes}"
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function_event_invoke_config" "sweep" {
  region                       = var.region
  function_name                = aws_lambda_function.sweep.function_name
  maximum_event_age_in_seconds = var.follow_up_interval_minutes * 60
  maximum_retry_attempts       = 0
}

resource "aws_lambda_function" "backup_finished" {
  # checkov:skip=CKV_AWS_50:Log and metrics tell what a run did; traces would take another permission
  # checkov:skip=CKV_AWS_115:Runs at once do no harm, and what is reserved is taken from all other functions of the account
  # checkov:skip=CKV_AWS_116:The on-failure destination keeps failed invocations, with the error that a dead-letter queue would not get
  # checkov:skip=CKV_AWS_117:It calls the public API of RDS and nothing in a VPC, from which it would need a way out
  # checkov:skip=CKV_AWS_173:The settings are no secrets: names, patterns, numbers, ARNs of keys. Lambda encrypts them with its own key
  # checkov:skip=CKV_AWS_272:The zip is part of the module, and can be built again from its source, byte for byte
  region           = var.region
  function_name    = "${var.name}-backup-finished"
  description      = "Copies the RDS snapshot of a backup that has just finished"
  architectures    = ["arm64"]
  filename         = "${path.module}/functions/backup-finished.zip"
  handler          = "backup-finished.handler"
  memory_size      = 256
  role             = aws_iam_role.this.arn
  runtime          = var.lambda_runtime
  source_code_hash = filebase64sha256("${path.module}/functions/backup-finished.zip")
  timeout          = 120
  tags             = var.tags

  environment {
    variables = local.environment
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.backup_finished.name
  }

  lifecycle {
    precondition {
      condition     = local.environment_bytes <= 4096
      error_message = "instances, clusters, targets and copy_tags must be shorter: Lambda takes 4096 bytes of settings, as JSON, got: ${local.environment_bytes}"
    }
  }

  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_function_event_invoke_config" "backup_finished" {
  region                 = var.region
  function_name          = aws_lambda_function.backup_finished.function_name
  maximum_retry_attempts = 2

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dlq.arn
    }
  }
}
