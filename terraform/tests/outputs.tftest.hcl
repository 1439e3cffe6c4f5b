# Each output, of resources that can be told apart.
mock_provider "aws" {
  # Written here by `npm run generate`: scripts/mock-provider.ts
  mock_data "aws_region" {
    defaults = { region = "eu-west-1" }
  }

  mock_data "aws_db_instance" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_rds_cluster" {
    defaults = { preferred_backup_window = "04:00-04:30" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:rule/mock" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:mock" }
  }

  mock_resource "aws_cloudwatch_metric_alarm" {
    defaults = { arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mock" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/mock" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:mock" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:mock" }
  }

  mock_resource "aws_ssm_parameter" {
    defaults = { arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/mock" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:mock", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/mock" }
  }
}

variables {
  targets       = { "eu-central-1" = {}, "us-east-1" = { create_kms_key = false } }
  retention     = { keep_daily = 7 }
  alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:pager"]
}

override_resource {
  target = aws_lambda_function.sweep
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:sweep" }
}

override_resource {
  target = aws_lambda_function.backup_finished
  values = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:backup-finished" }
}

override_resource {
  target = aws_iam_role.this
  values = { arn = "arn:aws:iam::123456789012:role/functions" }
}

override_resource {
  target = aws_sns_topic.this
  values = { arn = "arn:aws:sns:eu-west-1:123456789012:rds-events" }
}

override_resource {
  target = aws_sns_topic.notifications
  values = { arn = "arn:aws:sns:eu-west-1:123456789012:notifications" }
}

override_resource {
  target = aws_sqs_queue.dlq
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:dlq", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/dlq" }
}

override_resource {
  target = aws_kms_key.this
  values = { arn = "arn:aws:kms:eu-central-1:123456789012:key/made" }
}

run "outputs" {
  expect_failures = [check.encrypted_databases_can_be_copied]

  assert {
    condition     = output.sweep_function_name == "rds-cross-region-backup-sweep"
    error_message = "sweep_function_name: ${output.sweep_function_name}"
  }

  assert {
    condition     = output.sweep_function_arn == "arn:aws:lambda:eu-west-1:123456789012:function:sweep"
    error_message = "sweep_function_arn: ${output.sweep_function_arn}"
  }

  assert {
    condition     = output.backup_finished_function_name == "rds-cross-region-backup-backup-finished"
    error_message = "backup_finished_function_name: ${output.backup_finished_function_name}"
  }

  assert {
    condition     = output.backup_finished_function_arn == "arn:aws:lambda:eu-west-1:123456789012:function:backup-finished"
    error_message = "backup_finished_function_arn: ${output.backup_finished_function_arn}"
  }

  assert {
    condition     = output.role_arn == "arn:aws:iam::123456789012:role/functions"
    error_message = "role_arn: ${output.role_arn}"
  }

  assert {
    condition     = output.event_topic_arn == "arn:aws:sns:eu-west-1:123456789012:rds-events"
    error_message = "event_topic_arn: ${output.event_topic_arn}"
  }

  assert {
    condition     = output.notification_topic_arn == "arn:aws:sns:eu-west-1:123456789012:notifications"
    error_message = "notification_topic_arn: ${output.notification_topic_arn}"
  }

  assert {
    condition     = output.dead_letter_queue_arn == "arn:aws:sqs:eu-west-1:123456789012:dlq"
    error_message = "dead_letter_queue_arn: ${output.dead_letter_queue_arn}"
  }

  assert {
    condition     = output.schedule_expression == "cron(0 6 * * ? *)"
    error_message = "schedule_expression: ${output.schedule_expression}"
  }

  assert {
    condition = (
      jsonencode(output.target_kms_key_arns) ==
      jsonencode({ "eu-central-1" = "arn:aws:kms:eu-central-1:123456789012:key/made", "us-east-1" = null })
    )
    error_message = "target_kms_key_arns: ${jsonencode(output.target_kms_key_arns)}"
  }

  assert {
    condition     = length(output.alarm_arns) == 6 + 2 * 4 && alltrue([for arn in output.alarm_arns : startswith(arn, "arn:aws:cloudwatch:")])
    error_message = "alarm_arns must name the six alarms of the deployment and four for each target region, got: ${jsonencode(output.alarm_arns)}"
  }
  assert {
    condition = (
      output.settings.retention == { keep_last = 3, keep_daily = 7, keep_weekly = 0, keep_monthly = 0, keep_yearly = 0 } &&
      output.settings.region == aws_cloudwatch_event_rule.follow_up.region && output.settings.schedule_expression == "cron(0 6 * * ? *)" &&
      output.settings.targets["us-east-1"].create_kms_key == false && output.settings.max_copies_in_progress.clusters == 5 &&
      output.settings.name == "rds-cross-region-backup" && output.settings.encryption_key_arn == null
    )
    error_message = "settings must be those in force, got: ${jsonencode(output.settings)}"
  }
}
