import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { SimulatedAws } from "../aws";
import { atSimulatedTime, runCommand } from "../command-line";
import type { Check } from "./checks";
import { heading, print } from "./print";
import { SOURCE_REGION } from "./scenario";

/**
 * Has the page of the estate written.
 *
 * @param commandLine as people have it, in one file
 * @param html default: a temporary file
 */
export async function writePage(
  { aws }: { readonly aws: SimulatedAws },
  commandLine: Uint8Array,
  html: string | undefined,
): Promise<Check> {
  const file = resolve(html ?? join(tmpdir(), "rds-cross-region-backup-demo.html"));
  const folder = await mkdtemp(join(tmpdir(), "rds-cross-region-backup-cli-"));
  try {
    const program = join(folder, "rds-cross-region-backup.js");
    await writeFile(program, commandLine);
    rmSync(file, { force: true });
    const { code, err } = await runCommand(aws, ["status", "--region", SOURCE_REGION, "--html", file], {
      program: atSimulatedTime(program),
    });
    const isWritten = code <= 1 && existsSync(file);
    heading("A page to look at");
    print(`  ${isWritten ? file : "none"}`);
    return {
      text: "The command line looks at the estate, and writes a page of it",
      problems: isWritten ? [] : [`it ended with ${code}: ${err.trim()}`],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
