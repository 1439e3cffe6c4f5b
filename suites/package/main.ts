import { deepStrictEqual } from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run } from "../../scripts/package/run";
import { type Check, type Checks, suite } from "../checks";
import { EDITIONS, type Edition } from "./editions";
import { APP, installed } from "./installed";
import { Project } from "./project";
import { readmeCommands } from "./readme";
import { addresses, type Declared, declared } from "./synthesis";
import { tarballIsClean } from "./tarball";

/**
 * Packs the npm package and uses it as its users do: installed from its tarball, far from this repository. `-- readme` runs the
 * commands of the README alone.
 */
async function packAndUse(checks: Checks): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-package-"));
  const built = existsSync(join(ROOT, "dist"));
  try {
    let tarball: string | undefined;
    await checks.situation("The tarball", async (check) => {
      tarball = pack(folder);
      const unpacked = join(folder, "unpacked");
      mkdirSync(unpacked);
      run("tar", ["-xzf", tarball, "-C", unpacked], folder);
      await tarballIsClean(check, tarball, join(unpacked, "package"));
    });
    if (tarball === undefined) return;
    if (!process.argv.includes("readme")) await useInstalled(checks, tarball, join(folder, "cdktf.out"));
    await readmeCommands(checks, tarball);
  } finally {
    rmSync(folder, { recursive: true });
    if (!built) rmSync(join(ROOT, "dist"), { recursive: true, force: true });
  }
}

/** @returns path of the tarball */
function pack(folder: string): string {
  run("npm", ["pack", "--pack-destination", folder], ROOT);
  const [tarball, ...others] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined || others.length > 0) throw new Error("npm pack did not make one tarball");
  return join(folder, tarball);
}

/** @param outdir where what the source makes may be written */
async function useInstalled(checks: Checks, tarball: string, outdir: string): Promise<void> {
  const stacks = new Map<Edition, Declared>();
  for (const edition of EDITIONS) {
    await checks.situation(`The package ${edition.title}`, async (check) => {
      const project = new Project();
      try {
        stacks.set(edition, await installed(check, project, edition, tarball));
      } finally {
        project.remove();
      }
    });
  }
  await checks.situation("What the packages make", (check) => sameResources(check, stacks, outdir));
}

async function sameResources(check: Check, stacks: ReadonlyMap<Edition, Declared>, outdir: string): Promise<void> {
  const [first, ...others] = EDITIONS.map((edition) => ({ title: edition.title, stack: stacks.get(edition) }));
  if (!first?.stack) throw new Error(`There is no stack ${first?.title} to compare with`);
  const { title, stack: expected } = first;
  run(process.execPath, [require.resolve("tsx/cli"), APP], ROOT, { CDKTF_OUTDIR: outdir });
  const source = declared(readFileSync(join(outdir, "stacks", "databases", "cdk.tf.json"), "utf8"));
  await check(`${title}: all ${addresses(source).length} resources and data sources that the source makes`, () =>
    deepStrictEqual(addresses(expected), addresses(source)),
  );
  for (const other of others) {
    await check(`${other.title}: the same as ${title}, in each argument`, () => deepStrictEqual(other.stack, expected));
  }
}

suite(packAndUse);
