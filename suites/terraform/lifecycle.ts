import assert from "node:assert/strict";
import type { Checks } from "../checks";
import type { TerraformOptions, Workspace } from "./workspace";

/** init, validate, plan, apply, a second plan that is empty, destroy: on one root module. */
export function lifecycle(
  checks: Checks,
  workspace: Workspace,
  name: string,
  folder: string,
  options: TerraformOptions = {},
): void {
  const step = (title: string, args: readonly string[], exitCode = 0) =>
    checks.check(`${name}: ${title}`, () => {
      const outcome = workspace.terraform(folder, args, options);
      assert.equal(outcome.exitCode, exitCode, outcome.output);
    });
  step("init", ["init"]);
  step("validate", ["validate"]);
  step("plan", ["plan", "-out=first.tfplan"]);
  step("apply", ["apply", "first.tfplan"]);
  step("second plan is empty", ["plan", "-detailed-exitcode"]);
  step("destroy", ["destroy", "-auto-approve"]);
}
