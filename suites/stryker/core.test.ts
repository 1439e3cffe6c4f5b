import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@jest/globals";

const FOLDER = join(__dirname, "../../__tests__/handlers/core");
/** It puts another module in place of one, so that it stays a file of its own (stryker.config.json). */
const MOCKS = "plan-deletions-guards.test.ts";
/** Hundreds of worlds a property are too slow for hundreds of mutants: what those find alone has a unit test too. */
const SLOW = /\.properties\.test\.ts$/;

// All unit tests of the core as one file: jest starts a world of its own for each, which takes longer than the tests.
for (const file of readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).sort()) {
  if (!file.endsWith(".test.ts") || file === MOCKS || SLOW.test(file)) continue;
  describe(file, () => {
    require(join(FOLDER, file));
  });
}
