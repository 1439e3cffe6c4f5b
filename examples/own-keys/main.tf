# What: copies of eu-west-1 in two regions under keys of your own, made in the same apply: their ARNs are unknown when
#       the first plan is made. One database has a key of its own.
# Cost: three customer managed keys (1 USD a month each), fourteen alarms, a few thousand short Lambda runs a month, besides
#       transfer and storage of the copies.
# Run:  terraform init && terraform apply
provider "aws" {
  region = "eu-west-1"
}

resource "aws_kms_key" "backup" {
  for_each = toset(["eu-central-1", "eu-north-1"])

  region              = each.key
  description         = "Copies of RDS snapshots"
  enable_key_rotation = true
}

resource "aws_kms_key" "payments" {
  region              = "eu-central-1"
  description         = "Copies of the snapshots of the database payments"
  enable_key_rotation = true
}

module "rds_cross_region_backup" {
  source = "../../terraform"

  targets = {
    "eu-central-1" = {
      create_kms_key        = false
      kms_key_arn           = aws_kms_key.backup["eu-central-1"].arn
      database_kms_key_arns = { "payments" = aws_kms_key.payments.arn }
    }
    "eu-north-1" = {
      create_kms_key = false
      kms_key_arn    = aws_kms_key.backup["eu-north-1"].arn
    }
  }

  backup_windows = ["23:30-00:00", "04:00-04:30"]
  retention      = { keep_last = 3, keep_daily = 7, keep_monthly = 6 }
}
