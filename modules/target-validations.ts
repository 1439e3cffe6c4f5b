import { DATABASE_PATTERN, REGION, TARGET_KMS_KEY } from "../settings/texts";
import { hcl } from "./expressions";
import { every, isKeyOf, matches, SOURCE_REGION, type Validation, validation } from "./variable-validations";

const inGovCloud = (region: string) => `startswith(${region}, "us-gov-")`;
const DATABASE_KEYS =
  "key in flatten([for region, target in var.targets : [for pattern, arn in target.database_kms_key_arns : { region = region, pattern = pattern, arn = arn }]])";
const SHOWN_KEY = `"${hcl("key.region")}: ${hcl("key.pattern")} = ${hcl("key.arn")}"`;

/** What a plan can check of `targets`. A key may be made in the same apply: its ARN is then unknown, and passes. */
export const TARGET_VALIDATIONS: readonly Validation[] = [
  validation("length(var.targets) > 0", "targets must name at least one target region, got: {}"),
  every(
    "region in keys(var.targets)",
    matches("region", REGION.pattern),
    "region",
    "targets must have names of regions as keys, such as eu-central-1",
  ),
  every(
    "region in keys(var.targets)",
    `region != ${SOURCE_REGION}`,
    "region",
    "targets must not name the source region, as a copy there would be lost with it",
  ),
  every(
    `region in concat(keys(var.targets), [${SOURCE_REGION}])`,
    '!startswith(region, "cn-")',
    "region",
    "targets: RDS snapshots cannot be copied to or from China regions",
  ),
  every(
    "region in keys(var.targets)",
    `${inGovCloud("region")} == ${inGovCloud(SOURCE_REGION)}`,
    `"${hcl(SOURCE_REGION)} to ${hcl("region")}"`,
    "targets: RDS snapshots of GovCloud regions can be copied within GovCloud only",
  ),
  every(
    "region, target in var.targets",
    `target.kms_key_arn == null ? true : ${isKeyOf("region", "target.kms_key_arn", TARGET_KMS_KEY)}`,
    `"${hcl("region")}: ${hcl("target.kms_key_arn")}"`,
    "targets: kms_key_arn must be the ARN of a key of the target region (…:key/…, not an alias)",
  ),
  every(
    "region, target in var.targets",
    "!(target.create_kms_key && target.kms_key_arn != null)",
    "region",
    "targets: kms_key_arn is used with create_kms_key = false only, both are given",
  ),
  every(
    DATABASE_KEYS,
    matches("key.pattern", DATABASE_PATTERN.pattern),
    SHOWN_KEY,
    "targets: database_kms_key_arns must have database ids or patterns as keys (letters, digits, hyphens and *, at most 63)",
  ),
  every(
    DATABASE_KEYS,
    isKeyOf("key.region", "key.arn", TARGET_KMS_KEY),
    SHOWN_KEY,
    "targets: database_kms_key_arns must be ARNs of keys of the target region (…:key/…, not aliases)",
  ),
];
