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

/** As the module names it, which the example says again. */
const ALIAS = "alias/rds-cross-region-backup-eu-west-1";

/** Examples of leaving, on top of the deployment that they leave: no key is deleted, and what is left settles. */
export function leaving(checks: Checks, workspace: Workspace): void {
  checks.check("examples/leaving: forgets both keys, deletes the rest", () => {
    const { plan, text } = deployed(workspace, "leaving").become("leaving");
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
    assert.match(text, /will no longer be managed by Terraform, but will not be\s+destroyed|but will not be destroyed/);
  });
  checks.check(
    "examples/coming-back: after examples/leaving, takes over the keys that were left, and makes none",
    () => {
      const deployment = deployed(workspace, "coming-back");
      deployment.become("leaving");
      const { plan } = deployment.become("coming-back");
      const ofKeys = plan.resource_changes.filter(
        ({ mode, type }) => mode === "managed" && type.startsWith("aws_kms_"),
      );
      assert.deepEqual(
        Object.fromEntries(ofKeys.map(({ address, change }) => [address, change.importing?.id])),
        Object.fromEntries(
          ["eu-central-1", "eu-north-1"].flatMap((region) => [
            [`module.rds_cross_region_backup.aws_kms_alias.this["${region}"]`, `${ALIAS}@${region}`],
            [`module.rds_cross_region_backup.aws_kms_key.this["${region}"]`, `${keyOfAlias(plan, region)}@${region}`],
          ]),
        ),
      );
      assert.deepEqual([...new Set(ofKeys.flatMap(({ change }) => change.actions))], ["update"]);
      assert.ok(changes(plan).includes("create module.rds_cross_region_backup.aws_lambda_function.sweep"));
      deployment.isSettled(BEFORE); // what takes the keys over is needed once
    },
  );
  checks.check("examples/leaving-a-region: takes over the key, and removes the target", () => {
    const { plan, text } = deployed(workspace, "leaving-a-region").become("leaving-a-region");
    assert.deepEqual(
      changes(plan).filter((change) => change.includes("aws_kms_key")),
      [],
    );
    assert.ok(changes(plan).includes('delete module.rds_cross_region_backup.aws_kms_alias.this["eu-north-1"]'), text);
    assert.match(text, /has moved to aws_kms_key\.eu_north_1/);
  });
}

/** The key to which the alias in a region leads, as the plan has read it. */
function keyOfAlias({ prior_state }: Plan, region: string): unknown {
  const alias = prior_state?.values.root_module.resources.find(
    ({ address }) => address === `data.aws_kms_alias.kept["${region}"]`,
  );
  assert.ok(alias, `the plan reads no alias in ${region}`);
  return alias.values.target_key_id;
}

/** The deployment, applied, in a folder of its own. */
function deployed(workspace: Workspace, name: string) {
  const folder = `left/${name}`;
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args);
    assert.ok(ok, output);
    return output;
  };
  workspace.write(`${folder}/main.tf`, BEFORE);
  run("init");
  run("apply", "-auto-approve");
  /** There is nothing to do. */
  const isSettled = (main: string): void => {
    workspace.write(`${folder}/main.tf`, main);
    run("plan", "-detailed-exitcode"); // exits with 2, so not ok, if there is anything to do
  };
  /** Applies an example in the place of what there is, and looks that it settles. */
  const become = (example: string) => {
    const main = workspace.read(`examples/${example}/main.tf`);
    workspace.write(`${folder}/main.tf`, main);
    run("init");
    run("validate");
    run("plan", "-out=plan");
    const plan = v.parse(Plan, JSON.parse(run("show", "-json", "plan")));
    const text = run("show", "-no-color", "plan");
    run("apply", "plan");
    isSettled(main);
    return { plan, text };
  };
  return { become, isSettled };
}
