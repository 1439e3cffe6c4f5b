import assert from "node:assert/strict";
import * as v from "valibot";
import type { Checks } from "../checks";
import { changes, Plan } from "./plan-changes";
import type { Workspace } from "./workspace";

const BEFORE = `provider "aws" {
  region = "eu-west-1"
}

module "rds_cross_region_backup" {
  source  = "../../terraform"
  targets = { "eu-central-1" = {}, "eu-north-1" = {} }
}
`;

/** Examples of leaving, on top of the deployment that they leave: no key is deleted, and what is left settles. */
export function leaving(checks: Checks, workspace: Workspace): void {
  checks.check("examples/leaving: forgets both keys, deletes the rest", () => {
    const { plan, text } = left(workspace, "leaving");
    const kept = /\.aws_kms_(key|alias)\./;
    assert.deepEqual(
      changes(plan).filter((change) => kept.test(change)),
      [
        'forget module.rds_cross_region_backup.aws_kms_alias.this["eu-central-1"]',
        'forget module.rds_cross_region_backup.aws_kms_alias.this["eu-north-1"]',
        'forget module.rds_cross_region_backup.aws_kms_key.this["eu-central-1"]',
        'forget module.rds_cross_region_backup.aws_kms_key.this["eu-north-1"]',
      ],
    );
    assert.ok(changes(plan).includes("delete module.rds_cross_region_backup.aws_lambda_function.sweep"), text);
    assert.match(text, /will no longer be managed by Terraform, but will not be\s+destroyed/);
  });
  checks.check("examples/leaving-a-region: takes over the key, and removes the target", () => {
    const { plan, text } = left(workspace, "leaving-a-region");
    assert.deepEqual(
      changes(plan).filter((change) => change.includes("aws_kms_key")),
      [],
    );
    assert.ok(changes(plan).includes('delete module.rds_cross_region_backup.aws_kms_alias.this["eu-north-1"]'), text);
    assert.match(text, /has moved to aws_kms_key\.eu_north_1/);
  });
}

function left(workspace: Workspace, example: string) {
  const folder = `examples/${example}`;
  const after = workspace.read(`${folder}/main.tf`);
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args);
    assert.ok(ok, output);
    return output;
  };
  workspace.write(`${folder}/main.tf`, BEFORE);
  run("init");
  run("apply", "-auto-approve");
  workspace.write(`${folder}/main.tf`, after);
  run("init");
  run("validate");
  run("plan", "-out=plan");
  const plan = v.parse(Plan, JSON.parse(run("show", "-json", "plan")));
  const text = run("show", "-no-color", "plan");
  run("apply", "plan");
  run("plan", "-detailed-exitcode"); // exits with 2, so not ok, if there is anything to do
  return { plan, text };
}
