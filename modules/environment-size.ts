import { parameterName } from "../handlers/core/names";
import { KEY_ID_TO_BE } from "../handlers/settings/target-keys";
import { ENVIRONMENT_BYTES as MAX } from "../settings/rules";
import { hcl } from "./expressions";
import { terraformJson } from "./json";
import { type Validation, validation } from "./variable-validations";
import type { Wiring } from "./wiring";

const MUST_BE = `instances, clusters, targets and copy_tags must be shorter: Lambda takes ${MAX} bytes of settings, as JSON`;

const ACCOUNT = "123456789012";

/** An ARN as long as that of a key that does not exist yet. */
export const keyArnToBe = (region: string): string =>
  `arn:${partitionOf(region)}:kms:${region}:${ACCOUNT}:key/${KEY_ID_TO_BE}`;

/** As long as each time that Terraform writes. */
const TIME = "2026-01-31T03:07:00Z";

/** As long as that of any deployment of this name. */
const topicArnToBe = (name: string): string => `arn:aws-us-gov:sns:ap-southeast-1:${ACCOUNT}:${name}-notifications`;

/** What Terraform adds to the settings. */
export const wiringToBe = (name: string, regions: readonly string[]): Wiring => ({
  NOTIFICATION_TOPIC_ARN: topicArnToBe(name),
  TOLD_PARAMETER: parameterName(name),
  TARGETS_SINCE: terraformJson(Object.fromEntries(regions.map((region) => [region, TIME]))),
});

const partitionOf = (region: string): string => (region.startsWith("us-gov-") ? "aws-us-gov" : "aws");

/** @param environment without tokens @returns what is wrong with its size, if anything */
export function environmentFits(environment: Readonly<Record<string, string>>): string[] {
  const bytes = Buffer.byteLength(terraformJson(environment));
  return bytes <= MAX ? [] : [`${MUST_BE}, got: ${bytes}`];
}

/**
 * The same in HCL. It counts characters only, so bytes are counted in base64: four characters for three bytes. Keys that do not
 * exist yet count with a full ARN.
 */
export const ENVIRONMENT_SIZE_LOCALS = {
  measured_kms_keys: hcl(
    `{ for region, target in local.targets : region => { kms_key_arn = target.create_kms_key ? "arn:${hcl('startswith(region, "us-gov-") ? "aws-us-gov" : "aws"')}:kms:${hcl("region")}:${ACCOUNT}:key/${KEY_ID_TO_BE}" : target.kms_key_arn, database_kms_key_arns = target.database_kms_key_arns } }`,
  ),
  measured_environment: hcl(
    `base64encode(jsonencode(merge(local.environment, { TARGET_KMS_KEYS = jsonencode(local.measured_kms_keys), NOTIFICATION_TOPIC_ARN = ${JSON.stringify(topicArnToBe(hcl("var.name")))}, TARGETS_SINCE = jsonencode({ for region in keys(var.targets) : region => "${TIME}" }) })))`,
  ),
  environment_bytes: hcl(
    'length(local.measured_environment) / 4 * 3 - length(regexall("=", local.measured_environment))',
  ),
};

/** A condition of a function. As a variable's validation it would be a cycle (docs/aws-facts.md#references-in-validations). */
export const ENVIRONMENT_FITS: Validation = validation(
  `local.environment_bytes <= ${MAX}`,
  `${MUST_BE}, got: ${hcl("local.environment_bytes")}`,
);
