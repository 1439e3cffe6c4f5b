import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { generateTerraform } from "../../scripts/generate-terraform";
import { withMockProvider } from "../../scripts/mock-provider";
import { propsSource } from "../../scripts/props-source";
import { validationTests } from "../../scripts/validation-tests";

const COMMITTED = resolve(__dirname, "../../terraform");
let fresh: string;

/** Without what Terraform leaves there, and the module's tests, which are written by hand. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => !/^(\.terraform|tests\b)/.test(file) && statSync(join(folder, file)).isFile())
    .sort();

beforeAll(async () => {
  fresh = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-"));
  await generateTerraform(fresh);
});
afterAll(() => rmSync(fresh, { recursive: true }));

describe("terraform/ is what `npm run generate` makes of the source", () => {
  test("no file is missing, and none left over", () => {
    expect(filesIn(COMMITTED)).toEqual(filesIn(fresh));
  });

  test.each(filesIn(COMMITTED))("%s", (file) => {
    const same = readFileSync(join(COMMITTED, file)).equals(readFileSync(join(fresh, file)));
    expect(same ? file : `${file} is stale: npm run generate`).toBe(file);
  });
});

test.each([
  ["modules/props.ts", propsSource],
  ["terraform/tests/validations.tftest.hcl", validationTests],
])("%s is what `npm run generate` makes of the settings", (file, source) => {
  expect(readFileSync(resolve(__dirname, "../..", file), "utf8")).toBe(source());
});

test.each(readdirSync(join(COMMITTED, "tests")))(
  "terraform/tests/%s has the mock data of scripts/mock-provider.ts",
  (file) => {
    const text = readFileSync(join(COMMITTED, "tests", file), "utf8");
    expect(text === withMockProvider(text) ? file : `${file} is stale: npm run generate`).toBe(file);
  },
);
