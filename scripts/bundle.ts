import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { type Zippable, zipSync } from "fflate";
import type { PageCode } from "../cli/page/code";
import { BUNDLES, type Bundle } from "../handlers/core/deployment";
import { licenses } from "./licenses";

const ROOT = resolve(__dirname, "..");

/** Zips use local time, so the date is made of local parts: the same bytes in every time zone. */
const ENTRY_DATE = new Date(1980, 0, 1);
const REGULAR_FILE_0644 = 0o100644 * 65536;
const UNIX = 3;

/** Beside bundles. */
export const LICENSES = "LICENSES.txt";

/** What functions and command line have in common: one file of CommonJS that needs no package. */
const SELF_CONTAINED = {
  absWorkingDir: ROOT,
  write: false,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  minify: true,
  mainFields: ["module", "main"],
  preserveSymlinks: true, // the map names what is in this folder, wherever it really lies
  legalComments: "none", // `licenses` writes them into a file of their own
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/**
 * Bundles one handler into a self-contained CommonJS file with a source map.
 * The map names the sources relative to the repository and does not repeat them.
 *
 * @returns file name → content
 */
export async function bundle(name: Bundle): Promise<Record<string, Uint8Array>> {
  return (await bundled(name)).files;
}

async function bundled(name: Bundle) {
  const { outputFiles, metafile } = await build({
    ...SELF_CONTAINED,
    entryPoints: [`handlers/${name}.ts`],
    outfile: `${name}.js`,
    sourcemap: "linked",
    sourcesContent: false,
  });
  const files = Object.fromEntries(outputFiles.map((file) => [file.path.slice(ROOT.length + 1), file.contents]));
  return { files, metafile };
}

/** Bundles what runs in the page of `status --html`, and its style. */
export async function bundlePage(): Promise<PageCode> {
  return (await bundledPage()).code;
}

async function bundledPage() {
  const [script, style] = await Promise.all(
    ["main.tsx", "style.css"].map((file) =>
      build({
        absWorkingDir: ROOT,
        write: false,
        bundle: true,
        platform: "browser",
        target: ["chrome111", "firefox113", "safari16.4"],
        format: "iife",
        minify: true,
        tsconfig: "cli/page/client/tsconfig.json",
        legalComments: "none",
        metafile: true,
        logLevel: "warning",
        entryPoints: [`cli/page/client/${file}`],
      }),
    ),
  );
  const code = { script: script?.outputFiles[0]?.text ?? "", style: style?.outputFiles[0]?.text ?? "" };
  return { code, metafiles: [script, style].flatMap((one) => one?.metafile ?? []) };
}

/** Bundles the command line into one file that node runs by its name. */
export async function bundleCommandLine(): Promise<Uint8Array> {
  return (await bundledCommandLine()).program;
}

/** The same, with the licences of what is in it. */
export async function bundledCommandLine() {
  const { code, metafiles } = await bundledPage();
  const { outputFiles, metafile } = await build({
    ...SELF_CONTAINED,
    define: { PAGE_CODE: JSON.stringify(code) },
    entryPoints: ["cli/main.ts"],
    outfile: "cli.js",
    banner: { js: "#!/usr/bin/env node" },
    keepNames: true, // errors are told apart by their names
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild wrote nothing");
  return { program: file.contents, licenses: licenses([metafile, ...metafiles]) };
}

/** Zips files so that the same content gives the same bytes on any machine. */
export function zip(files: Record<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const name of Object.keys(files).sort()) {
    const content = files[name];
    if (content) entries[name] = [content, { mtime: ENTRY_DATE, os: UNIX, attrs: REGULAR_FILE_0644, level: 9 }];
  }
  return zipSync(entries);
}

/** Writes `<bundle>.zip` of every function into a folder, and the licences of what is in them. */
export async function writeBundles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const metafiles = [];
  for (const name of BUNDLES) {
    const { files, metafile } = await bundled(name);
    writeFileSync(join(folder, `${name}.zip`), zip(files));
    metafiles.push(metafile);
  }
  writeFileSync(join(folder, LICENSES), licenses(metafiles));
}

if (require.main === module) writeBundles(join(ROOT, "terraform", "functions"));
