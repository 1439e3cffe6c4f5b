data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}

data "aws_region" "this" {}
