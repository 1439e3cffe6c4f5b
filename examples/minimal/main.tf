# What: the Terraform module in three lines. Every database of the provider's region is copied to eu-central-1, under a
#       customer managed key that the module makes there.
# Cost: one customer managed key (1 USD a month), ten alarms, and a few thousand short Lambda runs a month, besides
#       transfer and storage of the copies.
# Run:  terraform init && terraform apply; expect the warning that nobody is told, until you give notification_emails
#       or alarm_actions
module "rds_cross_region_backup" {
  source  = "../../terraform"
  targets = { "eu-central-1" = {} }
}
