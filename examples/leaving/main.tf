# What: the deployment is removed, its keys and copies stay. This is what takes the place of the module's call: Terraform forgets
#       the keys, and deletes the rest. Copies are in no state. The keys keep their policy, which denies their deletion.
# Cost: the keys (1 USD a month each) and the storage of the copies, until you delete the copies, then the keys.
# Run:  terraform apply; expect "will no longer be managed by Terraform, but will not be destroyed" for each key.
#       OpenTofu 1.9 takes no lifecycle here, and needs none: its removed blocks never destroy. 1.10 and newer take this as it is.
#       To come back: examples/coming-back.
provider "aws" {
  region = "eu-west-1"
}

removed {
  from = module.rds_cross_region_backup.aws_kms_key.this

  lifecycle {
    destroy = false
  }
}

removed {
  from = module.rds_cross_region_backup.aws_kms_alias.this

  lifecycle {
    destroy = false
  }
}
