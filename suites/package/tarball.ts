import { deepStrictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { unzipSync } from "fflate";
import { BUNDLES } from "../../handlers/core/deployment";
import { bundle, LICENSES, zip } from "../../scripts/bundle";
import { FLAVOURS } from "../../scripts/package/flavours";
import { ROOT, run } from "../../scripts/package/run";
import type { Check } from "../checks";

const DOCUMENTS = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
const ZIPS = "dist/terraform/functions";
const COMMAND_LINE = "dist/cli/rds-cross-region-backup.js";
/** What the construct shares with the functions: the settings with their checks, and names of tags. */
const SHARED = [
  "handlers/core/alphabetical.js",
  "handlers/core/copy-tags.js",
  "handlers/core/daily-window.js",
  "handlers/core/deployment.d.ts",
  "handlers/core/deployment.js",
  "handlers/core/names.js",
  "handlers/core/partition.js",
  "handlers/core/quota-words.js",
  "handlers/core/shown.js",
  "handlers/core/told/runbook.js",
  "handlers/settings/backup-window.js",
  "handlers/settings/check.js",
  "handlers/settings/region-rules.js",
  "handlers/settings/sweep-schedule.js",
  "handlers/settings/target-keys.js",
  "settings/environment.js",
  "settings/kinds.d.ts",
  "settings/kinds.js",
  "settings/rules.js",
  "settings/settings.js",
  "settings/texts.js",
  "settings/words.js",
];

/**
 * @param tarball path
 * @param unpacked folder of its content
 */
export async function tarballIsClean(check: Check, tarball: string, unpacked: string): Promise<void> {
  const files = filesOf(unpacked);
  const constructs = Object.keys(FLAVOURS).map((flavour) => `dist/${flavour}/`);

  await check(
    "holds documents, zips and command line with the licences of what is in them, what functions and construct share, and the construct",
    () => {
      const others = files.filter((file) => !constructs.some((folder) => file.startsWith(folder)));
      const zips = BUNDLES.map((name) => `${ZIPS}/${name}.zip`);
      const licenses = [ZIPS, dirname(COMMAND_LINE)].map((folder) => `${folder}/${LICENSES}`);
      const shared = SHARED.map((file) => `dist/${file}`);
      deepStrictEqual(others, [...DOCUMENTS, ...shared, COMMAND_LINE, ...zips, ...licenses].sort());
    },
  );
  await check("has of the construct code and types only, the same for both entry points", () => {
    const [first, ...rest] = constructs.map((folder) =>
      files.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length)),
    );
    for (const other of rest) deepStrictEqual(other, first);
    const unexpected = (first ?? []).filter((file) => !/^[a-z-]+(\.js|\.d\.ts)$/.test(file));
    deepStrictEqual(unexpected, []);
    for (const needed of ["index.js", "index.d.ts", "props.d.ts"])
      deepStrictEqual(first?.includes(needed), true, needed);
  });
  await check("has the zips that the handlers' source gives", async () => {
    for (const name of BUNDLES) {
      const packed = readFileSync(join(unpacked, ZIPS, `${name}.zip`));
      if (!packed.equals(zip(await bundle(name)))) throw new Error(`${name}.zip is another`);
    }
  });
  await check("names no folder of the machine that built it, in files, zips and source maps", () => {
    const places = [ROOT, homedir(), tmpdir()].filter((place) => place !== sep);
    const found = contents(unpacked, files).flatMap(([file, text]) =>
      places.filter((place) => text.includes(`${place}/`)).map((place) => `${file}: ${place}`),
    );
    deepStrictEqual(found, []);
  });
  await check("passes publint", async () => {
    const { publint } = await import("publint");
    const content = await new Blob([readFileSync(tarball)]).arrayBuffer();
    const { messages } = await publint({ pack: { tarball: content }, strict: true });
    deepStrictEqual(messages, []);
  });
  await check("passes attw: types are found by every kind of module resolution", () => {
    const attw = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist", "index.js");
    run(process.execPath, [attw, tarball, "--no-definitely-typed", "--no-color"], ROOT);
  });
}

/** Paths with `/`, sorted. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, "/"),
    )
    .sort();
}

/** Path → text, of files and of what lies in zips. */
function contents(folder: string, files: readonly string[]): [string, string][] {
  return files.flatMap((file) => {
    const content = readFileSync(join(folder, file));
    if (!file.endsWith(".zip")) return [[file, content.toString("utf8")]];
    return Object.entries(unzipSync(content)).map(([entry, bytes]): [string, string] => [
      `${file}/${entry}`,
      Buffer.from(bytes).toString("utf8"),
    ]);
  });
}
