import assert from "node:assert/strict";
import * as v from "valibot";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "../checks";
import { ALL_FEATURES } from "./all-features";
import { assertGolden } from "./goldens";
import { Plan } from "./plan-changes";
import type { Workspace } from "./workspace";

const HEAD = `# Every resource of the module, in a plan with all features on. Addresses are API: a user's state knows the resources by them.
# One that changes needs a \`moved\` block: decisions/0005-addresses-are-api.md
`;

const Module = v.object({ resource: v.record(v.string(), v.record(v.string(), v.unknown())) });

/** The addresses of all resources are those of `plans/addresses.txt`. */
export function addresses(checks: Checks, workspace: Workspace): void {
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform("terraform", args, { variables: ALL_FEATURES });
    assert.ok(ok, output);
    return output;
  };
  run("init");
  run("plan", "-out=addresses.tfplan");
  const plan = v.parse(Plan, JSON.parse(run("show", "-json", "addresses.tfplan")));
  const planned = plan.resource_changes.filter(({ mode }) => mode === "managed").map(({ address }) => address);

  checks.check("addresses: all features together make every resource", () => {
    const { resource } = v.parse(Module, terraformModule());
    const declared = Object.entries(resource).flatMap(([type, names]) =>
      Object.keys(names).map((name) => `${type}.${name}`),
    );
    const plannedResources = new Set(planned.map((address) => address.replace(/\[.*/, "")));
    assert.deepEqual([...plannedResources].sort(), declared.sort());
  });
  checks.check(`addresses: all ${planned.length} are as published`, () => {
    assertGolden("addresses.txt", `${HEAD}${planned.sort().join("\n")}\n`);
  });
}
