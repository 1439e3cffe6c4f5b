import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { ACCOUNT, keyArn, PARTITION, REGION, synth } from "./synth";

describe("keys of the target regions", () => {
  test("are customer managed, rotate, and take 30 days to be deleted", () => {
    const template = synth({ targets: { "eu-central-1": {}, "us-east-1": {}, "eu-north-1": { createKmsKey: false } } });
    expect(template.resource("aws_kms_key.this")).toMatchObject({
      for_each: { "eu-central-1": "eu-central-1", "us-east-1": "us-east-1" },
      region: hcl("each.key"),
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: hcl("data.aws_iam_policy_document.kms_key.json"),
    });
  });

  test("have an alias that names the source region", () => {
    expect(synth({ name: "orders" }).resource("aws_kms_alias.this")).toEqual({
      for_each: { "eu-central-1": "eu-central-1" },
      region: hcl("each.key"),
      name: `alias/orders-${REGION}`,
      target_key_id: hcl("aws_kms_key.this[each.key].key_id"),
    });
  });

  test("are protected against exactly disabling and deletion, by anyone", () => {
    expect(synth().statements("kms_key")).toEqual([
      {
        sid: "LetIamPoliciesOfThisAccountDecide",
        actions: ["kms:*"],
        resources: ["*"],
        principals: [{ type: "AWS", identifiers: [`arn:${PARTITION}:iam::${ACCOUNT}:root`] }],
      },
      {
        sid: "KeepTheKeyThatCopiesNeedToBeRestored",
        effect: "Deny",
        actions: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
        resources: ["*"],
        principals: [{ type: "*", identifiers: ["*"] }],
      },
    ]);
  });

  test("can be given up once they are not protected", () => {
    expect(
      synth({ protectKmsKeys: false })
        .statements("kms_key")
        .map(({ sid }) => sid),
    ).toEqual(["LetIamPoliciesOfThisAccountDecide"]);
  });

  test("are not made where none is wanted", () => {
    const addresses = synth({
      targets: { "eu-central-1": { createKmsKey: false, kmsKeyArn: keyArn("eu-central-1") } },
    }).addresses();
    expect(addresses.filter((address) => address.startsWith("aws_kms"))).toEqual([]);
  });
});
