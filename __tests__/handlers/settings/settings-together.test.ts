import { describe, expect, test } from "@jest/globals";
import { ALL, key, problems } from "./environment";

describe("rejected, as settings do not go together, is", () => {
  const keysOf = (target: string, arns: { region?: string; database?: string }) =>
    JSON.stringify({
      [target]: {
        kms_key_arn: arns.region ?? null,
        database_kms_key_arns: arns.database ? { "*": arns.database } : {},
      },
    });

  test("a target that is the source region", () => {
    expect(problems({ TARGETS: '["eu-central-1","eu-west-1","eu-north-1"]' })).toEqual([
      "TARGETS: the target region eu-west-1 is the source region: a copy there would be lost with it",
    ]);
  });

  test("a target that RDS cannot copy to", () => {
    expect(problems({ TARGETS: '["eu-central-1","eu-north-1","cn-north-1","us-gov-west-1"]' })).toEqual([
      "TARGETS: RDS snapshots cannot be copied to or from China regions, got cn-north-1",
      "TARGETS: RDS snapshots of GovCloud regions can be copied within GovCloud only, got eu-west-1 to us-gov-west-1",
    ]);
  });

  test("a key of another region, be it the region's or a database's", () => {
    const wrong = (target: string) =>
      `TARGET_KMS_KEYS.${target}: must be a key of ${target}, as keys are bound to a region, got ${key("eu-west-1")}`;
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-central-1", { region: key("eu-west-1") }) })).toEqual([
      wrong("eu-central-1"),
    ]);
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-north-1", { database: key("eu-west-1") }) })).toEqual([
      wrong("eu-north-1"),
    ]);
  });

  test("keys of a region that is no target", () => {
    expect(problems({ TARGET_KMS_KEYS: keysOf("eu-south-1", { region: key("eu-south-1") }) })).toEqual([
      "TARGET_KMS_KEYS.eu-south-1: is not one of the target regions eu-central-1, eu-north-1",
    ]);
  });

  test("a selection that is empty for both kinds", () => {
    const none = JSON.stringify({ ...ALL, include: [] });
    expect(problems({ INSTANCES: none, CLUSTERS: none })).toEqual([
      "INSTANCES, CLUSTERS: at least one must include something, or nothing is backed up",
    ]);
  });
});
