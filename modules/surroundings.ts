import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import type { Construct } from "constructs";
import { DNS_SUFFIXES, USUAL_DNS_SUFFIX } from "../handlers/core/partition";
import { hcl } from "./expressions";
import type { Inputs } from "./inputs";
import { localMaker, type Make } from "./make";
import type { PredictedAddresses } from "./predicted-addresses";

/** Where the construct is deployed, as references in `${…}`: only a plan knows. */
export interface Surroundings {
  readonly partition: string;
  readonly accountId: string;
  /** The source region. */
  readonly region: string;
  readonly dnsSuffix: string;
  /** ARN of a resource of this account. */
  arn(service: string, region: string, resource: string): string;
}

/**
 * Read from a resource, which the state knows, and not from data sources, which `depends_on` makes unknown: a role whose name is
 * unknown is made anew (decisions/0018-names-from-the-state.md).
 */
export function surroundings(owner: Construct, { followUpRule }: PredictedAddresses): Surroundings {
  const { make: local } = localMaker(owner);
  const ofArn = (index: number): string => hcl(`split(":", ${followUpRule}.arn)[${index}]`);
  const region = local("source_region", hcl(`${followUpRule}.region`));
  const accountId = local("account_id", ofArn(4));
  const partition = local("partition", ofArn(1));
  const suffix = hcl(`lookup(${JSON.stringify(DNS_SUFFIXES)}, ${partition}, ${JSON.stringify(USUAL_DNS_SUFFIX)})`);
  return {
    partition: hcl(partition),
    accountId: hcl(accountId),
    region: hcl(region),
    dnsSuffix: hcl(local("dns_suffix", suffix)),
    arn: (service, where, resource) => `arn:${hcl(partition)}:${service}:${where}:${hcl(accountId)}:${resource}`,
  };
}

/** The region of the provider, which conditions on the source region are about; not needed where it is known at synth. */
export function providerRegion(make: Make, { regionChecks: checks }: Inputs): void {
  if (checks === undefined) return;
  make(DataAwsRegion, "this", checks.length > 0 ? { lifecycle: { postcondition: [...checks] } } : {});
}
