# What: two regions that protect each other. Only automated snapshots are copied, and a copy is none, so nothing goes round in
#       circles. Both have the same name: what a deployment makes in its target region carries the name of its source region.
# Cost: two customer managed keys (1 USD a month each), twenty alarms, a few thousand short Lambda runs a month in each
#       region, besides transfer and storage of the copies.
# Run:  terraform init && terraform apply
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

module "ireland" {
  source  = "../../terraform"
  targets = { "eu-central-1" = {} }
}

module "frankfurt" {
  source    = "../../terraform"
  providers = { aws = aws.frankfurt }
  targets   = { "eu-west-1" = {} }
}
