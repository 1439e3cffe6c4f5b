data "aws_iam_policy_document" "assume_role" {
  statement {
    sid     = "LetLambdaRunTheFunctions"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-${data.aws_region.this.region}"
  description          = "Copies RDS snapshots of ${data.aws_region.this.region} to other regions"
  assume_role_policy   = data.aws_iam_policy_document.assume_role.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

data "aws_iam_policy_document" "functions" {
  statement {
    sid     = "ListDatabases"
    actions = ["rds:DescribeDBClusters", "rds:DescribeDBInstances"]
    resources = [
      "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:*",
    ]
  }

  statement {
    sid       = "ListSnapshotsAndCopies"
    actions   = ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"]
    resources = local.every_snapshot
  }

  statement {
    sid     = "CopyFromAutomatedSnapshots"
    actions = ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot"]
    resources = [
      "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:snapshot:rds:*",
      "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:cluster-snapshot:rds:*",
    ]
  }

  statement {
    sid       = "MakeCopiesAndReadTheirTags"
    actions   = ["rds:CopyDBClusterSnapshot", "rds:CopyDBSnapshot", "rds:ListTagsForResource"]
    resources = local.copies
  }

  statement {
    sid       = "TagCopiesAsOwn"
    actions   = ["rds:AddTagsToResource"]
    resources = local.copies

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/CrossRegionBackup"
      values   = [var.name]
    }

    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:ResourceTag/CrossRegionBackup"
      values   = [var.name]
    }

    condition {
      test     = "StringLikeIfExists"
      variable = "aws:ResourceTag/CrossRegionBackup/SourceArn"
      values = [
        "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:*",
      ]
    }
  }

  statement {
    sid       = "DeleteOwnCopiesOnly"
    actions   = ["rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"]
    resources = local.copies

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/CrossRegionBackup"
      values   = [var.name]
    }

    condition {
      test     = "StringLike"
      variable = "aws:ResourceTag/CrossRegionBackup/SourceArn"
      values = [
        "arn:${data.aws_partition.this.partition}:rds:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:*",
      ]
    }

    condition {
      test     = "Null"
      variable = "aws:ResourceTag/CrossRegionBackup/Hold"
      values   = ["true"]
    }
  }

  statement {
    sid     = "LeaveAutomatedSnapshotsAlone"
    effect  = "Deny"
    actions = ["rds:AddTagsToResource", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"]
    resources = [
      "arn:${data.aws_partition.this.partition}:rds:*:${data.aws_caller_identity.this.account_id}:snapshot:*:*",
      "arn:${data.aws_partition.this.partition}:rds:*:${data.aws_caller_identity.this.account_id}:cluster-snapshot:*:*",
    ]
  }

  statement {
    sid     = "WriteLogs"
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "${aws_cloudwatch_log_group.sweep.arn}:*",
      "${aws_cloudwatch_log_group.backup_finished.arn}:*",
    ]
  }

  statement {
    sid       = "KeepFailedInvocations"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dlq.arn]
  }

  dynamic "statement" {
    for_each = var.encryption_key_arn != null ? [true] : []

    content {
      sid       = "EncryptFailedInvocations"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [var.encryption_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["sqs.${data.aws_region.this.region}.${data.aws_partition.this.dns_suffix}"]
      }
    }
  }

  dynamic "statement" {
    for_each = local.has_kms_keys ? [true] : []

    content {
      sid = "UseKeysOfSnapshotsAndCopies"
      actions = [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      resources = concat([
        "arn:${data.aws_partition.this.partition}:kms:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:key/*",
      ], local.kms_key_arns)

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = local.rds_services
      }
    }
  }

  dynamic "statement" {
    for_each = local.has_kms_keys ? [true] : []

    content {
      sid     = "LetRdsUseThoseKeys"
      actions = ["kms:CreateGrant"]
      resources = concat([
        "arn:${data.aws_partition.this.partition}:kms:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:key/*",
      ], local.kms_key_arns)

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = local.rds_services
      }

      condition {
        test     = "Bool"
        variable = "kms:GrantIsForAWSResource"
        values   = ["true"]
      }
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = var.name
  policy = data.aws_iam_policy_document.functions.json
  role   = aws_iam_role.this.name
}
