import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BUNDLES, bundle, writeBundles, zip } from "./bundle";
import { Checks } from "./moto/checks";
import { unpack } from "./moto/functions";
import { SNAPSHOT_LIMIT } from "./moto/places";
import { backupFinished } from "./moto/scenarios/backup-finished";
import { dryRun } from "./moto/scenarios/dry-run";
import { foreign } from "./moto/scenarios/foreign";
import { fullQuota } from "./moto/scenarios/full-quota";
import { identity } from "./moto/scenarios/identity";
import { keys } from "./moto/scenarios/keys";
import { longLists } from "./moto/scenarios/long-lists";
import { retention } from "./moto/scenarios/retention";
import { selection } from "./moto/scenarios/selection";
import { sideBySide } from "./moto/scenarios/side-by-side";
import { sweep } from "./moto/scenarios/sweep";
import { startServer } from "./moto/server";
import { type Scenario, World } from "./moto/world";
import { virtualEnvironment } from "./virtual-environment";

const ROOT = resolve(__dirname, "..");
const ZIPS = join(ROOT, "terraform", "functions");
const MOTO = {
  name: "moto",
  version: "5.2.5",
  requirement: "moto[server]",
  versionProgram: "import moto, moto.server; print(moto.__version__)",
};
const SCENARIOS: readonly Scenario[] = [
  sweep,
  backupFinished,
  retention,
  foreign,
  identity,
  keys,
  selection,
  dryRun,
  sideBySide,
  longLists,
  fullQuota,
];

/** Runs the zipped functions, as the construct configures them, against moto: an AWS that nobody here wrote. */
async function runScenarios(checks: Checks, scenarios: readonly Scenario[]): Promise<void> {
  const python = virtualEnvironment(join(ROOT, ".venv", "moto"), process.env.PYTHON ?? "python3", MOTO);
  if (!BUNDLES.every((name) => existsSync(join(ZIPS, `${name}.zip`)))) await writeBundles(ZIPS);
  await checks.scenario("The zips", (check) => check("are what the handlers' source gives", areUpToDate));
  const unpacked = mkdtempSync(join(tmpdir(), "moto-bundles-"));
  const server = await startServer(python, { MOTO_RDS_SNAPSHOT_LIMIT: String(SNAPSHOT_LIMIT) });
  try {
    unpack(ZIPS, unpacked);
    for (const { title, run } of scenarios) {
      await checks.scenario(title, async (check) => {
        const world = await World.create(server.endpoint, unpacked);
        try {
          await run(world, check);
        } finally {
          world.stop();
        }
      });
    }
  } finally {
    server.stop();
    rmSync(unpacked, { recursive: true });
  }
}

async function areUpToDate(): Promise<void> {
  for (const name of BUNDLES) {
    const written = readFileSync(join(ZIPS, `${name}.zip`));
    if (!written.equals(zip(await bundle(name)))) throw new Error(`${name}.zip is stale: run npm run bundle`);
  }
}

/** Usage: `npm run test:moto [-- part of a title]`. */
async function main(): Promise<void> {
  const checks = new Checks();
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    const wanted = positionals.join(" ").toLowerCase();
    const scenarios = SCENARIOS.filter(({ title }) => title.toLowerCase().includes(wanted));
    await runScenarios(checks, scenarios);
  } catch (error) {
    checks.failed++;
    console.error(error);
  }
  console.log(`\n${checks.passed} passed, ${checks.failed} failed`);
  process.exitCode = checks.failed === 0 && checks.passed > 0 ? 0 : 1;
}

main();
