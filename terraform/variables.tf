variable "targets" {
  description = "Target region → what to do there; `{ \"eu-central-1\" = {} }` is enough. The module makes a customer managed key in each target region, unless `create_kms_key` = false: then `kms_key_arn` is the key to use (without one only unencrypted databases can be copied there). `database_kms_key_arns` maps a database id or pattern to the ARN of its own key."
  type        = any
  nullable    = false

  validation {
    condition     = can(keys(var.targets))
    error_message = "targets must be an object, got: ${jsonencode(try(var.targets, null))}"
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if !(can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)))
    ]) == 0
    error_message = format(
      "The keys of %s must be names of regions, such as eu-central-1, got: %s",
      join(", ", distinct([
        for region in try(keys(var.targets), []) : "targets"
        if !(can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)))
      ])),
      join(", ", distinct([
        for region in try(keys(var.targets), []) : jsonencode(region)
        if !(can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)))
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true if !(can(keys(var.targets[region])))
    ]) == 0
    error_message = format("%s must be an object", join(", ", distinct([
      for region in try(keys(var.targets), []) : "targets[\"${region}\"]"
      if !(can(keys(var.targets[region])))
    ])))
  }

  validation {
    condition = length(flatten([
      for region in try(keys(var.targets), []) : [
        for name in try(keys(var.targets[region]), []) : true
        if !contains(["create_kms_key", "kms_key_arn", "database_kms_key_arns"], name)
      ]
    ])) == 0
    error_message = format(
      "%s: there are create_kms_key, kms_key_arn, database_kms_key_arns",
      join(", ", distinct(flatten([
        for region in try(keys(var.targets), []) : [
          for name in try(keys(var.targets[region]), []) : "targets[\"${region}\"].${name} is unknown, the nearest is ${substr(sort([for known in ["create_kms_key", "kms_key_arn", "database_kms_key_arns"] : format("%04d %s", 1000 - floor(1000 * length(setintersection([for at in range(max(0, length(known) - 1)) : substr(known, at, 2)], [for at in range(max(0, length(name) - 1)) : substr(name, at, 2)])) / (length(known) + length(name))), known)])[0], 5, -1)}"
          if !contains(["create_kms_key", "kms_key_arn", "database_kms_key_arns"], name)
        ]
      ])))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if try(var.targets[region].create_kms_key, null) == null
      ? false
      : !(can(tobool(try(var.targets[region].create_kms_key, null))))
    ]) == 0
    error_message = format("%s must be true or false", join(", ", distinct([
      for region in try(keys(var.targets), []) : "targets[\"${region}\"].create_kms_key"
      if try(var.targets[region].create_kms_key, null) == null
      ? false
      : !(can(tobool(try(var.targets[region].create_kms_key, null))))
    ])))
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if try(var.targets[region].kms_key_arn, null) == null
      ? false
      : !(
        can(regex(
          "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
          try(var.targets[region].kms_key_arn, null)
        )) &&
        try(split(":", try(var.targets[region].kms_key_arn, null))[3], "") == region
      )
    ]) == 0
    error_message = format(
      "%s must be the ARN of a key of the target region (…:key/…, not an alias)",
      join(", ", distinct([
        for region in try(keys(var.targets), []) : "targets[\"${region}\"].kms_key_arn"
        if try(var.targets[region].kms_key_arn, null) == null
        ? false
        : !(
          can(regex(
            "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
            try(var.targets[region].kms_key_arn, null)
          )) &&
          try(split(":", try(var.targets[region].kms_key_arn, null))[3], "") == region
        )
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if try(var.targets[region].database_kms_key_arns, null) == null
      ? false
      : !(can(keys(var.targets[region].database_kms_key_arns)))
    ]) == 0
    error_message = format("%s must be an object", join(", ", distinct([
      for region in try(keys(var.targets), []) : "targets[\"${region}\"].database_kms_key_arns"
      if try(var.targets[region].database_kms_key_arns, null) == null
      ? false
      : !(can(keys(var.targets[region].database_kms_key_arns)))
    ])))
  }

  validation {
    condition = length(flatten([
      for region in try(keys(var.targets), []) : [
        for key in try(keys(var.targets[region].database_kms_key_arns), []) : true
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", key)))
      ]
    ])) == 0
    error_message = format(
      "The keys of %s must be database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", distinct(flatten([
        for region in try(keys(var.targets), []) : [
          for key in try(keys(var.targets[region].database_kms_key_arns), []) :
          "targets[\"${region}\"].database_kms_key_arns"
          if !(can(regex("^[A-Za-z0-9*-]{1,63}$", key)))
        ]
      ]))),
      join(", ", distinct(flatten([
        for region in try(keys(var.targets), []) : [
          for key in try(keys(var.targets[region].database_kms_key_arns), []) : jsonencode(key)
          if !(can(regex("^[A-Za-z0-9*-]{1,63}$", key)))
        ]
      ])))
    )
  }

  validation {
    condition = length(flatten([
      for region in try(keys(var.targets), []) : [
        for key in try(keys(var.targets[region].database_kms_key_arns), []) : true
        if !(
          can(regex(
            "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
            try(var.targets[region].database_kms_key_arns[key], null)
          )) &&
          try(
            split(":", try(var.targets[region].database_kms_key_arns[key], null))[3],
            ""
          ) == region
        )
      ]
    ])) == 0
    error_message = format(
      "%s must be the ARN of a key of the target region (…:key/…, not an alias)",
      join(", ", distinct(flatten([
        for region in try(keys(var.targets), []) : [
          for key in try(keys(var.targets[region].database_kms_key_arns), []) :
          "targets[\"${region}\"].database_kms_key_arns[\"${key}\"]"
          if !(
            can(regex(
              "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
              try(var.targets[region].database_kms_key_arns[key], null)
            )) &&
            try(
              split(":", try(var.targets[region].database_kms_key_arns[key], null))[3],
              ""
            ) == region
          )
        ]
      ])))
    )
  }

  validation {
    condition     = try(length(keys(var.targets)), 1) > 0
    error_message = "targets must name at least one target region, got: {}"
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if region == coalesce(var.region, data.aws_region.this.region)
    ]) == 0
    error_message = format(
      "targets must not name the source region, as a copy there would be lost with it, got: %s",
      join(", ", distinct([
        for region in try(keys(var.targets), []) :
        "${coalesce(var.region, data.aws_region.this.region)} to ${region}"
        if region == coalesce(var.region, data.aws_region.this.region)
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if startswith(coalesce(var.region, data.aws_region.this.region), "cn-") ||
      startswith(region, "cn-")
    ]) == 0
    error_message = format(
      "targets: RDS snapshots cannot be copied to or from China regions, got: %s",
      join(", ", distinct([
        for region in try(keys(var.targets), []) :
        "${coalesce(var.region, data.aws_region.this.region)} to ${region}"
        if startswith(coalesce(var.region, data.aws_region.this.region), "cn-") ||
        startswith(region, "cn-")
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if startswith(
        coalesce(var.region, data.aws_region.this.region),
        "us-gov-"
      ) != startswith(region, "us-gov-")
    ]) == 0
    error_message = format(
      "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: %s",
      join(", ", distinct([
        for region in try(keys(var.targets), []) :
        "${coalesce(var.region, data.aws_region.this.region)} to ${region}"
        if startswith(
          coalesce(var.region, data.aws_region.this.region),
          "us-gov-"
        ) != startswith(region, "us-gov-")
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if anytrue([
        for prefix in ["eusc-", "us-iso-", "us-isob-", "us-isof-", "eu-isoe-"] :
        startswith(
          coalesce(var.region, data.aws_region.this.region),
          prefix
        ) != startswith(region, prefix)
      ])
    ]) == 0
    error_message = format(
      "targets: RDS snapshots can be copied within a partition of AWS only, got: %s",
      join(", ", distinct([
        for region in try(keys(var.targets), []) :
        "${coalesce(var.region, data.aws_region.this.region)} to ${region}"
        if anytrue([
          for prefix in ["eusc-", "us-iso-", "us-isob-", "us-isof-", "eu-isoe-"] :
          startswith(
            coalesce(var.region, data.aws_region.this.region),
            prefix
          ) != startswith(region, prefix)
        ])
      ]))
    )
  }

  validation {
    condition = length([
      for region in try(keys(var.targets), []) : true
      if try(var.targets[region].kms_key_arn, null) != null &&
      try(
        var.targets[region].create_kms_key == null
        ? true
        : tobool(var.targets[region].create_kms_key),
        !can(var.targets[region].create_kms_key)
      )
    ]) == 0
    error_message = format("%s must be given with create_kms_key = false only", join(", ", distinct([
      for region in try(keys(var.targets), []) : "targets[\"${region}\"].kms_key_arn"
      if try(var.targets[region].kms_key_arn, null) != null &&
      try(
        var.targets[region].create_kms_key == null
        ? true
        : tobool(var.targets[region].create_kms_key),
        !can(var.targets[region].create_kms_key)
      )
    ])))
  }

  validation {
    condition = sum([
      3473 * 1,
      10 * length(var.name),
      16 * length(coalesce(var.region, data.aws_region.this.region)),
      586 * length(try(keys(var.targets), [])),
      14 * length(join("", try(keys(var.targets), []))),
      6 * length(
        coalesce(var.region, data.aws_region.this.region)
      ) * length(try(keys(var.targets), [])),
      156 * length(distinct(flatten([
        for region in try(keys(var.targets), []) : [
          for arn in try(values(var.targets[region].database_kms_key_arns), []) :
          try(tostring(arn), "")
        ]
      ]))),
      234 * length(distinct(var.source_kms_key_arns)),
      265 * (var.restore_checks == "all" ? 1 : 0),
      -185 * (var.copy_option_groups == "never" ? 1 : 0),
      -94 * (var.copy_option_groups == "never" ? 1 : 0) * length(try(keys(var.targets), [])),
    ]) <= 10240
    error_message = "targets, the keys in them and source_kms_key_arns must be fewer, or be shared out to deployments of other names: IAM takes 10240 characters of permissions for a role."
  }
}

variable "region" {
  description = "Source region, whose databases are backed up and in which everything else is made; by default that of the provider. So one provider does for several source regions, with a call for each. A deployment stays in the region it was made in, whatever becomes of the provider's: to move it, change this."
  type        = string
  default     = null
  nullable    = true

  validation {
    condition = (
      var.region == null
      ? true
      : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", var.region))
    )
    error_message = "region must be the name of a region, such as eu-west-1, got: ${jsonencode(var.region)}"
  }
}

variable "name" {
  description = "Name of this deployment: prefix of resource names and value of the tag by which it knows its copies. Lower-case letters, digits and single hyphens. Changing it disowns all existing copies. At most 40 characters."
  type        = string
  default     = "rds-cross-region-backup"
  nullable    = false

  validation {
    condition = (
      can(regex("^[a-z](-?[a-z0-9])*$", var.name)) &&
      !can(regex("^(aws|ssm)", var.name)) &&
      length(var.name) <= 40
    )
    error_message = "name must be lower-case letters, digits and single hyphens, at most 40, and begin with a letter, but not with aws or ssm, got: ${jsonencode(var.name)}"
  }
}

variable "instances" {
  description = "Which DB instances are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB instances off."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.instances))
    error_message = "instances must be an object, got: ${jsonencode(try(var.instances, null))}"
  }

  validation {
    condition = length([
      for name in try(keys(var.instances), []) : true
      if !contains(["include", "exclude", "tags"], name)
    ]) == 0
    error_message = format("%s: there are include, exclude, tags", join(", ", distinct([
      for name in try(keys(var.instances), []) : "instances.${name} is unknown, the nearest is ${substr(sort([for known in ["include", "exclude", "tags"] : format("%04d %s", 1000 - floor(1000 * length(setintersection([for at in range(max(0, length(known) - 1)) : substr(known, at, 2)], [for at in range(max(0, length(name) - 1)) : substr(name, at, 2)])) / (length(known) + length(name))), known)])[0], 5, -1)}"
      if !contains(["include", "exclude", "tags"], name)
    ])))
  }

  validation {
    condition = (
      try(var.instances.include, null) == null
      ? true
      : can(tolist(var.instances.include))
    )
    error_message = "instances.include must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: ${jsonencode(try(var.instances.include, null))}"
  }

  validation {
    condition = length([
      for one in try([for one in tolist(var.instances.include) : one], []) : true
      if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
    ]) == 0
    error_message = format(
      "instances.include must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", distinct([
        for one in try([for one in tolist(var.instances.include) : one], []) : jsonencode(one)
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
      ]))
    )
  }

  validation {
    condition = (
      try(var.instances.exclude, null) == null
      ? true
      : can(tolist(var.instances.exclude))
    )
    error_message = "instances.exclude must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: ${jsonencode(try(var.instances.exclude, null))}"
  }

  validation {
    condition = length([
      for one in try([for one in tolist(var.instances.exclude) : one], []) : true
      if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
    ]) == 0
    error_message = format(
      "instances.exclude must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", distinct([
        for one in try([for one in tolist(var.instances.exclude) : one], []) : jsonencode(one)
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
      ]))
    )
  }

  validation {
    condition     = try(var.instances.tags, null) == null ? true : can(keys(var.instances.tags))
    error_message = "instances.tags must be an object, got: ${jsonencode(try(var.instances.tags, null))}"
  }

  validation {
    condition = length([
      for key in try(keys(var.instances.tags), []) : true
      if !(can(regex("", try(var.instances.tags[key], null))))
    ]) == 0
    error_message = format("%s must be text", join(", ", distinct([
      for key in try(keys(var.instances.tags), []) : "instances.tags[\"${key}\"]"
      if !(can(regex("", try(var.instances.tags[key], null))))
    ])))
  }
}

variable "clusters" {
  description = "Which DB clusters (Aurora) are backed up: those that match any pattern of `include`, none of `exclude`, and have all of `tags`. `include` = [] turns DB clusters off."
  type        = any
  default     = {}
  nullable    = false

  validation {
    condition     = can(keys(var.clusters))
    error_message = "clusters must be an object, got: ${jsonencode(try(var.clusters, null))}"
  }

  validation {
    condition = length([
      for name in try(keys(var.clusters), []) : true
      if !contains(["include", "exclude", "tags"], name)
    ]) == 0
    error_message = format("%s: there are include, exclude, tags", join(", ", distinct([
      for name in try(keys(var.clusters), []) : "clusters.${name} is unknown, the nearest is ${substr(sort([for known in ["include", "exclude", "tags"] : format("%04d %s", 1000 - floor(1000 * length(setintersection([for at in range(max(0, length(known) - 1)) : substr(known, at, 2)], [for at in range(max(0, length(name) - 1)) : substr(name, at, 2)])) / (length(known) + length(name))), known)])[0], 5, -1)}"
      if !contains(["include", "exclude", "tags"], name)
    ])))
  }

  validation {
    condition = (
      try(var.clusters.include, null) == null
      ? true
      : can(tolist(var.clusters.include))
    )
    error_message = "clusters.include must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: ${jsonencode(try(var.clusters.include, null))}"
  }

  validation {
    condition = length([
      for one in try([for one in tolist(var.clusters.include) : one], []) : true
      if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
    ]) == 0
    error_message = format(
      "clusters.include must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", distinct([
        for one in try([for one in tolist(var.clusters.include) : one], []) : jsonencode(one)
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
      ]))
    )
  }

  validation {
    condition = (
      try(var.clusters.exclude, null) == null
      ? true
      : can(tolist(var.clusters.exclude))
    )
    error_message = "clusters.exclude must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: ${jsonencode(try(var.clusters.exclude, null))}"
  }

  validation {
    condition = length([
      for one in try([for one in tolist(var.clusters.exclude) : one], []) : true
      if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
    ]) == 0
    error_message = format(
      "clusters.exclude must be a list of database ids or patterns (letters, digits, hyphens and *, at most 63), got: %s",
      join(", ", distinct([
        for one in try([for one in tolist(var.clusters.exclude) : one], []) : jsonencode(one)
        if !(can(regex("^[A-Za-z0-9*-]{1,63}$", one)))
      ]))
    )
  }

  validation {
    condition     = try(var.clusters.tags, null) == null ? true : can(keys(var.clusters.tags))
    error_message = "clusters.tags must be an object, got: ${jsonencode(try(var.clusters.tags, null))}"
  }

  validation {
    condition = length([
      for key in try(keys(var.clusters.tags), []) : true
      if !(can(regex("", try(var.clusters.tags[key], null))))
    ]) == 0
    error_message = format("%s must be text", join(", ", distinct([
      for key in try(keys(var.clusters.tags), []) : "clusters.tags[\"${key}\"]"
      if !(can(regex("", try(var.clusters.tags[key], null))))
    ])))
  }

  validation {
    condition = (
      try(length(var.instances.include) > 0, true) ||
      try(length(var.clusters.include) > 0, true)
    )
    error_message = "instances and clusters must not both have include = [], or nothing is backed up."
  }
}

variable "retention" {
  description = "What is kept of each database in each target region: the union of the newest `keep_last` and the newest of each of the last `keep_daily` days, `keep_weekly` ISO weeks, `keep_monthly` months and `keep_yearly` years (UTC) that have one. `keep_last` 1 to 1000, `keep_daily` 0 to 1000, `keep_weekly` 0 to 1000, `keep_monthly` 0 to 1000, `keep_yearly` 0 to 1000."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition = length([
      for name in keys(var.retention) : true
      if !contains(["keep_last", "keep_daily", "keep_weekly", "keep_monthly", "keep_yearly"], name)
    ]) == 0
    error_message = format(
      "%s: there are keep_last, keep_daily, keep_weekly, keep_monthly, keep_yearly",
      join(", ", distinct([
        for name in keys(var.retention) : "retention.${name} is unknown, the nearest is ${substr(sort([for known in ["keep_last", "keep_daily", "keep_weekly", "keep_monthly", "keep_yearly"] : format("%04d %s", 1000 - floor(1000 * length(setintersection([for at in range(max(0, length(known) - 1)) : substr(known, at, 2)], [for at in range(max(0, length(name) - 1)) : substr(name, at, 2)])) / (length(known) + length(name))), known)])[0], 5, -1)}"
        if !contains([
          "keep_last",
          "keep_daily",
          "keep_weekly",
          "keep_monthly",
          "keep_yearly",
        ], name)
      ]))
    )
  }

  validation {
    condition = (
      lookup(var.retention, "keep_last", null) == null
      ? true
      : (
        lookup(var.retention, "keep_last", null) >= 1 &&
        lookup(var.retention, "keep_last", null) <= 1000 &&
        floor(lookup(var.retention, "keep_last", null)) == lookup(var.retention, "keep_last", null)
      )
    )
    error_message = "retention.keep_last must be a whole number from 1 to 1000, got: ${jsonencode(lookup(var.retention, "keep_last", null))}"
  }

  validation {
    condition = (
      lookup(var.retention, "keep_daily", null) == null
      ? true
      : (
        lookup(var.retention, "keep_daily", null) >= 0 &&
        lookup(var.retention, "keep_daily", null) <= 1000 &&
        floor(
          lookup(var.retention, "keep_daily", null)
        ) == lookup(var.retention, "keep_daily", null)
      )
    )
    error_message = "retention.keep_daily must be a whole number from 0 to 1000, got: ${jsonencode(lookup(var.retention, "keep_daily", null))}"
  }

  validation {
    condition = (
      lookup(var.retention, "keep_weekly", null) == null
      ? true
      : (
        lookup(var.retention, "keep_weekly", null) >= 0 &&
        lookup(var.retention, "keep_weekly", null) <= 1000 &&
        floor(
          lookup(var.retention, "keep_weekly", null)
        ) == lookup(var.retention, "keep_weekly", null)
      )
    )
    error_message = "retention.keep_weekly must be a whole number from 0 to 1000, got: ${jsonencode(lookup(var.retention, "keep_weekly", null))}"
  }

  validation {
    condition = (
      lookup(var.retention, "keep_monthly", null) == null
      ? true
      : (
        lookup(var.retention, "keep_monthly", null) >= 0 &&
        lookup(var.retention, "keep_monthly", null) <= 1000 &&
        floor(
          lookup(var.retention, "keep_monthly", null)
        ) == lookup(var.retention, "keep_monthly", null)
      )
    )
    error_message = "retention.keep_monthly must be a whole number from 0 to 1000, got: ${jsonencode(lookup(var.retention, "keep_monthly", null))}"
  }

  validation {
    condition = (
      lookup(var.retention, "keep_yearly", null) == null
      ? true
      : (
        lookup(var.retention, "keep_yearly", null) >= 0 &&
        lookup(var.retention, "keep_yearly", null) <= 1000 &&
        floor(
          lookup(var.retention, "keep_yearly", null)
        ) == lookup(var.retention, "keep_yearly", null)
      )
    )
    error_message = "retention.keep_yearly must be a whole number from 0 to 1000, got: ${jsonencode(lookup(var.retention, "keep_yearly", null))}"
  }
}

variable "max_deletions_per_daily_run" {
  description = "How many copies of a database in a target region one daily run deletes, where retention keeps fewer than there are by more than one. So a retention that is lowered by mistake takes effect slowly. 2 to 100."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition = (
      var.max_deletions_per_daily_run >= 2 &&
      var.max_deletions_per_daily_run <= 100 &&
      floor(var.max_deletions_per_daily_run) == var.max_deletions_per_daily_run
    )
    error_message = "max_deletions_per_daily_run must be a whole number from 2 to 100, got: ${jsonencode(var.max_deletions_per_daily_run)}"
  }
}

variable "manual_snapshot_headroom" {
  description = "How many places of the account's quota of manual snapshots, of each kind in each target region, are left to people and, for the moment until another copy is deleted, to copies of databases that have all theirs. 0 to 50."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition = (
      var.manual_snapshot_headroom >= 0 &&
      var.manual_snapshot_headroom <= 50 &&
      floor(var.manual_snapshot_headroom) == var.manual_snapshot_headroom
    )
    error_message = "manual_snapshot_headroom must be a whole number from 0 to 50, got: ${jsonencode(var.manual_snapshot_headroom)}"
  }
}

variable "copy_tags" {
  description = "Further tags of every copy, for cost reports or tag policies. They come after those of this tool, and before the tags that a copy inherits from its snapshot (from its database, where the snapshot has none): of these the last by key are left out where there would be more than 48. At most 37."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition = length([
      for key in keys(var.copy_tags) : true
      if !(
        can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) &&
        !can(regex(
          "^([Aa][Ww][Ss]:|[Rr][Dd][Ss]:|[Cc][Rr][Oo][Ss][Ss][Rr][Ee][Gg][Ii][Oo][Nn][Bb][Aa][Cc][Kk][Uu][Pp])",
          key
        ))
      )
    ]) == 0
    error_message = format(
      "The keys of %s must be keys of tags (1 to 128 letters, digits, spaces and _.:/=+-@) that do not begin with aws:, rds: or CrossRegionBackup, got: %s",
      join(", ", distinct([
        for key in keys(var.copy_tags) : "copy_tags"
        if !(
          can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) &&
          !can(regex(
            "^([Aa][Ww][Ss]:|[Rr][Dd][Ss]:|[Cc][Rr][Oo][Ss][Ss][Rr][Ee][Gg][Ii][Oo][Nn][Bb][Aa][Cc][Kk][Uu][Pp])",
            key
          ))
        )
      ])),
      join(", ", distinct([
        for key in keys(var.copy_tags) : jsonencode(key)
        if !(
          can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{1,128}$", key)) &&
          !can(regex(
            "^([Aa][Ww][Ss]:|[Rr][Dd][Ss]:|[Cc][Rr][Oo][Ss][Ss][Rr][Ee][Gg][Ii][Oo][Nn][Bb][Aa][Cc][Kk][Uu][Pp])",
            key
          ))
        )
      ]))
    )
  }

  validation {
    condition     = length(keys(var.copy_tags)) <= 37
    error_message = "copy_tags must have at most 37 entries, got: ${length(keys(var.copy_tags))}"
  }

  validation {
    condition = length([
      for key in keys(var.copy_tags) : true
      if !(can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", var.copy_tags[key])))
    ]) == 0
    error_message = format(
      "%s must be the value of a tag (at most 256 letters, digits, spaces and _.:/=+-@)",
      join(", ", distinct([
        for key in keys(var.copy_tags) : "copy_tags[\"${key}\"]"
        if !(can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]{0,256}$", var.copy_tags[key])))
      ]))
    )
  }
}

variable "copy_option_groups" {
  description = "Whether a copy of a DB instance takes its option group along (`CopyOptionGroup`): `when_refused`, if RDS refuses the copy without, as it does for Oracle and SQL Server with TDE or a time-zone option; `always`, for every option group that is not a default one; or `never`. RDS makes the group in the target region, where an account may have 20 by default, and it stays when the copy goes."
  type        = string
  default     = "when_refused"
  nullable    = false

  validation {
    condition     = contains(["when_refused", "always", "never"], var.copy_option_groups)
    error_message = "copy_option_groups must be one of when_refused, always, never, got: ${jsonencode(var.copy_option_groups)}"
  }
}

variable "backup_windows" {
  description = "Backup windows of the databases, `hh24:mi-hh24:mi` in UTC, from 30 minutes to less than 24 hours; they may wrap midnight. The daily sweep is set after the window that precedes the longest stretch without one."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.backup_windows : true
      if !(can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", one)))
    ]) == 0
    error_message = format(
      "backup_windows must be a list of hh24:mi-hh24:mi in UTC, 00:00 to 23:59, got: %s",
      join(", ", distinct([
        for one in var.backup_windows : jsonencode(one)
        if !(can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", one)))
      ]))
    )
  }

  validation {
    condition = length([
      for window in var.backup_windows : true
      if try(
        (
          tonumber(substr(window, 6, 2)) * 60 + tonumber(substr(window, 9, 2)) - (
            tonumber(substr(window, 0, 2)) * 60 + tonumber(substr(window, 3, 2))
          ) + 1440
        ) % 1440,
        30
      ) < 30
    ]) == 0
    error_message = format(
      "backup_windows must be at least 30 minutes and less than 24 hours long, got: %s",
      join(", ", distinct([
        for window in var.backup_windows : jsonencode(window)
        if try(
          (
            tonumber(substr(window, 6, 2)) * 60 + tonumber(substr(window, 9, 2)) - (
              tonumber(substr(window, 0, 2)) * 60 + tonumber(substr(window, 3, 2))
            ) + 1440
          ) % 1440,
          30
        ) < 30
      ]))
    )
  }
}

variable "backup_window_instances" {
  description = "Ids of DB instances whose backup windows are read from RDS at plan, and join `backup_windows`. The instances must exist, and their ids be known at plan: of one made in the same apply, give the window itself."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.backup_window_instances : true
      if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", one)))
    ]) == 0
    error_message = format(
      "backup_window_instances must be a list of database ids (letters, digits and hyphens, at most 63, and a letter first), got: %s",
      join(", ", distinct([
        for one in var.backup_window_instances : jsonencode(one)
        if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", one)))
      ]))
    )
  }
}

variable "backup_window_clusters" {
  description = "Ids of DB clusters (Aurora) whose backup windows are read from RDS at plan, and join `backup_windows`, as those of `backup_window_instances`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.backup_window_clusters : true
      if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", one)))
    ]) == 0
    error_message = format(
      "backup_window_clusters must be a list of database ids (letters, digits and hyphens, at most 63, and a letter first), got: %s",
      join(", ", distinct([
        for one in var.backup_window_clusters : jsonencode(one)
        if !(can(regex("^[A-Za-z][A-Za-z0-9-]{0,62}$", one)))
      ]))
    )
  }
}

variable "schedule_margin_minutes" {
  description = "Minutes between the end of that backup window and the sweep. 0 to 720."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition = (
      var.schedule_margin_minutes >= 0 &&
      var.schedule_margin_minutes <= 720 &&
      floor(var.schedule_margin_minutes) == var.schedule_margin_minutes
    )
    error_message = "schedule_margin_minutes must be a whole number from 0 to 720, got: ${jsonencode(var.schedule_margin_minutes)}"
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
    error_message = "schedule_expression must be cron(…) of six fields, with ? for the day of month or of week, or rate(…), got: ${jsonencode(var.schedule_expression)}"
  }
}

variable "follow_up_interval_minutes" {
  description = "Minutes between the runs that use free copy slots, repeat failed copies, delete old ones and publish metrics. 5 to 60."
  type        = number
  default     = 15
  nullable    = false

  validation {
    condition = (
      var.follow_up_interval_minutes >= 5 &&
      var.follow_up_interval_minutes <= 60 &&
      floor(var.follow_up_interval_minutes) == var.follow_up_interval_minutes
    )
    error_message = "follow_up_interval_minutes must be a whole number from 5 to 60, got: ${jsonencode(var.follow_up_interval_minutes)}"
  }
}

variable "max_copies_in_progress" {
  description = "How many copies may be in progress at once in each target region; by default what RDS allows. `instances` 1 to 100, `clusters` 1 to 100."
  type        = map(number)
  default     = {}
  nullable    = false

  validation {
    condition = length([
      for name in keys(var.max_copies_in_progress) : true
      if !contains(["instances", "clusters"], name)
    ]) == 0
    error_message = format("%s: there are instances, clusters", join(", ", distinct([
      for name in keys(var.max_copies_in_progress) : "max_copies_in_progress.${name} is unknown, the nearest is ${substr(sort([for known in ["instances", "clusters"] : format("%04d %s", 1000 - floor(1000 * length(setintersection([for at in range(max(0, length(known) - 1)) : substr(known, at, 2)], [for at in range(max(0, length(name) - 1)) : substr(name, at, 2)])) / (length(known) + length(name))), known)])[0], 5, -1)}"
      if !contains(["instances", "clusters"], name)
    ])))
  }

  validation {
    condition = (
      lookup(var.max_copies_in_progress, "instances", null) == null
      ? true
      : (
        lookup(var.max_copies_in_progress, "instances", null) >= 1 &&
        lookup(var.max_copies_in_progress, "instances", null) <= 100 &&
        floor(
          lookup(var.max_copies_in_progress, "instances", null)
        ) == lookup(var.max_copies_in_progress, "instances", null)
      )
    )
    error_message = "max_copies_in_progress.instances must be a whole number from 1 to 100, got: ${jsonencode(lookup(var.max_copies_in_progress, "instances", null))}"
  }

  validation {
    condition = (
      lookup(var.max_copies_in_progress, "clusters", null) == null
      ? true
      : (
        lookup(var.max_copies_in_progress, "clusters", null) >= 1 &&
        lookup(var.max_copies_in_progress, "clusters", null) <= 100 &&
        floor(
          lookup(var.max_copies_in_progress, "clusters", null)
        ) == lookup(var.max_copies_in_progress, "clusters", null)
      )
    )
    error_message = "max_copies_in_progress.clusters must be a whole number from 1 to 100, got: ${jsonencode(lookup(var.max_copies_in_progress, "clusters", null))}"
  }
}

variable "max_recovery_point_age_hours" {
  description = "Hours after which the newest copy of a database is too old and the alarm of the target region is raised. 25 to 8760."
  type        = number
  default     = 36
  nullable    = false

  validation {
    condition = (
      var.max_recovery_point_age_hours >= 25 &&
      var.max_recovery_point_age_hours <= 8760 &&
      floor(var.max_recovery_point_age_hours) == var.max_recovery_point_age_hours
    )
    error_message = "max_recovery_point_age_hours must be a whole number from 25 to 8760, got: ${jsonencode(var.max_recovery_point_age_hours)}"
  }
}

variable "stuck_copy_hours" {
  description = "Hours after which a copy that is still in progress is reported as failed. It is not touched. 1 to 8760."
  type        = number
  default     = 24
  nullable    = false

  validation {
    condition = (
      var.stuck_copy_hours >= 1 &&
      var.stuck_copy_hours <= 8760 &&
      floor(var.stuck_copy_hours) == var.stuck_copy_hours
    )
    error_message = "stuck_copy_hours must be a whole number from 1 to 8760, got: ${jsonencode(var.stuck_copy_hours)}"
  }
}

variable "restore_checks" {
  description = "What the daily run checks, so that copies can be restored: `keys`, the key of each kept copy, and whether RDS still lists its engine version in the target region; `all`, also whether the class of the database is offered there and its parameter, option and subnet groups exist, which the digest warns of; `off`, nothing: then no message and no alarm tells of copies that cannot be restored."
  type        = string
  default     = "keys"
  nullable    = false

  validation {
    condition     = contains(["keys", "all", "off"], var.restore_checks)
    error_message = "restore_checks must be one of keys, all, off, got: ${jsonencode(var.restore_checks)}"
  }
}

variable "alarm_actions" {
  description = "ARNs that every alarm tells when it is raised, such as SNS topics; of the source region, as CloudWatch tells no other. At most 4."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.alarm_actions : true
      if !(
        can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", one)) &&
        contains([
          "",
          coalesce(var.region, data.aws_region.this.region),
        ], try(split(":", one)[3], ""))
      )
    ]) == 0
    error_message = format(
      "alarm_actions must be a list of ARNs of the source region, got: %s",
      join(", ", distinct([
        for one in var.alarm_actions : jsonencode(one)
        if !(
          can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", one)) &&
          contains([
            "",
            coalesce(var.region, data.aws_region.this.region),
          ], try(split(":", one)[3], ""))
        )
      ]))
    )
  }

  validation {
    condition     = length(var.alarm_actions) <= 4
    error_message = "alarm_actions must have at most 4 entries, got: ${length(var.alarm_actions)}"
  }
}

variable "ok_actions" {
  description = "ARNs that every alarm tells when it is over, save troubles-begun: no all-clear; of the source region too. At most 4."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.ok_actions : true
      if !(
        can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", one)) &&
        contains([
          "",
          coalesce(var.region, data.aws_region.this.region),
        ], try(split(":", one)[3], ""))
      )
    ]) == 0
    error_message = format(
      "ok_actions must be a list of ARNs of the source region, got: %s",
      join(", ", distinct([
        for one in var.ok_actions : jsonencode(one)
        if !(
          can(regex("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", one)) &&
          contains([
            "",
            coalesce(var.region, data.aws_region.this.region),
          ], try(split(":", one)[3], ""))
        )
      ]))
    )
  }

  validation {
    condition     = length(var.ok_actions) <= 4
    error_message = "ok_actions must have at most 4 entries, got: ${length(var.ok_actions)}"
  }
}

variable "notification_emails" {
  description = "E-mail addresses that are told of everything: what has gone wrong and what is over, by name, and each alarm. They are subscribed to a topic that is always made, and to which others may subscribe. `null`: deliberately nobody here, as others look after the metrics: no plan warns of it."
  type        = list(string)
  default     = []
  nullable    = true

  validation {
    condition = length([
      for one in var.notification_emails == null ? [] : var.notification_emails : true
      if !(can(regex("^[^@\\s]+@[^@\\s]+$", one)))
    ]) == 0
    error_message = format(
      "notification_emails must be a list of e-mail addresses, got: %s",
      join(", ", distinct([
        for one in var.notification_emails == null ? [] : var.notification_emails : jsonencode(one)
        if !(can(regex("^[^@\\s]+@[^@\\s]+$", one)))
      ]))
    )
  }
}

variable "protect_kms_keys" {
  description = "Deny everyone to disable or delete the created keys: without its key a copy cannot be restored. To give a key up, set it to false, apply, then remove the target region."
  type        = bool
  default     = true
  nullable    = false
}

variable "source_kms_key_arns" {
  description = "ARNs of keys of other accounts under which databases are encrypted. The functions may use them then; the policies of the keys must let this account do so too. Keys of this account need not be named."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition = length([
      for one in var.source_kms_key_arns : true
      if !(
        can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", one)) &&
        try(split(":", one)[3], "") == coalesce(var.region, data.aws_region.this.region)
      )
    ]) == 0
    error_message = format(
      "source_kms_key_arns must be a list of ARNs of keys of the source region (…:key/…, not aliases), got: %s",
      join(", ", distinct([
        for one in var.source_kms_key_arns : jsonencode(one)
        if !(
          can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", one)) &&
          try(split(":", one)[3], "") == coalesce(var.region, data.aws_region.this.region)
        )
      ]))
    )
  }
}

variable "encryption_key_arn" {
  description = "ARN of a customer managed key of the source region for its topics, queue and log groups. Its policy must let `events.rds.amazonaws.com` and `cloudwatch.amazonaws.com` use `kms:GenerateDataKey*` and `kms:Decrypt`, and `logs.<region>.amazonaws.com` use `kms:Encrypt*`, `kms:Decrypt*`, `kms:ReEncrypt*`, `kms:GenerateDataKey*` and `kms:Describe*`; and leave the rest to IAM policies of this account, as the functions use it through SNS and SQS."
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
        try(
          split(":", var.encryption_key_arn)[3],
          ""
        ) == coalesce(var.region, data.aws_region.this.region)
      )
    )
    error_message = "encryption_key_arn must be the ARN of a key of the source region (…:key/…, not an alias), got: ${jsonencode(var.encryption_key_arn)}"
  }
}

variable "dry_run" {
  description = "Report what would be copied and deleted, and do neither. Nobody is told of troubles, and the only metrics are that it ran, and over how many databases."
  type        = bool
  default     = false
  nullable    = false
}

variable "lambda_runtime" {
  description = "Runtime of the Lambda functions, `nodejs24.x` or `nodejs22.x`."
  type        = string
  default     = "nodejs24.x"
  nullable    = false

  validation {
    condition     = contains(["nodejs24.x", "nodejs22.x"], var.lambda_runtime)
    error_message = "lambda_runtime must be one of nodejs24.x, nodejs22.x, got: ${jsonencode(var.lambda_runtime)}"
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
    error_message = "log_retention_in_days must be one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, got: ${jsonencode(var.log_retention_in_days)}"
  }
}

variable "log_level" {
  description = "Least severe log lines of the functions: `DEBUG`, `INFO`, `WARN` or `ERROR`."
  type        = string
  default     = "INFO"
  nullable    = false

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level must be one of DEBUG, INFO, WARN, ERROR, got: ${jsonencode(var.log_level)}"
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
    error_message = "permissions_boundary must be the ARN of an IAM policy, got: ${jsonencode(var.permissions_boundary)}"
  }
}

variable "tags" {
  description = "Tags of everything that Terraform makes. They do not go on copies."
  type        = map(string)
  default     = {}
  nullable    = false
}
