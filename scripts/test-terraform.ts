import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { badInputs } from "./terraform/bad-inputs";
import { Checks } from "./terraform/checks";
import { faces } from "./terraform/faces";
import { lifecycle } from "./terraform/lifecycle";
import { sweepScheduleInHcl } from "./terraform/sweep-schedule";
import { ROOT, Workspace } from "./terraform/workspace";

const VARIABLES = { targets: { "eu-central-1": {}, "us-east-1": {} }, notification_emails: ["ops@example.com"] };

/** Synthesises a CDKTF app. @returns folder of its stack in the workspace */
function synthesise(workspace: Workspace, app: string, stack: string): string {
  const folder = `synthesised-${stack}`;
  const { status, stderr } = spawnSync("npx", ["tsx", app], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: join(workspace.folder, folder) },
  });
  if (status !== 0) throw new Error(`${app} cannot be synthesised:\n${stderr}`);
  return `${folder}/stacks/${stack}`;
}

function main(): boolean {
  const checks = new Checks();
  const workspace = new Workspace();
  try {
    workspace.copy("terraform");
    workspace.copy("examples");
    for (const example of ["minimal", "own-keys", "existing-estate"]) {
      lifecycle(checks, workspace, `examples/${example}`, `examples/${example}`);
    }
    const construct = synthesise(workspace, "examples/construct/main.ts", "databases");
    lifecycle(checks, workspace, "examples/construct", construct);
    const app = synthesise(workspace, "main.ts", "rds-cross-region-backup");
    lifecycle(checks, workspace, "main.ts", app, { variables: VARIABLES });
    faces(checks, workspace);
    sweepScheduleInHcl(checks, workspace);
    badInputs(checks, workspace);
  } finally {
    workspace.remove();
  }
  return checks.report();
}

process.exitCode = main() ? 0 : 1;
