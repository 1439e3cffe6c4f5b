terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      version = ">= 6.0"
      source  = "hashicorp/aws"
    }
  }
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"

  default_tags {
    tags = { owner = "west" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

variable "targets" {
  description = "The targets."
  type = map(object({
    create_kms_key = optional(bool, true)
    windows = optional(list(object({
      from = string
      to   = string
    })), [])
  }))
  default = {
    "eu-central-1" = {}
    "us-east-1" = {
      create_kms_key = false
      windows = [{
        from = "a"
        to   = "b"
      }]
    }
  }
  nullable = false

  validation {
    condition = alltrue([
      for region, target in var.targets :
      can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)) &&
      (target.create_kms_key || length(target.windows) < 10)
    ])
    error_message = "targets must be regions, got: ${join(", ", keys(var.targets))}"
  }

  validation {
    condition     = length(var.targets) < 20
    error_message = "targets must be fewer than 20."
  }
}

variable "enabled" {
  description = "The enabled."
  type        = bool
  default     = false
  nullable    = false
}

variable "count_of_queues" {
  description = "The count_of_queues."
  type        = number
  default     = 0
  nullable    = false
}

variable "prefix" {
  description = "The prefix."
  type        = string
  default     = ""
  nullable    = false
}

variable "names" {
  description = "The names."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "labels" {
  description = "The labels."
  type        = map(string)
  default = {
    camelCase = "kept"
    "a.b/c"   = "a \"quoted\" \\ back\\nslash, tab\t, 100 %, $5, $${not} $$${this} %%{if} %%%{that}, ünï 日本 \u0007"
    "for"     = "f"
    "true"    = "t"
    "null"    = "n"
  }
  nullable = false
}

variable "tuple" {
  description = "The tuple."
  type        = tuple([string, number, any])
  default     = ["x", -1.5e-7, { deep = [null, true, []] }]
  nullable    = false
}

variable "either" {
  description = "The either."
  type        = any
  default     = null
  nullable    = true
}

variable "awkward" {
  description = "a \"quoted\" \\ back\\nslash, tab\t, 100 %, $5, $${not} $$${this} %%{if} %%%{that}, ünï 日本 \u0007"
  type        = string
  default     = "a \"quoted\" \\ back\\nslash, tab\t, 100 %, $5, $${not} $$${this} %%{if} %%%{that}, ünï 日本 \u0007"
  nullable    = false
  sensitive   = true
}

variable "lines" {
  description = "Several lines,\nthe last one without an end."
  type        = string
  default     = <<-EOT
    First line.
      Indented $${literal}.

    	Tab.
    Last %%{line}.
  EOT
  nullable    = false
}

locals {
  plain   = "text"
  number  = 12345678.9
  escaped = "$${literal} %%{literal} \"quoted\" back\\slash\nnew line"
  mixed   = "${var.prefix}-${local.plain}%{if var.enabled} on%{else} off%{endif~}  !"

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      "a/b"  = [1, 2, -3]
    }]
  })

  by_region = {
    for region, target in var.targets : "${region}-x" => target.windows[*].from...
    if !(target.create_kms_key)
  }

  arithmetic = -(1 + 2) * 3 % 4 - -length(var.names)

  conditional = (
    var.enabled
    ? (length(var.names) > 0 ? "a long answer that does not fit on the line" : "another one")
    : "neither of these two answers, but a third"
  )

  logic = (
    (var.enabled || (length(var.names) > 10 && length(var.targets) > 10)) &&
    (var.prefix != "something rather long")
  )

  splat = [for w in values(var.targets)[*].windows : w if length(w) >= 1]

  keys = {
    "${local.plain}-key" = 1
    (local.plain)        = var.count_of_queues
    "a b"                = { nested = [local.plain, true] }
  }

  regions = toset([for region in keys(var.targets) : region if startswith(region, "eu-")])

  heredoc = <<-EOT
    #!/bin/sh
      echo ${local.plain} $${HOME} "quoted" \n

    exit 0
  EOT

  numbers = [
    0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000, 12000, 13000, 14000,
    15000, 16000, 17000, 18000, 19000, 20000, 21000, 22000, 23000, 24000, 25000, 26000, 27000,
    28000, 29000, 30000, 31000, 32000, 33000, 34000, 35000, 36000, 37000, 38000, 39000,
  ]

  constructor = (
    "a" == "b"
    ? null
    : merge({ for_it = 1 }, { "for" = local.plain, "x-y" = 2, (local.plain) = 3 })
  )

  multi_line = concat([1], [2])

  words = [
    "word number 0",
    "word number 1",
    "word number 2",
    "word number 3",
    "word number 4",
    "word number 5",
    "word number 6",
    "word number 7",
    "word number 8",
    "word number 9",
    "word number 10",
    "word number 11",
  ]

  argument_like = merge(
    { a = 1, "for" = local.plain },
    { (jsonencode({ b = 2 })) = 1, c = "a long text that makes it too long for a line" }
  )

  loop_over_object = [
    for name, value in { first = 1, second = 2 } :
    { name = name, value = value, text = "a long text again, too long for the line" }
  ]

  by_cdktf = merge({
    a     = "$${local.plain}"
    "b c" = "say hi"
  }, zipmap(["x"], ["$${var.prefix}-y"]))
}

output "locals" {
  value = {
    plain            = local.plain
    number           = local.number
    escaped          = local.escaped
    mixed            = local.mixed
    policy           = local.policy
    by_region        = local.by_region
    arithmetic       = local.arithmetic
    conditional      = local.conditional
    logic            = local.logic
    splat            = local.splat
    keys             = local.keys
    regions          = local.regions
    heredoc          = local.heredoc
    numbers          = local.numbers
    constructor      = local.constructor
    multi_line       = local.multi_line
    words            = local.words
    argument_like    = local.argument_like
    loop_over_object = local.loop_over_object
    by_cdktf         = local.by_cdktf
  }
}

data "aws_caller_identity" "this" {}

data "aws_region" "west" {
  provider = aws.west
}

data "aws_iam_policy_document" "trust" {
  statement {
    sid     = "Trust"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_kms_key" "this" {
  for_each = local.regions

  region                  = each.key
  description             = "Key of ${each.key}"
  deletion_window_in_days = 30

  tags = {
    "CrossRegionBackup/SourceArn" = "arn:of/it"
    team                          = "databases"
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags["team"], description]

    precondition {
      condition     = length(each.key) > 0
      error_message = "A region has a name, got: ${each.key}"
    }
  }
}

resource "aws_sqs_queue" "dlq" {
  name                       = "${var.prefix}dead-letters"
  visibility_timeout_seconds = 0
}

data "aws_iam_policy_document" "this" {
  statement {
    sid = "SendToTheQueue"
    actions = [
      "sqs:SendMessage",
      "sqs:GetQueueUrl",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:ListQueueTags",
    ]
    resources = [aws_sqs_queue.dlq.arn]

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.this.account_id]
    }
  }

  dynamic "statement" {
    for_each = var.enabled ? [true] : []

    content {
      sid       = "OnlyIfEnabled"
      actions   = ["sns:Publish"]
      resources = ["*"]

      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.names
    iterator = name

    content {
      sid       = "Name${name.key}"
      actions   = ["sns:Publish"]
      resources = [name.value]
    }
  }

  depends_on = [aws_kms_key.this]
}

data "aws_iam_policy_document" "for_each_window" {
  dynamic "statement" {
    for_each = toset(["a", "b"])
    iterator = each

    content {
      sid       = each.value
      actions   = ["sqs:SendMessage"]
      resources = [aws_sqs_queue.dlq.arn]
    }
  }
}

resource "aws_iam_role" "this" {
  name               = "role"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "this" {
  function_name = "${var.prefix}function"
  filename      = "${path.module}/function.zip"
  handler       = "index.handler"
  role          = aws_iam_role.this.arn
  runtime       = "nodejs22.x"

  dead_letter_config {
    target_arn = aws_sqs_queue.dlq.arn
  }

  environment {
    variables = {
      SETTINGS = jsonencode({ retention = { keepLast = 3 } })
      MODE     = var.enabled
    }
  }

  timeouts {
    create = "10m"
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = all
  }

  depends_on = [aws_iam_role.this, aws_sqs_queue.dlq]
}

resource "aws_sns_topic" "west" {
  count    = 2
  provider = aws.west

  display_name = "Topic ${count.index}"
  fifo_topic   = false
}

resource "aws_cloudwatch_metric_alarm" "sum" {
  alarm_name          = "sum"
  alarm_actions       = []
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 0.5

  metric_query {
    expression  = "m1 + m2"
    id          = "e1"
    return_data = true
  }

  metric_query {
    id = "m1"

    metric {
      dimensions = {
        service      = "x"
        TargetRegion = "y"
      }
      metric_name = "m1"
      namespace   = "N"
      period      = 60
      stat        = "Sum"
    }
  }

  metric_query {
    id = "m2"

    metric {
      dimensions = {
        service      = "x"
        TargetRegion = "y"
      }
      metric_name = "m2"
      namespace   = "N"
      period      = 60
      stat        = "Sum"
    }
  }
}

resource "aws_security_group" "this" {
  name = "group"

  ingress = [
    for key, val in toset(["a", "b"]) : {
      from_port        = 1
      to_port          = 2
      protocol         = "tcp"
      description      = val
      cidr_blocks      = []
      ipv6_cidr_blocks = []
      prefix_list_ids  = []
      security_groups  = []
      self             = true
    }
  ]

  egress {
    description      = "all"
    cidr_blocks      = ["0.0.0.0/0"]
    from_port        = 0
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    protocol         = "-1"
    security_groups  = []
    self             = false
    to_port          = 0
  }
}

resource "terraform_data" "this" {
  input            = { a = [1, local.plain] }
  triggers_replace = { "0" = var.prefix }

  lifecycle {
    replace_triggered_by = [aws_sqs_queue.dlq.arn, aws_iam_role.this]
  }
}

module "child" {
  source    = "./child"
  providers = { aws.other = aws.west }

  settings = {
    "a-b" = 1
    list  = [local.plain]
  }

  depends_on = [aws_sqs_queue.dlq]
}

output "child_output" {
  description = "What the child echoes, literally $${it}."
  value       = module.child.echo
  sensitive   = true

  precondition {
    condition     = length(var.targets) > 0
    error_message = "No target region."
  }

  depends_on = [aws_iam_role.this]
}

output "off" {
  description = "False."
  value       = false
}

output "object" {
  value = { "key arns" = { for region, key in aws_kms_key.this : region => key.arn } }
}

moved {
  from = aws_sqs_queue.dead_letters
  to   = aws_sqs_queue.dlq
}

moved {
  from = aws_kms_key.old["eu-central-1"]
  to   = aws_kms_key.this["eu-central-1"]
}

removed {
  from = aws_kms_key.given_up

  lifecycle {
    destroy = false
  }
}

import {
  to = aws_iam_role.this
  id = "role"
}

check "queue_is_there" {
  data "aws_caller_identity" "check" {}

  assert {
    condition     = data.aws_caller_identity.check.account_id != ""
    error_message = "No account."
  }
}
