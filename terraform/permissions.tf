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
  name                 = "${var.name}-${local.source_region}"
  description          = "Copies RDS snapshots of ${local.source_region} to other regions"
  assume_role_policy   = data.aws_iam_policy_document.assume_role.json
  permissions_boundary = var.permissions_boundary
  tags                 = var.tags
}

data "aws_iam_policy_document" "functions" {
  statement {
    sid       = "ListDatabases"
    actions   = ["rds:DescribeDBClusters", "rds:DescribeDBInstances"]
    resources = ["arn:${local.partition}:rds:${local.source_region}:${local.account_id}:*"]
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
      "arn:${local.partition}:rds:${local.source_region}:${local.account_id}:snapshot:rds:*",
      "arn:${local.partition}:rds:${local.source_region}:${local.account_id}:cluster-snapshot:rds:*",
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
      values   = ["arn:${local.partition}:rds:${local.source_region}:${local.account_id}:*"]
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
      values   = ["arn:${local.partition}:rds:${local.source_region}:${local.account_id}:*"]
    }

    condition {
      test     = "StringLikeIfExists"
      variable = "aws:ResourceTag/CrossRegionBackup/Hold"
      values   = ["20??-??-??"]
    }
  }

  statement {
    sid     = "LeaveAutomatedSnapshotsAlone"
    effect  = "Deny"
    actions = ["rds:AddTagsToResource", "rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"]
    resources = [
      "arn:${local.partition}:rds:*:${local.account_id}:snapshot:*:*",
      "arn:${local.partition}:rds:*:${local.account_id}:cluster-snapshot:*:*",
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

  statement {
    sid       = "TellPeople"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.notifications.arn]
  }

  statement {
    sid       = "RememberWhatWasTold"
    actions   = ["ssm:GetParameter", "ssm:PutParameter"]
    resources = [aws_ssm_parameter.told.arn]
  }

  dynamic "statement" {
    for_each = var.encryption_key_arn != null ? [true] : []

    content {
      sid       = "EncryptFailedInvocationsAndMessages"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = [var.encryption_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values = [
          "sns.${local.source_region}.${local.dns_suffix}",
          "sqs.${local.source_region}.${local.dns_suffix}",
        ]
      }
    }
  }

  dynamic "statement" {
    for_each = var.copy_option_groups != "never" ? [true] : []

    content {
      sid       = "MakeCopiesOfOptionGroups"
      actions   = ["rds:CreateOptionGroup"]
      resources = local.option_groups
    }
  }

  dynamic "statement" {
    for_each = var.copy_option_groups != "never" ? [true] : []

    content {
      sid       = "TagCopiesOfOptionGroups"
      actions   = ["rds:AddTagsToResource"]
      resources = local.option_groups

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
    }
  }

  dynamic "statement" {
    for_each = var.copy_option_groups == "never" ? [true] : []

    content {
      sid       = "TakeNoOptionGroupsAlong"
      effect    = "Deny"
      actions   = ["rds:CopyDBSnapshot"]
      resources = ["*"]

      condition {
        test     = "Bool"
        variable = "rds:CopyOptionGroup"
        values   = ["true"]
      }
    }
  }

  dynamic "statement" {
    for_each = local.has_kms_keys && var.restore_checks != "off" ? [true] : []

    content {
      sid     = "DescribeKeysOfSnapshotsAndCopies"
      actions = ["kms:DescribeKey"]
      resources = concat(
        ["arn:${local.partition}:kms:${local.source_region}:${local.account_id}:key/*"],
        var.source_kms_key_arns,
        [for arn in local.kms_key_arns : replace(arn, "/key/.*/", "key/*")]
      )
    }
  }

  dynamic "statement" {
    for_each = local.has_kms_keys && var.restore_checks == "off" ? [true] : []

    content {
      sid     = "DescribeKeysInUse"
      actions = ["kms:DescribeKey"]
      resources = concat([
        "arn:${local.partition}:kms:${local.source_region}:${local.account_id}:key/*",
      ], var.source_kms_key_arns, local.kms_key_arns)
    }
  }

  dynamic "statement" {
    for_each = local.has_kms_keys ? [true] : []

    content {
      sid = "UseKeysOfSnapshotsAndCopies"
      actions = [
        "kms:Decrypt",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ]
      resources = concat([
        "arn:${local.partition}:kms:${local.source_region}:${local.account_id}:key/*",
      ], var.source_kms_key_arns, local.kms_key_arns)

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
        "arn:${local.partition}:kms:${local.source_region}:${local.account_id}:key/*",
      ], var.source_kms_key_arns, local.kms_key_arns)

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

  dynamic "statement" {
    for_each = var.restore_checks == "off" ? [true] : []

    content {
      sid       = "ReadQuotasAndEvents"
      actions   = ["rds:DescribeAccountAttributes", "rds:DescribeEvents"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.restore_checks != "off" ? [true] : []

    content {
      sid = "ReadQuotasEventsAndVersions"
      actions = [
        "rds:DescribeAccountAttributes",
        "rds:DescribeDBEngineVersions",
        "rds:DescribeEvents",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = var.restore_checks == "all" ? [true] : []

    content {
      sid = "LookAtClassesAndGroups"
      actions = [
        "rds:DescribeDBClusterParameterGroups",
        "rds:DescribeDBParameterGroups",
        "rds:DescribeDBSubnetGroups",
        "rds:DescribeOptionGroups",
        "rds:DescribeOrderableDBInstanceOptions",
      ]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "this" {
  name   = var.name
  policy = data.aws_iam_policy_document.functions.json
  role   = aws_iam_role.this.name
}
