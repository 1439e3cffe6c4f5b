import { expect, test } from "@jest/globals";
import { statusRequest } from "../../../cli/status/options";

test("all of all deployments, once, is what is asked for by default", () => {
  expect(statusRequest({})).toEqual({
    deployment: undefined,
    databases: undefined,
    all: false,
    maxAgeHours: undefined,
    watchEach: undefined,
    json: false,
  });
});

test("patterns name databases of both kinds or of one, and looks are repeated each minute unless said otherwise", () => {
  expect(statusRequest({ database: ["shop-*", "cluster/orders"], watch: true, maxAge: "36" })).toMatchObject({
    databases: [
      { kind: undefined, pattern: "shop-*" },
      { kind: "cluster", pattern: "orders" },
    ],
    watchEach: 60,
    maxAgeHours: 36,
  });
  expect(statusRequest({ watch: "10" }).watchEach).toBe(10);
});

test("all that is wrong is said at once", () => {
  const wrong = () => statusRequest({ database: ["a b"], watch: "9", maxAge: "1.5" });
  expect(wrong).toThrow(/--database: "a b" is no id or pattern/);
  expect(wrong).toThrow(/--watch: "9" is no whole number of seconds from 10 to 86400/);
  expect(wrong).toThrow(/--max-age: "1.5" is no whole number of hours from 1 to 8760/);
  expect(() => statusRequest({ watch: "" })).toThrow(/--watch/);
});
