import { hcl } from "./expressions";

/**
 * The regions of the partition `aws` that every account has. The list is closed: what was launched after March 20, 2019 is
 * opt-in (AWS Account Management, "Enable or disable AWS Regions"). Osaka was a local region then, and is no opt-in one.
 */
export const ENABLED_BY_DEFAULT: readonly string[] = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** The same list in the Terraform module. */
export const REGIONS_ENABLED_BY_DEFAULT = "local.regions_enabled_by_default";

/** Regions of other partitions, which are all enabled there: `cn-north-1`, and names of four parts (`us-gov-west-1`). */
const OF_ANOTHER_PARTITION = "^(cn|[a-z]+-[a-z]+)-[a-z]+-[0-9]+$";

export const isOptIn = (region: string): boolean =>
  !ENABLED_BY_DEFAULT.includes(region) && !new RegExp(OF_ANOTHER_PARTITION).test(region);

/** HCL, over an expression of a region and one of the list. */
export const isEnabledByDefault = (region: string, list: string): string =>
  `contains(${list}, ${region}) || can(regex("${OF_ANOTHER_PARTITION}", ${region}))`;

/**
 * As whom SNS of a region invokes a function in another region, which must be enabled by default (SNS Developer Guide, "Prerequisites
 * for integrating Amazon SNS with Lambda functions across regions").
 */
export const snsPrincipal = (region: string): string => (isOptIn(region) ? `sns.${region}.amazonaws.com` : SNS);

/** The same in HCL. */
export const snsPrincipalOf = (region: string, list: string): string =>
  `${isEnabledByDefault(region, list)} ? "${SNS}" : "sns.${hcl(region)}.amazonaws.com"`;

const SNS = "sns.amazonaws.com";

/** What `copy_events` must be, why, and what it costs. */
export const NO_COPY_EVENTS =
  "must be false where the source region is opt-in, as SNS delivers nothing from other regions to a function there " +
  "(the sweep then passes free copy slots on, every half minute while databases wait)";
