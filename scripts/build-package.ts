import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, sep } from "node:path";
import { peerDependencies } from "../package.json";
import { bundledCommandLine, LICENSES, writeBundles } from "./bundle";
import { layOut } from "./package/flavours";
import { reachable } from "./package/reachable";
import { ROOT, run, TSC } from "./package/run";
import { undeclared } from "./package/undeclared";

const ENTRY = "modules/index";
/** As `bin` of package.json names it. */
const COMMAND_LINE = "cli/rds-cross-region-backup.js";

/**
 * Writes what the npm package has beside its documents: the construct on cdktf and on cdktn, each with types, what
 * both share, the zips of the functions, and the command line. The folder is emptied first.
 *
 * @throws Error if the source does not compile, or imports a package that is not a peer dependency
 */
async function buildPackage(folder: string): Promise<void> {
  const compiled = compile();
  const files = layOut(new Map([...reachable(compiled, ENTRY, ".js"), ...reachable(compiled, ENTRY, ".d.ts")]));
  const missing = undeclared(files, Object.keys(peerDependencies));
  if (missing.length > 0) throw new Error(`Not among peerDependencies of package.json:\n${missing.join("\n")}`);
  rmSync(folder, { recursive: true, force: true });
  for (const [path, code] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  await writeBundles(join(folder, "terraform", "functions"));
  mkdirSync(join(folder, "cli"), { recursive: true });
  const { program, licenses } = await bundledCommandLine();
  writeFileSync(join(folder, COMMAND_LINE), program, { mode: 0o755 });
  writeFileSync(join(folder, "cli", LICENSES), licenses);
}

/** What the compiler makes of the construct and all that it imports. @returns path from the root → content */
function compile(): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-package-"));
  try {
    run(process.execPath, [TSC, "-p", join(ROOT, "scripts", "package", "tsconfig.json"), "--outDir", folder], ROOT);
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return new Map(
      paths
        .filter((path) => /\.(js|d\.ts)$/.test(path))
        .map((path) => [path.replaceAll(sep, "/"), readFileSync(join(folder, path), "utf8")]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

buildPackage(join(ROOT, "dist"));
