import { hcl } from "./expressions";

/** A postcondition on the data source of the source region. */
export interface RegionCheck {
  /** HCL in `${…}` over `self.region`. */
  readonly condition: string;
  readonly errorMessage: string;
}

const SOURCE = hcl("self.region");

/**
 * Which source regions do not fit literal target regions (docs/aws-facts.md#region-pairs). The source region is the provider's, hence
 * known to a plan only; handlers/settings/region-rules.ts says the same at cold start.
 *
 * @param targets target regions, none of China (props with one are refused)
 */
export function regionChecks(targets: readonly string[]): RegionCheck[] {
  const list = JSON.stringify(targets);
  const govCloud = targets.some((target) => target.startsWith("us-gov-"));
  return [
    {
      condition: hcl(`!contains(${list}, self.region)`),
      errorMessage: `targets must not name the source region ${SOURCE}: a copy there would be lost with it`,
    },
    {
      condition: hcl('!startswith(self.region, "cn-")'),
      errorMessage: `RDS snapshots cannot be copied to or from China regions, the source region is ${SOURCE}`,
    },
    {
      condition: hcl(`${govCloud ? "" : "!"}startswith(self.region, "us-gov-")`),
      errorMessage: `RDS snapshots of GovCloud regions can be copied within GovCloud only, got ${SOURCE} to ${targets.join(", ")}`,
    },
  ];
}
