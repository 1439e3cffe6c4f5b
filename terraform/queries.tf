resource "aws_cloudwatch_query_definition" "in_trouble_now" {
  region       = var.region
  name         = "${var.name}/in-trouble-now"
  query_string = "# What is in trouble, as the last daily run saw it: choose a time of at least 25 hours. What it saw comes first: what was seen only earlier is over.\nfields @timestamp, kind, database, target_region, trouble, cause, remedy\n| filter message = \"trouble\"\n| stats latest(cause) as why, latest(remedy) as what_to_do, max(@timestamp) as seen by trouble, kind, database, target_region\n| sort seen desc\n| limit 1000"

  log_group_names = [
    aws_cloudwatch_log_group.sweep.name,
    aws_cloudwatch_log_group.backup_finished.name,
  ]
}

resource "aws_cloudwatch_query_definition" "history_of_one_database" {
  region       = var.region
  name         = "${var.name}/history-of-one-database"
  query_string = "# All that was done, deferred, skipped or failed for one database: put its id in place of my-database.\nfields @timestamp, message, target_region, reason, trouble, detail, cause, remedy, copy_id\n| filter database in [\"my-database\", \"*\"]\n| sort @timestamp desc\n| limit 1000"

  log_group_names = [
    aws_cloudwatch_log_group.sweep.name,
    aws_cloudwatch_log_group.backup_finished.name,
  ]
}
