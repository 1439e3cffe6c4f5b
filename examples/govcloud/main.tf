# What: the two GovCloud regions, each with copies in the other. Snapshots of GovCloud can be copied within GovCloud only: the
#       plan refuses any other target.
# Cost: two customer managed keys (1 USD a month each), twenty alarms, a few thousand short Lambda runs a month in each
#       region, besides transfer and storage of the copies.
# Run:  terraform init && terraform apply
provider "aws" {
  region = "us-gov-west-1"
}

provider "aws" {
  alias  = "east"
  region = "us-gov-east-1"
}

module "west" {
  source  = "../../terraform"
  targets = { "us-gov-east-1" = {} }
}

module "east" {
  source    = "../../terraform"
  providers = { aws = aws.east }
  targets   = { "us-gov-west-1" = {} }
}
