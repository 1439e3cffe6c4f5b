check "somebody_is_told" {
  assert {
    condition = (
      var.notification_emails == null
      ? true
      : length(var.notification_emails) > 0 || length(var.alarm_actions) > 0
    )
    error_message = "Nobody is told of what goes wrong: give notification_emails, or in alarm_actions ARNs such as that of a topic with subscribers. If others look after the metrics, set notification_emails = null."
  }
}

check "encrypted_databases_can_be_copied" {
  assert {
    condition     = length(local.regions_without_key) == 0
    error_message = "Only unencrypted databases can be copied to ${join(", ", local.regions_without_key)}: without create_kms_key = true, a kms_key_arn or database_kms_key_arns there is no key for others."
  }
}
