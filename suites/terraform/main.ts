import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";
import { addresses } from "./addresses";
import { badInputs } from "./bad-inputs";
import { dependsOn } from "./depends-on";
import { faces } from "./faces";
import { goldens } from "./goldens";
import { guard } from "./guard";
import { leaving } from "./leaving";
import { lifecycle } from "./lifecycle";
import { mirrored } from "./mirrored";
import { moduleMutants, moduleTests } from "./module-tests";
import { pairs } from "./pairs";
import { printedModule } from "./printed";
import { reproducible } from "./reproducible";
import { restoredFolders } from "./restored";
import { sweepScheduleInHcl } from "./sweep-schedule";
import { targetSince } from "./target-since";
import { upgrades } from "./upgrade";
import { workflows } from "./workflows";
import { Workspace } from "./workspace";

const VARIABLES = { targets: { "eu-central-1": {}, "us-east-1": {} }, notification_emails: ["ops@example.com"] };
const PLANNED = { repository: "us/estate", state_bucket: "state", state_key: "estate.tfstate" };

/**
 * Synthesises a CDKTF app. cdktf keeps the state where the app runs: in the workspace.
 *
 * @returns folder of its stack in the workspace
 */
function synthesise(workspace: Workspace, app: string, stack: string): string {
  const folder = `synthesised-${stack}`;
  const { status, stderr } = spawnSync(process.execPath, [require.resolve("tsx/cli"), join(ROOT, app)], {
    cwd: workspace.folder,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: join(workspace.folder, folder) },
  });
  if (status !== 0) throw new Error(`${app} cannot be synthesised:\n${stderr}`);
  return `${folder}/stacks/${stack}`;
}

/** What to check, by name: `npm run test:terraform -- bad-inputs` runs only that. */
const GROUPS: Readonly<Record<string, (checks: Checks, workspace: Workspace) => void>> = {
  examples: (checks, workspace) => {
    checks.check("examples: formatted", () => {
      const { ok, output } = workspace.terraform("examples", ["fmt", "-check", "-diff", "-recursive"]);
      assert.ok(ok, output);
    });
    for (const example of ["minimal", "own-keys", "existing-estate"]) {
      lifecycle(checks, workspace, `examples/${example}`, `examples/${example}`);
    }
    lifecycle(checks, workspace, "examples/pull-request", "examples/pull-request", { variables: PLANNED });
    const folder = synthesise(workspace, "examples/construct/main.ts", "databases");
    lifecycle(checks, workspace, "examples/construct", folder);
  },
  app: (checks, workspace) => {
    const folder = synthesise(workspace, "main.ts", "rds-cross-region-backup");
    lifecycle(checks, workspace, "main.ts", folder, { variables: VARIABLES });
  },
  faces,
  printed: printedModule,
  schedule: sweepScheduleInHcl,
  "bad-inputs": badInputs,
  "module-tests": moduleTests,
  "module-mutants": moduleMutants,
  pairs,
  "depends-on": dependsOn,
  leaving,
  restore: restoredFolders,
  mirror: mirrored,
  plans: goldens,
  guard,
  addresses,
  since: targetSince,
  upgrade: upgrades,
  workflows,
  zips: reproducible,
};

suite((checks) => {
  const names = process.argv.slice(2);
  const workspace = new Workspace();
  try {
    workspace.copy("terraform");
    workspace.copy("examples");
    for (const [name, group] of Object.entries(GROUPS)) {
      if (names.length === 0 || names.includes(name)) group(checks, workspace);
    }
  } finally {
    workspace.remove();
  }
});
