# What: eu-north-1 is no target any more, and the key of the copies there stays: it is taken over from the module in the same
#       change. Without the moved block the plan would delete it (and AWS refuse, with protect_kms_keys).
# Cost: as before; the key costs 1 USD a month, until you delete the copies there, then the key.
# Run:  terraform apply; expect "has moved to aws_kms_key.eu_north_1", and no key to destroy
provider "aws" {
  region = "eu-west-1"
}

module "rds_cross_region_backup" {
  source  = "../../terraform"
  targets = { "eu-central-1" = {} } # there was "eu-north-1" = {} too
}

moved {
  from = module.rds_cross_region_backup.aws_kms_key.this["eu-north-1"]
  to   = aws_kms_key.eu_north_1
}

# As the module made it. Without a policy: it stays as it is.
resource "aws_kms_key" "eu_north_1" {
  region                  = "eu-north-1"
  description             = "Copies of RDS snapshots made by rds-cross-region-backup in eu-west-1"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  tags                    = {} # those of the module's call

  lifecycle {
    prevent_destroy = true
  }
}
