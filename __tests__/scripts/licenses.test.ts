import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { build } from "esbuild";
import { bundledCommandLine } from "../../scripts/bundle";
import { licenses } from "../../scripts/licenses";

const ROOT = resolve(__dirname, "../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "licenses-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** The licences of a bundle of packages, of which the last is imported and not used. */
async function ofPackages(packages: Readonly<Record<string, { license?: string; texts?: Record<string, string> }>>) {
  for (const [name, { license, texts = {} }] of Object.entries(packages)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.2.3", license, sideEffects: false }));
    write(`node_modules/${name}/index.js`, `export const one = ${JSON.stringify(name)};`);
    for (const [file, text] of Object.entries(texts)) write(`node_modules/${name}/${file}`, text);
  }
  const names = Object.keys(packages);
  write(
    "main.js",
    [
      ...names.map((name, index) => `import { one as one${index} } from "${name}";`),
      `console.log(${names.slice(0, -1).map((_, index) => `one${index}`)});`,
    ].join("\n"),
  );
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(folder, "main.js")],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    outfile: join(relative(ROOT, folder), "out.js"),
  });
  return licenses([metafile]);
}

const UNUSED = { unused: { license: "GPL-3.0" } };

describe("the licences beside a bundle", () => {
  test("are those of each package of which something is in it, each text once", async () => {
    const text = { LICENSE: "Terms A\r\n", "NOTICE.txt": "By B" };
    const found = await ofPackages({
      "@scope/a": { license: "Apache-2.0", texts: text },
      b: { license: "MIT", texts: { "license.md": "Terms B" } },
      c: { license: "Apache-2.0", texts: text },
      d: { license: "MIT-0" },
      ...UNUSED,
    });
    expect(found.split(/^-+$/m).map((part) => part.trim())).toEqual([
      "Beside our own code, the bundles hold that of these packages.",
      "@scope/a 1.2.3 (Apache-2.0)\nc 1.2.3 (Apache-2.0)\n\nTerms A\n\nBy B",
      "b 1.2.3 (MIT)\n\nTerms B",
      "d 1.2.3 (MIT-0)\n\nTheir packages have no text of their licence.",
    ]);
  });

  test.each<[string, { license?: string; texts?: Record<string, string> }, string]>([
    [
      "asks for more than ours",
      { license: "GPL-3.0", texts: { LICENSE: "Terms" } },
      "one is under GPL-3.0; bundled is only",
    ],
    ["is not named", { texts: { LICENSE: "Terms" } }, "one is under none; bundled is only"],
    ["must be added, and is not there", { license: "MIT" }, "one is under MIT, and its package has no text of it"],
  ])("are never one that %s", async (_what, one, message) => {
    await expect(ofPackages({ one, ...UNUSED })).rejects.toThrow(message);
  });

  test("of the command line tell of what the page brings into it too", async () => {
    const { licenses: found } = await bundledCommandLine();
    expect(found).toMatch(/^commander [\d.]+ \(MIT\)$/m);
    expect(found).toMatch(/^preact [\d.]+ \(MIT\)$/m);
    expect(found).toContain("Copyright (c) 2015-present Jason Miller");
  });
});
