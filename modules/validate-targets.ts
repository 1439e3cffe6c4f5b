import { Token } from "cdktf";
import { shortened, shown } from "../handlers/core/shown";
import { PATTERNS } from "../handlers/settings/bounds";
import { known, matching, type Problems } from "./prop-checks";
import type { TargetProps } from "./props";

/** The rules of `targets` that do not need the source region: `regionChecks` has the others, for the plan. */
export function validateTargets(targets: Readonly<Record<string, TargetProps>>): Problems {
  const unknown = known("targets", targets);
  if (unknown.length > 0) return unknown;
  const regions = Object.keys(targets);
  return [
    ...(regions.length > 0 ? [] : ["targets must name at least one target region, got: {}"]),
    ...partitions(regions),
    ...Object.entries(targets).flatMap(([region, target]) => validateTarget(region, target)),
  ];
}

function partitions(regions: readonly string[]): Problems {
  const china = regions.filter((region) => region.startsWith("cn-"));
  const govCloud = regions.filter((region) => region.startsWith("us-gov-"));
  return [
    ...(china.length > 0
      ? [`targets: RDS snapshots cannot be copied to or from China regions, got: ${shortened(china.join(", "))}`]
      : []),
    ...(govCloud.length > 0 && govCloud.length < regions.length
      ? [
          `targets: RDS snapshots of GovCloud regions can be copied within GovCloud only, got: ${shortened(regions.join(", "))}`,
        ]
      : []),
  ];
}

function validateTarget(region: string, target: TargetProps): Problems {
  const { createKmsKey = true, kmsKeyArn, databaseKmsKeyArns = {} } = target;
  const at = `targets["${shortened(region)}"]`;
  return [
    ...(new RegExp(PATTERNS.region).test(region)
      ? []
      : [`targets must have names of regions as keys, such as eu-central-1, got: ${shortened(region)}`]),
    ...known(`${at}.createKmsKey`, createKmsKey),
    ...(createKmsKey && kmsKeyArn !== undefined
      ? [`${at}.kmsKeyArn is used with createKmsKey = false only, got both`]
      : []),
    ...keyOf(`${at}.kmsKeyArn`, region, kmsKeyArn),
    ...Object.entries(databaseKmsKeyArns).flatMap(([pattern, arn]) => [
      ...matching(
        `The keys of ${at}.databaseKmsKeyArns`,
        pattern,
        PATTERNS.databasePattern,
        "database ids or patterns (letters, digits, hyphens and *, at most 63)",
      ),
      ...keyOf(`${at}.databaseKmsKeyArns["${shortened(pattern)}"]`, region, arn),
    ]),
  ];
}

function keyOf(prop: string, region: string, arn: string | undefined): Problems {
  if (arn === undefined || Token.isUnresolved(arn)) return [];
  const malformed = matching(prop, arn, PATTERNS.kmsKeyArn, "the ARN of a key (…:key/…, not an alias)");
  if (malformed.length > 0 || arn.split(":")[3] === region) return malformed;
  return [`${prop} must be a key of ${region}, as keys are bound to a region, got: ${shown(arn)}`];
}
