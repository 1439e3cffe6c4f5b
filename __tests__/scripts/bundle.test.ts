import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { BUNDLES } from "../../handlers/core/deployment";
import { bundle, zip } from "../../scripts/bundle";

const ROOT = resolve(__dirname, "../..");
const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The hash of a zip made in a process of its own, as the time zone is one of a process. */
function zipHashIn(timeZone: string): string {
  const script = `
    const { bundle, zip } = require("./scripts/bundle");
    const { createHash } = require("node:crypto");
    bundle("sweep").then((files) => console.log(createHash("sha256").update(zip(files)).digest("hex")));`;
  const tsx = join(ROOT, "node_modules/tsx/dist/cli.mjs");
  return execFileSync(process.execPath, [tsx, "-e", script], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, TZ: timeZone },
  }).trim();
}

describe.each(BUNDLES)("the bundle %s", (name) => {
  let files: Awaited<ReturnType<typeof bundle>> = {};

  beforeAll(async () => {
    files = await bundle(name);
  });

  test("is one file and its source map, and nothing of the machine it was made on", () => {
    expect(Object.keys(files).sort()).toEqual([`${name}.js`, `${name}.js.map`]);
    for (const content of Object.values(files)) {
      const text = strFromU8(content);
      expect(text).not.toContain(ROOT);
      expect(text).not.toMatch(/"\/[^"]*node_modules/);
    }
  });

  test("has a map that node finds, of sources that it does not repeat", () => {
    expect(strFromU8(files[`${name}.js`] ?? new Uint8Array())).toMatch(
      new RegExp(`//# sourceMappingURL=${name}\\.js\\.map\\n$`),
    );
    const map = JSON.parse(strFromU8(files[`${name}.js.map`] ?? new Uint8Array()));
    expect(map.sources).toContain(`handlers/${name}.ts`);
    expect(map).not.toHaveProperty("sourcesContent");
  });

  test("names files and lines of its sources in stack traces", () => {
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
      const env = { PATH: process.env.PATH, NODE_OPTIONS: "--enable-source-maps" };
      // Without settings it stops at once.
      const { stderr } = spawnSync(process.execPath, [`${name}.js`], { cwd: folder, env, encoding: "utf8" });
      expect(stderr).toMatch(/SettingsError/);
      expect(stderr).toMatch(/handlers\/settings\/parse-settings\.ts:\d+:\d+/);
      expect(stderr).toMatch(new RegExp(`handlers/${name}\\.ts:3:\\d+`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("a zip", () => {
  const files = { "b.js": new Uint8Array([1]), "a.js": new Uint8Array([2]) };

  test("holds what was put in, sorted", () => {
    expect(Object.entries(unzipSync(zip(files)))).toEqual([
      ["a.js", new Uint8Array([2])],
      ["b.js", new Uint8Array([1])],
    ]);
  });

  test("does not depend on the order of its files", () => {
    expect(zip(files)).toEqual(zip({ "a.js": new Uint8Array([2]), "b.js": new Uint8Array([1]) }));
  });

  test("can be read by everyone in Lambda: mode 0644, made on Unix", () => {
    const bytes = Buffer.from(zip({ "a.js": new Uint8Array([2]) }));
    const central = bytes.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    expect(bytes.readUInt8(central + 5)).toBe(3);
    expect((bytes.readUInt32LE(central + 38) >>> 16).toString(8)).toBe("100644");
  });

  test("has the same bytes in every time zone", async () => {
    const here = sha256(zip(await bundle("sweep")));
    expect(zipHashIn("Pacific/Kiritimati")).toBe(here);
    expect(zipHashIn("America/Los_Angeles")).toBe(here);
  });
});
