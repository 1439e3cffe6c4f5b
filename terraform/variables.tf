variable "targets" {
  description = "Target region → what to do there; `{ \"eu-central-1\" = {} }` is enough. The module makes a customer managed key in each target region, unless `create_kms_key` = false: then `kms_key_arn` is the key to use (without one only unencrypted databases can be copied there). `database_kms_key_arns` maps a database id or pattern to the ARN of its own key."
  type = map(object({
    create_kms_key        = optional(bool, true)
    kms_key_arn           = optional(string)
    database_kms_key_arns = optional(map(string), {})
  }))
  nullable = false

  validation {
    condition     = length(var.targets) > 0
    error_message = "targets must name at least one target region, got: {}"
  }

  validation {
    condition = alltrue([
      for region in keys(var.targets) : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region))
    ])
    error_message = format(
      "targets must have names of regions as keys, such as eu-central-1, got: %s",
      join(", ", [
        for region in keys(var.targets) : region
        if !(can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)))
      ])
    )
  }

  validation {
    condition = alltrue([
      for region in keys(var.targets) : region != data.aws_region.this.region
    ])
    error_message = format(
      "targets must not name the source region, as a copy there would be lost with it, got: %s",
      join(", ", [
        for region in keys(var.targets) : region if !(region != data.aws_region.this.region)
      ])
    )
  }

  validation {
    condition = alltrue([
      for region in concat(keys(var.targets), [data.aws_region.this.region]) :
      !startswith(region, "cn-")
    ])
    error_message = format(
      "targets: RDS snapshots cannot be copied to or from China regions, got: %s",
      join(", ", [
        for region in concat(keys(var.targets), [data.aws_region.this.region]) : region
        if !(!startswith(region, "cn-"))
      ])
    )
  }

  validation {
    condition = alltrue([
      for region in keys(var.targets) :
      startswith(region, "us-gov-") == startswith(data.aws_region.this.region, "us-gov-")
    ])
    error_message = format(
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: %s",
      join(", ", [
        for region in keys(var.targets) : "${data.aws_region.this.region} to ${region}"
        if !(startswith(region, "us-gov-") == startswith(data.aws_region.this.region, "us-gov-"))
      ])
    )
  }

  validation {
    condition = alltrue([
      for region, target in var.targets :
      target.kms_key_arn == null
      ? true
      : (
        can(regex(
          "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
          target.kms_key_arn
        )) &&
        try(split(":", target.kms_key_arn)[3], "") == region
      )
    ])
    error_message = format(
      "targets: kms_key_arn must be the ARN of a key of the target region (…:key/…, not an alias), got: %s",
      join(", ", [
        for region, target in var.targets : "${region}: ${target.kms_key_arn}"
        if !(
          target.kms_key_arn == null
          ? true
          : (
            can(regex(
              "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
              target.kms_key_arn
            )) &&
            try(split(":", target.kms_key_arn)[3], "") == region
          )
        )
      ])
    )
  }

  validation {
    condition = alltrue([
      for region, target in var.targets : !(target.create_kms_key && target.kms_key_arn != null)
    ])
    error_message = format(
      "targets: kms_key_arn is used with create_kms_key = false only, both are given, got: %s",
      join(", ", [
        for region, target in var.targets : region
        if !(!(target.create_kms_key && target.kms_key_arn != null))
      ])
    )
  }

  validation {
    condition = alltrue([
      for key in flatten([
        for region, target in var.targets : [
          for pattern, arn in target.database_kms_key_arns : {
            region  = region
            pattern = pattern
            arn     = arn
          }
        ]
      ]) :
      can(regex("^[A-Za-z0-9*-]{1,63}$", key.pattern))
    ])
    error_message = format(
      "targets: database_kms_key_arns must have database ids or patterns as keys (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", [
        for key in flatten([
          for region, target in var.targets : [
            for pattern, arn in target.database_kms_key_arns : {
              region  = region
              pattern = pattern
              arn     = arn
            }
          ]
        ]) :
        "${key.region}: ${key.pattern} = ${key.arn}"
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", key.pattern)))
      ])
    )
  }

  validation {
    condition = alltrue([
      for key in flatten([
        for region, target in var.targets : [
          for pattern, arn in target.database_kms_key_arns : {
            region  = region
            pattern = pattern
            arn     = arn
          }
        ]
      ]) :
      can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", key.arn)) &&
      try(split(":", key.arn)[3], "") == key.region
    ])
    error_message = format(
      "targets: database_kms_key_arns must be ARNs of keys of the target region (…:key/…, not aliases), got: %s",
      join(", ", [
        for key in flatten([
          for region, target in var.targets : [
            for pattern, arn in target.database_kms_key_arns : {
              region  = region
              pattern = pattern
              arn     = arn
            }
          ]
        ]) :
        "${key.region}: ${key.pattern} = ${key.arn}"
        if !(
          can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", key.arn)) &&
          try(split(":", key.arn)[3], "") == key.region
        )
      ])
    )
  }
}

variable "name" {
  description = "Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case letters, digits and single hyphens, at most 40 characters. Changing it disowns all existing copies."
  type        = string
  default     = "rds-cross-region-backup"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z](-?[a-z0-9])*$", var.name))
    error_message = "name must be lower-case letters, digits and single hyphens, at most 40, and begin with a letter, got: ${var.name}"
  }

  validation {
    condition     = length(var.name) <= 40
    error_message = "name must have at most 40 characters, got: ${var.name}"
  }
}

variable "instances" {
  description = "Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB instances off."
  type = object({
    include = optional(list(string), ["*"])
    exclude = optional(list(string), [])
    tags    = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for pattern in concat(var.instances.include, var.instances.exclude) :
      can(regex("^[A-Za-z0-9*-]{1,63}$", pattern))
    ])
    error_message = format(
      "instances: include and exclude must be database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", [
        for pattern in concat(var.instances.include, var.instances.exclude) : pattern
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", pattern)))
      ])
    )
  }
}

variable "clusters" {
  description = "Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB clusters off."
  type = object({
    include = optional(list(string), ["*"])
    exclude = optional(list(string), [])
    tags    = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for pattern in concat(var.clusters.include, var.clusters.exclude) :
      can(regex("^[A-Za-z0-9*-]{1,63}$", pattern))
    ])
    error_message = format(
      "clusters: include and exclude must be database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", [
        for pattern in concat(var.clusters.include, var.clusters.exclude) : pattern
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", pattern)))
      ])
    )
  }

  validation {
    condition     = length(concat(var.instances.include, var.clusters.include)) > 0
    error_message = "instances and clusters must not both have include = [], or nothing is backed up."
  }
}

variable "retention" {
  description = "What is kept of each database in each target region: the union of the newest `keep_last` (1 to 1000) and the newest of each of the last `keep_daily` days, `keep_weekly` ISO weeks, `keep_monthly` months and `keep_yearly` years (UTC; 0 to 1000) that have one."
  type = object({
    keep_last    = optional(number, 3)
    keep_daily   = optional(number, 0)
    keep_weekly  = optional(number, 0)
    keep_monthly = optional(number, 0)
    keep_yearly  = optional(number, 0)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for attribute, value in { keep_last = var.retention.keep_last } :
      value >= 1 && value <= 1000 && floor(value) == value
    ])
    error_message = format(
      "retention: keep_last must be a whole number from 1 to 1000, got: %s",
      join(", ", [
        for attribute, value in { keep_last = var.retention.keep_last } : "${attribute} = ${value}"
        if !(value >= 1 && value <= 1000 && floor(value) == value)
      ])
    )
  }

  validation {
    condition = alltrue([
      for attribute, value in {
        keep_daily   = var.retention.keep_daily
        keep_weekly  = var.retention.keep_weekly
        keep_monthly = var.retention.keep_monthly
        keep_yearly  = var.retention.keep_yearly
      } :
      value >= 0 && value <= 1000 && floor(value) == value
    ])
    error_message = format(
      "retention: keep_daily, keep_weekly, keep_monthly, keep_yearly must be whole numbers from 0 to 1000, got: %s",
      join(", ", [
        for attribute, value in {
          keep_daily   = var.retention.keep_daily
          keep_weekly  = var.retention.keep_weekly
          keep_monthly = var.retention.keep_monthly
          keep_yearly  = var.retention.keep_yearly
        } :
        "${attribute} = ${value}"
        if !(value >= 0 && value <= 1000 && floor(value) == value)
      ])
    )
  }
}

variable "max_deletions_per_daily_run" {
  description = "How many copies of a database in a target region one daily run deletes, where retention keeps fewer than there are by more than one, 1 to 100. So a retention that is lowered by mistake takes effect slowly."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition = (
      var.max_deletions_per_daily_run >= 1 &&
      var.max_deletions_per_daily_run <= 100 &&
      floor(var.max_deletions_per_daily_run) == var.max_deletions_per_daily_run
    )
    error_message = "max_deletions_per_daily_run must be a whole number from 1 to 100, got: ${var.max_deletions_per_daily_run}"
  }
}

variable "backup_windows" {
  description = "Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap midnight. The daily sweep is set after the window that precedes the longest stretch without one."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.backup_windows :
      can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", element))
    ])
    error_message = format(
      "backup_windows must be hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: %s",
      join(", ", [
        for element in var.backup_windows : element
        if !(can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", element)))
      ])
    )
  }

  validation {
    condition = alltrue([
      for window in var.backup_windows :
      try(
        (
          tonumber(substr(window, 6, 2)) * 60 + tonumber(substr(window, 9, 2)) - (
            tonumber(substr(window, 0, 2)) * 60 + tonumber(substr(window, 3, 2))
          ) + 1440
        ) % 1440,
        30
      ) >= 30
    ])
    error_message = format(
      "backup_windows must be at least 30 minutes and less than 24 hours long, got: %s",
      join(", ", [
        for window in var.backup_windows : window
        if !(
          try(
            (
              tonumber(substr(window, 6, 2)) * 60 + tonumber(substr(window, 9, 2)) - (
                tonumber(substr(window, 0, 2)) * 60 + tonumber(substr(window, 3, 2))
              ) + 1440
            ) % 1440,
            30
          ) >= 30
        )
      ])
    )
  }
}

variable "backup_window_instances" {
  description = "Ids of DB instances whose backup windows are read from RDS at plan, and join `backup_windows`. The instances must exist, and their ids be known at plan: of one made in the same apply, give the window itself."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.backup_window_instances :
      can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", element))
    ])
    error_message = format(
      "backup_window_instances must be database ids (letters, digits and hyphens, at most 63, and a letter first), got: %s",
      join(", ", [
        for element in var.backup_window_instances : element
        if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", element)))
      ])
    )
  }
}

variable "backup_window_clusters" {
  description = "Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backup_windows`, as those of `backup_window_instances`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.backup_window_clusters :
      can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", element))
    ])
    error_message = format(
      "backup_window_clusters must be database ids (letters, digits and hyphens, at most 63, and a letter first), got: %s",
      join(", ", [
        for element in var.backup_window_clusters : element
        if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", element)))
      ])
    )
  }
}

variable "schedule_margin_minutes" {
  description = "Minutes between the end of that backup window and the sweep, 0 to 720."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition = (
      var.schedule_margin_minutes >= 0 &&
      var.schedule_margin_minutes <= 720 &&
      floor(var.schedule_margin_minutes) == var.schedule_margin_minutes
    )
    error_message = "schedule_margin_minutes must be a whole number from 0 to 720, got: ${var.schedule_margin_minutes}"
  }

  validation {
    condition = (
      length(local.backup_windows) == 0 ||
      var.schedule_expression != null ||
      var.schedule_margin_minutes < local.longest_free_minutes
    )
    error_message = (
      local.longest_free_minutes == 0
      ? "backup_windows must leave a part of the day free, together they cover all of it, got: ${join(", ", local.backup_windows)}"
      : "schedule_margin_minutes must be less than the longest stretch free of backup windows, ${local.longest_free_minutes} minutes, got: ${var.schedule_margin_minutes}"
    )
  }
}

variable "schedule_expression" {
  description = "EventBridge schedule expression of the sweep, `cron(…)` or `rate(…)`, instead of the one computed from `backup_windows`. Without either it is `cron(0 6 * * ? *)`."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.schedule_expression == null
      ? true
      : can(regex(
        "^(cron[(][^ ]+ [^ ]+ ([?] [^ ]+ [^ ?]+|[^ ?]+ [^ ]+ [?]) [^ )]+[)]|rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)])$",
        var.schedule_expression
      ))
    )
    error_message = "schedule_expression must be cron(…) of six fields, with ? for the day of month or of week, or rate(…), got: ${var.schedule_expression == null ? "null" : var.schedule_expression}"
  }
}

variable "follow_up_interval_minutes" {
  description = "Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics, 5 to 60."
  type        = number
  default     = 15
  nullable    = false

  validation {
    condition = (
      var.follow_up_interval_minutes >= 5 &&
      var.follow_up_interval_minutes <= 60 &&
      floor(var.follow_up_interval_minutes) == var.follow_up_interval_minutes
    )
    error_message = "follow_up_interval_minutes must be a whole number from 5 to 60, got: ${var.follow_up_interval_minutes}"
  }
}

variable "max_copies_in_progress" {
  description = "How many copies may be in progress at once in each target region, 1 to 100; by default what RDS allows."
  type = object({
    instances = optional(number, 20)
    clusters  = optional(number, 5)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for attribute, value in {
        instances = var.max_copies_in_progress.instances
        clusters  = var.max_copies_in_progress.clusters
      } :
      value >= 1 && value <= 100 && floor(value) == value
    ])
    error_message = format(
      "max_copies_in_progress: instances, clusters must be whole numbers from 1 to 100, got: %s",
      join(", ", [
        for attribute, value in {
          instances = var.max_copies_in_progress.instances
          clusters  = var.max_copies_in_progress.clusters
        } :
        "${attribute} = ${value}"
        if !(value >= 1 && value <= 100 && floor(value) == value)
      ])
    )
  }
}

variable "max_recovery_point_age_hours" {
  description = "Hours after which the newest copy of a database is too old and the alarm of the target region is raised, 25 to 8760."
  type        = number
  default     = 36
  nullable    = false

  validation {
    condition = (
      var.max_recovery_point_age_hours >= 25 &&
      var.max_recovery_point_age_hours <= 8760 &&
      floor(var.max_recovery_point_age_hours) == var.max_recovery_point_age_hours
    )
    error_message = "max_recovery_point_age_hours must be a whole number from 25 to 8760, got: ${var.max_recovery_point_age_hours}"
  }
}

variable "stuck_copy_hours" {
  description = "Hours after which a copy that is still in progress is reported as failed, 1 to 8760. It is not touched."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition = (
      var.stuck_copy_hours >= 1 &&
      var.stuck_copy_hours <= 8760 &&
      floor(var.stuck_copy_hours) == var.stuck_copy_hours
    )
    error_message = "stuck_copy_hours must be a whole number from 1 to 8760, got: ${var.stuck_copy_hours}"
  }
}

variable "alarm_actions" {
  description = "ARNs that every alarm tells when it is raised, such as SNS topics."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.alarm_actions :
      can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", element))
    ])
    error_message = format("alarm_actions must be ARNs, got: %s", join(", ", [
      for element in var.alarm_actions : element
      if !(can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", element)))
    ]))
  }
}

variable "ok_actions" {
  description = "ARNs that every alarm tells when it is over."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.ok_actions :
      can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", element))
    ])
    error_message = format("ok_actions must be ARNs, got: %s", join(", ", [
      for element in var.ok_actions : element
      if !(can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", element)))
    ]))
  }
}

variable "notification_emails" {
  description = "E-mail addresses that every alarm tells when it is raised and when it is over, through a topic made for them."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = alltrue([
      for element in var.notification_emails : can(regex("^[^@ ]+@[^@ ]+$", element))
    ])
    error_message = format("notification_emails must be e-mail addresses, got: %s", join(", ", [
      for element in var.notification_emails : element if !(can(regex("^[^@ ]+@[^@ ]+$", element)))
    ]))
  }
}

variable "protect_kms_keys" {
  description = "Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up, set it to false, apply, then remove the target region."
  type        = bool
  default     = true
  nullable    = false
}

variable "encryption_key_arn" {
  description = "ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.encryption_key_arn == null
      ? true
      : (
        can(regex(
          "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
          var.encryption_key_arn
        )) &&
        try(split(":", var.encryption_key_arn)[3], "") == data.aws_region.this.region
      )
    )
    error_message = "encryption_key_arn must be the ARN of a key of the source region ${data.aws_region.this.region} (…:key/…, not an alias), got: ${var.encryption_key_arn == null ? "null" : var.encryption_key_arn}"
  }
}

variable "dry_run" {
  description = "Report what would be copied and deleted, and do neither. Metrics are published."
  type        = bool
  default     = false
  nullable    = false
}

variable "lambda_runtime" {
  description = "Runtime of the Lambda functions, `nodejs24.x` (needs version 6.19 of the AWS provider) or `nodejs22.x`."
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs24.x", "nodejs22.x"], var.lambda_runtime)
    error_message = "lambda_runtime must be one of nodejs24.x, nodejs22.x, got: ${var.lambda_runtime}"
  }
}

variable "log_retention_in_days" {
  description = "Days to keep the logs of the functions; 0 keeps them for ever."
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition = contains([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
      2922, 3288, 3653,
    ], var.log_retention_in_days)
    error_message = "log_retention_in_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got: ${var.log_retention_in_days}"
  }
}

variable "log_level" {
  description = "Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level must be one of DEBUG, INFO, WARN, ERROR, got: ${var.log_level}"
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds the permissions of the functions' role."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.permissions_boundary == null
      ? true
      : can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary))
    )
    error_message = "permissions_boundary must be the ARN of an IAM policy, got: ${var.permissions_boundary == null ? "null" : var.permissions_boundary}"
  }
}

variable "tags" {
  description = "Tags of everything that Terraform makes. They do not go on copies."
  type        = map(string)
  default     = {}
  nullable    = false
}
