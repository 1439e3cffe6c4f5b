import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { expect, test } from "@jest/globals";

const CORE = resolve(__dirname, "../../../handlers/core");
const SETTINGS = resolve(CORE, "../settings/settings");
const IMPORT = /^(import type|import|export)\b[^;]*?\bfrom "([^"]+)";/gms;

const FILES = readdirSync(CORE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** Its neighbours, what Node has, and the types of settings. */
function isAllowed([, how, from = ""]: RegExpMatchArray, file: string): boolean {
  if (!from.startsWith(".")) return from.startsWith("node:");
  const imported = resolve(dirname(join(CORE, file)), from);
  return imported.startsWith(CORE + sep) || (how === "import type" && imported === SETTINGS);
}

test.each(FILES)("%s of the core imports nothing from outside it but types of settings", (file) => {
  const imports = [...readFileSync(join(CORE, file), "utf8").matchAll(IMPORT)];
  expect(imports.filter((one) => !isAllowed(one, file)).map(([text]) => text)).toEqual([]);
});
