import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { MIRROR, tagOf } from "../../scripts/addresses";
import { mirror } from "../../scripts/mirror";
import { blocks } from "../../scripts/readme";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { TerraformOptions, Workspace } from "./workspace";

const PLAN = /^Plan: (\d+) to add, 0 to change, 0 to destroy\.$/m;

/** The module as users get it: from its mirror, which lies on this machine here. */
export function mirrored(checks: Checks, workspace: Workspace): void {
  const folder = join(workspace.folder, "mirror");
  checks.check("mirror: is laid out and tagged", () => assert.equal(mirror(folder), true));

  checks.check("mirror: is planned by its folder and tag, with what the module in this repository makes", () => {
    const source = `git::file://${folder}?ref=${tagOf(version)}`;
    workspace.write("from-mirror/main.tf", call(source));
    workspace.write("from-folder/main.tf", call("../terraform"));
    assert.equal(planned(workspace, "from-mirror"), planned(workspace, "from-folder"));
  });

  // Git takes the address that users have for the one on this machine.
  const env = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `url.file://${folder}.insteadOf`,
    GIT_CONFIG_VALUE_0: `${MIRROR}.git`,
  };
  checks.check("mirror: its example is planned as it is", () => {
    workspace.write("example/main.tf", workspace.read("mirror/examples/minimal/main.tf"));
    planned(workspace, "example", { env });
  });
  documented(checks, workspace, { env });
}

/** Terraform in documents: whole calls as they are, and settings inside of a call. */
function documented(checks: Checks, workspace: Workspace, options: TerraformOptions): void {
  const all = ["README.md", "docs/behaviour.md"].flatMap((document) =>
    blocks(readFileSync(join(ROOT, document), "utf8"), "hcl"),
  );
  const isCall = (block: string): boolean => /^module "/m.test(block);
  const calls = all.filter(isCall);
  const settings = all.filter((block) => !isCall(block));
  checks.check("mirror: documents call it, and set it", () => assert.ok(calls.length > 0 && settings.length > 0));
  for (const [index, block] of calls.entries()) {
    checks.check(`mirror: documented call ${index + 1} is applied as it is`, () => {
      const place = `documented-call-${index + 1}`;
      workspace.write(`${place}/main.tf`, block);
      planned(workspace, place, options);
      const { ok, output } = workspace.terraform(place, ["apply", "-auto-approve"], options);
      assert.ok(ok, output);
      assert.match(workspace.terraform(place, ["plan"], options).output, /No changes\./);
    });
  }
  for (const [index, block] of settings.entries()) {
    checks.check(`mirror: documented settings ${index + 1} are planned`, () => {
      const targets = /^targets /m.test(block) ? "" : 'targets = { "eu-central-1" = {} }\n';
      const surroundings = 'resource "aws_sns_topic" "on_call" {}\n';
      workspace.write(
        `documented-settings-${index + 1}/main.tf`,
        `${surroundings}module "backup" {\nsource = "../terraform"\n${targets}${block}\n}\n`,
      );
      planned(workspace, `documented-settings-${index + 1}`);
    });
  }
}

const call = (source: string): string =>
  `module "backup" {\n  source  = "${source}"\n  targets = { "eu-central-1" = {} }\n}\n`;

/** @returns how many resources would be made */
function planned(workspace: Workspace, folder: string, options: TerraformOptions = {}): number {
  for (const args of [["init"], ["plan"]]) {
    const { ok, output } = workspace.terraform(folder, args, options);
    assert.ok(ok, output);
    const resources = PLAN.exec(output)?.[1];
    if (resources !== undefined) return Number(resources);
  }
  throw new Error(`${folder}: the plan counts nothing`);
}
