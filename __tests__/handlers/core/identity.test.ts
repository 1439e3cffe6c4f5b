import { describe, expect, test } from "@jest/globals";
import { groupBy, identity } from "../../../handlers/core/identity";

describe("the identity of a database", () => {
  test("is its id, in any case, and its resource id", () => {
    expect(identity("Orders", "db-AAA")).toBe(identity("orders", "db-AAA"));
  });

  test("is another one under the same id, dropped and recreated", () => {
    expect(identity("orders", "db-AAA")).not.toBe(identity("orders", "db-BBB"));
  });

  test("is another one under a new id, renamed", () => {
    expect(identity("orders", "db-AAA")).not.toBe(identity("orders-old", "db-AAA"));
  });
});

test("items are grouped in the order they come", () => {
  const groups = groupBy(["orders-1", "billing-1", "orders-2"], (id) => id.slice(0, -2));
  expect([...groups]).toEqual([
    ["orders", ["orders-1", "orders-2"]],
    ["billing", ["billing-1"]],
  ]);
});
