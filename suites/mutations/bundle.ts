import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "../root";
import type { Mutation } from "./mutations";

/** Gives work a folder for bundled trials, and removes it afterwards. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-mutations-"));
  try {
    mkdirSync(join(folder, "modules")); // where the sources look for the zips from
    for (const name of ["terraform", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the file of the bundled trials, in which the bug is planted */
export async function bundleTrials(folder: string, name: string, mutation?: Mutation): Promise<string> {
  const outfile = join(folder, "modules", `${name}.js`);
  const planted = mutation && join(ROOT, mutation.file);
  await build({
    entryPoints: [join(__dirname, "play.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    logLevel: "error",
    plugins: [
      {
        name: "plant a bug",
        setup: ({ onLoad, onEnd }) => {
          let plants = 0;
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (!mutation || path !== planted) return undefined;
            plants++;
            return { contents: plant(mutation, readFileSync(path, "utf8")), loader: "ts" };
          });
          onEnd(() => {
            if (mutation && plants === 0) throw new Error(`"${mutation.bug}": the trials do not use ${mutation.file}.`);
          });
        },
      },
    ],
  });
  return outfile;
}

/** @throws Error if the text that the bug replaces is not there exactly once */
export function plant({ bug, file, anchor, replacement }: Mutation, source: string): string {
  const parts = source.split(anchor);
  if (parts.length !== 2) throw new Error(`"${bug}": its anchor occurs ${parts.length - 1} times in ${file}.`);
  return parts.join(replacement);
}
