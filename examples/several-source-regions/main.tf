# What: two regions that protect each other, with one provider: a call of the module for each source region. A third region is a
#       third item of `regions`. (two-regions does the same with a provider for each.)
# Cost: two customer managed keys (1 USD a month each), twenty alarms, a few thousand short Lambda runs a month in each
#       region, besides transfer and storage of the copies.
# Run:  terraform init && terraform apply; expect the warning that nobody is told, as in minimal
locals {
  regions = toset(["eu-west-1", "us-east-1"])
}

module "rds_cross_region_backup" {
  source   = "../../terraform"
  for_each = local.regions

  region  = each.key
  targets = { for region in setsubtract(local.regions, [each.key]) : region => {} }
}
