data "aws_db_instance" "backup_windows" {
  for_each = toset(var.backup_window_instances)

  region                 = var.region
  db_instance_identifier = each.key

  lifecycle {
    postcondition {
      condition = can(regex(
        "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
        self.preferred_backup_window
      ))
      error_message = "The backup window of the DB instance ${each.key} must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: ${jsonencode(self.preferred_backup_window)}"
    }
  }
}

data "aws_rds_cluster" "backup_windows" {
  for_each = toset(var.backup_window_clusters)

  region             = var.region
  cluster_identifier = each.key

  lifecycle {
    postcondition {
      condition = can(regex(
        "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
        self.preferred_backup_window
      ))
      error_message = "The backup window of the DB cluster ${each.key} must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: ${jsonencode(self.preferred_backup_window)}"
    }
  }
}

resource "aws_cloudwatch_event_rule" "sweep" {
  region              = var.region
  name                = "${var.name}-sweep"
  description         = "The daily run, after the backup windows: copies snapshots, and deletes all that is past retention, in steps"
  schedule_expression = local.schedule_expression
  tags                = var.tags
}

resource "aws_lambda_permission" "sweep" {
  region        = var.region
  function_name = aws_lambda_function.sweep.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.sweep.arn
  statement_id  = "Sweep"
}

resource "aws_cloudwatch_event_target" "sweep" {
  region    = var.region
  arn       = aws_lambda_function.sweep.arn
  input     = "{\"run\":\"daily\"}"
  rule      = aws_cloudwatch_event_rule.sweep.name
  target_id = "sweep"

  depends_on = [aws_lambda_permission.sweep]
}

resource "aws_cloudwatch_event_rule" "follow_up" {
  region              = var.region
  name                = "${var.name}-follow-up"
  description         = "Uses free copy slots, repeats failed copies, deletes what a new copy replaces, publishes metrics"
  schedule_expression = "rate(${var.follow_up_interval_minutes} minutes)"
  tags                = var.tags
}

resource "aws_lambda_permission" "follow_up" {
  region        = var.region
  function_name = aws_lambda_function.sweep.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.follow_up.arn
  statement_id  = "FollowUp"
}

resource "aws_cloudwatch_event_target" "follow_up" {
  region    = var.region
  arn       = aws_lambda_function.sweep.arn
  rule      = aws_cloudwatch_event_rule.follow_up.name
  target_id = "sweep"

  depends_on = [aws_lambda_permission.follow_up]
}
