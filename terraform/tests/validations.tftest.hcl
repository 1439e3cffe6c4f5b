# What is refused, and by which variable. The runs of a variable stand in the order of its validations.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  targets = { "eu-central-1" = {} }
}

run "targets_none" {
  command = plan

  variables {
    targets = {}
  }

  expect_failures = [var.targets]
}

run "targets_that_are_no_regions" {
  command = plan

  variables {
    targets = { frankfurt = {} }
  }

  expect_failures = [var.targets]
}

run "targets_with_the_source_region" {
  command = plan

  variables {
    targets = { "eu-central-1" = {}, "eu-west-1" = {} }
  }

  expect_failures = [var.targets]
}

run "targets_in_china" {
  command = plan

  variables {
    targets = { "cn-north-1" = {} }
  }

  expect_failures = [var.targets]
}

run "targets_across_the_border_of_govcloud" {
  command = plan

  variables {
    targets = { "us-gov-west-1" = {} }
  }

  expect_failures = [var.targets]
}

run "targets_with_a_key_of_another_region" {
  command = plan

  variables {
    targets = { "eu-central-1" = { create_kms_key = false, kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/other" } }
  }

  expect_failures = [var.targets]
}

run "targets_with_both_a_created_and_a_given_key" {
  command = plan

  variables {
    targets = { "eu-central-1" = { kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/other" } }
  }

  expect_failures = [var.targets]
}

run "targets_with_malformed_patterns_of_databases" {
  command = plan

  variables {
    targets = { "eu-central-1" = { database_kms_key_arns = { "a b" = "arn:aws:kms:eu-central-1:123456789012:key/other" } } }
  }

  expect_failures = [var.targets]
}

run "targets_with_a_database_key_of_another_region" {
  command = plan

  variables {
    targets = { "eu-central-1" = { database_kms_key_arns = { "orders" = "arn:aws:kms:us-east-1:123456789012:key/other" } } }
  }

  expect_failures = [var.targets]
}

run "targets_from_china" {
  command = plan

  variables {
    targets = { "cn-northwest-1" = {} }
  }

  override_data {
    target = data.aws_region.this
    values = { region = "cn-north-1" }
  }

  expect_failures = [var.targets]
}

run "targets_out_of_govcloud" {
  command = plan

  variables {
    targets = { "us-east-1" = {} }
  }

  override_data {
    target = data.aws_region.this
    values = { region = "us-gov-west-1" }
  }

  expect_failures = [var.targets]
}

run "targets_with_an_alias_for_a_key" {
  command = plan

  variables {
    targets = { "eu-central-1" = { create_kms_key = false, kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:alias/other" } }
  }

  expect_failures = [var.targets]
}

run "name_with_capitals" {
  command = plan

  variables {
    name = "Backup"
  }

  expect_failures = [var.name]
}

run "name_that_is_long" {
  command = plan

  variables {
    name = "a-name-that-is-much-too-long-for-a-role-and-its-region"
  }

  expect_failures = [var.name]
}

run "instances_with_malformed_patterns" {
  command = plan

  variables {
    instances = { include = ["orders_*"] }
  }

  expect_failures = [var.instances]
}

run "clusters_with_malformed_patterns" {
  command = plan

  variables {
    clusters = { exclude = ["a.b"] }
  }

  expect_failures = [var.clusters]
}

run "clusters_and_instances_both_off" {
  command = plan

  variables {
    instances = { include = [] }
    clusters  = { include = [] }
  }

  expect_failures = [var.clusters]
}

run "retention_of_nothing" {
  command = plan

  variables {
    retention = { keep_last = 0 }
  }

  expect_failures = [var.retention]
}

run "retention_of_half_a_day" {
  command = plan

  variables {
    retention = { keep_daily = 0.5 }
  }

  expect_failures = [var.retention]
}

run "backup_windows_that_are_malformed" {
  command = plan

  variables {
    backup_windows = ["4:00-4:30"]
  }

  expect_failures = [var.backup_windows]
}

run "backup_windows_that_are_short" {
  command = plan

  variables {
    backup_windows = ["04:00-04:29"]
  }

  expect_failures = [var.backup_windows]
}

run "backup_window_instances_that_are_patterns" {
  command = plan

  variables {
    backup_window_instances = ["orders-*"]
  }

  expect_failures = [var.backup_window_instances]
}

run "backup_window_clusters_that_are_patterns" {
  command = plan

  variables {
    backup_window_clusters = ["shop_*"]
  }

  expect_failures = [var.backup_window_clusters]
}

run "schedule_margin_minutes_out_of_bounds" {
  command = plan

  variables {
    schedule_margin_minutes = 721
  }

  expect_failures = [var.schedule_margin_minutes]
}

run "schedule_margin_minutes_that_do_not_fit" {
  command = plan

  variables {
    backup_windows          = ["00:00-23:00"]
    schedule_margin_minutes = 60
  }

  expect_failures = [var.schedule_margin_minutes]
}

run "schedule_expression_that_is_none" {
  command = plan

  variables {
    schedule_expression = "daily"
  }

  expect_failures = [var.schedule_expression]
}

run "follow_up_interval_minutes_too_often" {
  command = plan

  variables {
    follow_up_interval_minutes = 4
  }

  expect_failures = [var.follow_up_interval_minutes]
}

run "follow_up_interval_minutes_too_seldom" {
  command = plan

  variables {
    follow_up_interval_minutes = 61
  }

  expect_failures = [var.follow_up_interval_minutes]
}

run "max_copies_in_progress_of_none" {
  command = plan

  variables {
    max_copies_in_progress = { clusters = 0 }
  }

  expect_failures = [var.max_copies_in_progress]
}

run "max_recovery_point_age_hours_of_a_day" {
  command = plan

  variables {
    max_recovery_point_age_hours = 24
  }

  expect_failures = [var.max_recovery_point_age_hours]
}

run "stuck_copy_hours_of_none" {
  command = plan

  variables {
    stuck_copy_hours = 0
  }

  expect_failures = [var.stuck_copy_hours]
}

run "alarm_actions_that_are_no_arns" {
  command = plan

  variables {
    alarm_actions = ["on-call"]
  }

  expect_failures = [var.alarm_actions]
}

run "ok_actions_that_are_no_arns" {
  command = plan

  variables {
    ok_actions = ["on-call"]
  }

  expect_failures = [var.ok_actions]
}

run "notification_emails_that_are_no_addresses" {
  command = plan

  variables {
    notification_emails = ["ops"]
  }

  expect_failures = [var.notification_emails]
}

run "encryption_key_arn_of_another_region" {
  command = plan

  variables {
    encryption_key_arn = "arn:aws:kms:us-east-1:123456789012:key/other"
  }

  expect_failures = [var.encryption_key_arn]
}

run "lambda_runtime_that_is_unknown" {
  command = plan

  variables {
    lambda_runtime = "python3.13"
  }

  expect_failures = [var.lambda_runtime]
}

run "log_retention_in_days_that_cloudwatch_does_not_know" {
  command = plan

  variables {
    log_retention_in_days = 31
  }

  expect_failures = [var.log_retention_in_days]
}

run "log_level_that_is_unknown" {
  command = plan

  variables {
    log_level = "TRACE"
  }

  expect_failures = [var.log_level]
}

run "permissions_boundary_that_is_no_policy" {
  command = plan

  variables {
    permissions_boundary = "arn:aws:iam::123456789012:role/boundary"
  }

  expect_failures = [var.permissions_boundary]
}

run "settings_that_lambda_does_not_take" {
  command = plan

  variables {
    instances = { exclude = [for number in range(120) : "database-with-a-long-name-${number}"] }
  }

  expect_failures = [aws_lambda_function.sweep, aws_lambda_function.backup_finished]
}

run "backup_windows_that_are_not_read_as_such" {
  command = plan

  override_data {
    target = data.aws_db_instance.backup_windows
    values = { preferred_backup_window = "" }
  }

  override_data {
    target = data.aws_rds_cluster.backup_windows
    values = { preferred_backup_window = "4:00-4:30" }
  }

  variables {
    backup_window_instances = ["orders"]
    backup_window_clusters  = ["shop"]
  }

  expect_failures = [data.aws_db_instance.backup_windows, data.aws_rds_cluster.backup_windows]
}
