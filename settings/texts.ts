import type { Text } from "./kinds";

/** The kinds of text that settings are made of. */
export const NAME = {
  kind: "text",
  pattern: "^[a-z](-?[a-z0-9])*$",
  mustBe: "lower-case letters, digits and single hyphens, at most 40, and begin with a letter",
  maxLength: 40,
} as const satisfies Text;

/** `us-east-1`, `us-gov-west-1`, `ap-southeast-5`. */
export const REGION = {
  kind: "text",
  pattern: "^[a-z]{2}(-[a-z]+)+-[0-9]+$",
  mustBe: "names of regions, such as eu-central-1",
} as const satisfies Text;

/** A database id in which `*` stands for any characters, none included. */
export const DATABASE_PATTERN = {
  kind: "text",
  pattern: "^[A-Za-z0-9*-]{1,63}$",
  mustBe: "database ids or patterns (letters, digits, hyphens and *, at most 63)",
} as const satisfies Text;

export const DATABASE_ID = {
  kind: "text",
  pattern: "^[A-Za-z][A-Za-z0-9-]{0,62}$",
  mustBe: "database ids (letters, digits and hyphens, at most 63, and a letter first)",
} as const satisfies Text;

/** A key, not an alias: an alias can be moved to a key that nobody reviewed. */
const KMS_KEY = "^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$";

export const SOURCE_KMS_KEY = {
  kind: "text",
  pattern: KMS_KEY,
  mustBe: "the ARN of a key of the source region (…:key/…, not an alias)",
  region: "source",
} as const satisfies Text;

export const TARGET_KMS_KEY = {
  kind: "text",
  pattern: KMS_KEY,
  mustBe: "the ARN of a key of the target region (…:key/…, not an alias)",
  region: "target",
} as const satisfies Text;

export const ARN = {
  kind: "text",
  pattern: "^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:.+$",
  mustBe: "ARNs",
} as const satisfies Text;

export const POLICY_ARN = {
  kind: "text",
  pattern: "^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/.+$",
  mustBe: "the ARN of an IAM policy",
} as const satisfies Text;

export const EMAIL_ADDRESS = {
  kind: "text",
  pattern: "^[^@ ]+@[^@ ]+$",
  mustBe: "e-mail addresses",
} as const satisfies Text;

/** EventBridge's: six fields, of which either the day of month or the day of week is `?`; or a number and its unit. */
export const SCHEDULE = {
  kind: "text",
  pattern:
    "^(cron[(][^ ]+ [^ ]+ ([?] [^ ]+ [^ ?]+|[^ ?]+ [^ ]+ [?]) [^ )]+[)]|rate[(](1 (minute|hour|day)|([2-9]|[1-9][0-9]+) (minutes|hours|days))[)])$",
  mustBe: "cron(…) of six fields, with ? for the day of month or of week, or rate(…)",
} as const satisfies Text;

export const BACKUP_WINDOW = {
  kind: "text",
  pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$",
  mustBe: "hh24:mi-hh24:mi in UTC, 00:00 to 23:59",
} as const satisfies Text;

const TAG_CHARACTER = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";

/** Of a tag of a copy, beside those that AWS and this tool write. */
export const TAG_KEY = {
  kind: "text",
  pattern: `^${TAG_CHARACTER}{1,128}$`,
  not: "^([Aa][Ww][Ss]:|[Rr][Dd][Ss]:|[Cc][Rr][Oo][Ss][Ss][Rr][Ee][Gg][Ii][Oo][Nn][Bb][Aa][Cc][Kk][Uu][Pp])",
  mustBe:
    "keys of tags (1 to 128 letters, digits, spaces and _.:/=+-@) that do not begin with aws:, rds: or CrossRegionBackup",
} as const satisfies Text;

export const TAG_VALUE = {
  kind: "text",
  pattern: `^${TAG_CHARACTER}{0,256}$`,
  mustBe: "the value of a tag (at most 256 letters, digits, spaces and _.:/=+-@)",
} as const satisfies Text;

/** A tag of a resource: any text. */
export const ANY_TEXT = { kind: "text", pattern: "", mustBe: "text" } as const satisfies Text;
