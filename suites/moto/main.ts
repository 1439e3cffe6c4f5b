import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUNDLES } from "../../handlers/core/deployment";
import { bundle, writeBundles, zip } from "../../scripts/bundle";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";
import { virtualEnvironment } from "../virtual-environment";
import { unpack } from "./functions";
import { SNAPSHOT_LIMIT } from "./places";
import { backupFinished } from "./scenarios/backup-finished";
import { commandLine } from "./scenarios/command-line";
import { dryRun } from "./scenarios/dry-run";
import { foreign } from "./scenarios/foreign";
import { fullQuota } from "./scenarios/full-quota";
import { identity } from "./scenarios/identity";
import { keys } from "./scenarios/keys";
import { longLists } from "./scenarios/long-lists";
import { restore } from "./scenarios/restore";
import { retention } from "./scenarios/retention";
import { selection } from "./scenarios/selection";
import { sideBySide } from "./scenarios/side-by-side";
import { sweep } from "./scenarios/sweep";
import { telling } from "./scenarios/telling";
import { startServer } from "./server";
import { type Scenario, World } from "./world";

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
  restore,
  foreign,
  identity,
  keys,
  selection,
  dryRun,
  sideBySide,
  longLists,
  telling,
  fullQuota,
  commandLine,
];

/** Runs the zipped functions, as the construct configures them, against moto: an AWS that nobody here wrote. */
async function runScenarios(checks: Checks, scenarios: readonly Scenario[]): Promise<void> {
  const python = virtualEnvironment(join(ROOT, ".venv", "moto"), process.env.PYTHON ?? "python3", MOTO);
  if (!BUNDLES.every((name) => existsSync(join(ZIPS, `${name}.zip`)))) await writeBundles(ZIPS);
  await checks.situation("The zips", (check) => check("are what the handlers' source gives", areUpToDate));
  const unpacked = mkdtempSync(join(tmpdir(), "moto-bundles-"));
  const server = await startServer(python, { MOTO_RDS_SNAPSHOT_LIMIT: String(SNAPSHOT_LIMIT) });
  try {
    unpack(ZIPS, unpacked);
    for (const { title, run } of scenarios) {
      await checks.situation(title, async (check) => {
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
suite((checks) => {
  const wanted = process.argv.slice(2).join(" ").toLowerCase();
  return runScenarios(
    checks,
    SCENARIOS.filter(({ title }) => title.toLowerCase().includes(wanted)),
  );
});
