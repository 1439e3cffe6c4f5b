import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { expect, test } from "@jest/globals";
import { isRelative, specifiers } from "../../scripts/package/specifiers";
import { ignorePatterns } from "../../stryker.config.json";

const ROOT = join(__dirname, "../..");
const TESTS = "__tests__/handlers/core";
const TAKEN = ignorePatterns.flatMap((pattern) => (pattern.startsWith("!") ? pattern.slice(1) : []));

const isTaken = (file: string): boolean =>
  TAKEN.some((one) => (one.endsWith("/**") ? file.startsWith(one.slice(0, -2)) : file === one));

const fileOf = (path: string): string => [path, `${path}.ts`].find((one) => existsSync(join(ROOT, one))) ?? path;

test("what the core's tests import is there for the mutants too, which play in a copy of some folders", () => {
  const tests = readdirSync(join(ROOT, TESTS), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(TESTS, file));
  expect(tests.length).toBeGreaterThan(50);
  const missing = tests.flatMap((file) =>
    specifiers(readFileSync(join(ROOT, file), "utf8"))
      .filter(isRelative)
      .map((name) => fileOf(normalize(join(file, "..", name))))
      .filter((imported) => !isTaken(imported))
      .map((imported) => `${file}: ${imported}`),
  );
  expect(missing).toEqual([]);
});
