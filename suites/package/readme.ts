import { ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { name } from "../../package.json";
import { ROOT, run } from "../../scripts/package/run";
import { blocks, commands } from "../../scripts/readme";
import type { Check, Checks } from "../checks";
import { Project } from "./project";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** npm as a person's, but quiet, and without scripts of packages. */
const NPM = Object.fromEntries(
  ["audit=false", "fund=false", "update_notifier=false", "ignore_scripts=true", "prefer_offline=true"].map(
    (setting) => {
      const [option = "", value] = setting.split("=");
      return [`npm_config_${option}`, value];
    },
  ),
);

/** The README's way to an app on CDKTF and on CDKTN, word by word, but with the tarball in the place of the package's name. */
export async function readmeCommands(checks: Checks, tarball: string): Promise<void> {
  const one = (what: RegExp): string => {
    const [found, ...others] = commands(README).filter((command) => what.test(command));
    if (found === undefined || others.length > 0) throw new Error(`The README does not have one command like ${what}`);
    return found.replace(` ${name} `, ` ${tarball} `);
  };
  await checks.situation("The README's commands for CDKTF", (check) =>
    inProject(async (project) => {
      await check("install", () => void shell(project, one(/^npm install .* cdktf /)));
      project.write("cdktf.json", /`(\{ "language".*?\})`/.exec(README)?.[1] ?? "");
      project.write("main.ts", blocks(README, "ts").find((block) => block.includes("app.synth()")) ?? "");
      await deploys(check, project, one(/cdktf deploy/));
    }),
  );
  await checks.situation("The README's commands for CDKTN", (check) =>
    inProject(async (project) => {
      // Its provider needs a newer Node than some that run this, where the package is used with `EDITIONS`.
      const resolved = `${one(/^npm install .* cdktn /)} --package-lock-only`;
      await check("resolve, on this version of Node too", () => void shell(project, resolved));
    }),
  );
}

/** With a stand-in for AWS's provider. @param command as the README has it */
async function deploys(check: Check, project: Project, command: string): Promise<void> {
  const standIn = process.env.TERRAFORM_COMMAND;
  const quiet = { CHECKPOINT_DISABLE: "1", CI: "1" };
  if (standIn === undefined) {
    console.log("  (no TERRAFORM_COMMAND: the app is synthesised, and not deployed to a stand-in for AWS)");
    return check("synthesise", () => void shell(project, command.replace("deploy", "synth"), quiet));
  }
  // A person is asked for approval; a stand-in has no hashes for other platforms.
  await check("deploy", () => {
    const output = shell(project, `${command} --auto-approve --skip-provider-lock`, {
      TERRAFORM_BINARY_NAME: standIn.includes("/") ? resolve(standIn) : standIn,
      ...quiet,
    });
    ok(/Apply complete! Resources: \d\d added, 0 changed, 0 destroyed/.test(output), output);
  });
}

async function inProject(use: (project: Project) => Promise<void>): Promise<void> {
  const project = new Project();
  try {
    await use(project);
  } finally {
    project.remove();
  }
}

const shell = (project: Project, command: string, env: NodeJS.ProcessEnv = {}): string =>
  run("bash", ["-ec", command], project.folder, { ...NPM, ...env });
