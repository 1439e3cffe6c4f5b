import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { type Zippable, zipSync } from "fflate";

const ROOT = resolve(__dirname, "..");

/** The functions: `handlers/<bundle>.ts` becomes `<bundle>.zip` with the handler `<bundle>.handler`. */
export const BUNDLES = ["sweep", "backup-finished"] as const;
export type Bundle = (typeof BUNDLES)[number];

/** Zips use local time, so the date is made of local parts: the same bytes in every time zone. */
const ENTRY_DATE = new Date(1980, 0, 1);
const REGULAR_FILE_0644 = 0o100644 * 65536;
const UNIX = 3;

/**
 * Bundles one handler into a self-contained CommonJS file with a source map.
 * The map names the sources relative to the repository and does not repeat them.
 *
 * @returns file name → content
 */
export async function bundle(name: Bundle): Promise<Record<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [`handlers/${name}.ts`],
    outfile: `${name}.js`,
    write: false,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    mainFields: ["module", "main"],
    preserveSymlinks: true, // the map names what is in this folder, wherever it really lies
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  });
  return Object.fromEntries(outputFiles.map((file) => [file.path.slice(ROOT.length + 1), file.contents]));
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

/** Writes `<bundle>.zip` of every function into a folder. */
export async function writeBundles(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const name of BUNDLES) writeFileSync(join(folder, `${name}.zip`), zip(await bundle(name)));
}

if (require.main === module) writeBundles(join(ROOT, "terraform", "functions"));
