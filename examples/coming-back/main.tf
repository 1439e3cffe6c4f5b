# What: the deployment is applied again after examples/leaving. Its keys are taken over instead of made a second time: the alias
#       that was left in each target region leads to the key under which the copies are. Copies need nothing: they carry the tags
#       of a deployment of this name and source region, so the first run knows them as its own, and retention counts them.
# Cost: as before you left.
# Run:  terraform apply; expect two resources "to import" for each target region, and no aws_kms_key "will be created".
#       Afterwards remove the locals, data and import blocks.
provider "aws" {
  region = "eu-west-1"
}

module "rds_cross_region_backup" {
  source  = "../../terraform"
  targets = { for region in local.kept : region => {} }
}

locals {
  kept  = toset(["eu-central-1", "eu-north-1"])
  alias = "alias/rds-cross-region-backup-eu-west-1" # alias/<name>-<source region>
}

data "aws_kms_alias" "kept" {
  for_each = local.kept
  region   = each.key
  name     = local.alias
}

import {
  for_each = local.kept
  to       = module.rds_cross_region_backup.aws_kms_key.this[each.key]
  id       = "${data.aws_kms_alias.kept[each.key].target_key_id}@${each.key}"
}

import {
  for_each = local.kept
  to       = module.rds_cross_region_backup.aws_kms_alias.this[each.key]
  id       = "${local.alias}@${each.key}"
}
