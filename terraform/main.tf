data "aws_region" "this" {}

resource "terraform_data" "target_since" {
  for_each = toset(keys(var.targets))

  input = plantimestamp()

  lifecycle {
    ignore_changes = [input]
  }
}
