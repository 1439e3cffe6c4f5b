import { describe, expect, test } from "@jest/globals";
import { notSelected, notSelectedById } from "../../../handlers/core/selection";
import type { Selection } from "../../../handlers/settings/settings";
import { cluster, database } from "./builders";

const selection = (overrides: Partial<Selection> = {}): Selection => ({
  include: ["*"],
  exclude: [],
  tags: {},
  ...overrides,
});

describe("selected is a database", () => {
  test.each<[string, Partial<Selection>]>([
    ["by default", {}],
    ["that any include matches", { include: ["billing", "ord*"] }],
    ["that no exclude matches", { exclude: ["billing", "orders-*"] }],
    ["that has all tags", { tags: { env: "prod", team: "shop" } }],
  ])("%s", (_, overrides) => {
    const tagged = database({ tags: { env: "prod", team: "shop", cost: "42" } });
    expect(notSelected(tagged, selection(overrides))).toBeUndefined();
  });
});

describe("not selected is a database", () => {
  test.each<[string, Partial<Selection>, { reason: string; message: string }]>([
    [
      "that no include matches",
      { include: ["billing", "orders-*"] },
      { reason: "not-included", message: "no pattern of `include` matches it" },
    ],
    [
      "of a kind that is turned off",
      { include: [] },
      { reason: "not-included", message: "no pattern of `include` matches it" },
    ],
    [
      "that any exclude matches",
      { exclude: ["billing", "ord*"] },
      { reason: "excluded", message: "`exclude` has ord*" },
    ],
    [
      "that is included by its id and excluded by a pattern",
      { include: ["orders"], exclude: ["*"] },
      { reason: "excluded", message: "`exclude` has *" },
    ],
    [
      "that lacks one of the tags",
      { tags: { env: "prod", team: "shop" } },
      { reason: "tags", message: "it does not have the tags team = shop" },
    ],
    [
      "that lacks several tags",
      { tags: { owner: "x", team: "shop" } },
      { reason: "tags", message: "it does not have the tags owner = x, team = shop" },
    ],
    [
      "whose tag has another value",
      { tags: { env: "Prod" } },
      { reason: "tags", message: "it does not have the tags env = Prod" },
    ],
    [
      "whose tag has another key",
      { tags: { Env: "prod" } },
      { reason: "tags", message: "it does not have the tags Env = prod" },
    ],
  ])("%s", (_, overrides, expected) => {
    expect(notSelected(database({ tags: { env: "prod" } }), selection(overrides))).toEqual(expected);
  });

  test("whose tags have changed since", () => {
    const byTag = selection({ tags: { backup: "yes" } });
    expect(notSelected(database({ tags: { backup: "yes" } }), byTag)).toBeUndefined();
    expect(notSelected(database({ tags: { backup: "no" } }), byTag)).toMatchObject({ reason: "tags" });
  });

  test("that belongs to a cluster, even if it is included by its id", () => {
    const member = database({ id: "ledger-1", engine: "aurora-postgresql", memberOf: "ledger" });
    expect(notSelected(member, selection({ include: ["ledger-1"] }))).toEqual({
      reason: "cluster-member",
      message: "it belongs to the cluster ledger, which is backed up as a whole",
    });
  });

  test.each(["docdb", "neptune"])("of the engine %s, which is not RDS's", (engine) => {
    expect(notSelected(cluster({ engine }), selection())).toEqual({
      reason: "not-rds",
      message: `its engine, ${engine}, is not one of RDS`,
    });
  });
});

test("the id alone decides what it can, and leaves tags out", () => {
  expect(notSelectedById("orders", selection({ tags: { env: "prod" } }))).toBeUndefined();
  expect(notSelectedById("orders", selection({ include: ["billing"] }))).toMatchObject({ reason: "not-included" });
  expect(notSelectedById("orders", selection({ exclude: ["o*"] }))).toMatchObject({ reason: "excluded" });
});
