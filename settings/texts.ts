import type { Text } from "./kinds";

const text = <const M extends Partial<Text>>(pattern: string, mustBe: string, more?: M) =>
  ({ kind: "text", pattern, mustBe, ...(more as M) }) as const;

/** The kinds of text that settings are made of. */
/** Parameter Store refuses names that begin with `aws` or `ssm` (docs/aws-facts.md#parameters). */
export const NAME = text(
  "^[a-z](-?[a-z0-9])*$",
  "lower-case letters, digits and single hyphens, at most 40, and begin with a letter, but not with aws or ssm",
  { maxLength: 40, not: "^(aws|ssm)" },
);

/** `us-east-1`, `us-gov-west-1`, `ap-southeast-5`. */
export const REGION = text("^[a-z]{2}(-[a-z]+)+-[0-9]+$", "names of regions, such as eu-central-1");

export const SOURCE_REGION = text(REGION.pattern, "the name of a region, such as eu-west-1");

/** A database id in which `*` stands for any number of characters. */
export const DATABASE_PATTERN = text(
  "^[A-Za-z0-9*-]{1,63}$",
  "database ids or patterns (letters, digits, hyphens and *, at most 63)",
);

export const DATABASE_ID = text(
  "^[A-Za-z][A-Za-z0-9-]{0,62}$",
  "database ids (letters, digits and hyphens, at most 63, and a letter first)",
);

/** A key, not an alias, as an alias can be moved to a key that nobody has reviewed. */
const KMS_KEY = "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$";

export const SOURCE_KMS_KEY = text(KMS_KEY, "the ARN of a key of the source region (…:key/…, not an alias)", {
  region: "source",
});

export const SOURCE_KMS_KEYS = text(KMS_KEY, "ARNs of keys of the source region (…:key/…, not aliases)", {
  region: "source",
});

export const TARGET_KMS_KEY = text(KMS_KEY, "the ARN of a key of the target region (…:key/…, not an alias)", {
  region: "target",
});

/** CloudWatch refuses an alarm that tells something in another region (docs/aws-facts.md#alarms). */
export const ALARM_ACTION = text("^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$", "ARNs of the source region", {
  region: "source",
  orNoRegion: true,
});

export const POLICY_ARN = text("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$", "the ARN of an IAM policy");

export const EMAIL_ADDRESS = text("^[^@\\s]+@[^@\\s]+$", "e-mail addresses");

/** A schedule of EventBridge (docs/aws-facts.md#schedules): six fields, with `?` in one of the two days, or a number and its unit. */
export const SCHEDULE = text(
  "^(cron[(][^ ]+ [^ ]+ ([?] [^ ]+ [^ ?]+|[^ ?]+ [^ ]+ [?]) [^ )]+[)]|rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)])$",
  "cron(…) of six fields, with ? for the day of month or of week, or rate(…)",
);

export const BACKUP_WINDOW = text(
  "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
  "hh24:mi-hh24:mi in UTC, 00:00 to 23:59",
);

const TAG_CHARACTER = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";

/** Of a tag of a copy, beside those that AWS and this tool write. */
export const TAG_KEY = text(
  `^${TAG_CHARACTER}{1,128}$`,
  "keys of tags (1 to 128 letters, digits, spaces and _.:/=+-@) that do not begin with aws:, rds: or CrossRegionBackup",
  { not: "^([Aa][Ww][Ss]:|[Rr][Dd][Ss]:|[Cc][Rr][Oo][Ss][Ss][Rr][Ee][Gg][Ii][Oo][Nn][Bb][Aa][Cc][Kk][Uu][Pp])" },
);

export const TAG_VALUE = text(
  `^${TAG_CHARACTER}{0,256}$`,
  "the value of a tag (at most 256 letters, digits, spaces and _.:/=+-@)",
);

/** A tag of a resource: any text. */
export const ANY_TEXT = text("", "text");
