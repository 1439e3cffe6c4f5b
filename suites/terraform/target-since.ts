import assert from "node:assert/strict";
import * as v from "valibot";
import type { Checks } from "../checks";
import { Plan } from "./plan-changes";
import type { Workspace } from "./workspace";

const REGION = "eu-central-1";
const ADDRESS = `module.backup.terraform_data.target_since["${REGION}"]`;

const Shown = v.object({
  values: v.object({
    root_module: v.object({ child_modules: v.array(v.object({ resources: v.array(v.unknown()) })) }),
  }),
});
const Sweep = v.object({
  address: v.literal("module.backup.aws_lambda_function.sweep"),
  values: v.object({ environment: v.tuple([v.object({ variables: v.object({ TARGETS_SINCE: v.string() }) })]) }),
});

/** When a target region was added is told to the functions, stays, and is long ago after an import. */
export function targetSince(checks: Checks, workspace: Workspace): void {
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform("since", args);
    assert.ok(ok, output);
    return output;
  };
  const told = (): Readonly<Record<string, unknown>> => {
    const { root_module } = v.parse(Shown, JSON.parse(run("show", "-json"))).values;
    const sweep = root_module.child_modules.flatMap(({ resources }) => resources).find((one) => v.is(Sweep, one));
    return v.parse(
      v.record(v.string(), v.unknown()),
      JSON.parse(v.parse(Sweep, sweep).values.environment[0].variables.TARGETS_SINCE),
    );
  };
  const settles = (): void => {
    run("plan", "-out=plan");
    const { resource_changes } = v.parse(Plan, JSON.parse(run("show", "-json", "plan")));
    assert.deepEqual(
      resource_changes.filter(({ change }) => change.actions[0] !== "no-op").map(({ address }) => address),
      [],
    );
  };
  workspace.write(
    "since/main.tf",
    `module "backup" {\n  source  = "../terraform"\n  targets = { "${REGION}" = {} }\n}\n`,
  );
  run("init");
  run("apply", "-auto-approve");

  checks.check("since: a target region has the time of its first apply, and a later plan is empty", () => {
    const [time] = v.parse(v.tuple([v.pipe(v.string(), v.isoTimestamp())]), Object.values(told()));
    assert.ok(Math.abs(Date.parse(time) - Date.now()) < 600_000, time);
    settles();
  });
  checks.check(
    "since: after an import it has none, which the functions take for long ago, and a later plan is empty",
    () => {
      run("state", "rm", ADDRESS);
      run("import", ADDRESS, "00000000-0000-0000-0000-000000000000");
      run("apply", "-auto-approve");
      assert.deepEqual(told(), { [REGION]: null });
      settles();
    },
  );
}
