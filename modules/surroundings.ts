import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { addressOf } from "./address";
import { hcl } from "./expressions";
import type { Make } from "./make";
import type { Validation } from "./variable-validations";

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

export function surroundings(make: Make, regionChecks: readonly Validation[]): Surroundings {
  const identity = addressOf(make(DataAwsCallerIdentity, "this", {}));
  const partitions = addressOf(make(DataAwsPartition, "this", {}));
  const regions = addressOf(
    make(DataAwsRegion, "this", regionChecks.length > 0 ? { lifecycle: { postcondition: [...regionChecks] } } : {}),
  );
  const accountId = hcl(`${identity}.account_id`);
  const partition = hcl(`${partitions}.partition`);
  return {
    partition,
    accountId,
    region: hcl(`${regions}.region`),
    dnsSuffix: hcl(`${partitions}.dns_suffix`),
    arn: (service, where, resource) => `arn:${partition}:${service}:${where}:${accountId}:${resource}`,
  };
}
