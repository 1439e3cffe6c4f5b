import { describe, expect, test } from "@jest/globals";
import { encrypting, targetKey } from "../../../handlers/core/kms-key";
import type { Encryption } from "../../../handlers/core/model";
import { cluster, database, keyArn, snapshot, TARGET_REGION } from "./builders";

const REGION_KEY = keyArn(TARGET_REGION);
const SHOP_KEY = keyArn(TARGET_REGION, "mrk-1234abcd12ab34cd56ef1234567890ab");
const ORDERS_KEY = keyArn(TARGET_REGION, "99999999-12ab-34cd-56ef-1234567890ab");

describe("the key of a target region for a database", () => {
  const keys = { kmsKeyArn: REGION_KEY, databaseKmsKeyArns: { "shop-*": SHOP_KEY, "shop-orders": ORDERS_KEY } };

  test.each([
    ["is the region's where no pattern matches", "billing", REGION_KEY],
    ["is that of a pattern that matches", "shop-billing", SHOP_KEY],
    ["is that of the most specific pattern", "shop-orders", ORDERS_KEY],
  ])("%s", (_, id, expected) => {
    expect(targetKey(keys, id)).toBe(expected);
  });

  test("may be there for some databases only", () => {
    const some = { kmsKeyArn: undefined, databaseKmsKeyArns: { "shop-*": SHOP_KEY } };
    expect(targetKey(some, "shop-billing")).toBe(SHOP_KEY);
    expect(targetKey(some, "billing")).toBeUndefined();
  });

  test("is none in a region without keys", () => {
    expect(targetKey(undefined, "orders")).toBeUndefined();
    expect(targetKey({ databaseKmsKeyArns: {} }, "orders")).toBeUndefined();
  });
});

describe("a snapshot that is", () => {
  const of = { instance: database(), cluster: cluster() };
  test.each<["instance" | "cluster", Encryption, string | undefined, ReturnType<typeof encrypting>]>([
    ["instance", "kms", REGION_KEY, { with: REGION_KEY, orWithout: false }],
    ["cluster", "kms", REGION_KEY, { with: REGION_KEY, orWithout: false }],
    ["instance", "kms", undefined, "key-missing"],
    ["cluster", "kms", undefined, "key-missing"],
    ["instance", "none", REGION_KEY, { with: REGION_KEY, orWithout: false }],
    ["instance", "none", undefined, { with: undefined, orWithout: false }],
    ["cluster", "none", REGION_KEY, { with: undefined, orWithout: false }],
    ["cluster", "none", undefined, { with: undefined, orWithout: false }],
    ["cluster", "sse-rds", REGION_KEY, { with: REGION_KEY, orWithout: true }],
    ["cluster", "sse-rds", undefined, { with: undefined, orWithout: false }],
    ["instance", "sse-rds", REGION_KEY, { with: REGION_KEY, orWithout: true }],
    ["instance", "sse-rds", undefined, { with: undefined, orWithout: false }],
  ])("of an %s with the encryption %p, the region's key being %p", (kind, encryption, key, expected) => {
    expect(encrypting(snapshot("2026-01-31T03:07", { of: of[kind], encryption }), key)).toEqual(expected);
  });
});
