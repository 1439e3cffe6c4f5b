# Generated from the bad examples of the settings by `npm run generate`: what is refused, and by which variable.
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
  notification_emails = null
}

run "text_of_another_form" {
  command = plan

  variables {
    targets = { "eu-central-1" = {} }
    name    = "Backup"
  }

  expect_failures = [var.name]
}

run "text_with_a_blank_at_its_end" {
  command = plan

  variables {
    targets = { "eu-central-1" = {} }
    name    = "backup "
  }

  expect_failures = [var.name]
}

run "long_text" {
  command = plan

  variables {
    targets = { "eu-central-1" = {} }
    name    = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }

  expect_failures = [var.name]
}

run "text_that_begins_as_only_aws_itself_may" {
  command = plan

  variables {
    targets = { "eu-central-1" = {} }
    name    = "aws-backup"
  }

  expect_failures = [var.name]
}

run "text_of_another_form_where_there_may_be_none" {
  command = plan

  variables {
    targets              = { "eu-central-1" = {} }
    permissions_boundary = "arn:aws:iam::123456789012:role/boundary"
  }

  expect_failures = [var.permissions_boundary]
}

run "schedule_that_is_none" {
  command = plan

  variables {
    targets             = { "eu-central-1" = {} }
    schedule_expression = "daily"
  }

  expect_failures = [var.schedule_expression]
}

run "small_number" {
  command = plan

  variables {
    targets                    = { "eu-central-1" = {} }
    follow_up_interval_minutes = 4
  }

  expect_failures = [var.follow_up_interval_minutes]
}

run "large_number" {
  command = plan

  variables {
    targets                    = { "eu-central-1" = {} }
    follow_up_interval_minutes = 61
  }

  expect_failures = [var.follow_up_interval_minutes]
}

run "number_with_a_fraction" {
  command = plan

  variables {
    targets          = { "eu-central-1" = {} }
    stuck_copy_hours = 1.5
  }

  expect_failures = [var.stuck_copy_hours]
}

run "another_text_than_those_there_are" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    log_level = "TRACE"
  }

  expect_failures = [var.log_level]
}

run "another_number_than_those_there_are" {
  command = plan

  variables {
    targets               = { "eu-central-1" = {} }
    log_retention_in_days = 31
  }

  expect_failures = [var.log_retention_in_days]
}

run "list_with_items_of_another_form" {
  command = plan

  variables {
    targets       = { "eu-central-1" = {} }
    alarm_actions = ["on-call", "arn:aws:sns:eu-west-1:123456789012:on-call", "ops "]
  }

  expect_failures = [var.alarm_actions]
}

run "list_that_is_too_long" {
  command = plan

  variables {
    targets       = { "eu-central-1" = {} }
    alarm_actions = ["arn:aws:sns:eu-west-1:123456789012:team-0", "arn:aws:sns:eu-west-1:123456789012:team-1", "arn:aws:sns:eu-west-1:123456789012:team-2", "arn:aws:sns:eu-west-1:123456789012:team-3", "arn:aws:sns:eu-west-1:123456789012:team-4"]
  }

  expect_failures = [var.alarm_actions]
}

run "text_instead_of_a_list" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "include" = "prod-*" }
  }

  expect_failures = [var.instances]
}

run "list_in_an_object_with_items_of_another_form" {
  command = plan

  variables {
    targets  = { "eu-central-1" = {} }
    clusters = { "exclude" = ["a.b", "c", null] }
  }

  expect_failures = [var.clusters]
}

run "misspelt_part_of_an_object" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "excludes" = ["prod-*"] }
  }

  expect_failures = [var.instances]
}

run "list_instead_of_an_object" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = ["prod-*"]
  }

  expect_failures = [var.instances]
}

run "text_of_many_that_is_none" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "tags" = { "stage" = ["prod"], "team" = "data" } }
  }

  expect_failures = [var.instances]
}

run "list_instead_of_texts_by_name" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "tags" = ["prod"] }
  }

  expect_failures = [var.instances]
}

run "reserved_name" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    copy_tags = { "aws:team" = "data" }
  }

  expect_failures = [var.copy_tags]
}

run "text_by_name_of_another_form" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    copy_tags = { "team" = "a*b" }
  }

  expect_failures = [var.copy_tags]
}

run "too_many_names" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    copy_tags = { "tag-0" = "x", "tag-1" = "x", "tag-2" = "x", "tag-3" = "x", "tag-4" = "x", "tag-5" = "x", "tag-6" = "x", "tag-7" = "x", "tag-8" = "x", "tag-9" = "x", "tag-10" = "x", "tag-11" = "x", "tag-12" = "x", "tag-13" = "x", "tag-14" = "x", "tag-15" = "x", "tag-16" = "x", "tag-17" = "x", "tag-18" = "x", "tag-19" = "x", "tag-20" = "x", "tag-21" = "x", "tag-22" = "x", "tag-23" = "x", "tag-24" = "x", "tag-25" = "x", "tag-26" = "x", "tag-27" = "x", "tag-28" = "x", "tag-29" = "x", "tag-30" = "x", "tag-31" = "x", "tag-32" = "x", "tag-33" = "x", "tag-34" = "x", "tag-35" = "x", "tag-36" = "x", "tag-37" = "x" }
  }

  expect_failures = [var.copy_tags]
}

run "misspelt_number_of_many" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    retention = { "keep" = 30 }
  }

  expect_failures = [var.retention]
}

run "small_number_of_many" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    retention = { "keep_last" = 0 }
  }

  expect_failures = [var.retention]
}

run "number_of_many_with_a_fraction" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    retention = { "keep_daily" = 1.5 }
  }

  expect_failures = [var.retention]
}

run "large_number_of_many" {
  command = plan

  variables {
    targets                = { "eu-central-1" = {} }
    max_copies_in_progress = { "clusters" = 101 }
  }

  expect_failures = [var.max_copies_in_progress]
}

run "no_target_region" {
  command = plan

  variables {
    targets = {}
  }

  expect_failures = [var.targets]
}

run "target_region_that_is_none" {
  command = plan

  variables {
    targets = { "eu-central-1" = {}, "frankfurt" = {} }
  }

  expect_failures = [var.targets]
}

run "list_of_target_regions" {
  command = plan

  variables {
    targets = ["eu-central-1"]
  }

  expect_failures = [var.targets]
}

run "target_that_is_null" {
  command = plan

  variables {
    targets = { "eu-central-1" = null, "eu-north-1" = {} }
  }

  expect_failures = [var.targets]
}

run "target_that_is_text" {
  command = plan

  variables {
    targets = { "eu-central-1" = "yes" }
  }

  expect_failures = [var.targets]
}

run "misspelt_part_of_a_target" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "kms_key_id" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
  }

  expect_failures = [var.targets]
}

run "text_instead_of_a_flag" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "create_kms_key" = "no" } }
  }

  expect_failures = [var.targets]
}

run "alias_instead_of_a_key" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "create_kms_key" = false, "kms_key_arn" = "arn:aws:kms:eu-central-1:123456789012:alias/backup" } }
  }

  expect_failures = [var.targets]
}

run "key_of_another_region" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "create_kms_key" = false, "kms_key_arn" = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
  }

  expect_failures = [var.targets]
}

run "both_a_created_and_a_given_key" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "kms_key_arn" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
  }

  expect_failures = [var.targets]
}

run "key_of_databases_that_no_pattern_can_name" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "database_kms_key_arns" = { "a b" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } } }
  }

  expect_failures = [var.targets]
}

run "key_of_another_region_for_a_database" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "database_kms_key_arns" = { "orders-*" = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "shop-*" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } } }
  }

  expect_failures = [var.targets]
}

run "one_key_instead_of_those_of_databases" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "database_kms_key_arns" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
  }

  expect_failures = [var.targets]
}

run "target_region_in_china" {
  command = plan

  variables {
    targets = { "cn-north-1" = { "create_kms_key" = false } }
  }

  expect_failures = [var.targets]
}

run "target_regions_in_and_out_of_govcloud" {
  command = plan

  variables {
    targets = { "us-gov-west-1" = { "create_kms_key" = false }, "eu-central-1" = {} }
  }

  expect_failures = [var.targets]
}

run "target_regions_of_two_partitions" {
  command = plan

  variables {
    targets = { "us-iso-east-1" = { "create_kms_key" = false }, "eu-central-1" = {} }
  }

  expect_failures = [var.targets]
}

run "both_kinds_off" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "include" = [] }
    clusters  = { "include" = [] }
  }

  expect_failures = [var.clusters]
}

run "short_backup_window" {
  command = plan

  variables {
    targets        = { "eu-central-1" = {} }
    backup_windows = ["04:00-04:29"]
  }

  expect_failures = [var.backup_windows]
}

run "backup_windows_that_cover_the_whole_day" {
  command = plan

  variables {
    targets        = { "eu-central-1" = {} }
    backup_windows = ["00:00-12:00", "12:00-00:00"]
  }

  expect_failures = [var.schedule_margin_minutes]
}

run "margin_that_does_not_fit" {
  command = plan

  variables {
    targets                 = { "eu-central-1" = {} }
    backup_windows          = ["00:00-23:00"]
    schedule_margin_minutes = 60
  }

  expect_failures = [var.schedule_margin_minutes]
}

run "target_region_that_is_the_source_region" {
  command = plan

  variables {
    targets = { "eu-west-1" = {}, "eu-central-1" = {} }
  }

  expect_failures = [var.targets]
}

run "target_region_that_is_the_source_region_given" {
  command = plan

  variables {
    region  = "eu-west-2"
    targets = { "eu-west-2" = {}, "eu-west-1" = {} }
  }

  expect_failures = [var.targets]
}

run "source_key_of_another_region_than_that_given" {
  command = plan

  variables {
    targets             = { "eu-central-1" = {} }
    region              = "eu-west-2"
    source_kms_key_arns = ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
  }

  expect_failures = [var.source_kms_key_arns]
}

run "topic_of_another_region_for_alarms" {
  command = plan

  variables {
    targets       = { "eu-central-1" = {} }
    alarm_actions = ["arn:aws:sns:us-east-1:123456789012:on-call", "arn:aws:ssm-incidents::123456789012:response-plan/databases", "arn:aws:sns:eu-west-1:123456789012:on-call"]
  }

  expect_failures = [var.alarm_actions]
}

run "source_region_in_china" {
  command = plan

  variables {
    targets = { "cn-northwest-1" = { "create_kms_key" = false } }
  }

  override_data {
    target = data.aws_region.this
    values = { region = "cn-north-1" }
  }

  expect_failures = [var.targets]
}

run "source_region_in_govcloud_target_region_elsewhere" {
  command = plan

  variables {
    targets = { "us-gov-east-1" = { "create_kms_key" = false }, "us-east-1" = { "create_kms_key" = false } }
  }

  override_data {
    target = data.aws_region.this
    values = { region = "us-gov-west-1" }
  }

  expect_failures = [var.targets]
}

run "encryption_key_of_another_region" {
  command = plan

  variables {
    targets            = { "eu-central-1" = {} }
    encryption_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  expect_failures = [var.encryption_key_arn]
}

run "arn_instead_of_the_id_of_a_cluster" {
  command = plan

  variables {
    targets                = { "eu-central-1" = {} }
    backup_window_clusters = ["arn:aws:rds:eu-west-1:123456789012:cluster:shop"]
  }

  expect_failures = [var.backup_window_clusters]
}

run "more_settings_than_lambda_takes_before_the_keys_are_made" {
  command = plan

  variables {
    targets   = { "eu-central-1" = {} }
    instances = { "exclude" = ["database-with-a-long-name-0", "database-with-a-long-name-1", "database-with-a-long-name-2", "database-with-a-long-name-3", "database-with-a-long-name-4", "database-with-a-long-name-5", "database-with-a-long-name-6", "database-with-a-long-name-7", "database-with-a-long-name-8", "database-with-a-long-name-9", "database-with-a-long-name-10", "database-with-a-long-name-11", "database-with-a-long-name-12", "database-with-a-long-name-13", "database-with-a-long-name-14", "database-with-a-long-name-15", "database-with-a-long-name-16", "database-with-a-long-name-17", "database-with-a-long-name-18", "database-with-a-long-name-19", "database-with-a-long-name-20", "database-with-a-long-name-21", "database-with-a-long-name-22", "database-with-a-long-name-23", "database-with-a-long-name-24", "database-with-a-long-name-25", "database-with-a-long-name-26", "database-with-a-long-name-27", "database-with-a-long-name-28", "database-with-a-long-name-29", "database-with-a-long-name-30", "database-with-a-long-name-31", "database-with-a-long-name-32", "database-with-a-long-name-33", "database-with-a-long-name-34", "database-with-a-long-name-35", "database-with-a-long-name-36", "database-with-a-long-name-37", "database-with-a-long-name-38", "database-with-a-long-name-39", "database-with-a-long-name-40", "database-with-a-long-name-41", "database-with-a-long-name-42", "database-with-a-long-name-43", "database-with-a-long-name-44", "database-with-a-long-name-45", "database-with-a-long-name-46", "database-with-a-long-name-47", "database-with-a-long-name-48", "database-with-a-long-name-49", "database-with-a-long-name-50", "database-with-a-long-name-51", "database-with-a-long-name-52", "database-with-a-long-name-53", "database-with-a-long-name-54", "database-with-a-long-name-55", "database-with-a-long-name-56", "database-with-a-long-name-57", "database-with-a-long-name-58", "database-with-a-long-name-59", "database-with-a-long-name-60", "database-with-a-long-name-61", "database-with-a-long-name-62", "database-with-a-long-name-63", "database-with-a-long-name-64", "database-with-a-long-name-65", "database-with-a-long-name-66", "database-with-a-long-name-67", "database-with-a-long-name-68", "database-with-a-long-name-69", "database-with-a-long-name-70", "database-with-a-long-name-71", "database-with-a-long-name-72", "database-with-a-long-name-73", "database-with-a-long-name-74", "database-with-a-long-name-75", "database-with-a-long-name-76", "database-with-a-long-name-77", "database-with-a-long-name-78", "database-with-a-long-name-79", "database-with-a-long-name-80", "database-with-a-long-name-81", "database-with-a-long-name-82", "database-with-a-long-name-83", "database-with-a-long-name-84", "database-with-a-long-name-85", "database-with-a-long-name-86", "database-with-a-long-name-87", "database-with-a-long-name-88", "database-with-a-long-name-89", "database-with-a-long-name-90", "database-with-a-long-name-91", "database-with-a-long-name-92", "database-with-a-long-name-93", "database-with-a-long-name-94", "database-with-a-long-name-95", "database-with-a-long-name-96", "database-with-a-long-name-97", "database-with-a-long-name-98", "database-with-a-long-name-99", "database-with-a-long-name-100", "database-with-a-long-name-101", "database-with-a-long-name-102", "database-with-a-long-name-103", "database-with-a-long-name-104", "database-with-a-long-name-105", "database-with-a-long-name-106", "database-with-a-long-name-107", "database-with-a-long-name-108", "database-with-a-long-name-109", "database-with-a-long-name-110", "database-with-a-long-name-111", "database-with-a-long-name-112", "database-with-a-long-name-113", "database-with-a-long-name-114", "database-with-a-long-name-115", "database-with-a-long-name-116", "database-with-a-long-name-117", "database-with-a-long-name-118", "database-with-a-long-name-119"] }
  }

  expect_failures = [aws_lambda_function.sweep, aws_lambda_function.backup_finished]
}

run "more_keys_than_lambda_takes_as_settings" {
  command = plan

  variables {
    targets = { "eu-central-1" = { "database_kms_key_arns" = { "database-with-a-long-name-0" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-1" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-2" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-3" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-4" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-5" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-6" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-7" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-8" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-9" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-10" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-11" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-12" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-13" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-14" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-15" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-16" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-17" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-18" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-19" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-20" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-21" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-22" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-23" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-24" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-25" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-26" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-27" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-28" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "database-with-a-long-name-29" = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } } }
  }

  expect_failures = [aws_lambda_function.sweep, aws_lambda_function.backup_finished]
}

run "more_target_regions_than_the_role_s_policy_has_room_for_before_the_keys_are_made" {
  command = plan

  variables {
    targets = { "ap-southeast-1" = {}, "ap-southeast-2" = {}, "ap-southeast-3" = {}, "ap-southeast-4" = {}, "ap-southeast-5" = {}, "ap-southeast-6" = {}, "ap-southeast-7" = {}, "ap-southeast-8" = {}, "ap-southeast-9" = {} }
  }

  expect_failures = [var.targets]
}

run "more_source_keys_than_the_role_s_policy_has_room_for" {
  command = plan

  variables {
    targets             = { "eu-central-1" = {} }
    source_kms_key_arns = ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781000", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781001", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781002", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781003", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781004", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781005", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781006", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781007", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781008", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781009", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781010", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781011", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781012", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781013", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781014", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781015", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781016", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781017", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781018", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781019", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781020", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781021", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781022", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781023", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781024", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456781025"]
  }

  expect_failures = [var.targets]
}

run "settings_that_are_short_in_characters_and_long_in_bytes" {
  command = plan

  variables {
    name      = "o"
    targets   = { "eu-central-1" = {}, "eu-north-1" = { "create_kms_key" = false, "kms_key_arn" = "arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
    instances = { "tags" = { "ñ<é&>\"" = "𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘", "a" = "'" } }
  }

  expect_failures = [aws_lambda_function.sweep, aws_lambda_function.backup_finished]
}
