data "aws_iam_policy_document" "kms_key" {
  # checkov:skip=CKV_AWS_109:In the policy of a key, * is this key; that IAM policies of the account decide is the default of KMS
  # checkov:skip=CKV_AWS_111:In the policy of a key, * is this key; that IAM policies of the account decide is the default of KMS
  # checkov:skip=CKV_AWS_356:In the policy of a key, * is this key; that IAM policies of the account decide is the default of KMS
  statement {
    sid       = "LetIamPoliciesOfThisAccountDecide"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account_id}:root"]
    }
  }

  dynamic "statement" {
    for_each = var.protect_kms_keys ? [true] : []

    content {
      sid       = "KeepTheKeyThatCopiesNeedToBeRestored"
      effect    = "Deny"
      actions   = ["kms:DisableKey", "kms:ScheduleKeyDeletion"]
      resources = ["*"]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}

resource "aws_kms_key" "this" {
  for_each = toset([
    for region, target in local.targets : region if target.create_kms_key
  ])

  region                  = each.key
  description             = "Copies of RDS snapshots made by ${var.name} in ${local.source_region}"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.kms_key.json
  tags                    = var.tags
}

resource "aws_kms_alias" "this" {
  for_each = toset([for region, target in local.targets : region if target.create_kms_key])

  region        = each.key
  name          = "alias/${var.name}-${local.source_region}"
  target_key_id = aws_kms_key.this[each.key].key_id
}
