# What databases say of their backup windows is checked too.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  targets       = { "eu-central-1" = {} }
  alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:pager"]
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
