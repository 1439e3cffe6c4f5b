import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { addressOf } from "./address";
import type { Context } from "./context";
import { EACH_KEY, hcl } from "./expressions";
import { forEach } from "./make";
import { policyDocument } from "./policy-document";

/**
 * The customer managed keys of the target regions, in one resource with `for_each`; undefined if none is made. They outlive
 * the deployment (docs/aws-facts.md#key-protection).
 */
export function targetKeys({ make, inputs, here }: Context): KmsKey | undefined {
  const regions = inputs.createdKeyRegions;
  if (regions === undefined) return undefined;
  const policy = policyDocument(make, "kms_key", [
    {
      sid: "LetIamPoliciesOfThisAccountDecide",
      actions: ["kms:*"],
      resources: ["*"], // in a key policy: this key
      principals: [{ type: "AWS", identifiers: [`arn:${here.partition}:iam::${here.accountId}:root`] }],
    },
    {
      sid: "KeepTheKeyThatCopiesNeedToBeRestored",
      when: inputs.protectKmsKeys,
      effect: "Deny",
      actions: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
      resources: ["*"],
      principals: [{ type: "*", identifiers: ["*"] }],
    },
  ]);
  const key = forEach(
    make(KmsKey, "this", {
      region: EACH_KEY,
      description: `Copies of RDS snapshots made by ${inputs.name} in ${here.region}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policy.json,
      tags: inputs.tags,
    }),
    regions,
  );
  forEach(
    make(KmsAlias, "this", {
      region: EACH_KEY,
      name: `alias/${inputs.name}-${here.region}`,
      targetKeyId: hcl(`${addressOf(key)}[each.key].key_id`),
    }),
    regions,
  );
  return key;
}
