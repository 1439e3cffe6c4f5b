import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

const CORE = join(__dirname, "../../../handlers/core");
const IMPORT = /^(import type|import|export)\b[^;]*?\bfrom "([^"]+)";/gms;

/** Its neighbours, what Node has, and the types of settings. */
const isAllowed = ([, how, from = ""]: RegExpMatchArray): boolean =>
  /^(\.\/[^/]+|node:.+)$/.test(from) || (how === "import type" && from === "../settings/settings");

test.each(readdirSync(CORE))("%s of the core imports nothing from outside it but types of settings", (file) => {
  const imports = [...readFileSync(join(CORE, file), "utf8").matchAll(IMPORT)];
  expect(imports.filter((one) => !isAllowed(one)).map(([text]) => text)).toEqual([]);
});
