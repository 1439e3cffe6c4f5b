/**
 * The bounds of the public settings. Synth (props), plan (`validation` blocks) and cold start (environment)
 * all read them here, so that the three gates cannot drift apart.
 */
export const BOUNDS = {
  nameLength: { max: 40 },
  backupWindowMinutes: { min: 30 },
  scheduleMarginMinutes: { min: 0, max: 720 },
  followUpIntervalMinutes: { min: 5, max: 60 },
  keepLast: { min: 1, max: 1000 },
  keepPeriods: { min: 0, max: 1000 },
  maxCopiesInProgress: { min: 1, max: 100 },
  maxRecoveryPointAgeHours: { min: 25, max: 8760 },
  stuckCopyHours: { min: 1, max: 8760 },
  /** What Lambda takes as environment variables. It measures their JSON: its error shows the string. */
  environmentBytes: { max: 4096 },
} as const;

/** Regular expressions of the public settings, anchored, in the common subset of JavaScript and RE2 (Terraform). */
export const PATTERNS = {
  name: "^[a-z](-?[a-z0-9])*$",
  /** `us-east-1`, `us-gov-west-1`, `ap-southeast-5`. */
  region: "^[a-z]{2}(-[a-z]+)+-[0-9]+$",
  /** A database id in which `*` stands for any characters, none included. */
  databasePattern: "^[A-Za-z0-9*-]{1,63}$",
  databaseId: "^[A-Za-z][A-Za-z0-9-]{0,62}$",
  /** A key, not an alias: an alias can be moved to a key that nobody reviewed. */
  kmsKeyArn: "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$",
  arn: "^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$",
  policyArn: "^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$",
  emailAddress: "^[^@ ]+@[^@ ]+$",
  /** EventBridge's: six fields, of which either the day of month or the day of week is `?`; or a number and its unit. */
  scheduleExpression:
    "^(cron[(][^ ]+ [^ ]+ ([?] [^ ]+ [^ ?]+|[^ ?]+ [^ ]+ [?]) [^ )]+[)]|rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)])$",
  backupWindow: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
} as const;

/** Defaults of the public settings (design, section 4). */
export const DEFAULTS = {
  name: "rds-cross-region-backup",
  selection: { include: ["*"], exclude: [] as string[], tags: {} as Record<string, string> },
  scheduleMarginMinutes: 60,
  scheduleExpression: "cron(0 6 * * ? *)",
  followUpIntervalMinutes: 15,
  retention: { keepLast: 3, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 },
  maxCopiesInProgress: { instances: 20, clusters: 5 },
  maxRecoveryPointAgeHours: 36,
  stuckCopyHours: 24,
  lambdaRuntime: "nodejs24.x",
  logRetentionInDays: 90,
  logLevel: "INFO",
} as const;

export const LAMBDA_RUNTIMES = ["nodejs24.x", "nodejs22.x"] as const;
/** What CloudWatch Logs takes; 0 = for ever. */
export const LOG_RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
export const LOG_LEVELS = ["DEBUG", "INFO", "WARN", "ERROR"] as const;
