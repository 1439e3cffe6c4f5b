import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { plant } from "../../suites/mutations/bundle";
import { MUTATIONS } from "../../suites/mutations/mutations";
import { ROOT } from "../../suites/root";

test.each(MUTATIONS.map((one) => [one.bug, one] as const))("a bug can be planted: %s", (_, mutation) => {
  const source = readFileSync(join(ROOT, mutation.file), "utf8");
  expect(plant(mutation, source)).not.toBe(source);
});

test("each bug has a sentence of its own, as it is chosen by that", () => {
  expect(new Set(MUTATIONS.map(({ bug }) => bug)).size).toBe(MUTATIONS.length);
});
