import { expect, test } from "@jest/globals";
import { alphabetical } from "../../../handlers/core/alphabetical";

test.each([
  ["a", "b", -1],
  ["b", "a", 1],
  ["a", "a", 0],
  ["Z", "a", -1],
  ["a", "ab", -1],
])("%s before %s: %i", (a, b, order) => {
  expect(alphabetical(a, b)).toBe(order);
});
