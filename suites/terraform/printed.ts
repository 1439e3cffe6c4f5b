import assert from "node:assert/strict";
import { join } from "node:path";
import { differences, planOf } from "../../__tests__/modules/hcl/same-plan";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { Workspace } from "./workspace";

const EXAMPLES = ["minimal", "own-keys", "existing-estate"];

/** The committed HCL and the synthesis that it is printed from plan the same, for every example that uses the module. */
export function printedModule(checks: Checks, workspace: Workspace): void {
  workspace.write("as-json/terraform/main.tf.json", JSON.stringify(terraformModule()));
  workspace.copyTo("terraform/functions", "as-json/terraform/functions");
  for (const example of EXAMPLES) {
    checks.check(`printed HCL: plans what the JSON synthesis plans, ${example}`, () => {
      const main = { "main.tf": workspace.read(`examples/${example}/main.tf`) };
      const beside = { "../../terraform": join(ROOT, "terraform") };
      const hcl = planOf(workspace, `as-hcl/examples/${example}`, main, { beside });
      const json = planOf(workspace, `as-json/examples/${example}`, main, {});
      assert.deepEqual(differences(json, hcl), []);
    });
  }
}
