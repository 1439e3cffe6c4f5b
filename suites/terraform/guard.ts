import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { Workspace } from "./workspace";

const SCRIPT = "examples/pull-request/guard.sh";
const FOLDER = "guard";

/** Arguments of the module's call, as HCL; undefined if there is no call. */
type Call = Readonly<Record<string, string>> | undefined;

interface Change {
  readonly title: string;
  readonly after: Call;
  /** How the call was, where that matters. */
  readonly before?: Call;
  /** What the guard says, without the name of the module; nothing where it lets the change through. */
  readonly found?: readonly string[];
}

const CALL = {
  targets: '{ "eu-central-1" = {}, "eu-north-1" = { create_kms_key = false } }',
  retention: "{ keep_last = 7, keep_daily = 14 }",
  instances: '{ include = ["orders*", "shop"], exclude = ["*-test"], tags = { backup = "yes" } }',
};
const NEITHER_TARGET = "is no target region any more: nothing more is copied there, and no alarm says so";

const CHANGES: Readonly<Record<string, Change>> = {
  same: { title: "no change at all", after: CALL },
  keeps_more: {
    title: "more retention",
    after: { ...CALL, retention: "{ keep_last = 8, keep_daily = 14, keep_yearly = 2 }" },
  },
  target_added: {
    title: "a target region more",
    after: { ...CALL, targets: '{ "eu-central-1" = {}, "eu-north-1" = { create_kms_key = false }, "us-west-2" = {} }' },
  },
  widened: {
    title: "patterns that match at least as much, and less that is excluded or asked for",
    after: { ...CALL, instances: '{ include = ["o*", "sho*"], exclude = ["*-A-test"] }' },
  },
  everything: { title: "a selection of everything", after: { ...CALL, instances: "{}" } },
  exclusion_covered: {
    title: "an exclusion within another one",
    after: { ...CALL, instances: CALL.instances.replace('"*-test"', '"*-test", "orders-old-TEST"') },
  },
  turned_on: {
    title: "a kind that was off, selected in part",
    before: { ...CALL, clusters: "{ include = [] }" },
    after: { ...CALL, clusters: '{ include = ["a"], exclude = ["b"], tags = { c = "d" } }' },
  },
  other_settings: {
    title: "settings that take nothing away",
    after: { ...CALL, log_level: '"WARN"', stuck_copy_hours: "48", tags: '{ team = "a" }', dry_run: "false" },
  },
  starts: { title: "the end of a dry run", before: { ...CALL, dry_run: "true" }, after: CALL },
  added: { title: "a new deployment", before: undefined, after: CALL },

  keeps_less: {
    title: "a lowered retention",
    after: { ...CALL, retention: "{ keep_last = 3, keep_daily = 14 }" },
    found: ["retention keeps less: keep_last falls from 7 to 3, and copies are deleted"],
  },
  retention_dropped: {
    title: "a retention that is no longer set",
    after: { targets: CALL.targets, instances: CALL.instances },
    found: [
      "retention keeps less: keep_daily falls from 14 to 0, and copies are deleted",
      "retention keeps less: keep_last falls from 7 to 3, and copies are deleted",
    ],
  },
  retention_unknown: {
    title: "a retention that is unknown until the apply",
    after: { ...CALL, retention: "{ keep_last = terraform_data.days.output }" },
    found: ["RETENTION would be known after the apply only: the plan cannot show that no less is backed up"],
  },
  included_less: {
    title: "fewer databases included",
    after: { ...CALL, instances: CALL.instances.replace("orders*", "orders-*") },
    found: ["instances are no longer included by orders*"],
  },
  excluded_more: {
    title: "more databases excluded",
    after: { ...CALL, instances: CALL.instances.replace("*-test", "*test") },
    found: ["instances are excluded by *test"],
  },
  tag_asked_for: {
    title: "a tag that databases need",
    after: { ...CALL, instances: CALL.instances.replace('"yes"', '"daily"'), clusters: '{ tags = { b = "c" } }' },
    found: ["clusters need the tag b = c", "instances need the tag backup = daily"],
  },
  turned_off: {
    title: "a kind that is turned off",
    after: { ...CALL, clusters: "{ include = [] }" },
    found: ["clusters are no longer included by *"],
  },
  target_dropped: {
    title: "a target region less, without a key of the module",
    after: { ...CALL, targets: '{ "eu-central-1" = {} }' },
    found: [`eu-north-1 ${NEITHER_TARGET}`],
  },
  target_with_key_dropped: {
    title: "a target region less, and its key with it",
    after: { ...CALL, targets: '{ "eu-north-1" = { create_kms_key = false } }' },
    found: [
      'module.target_with_key_dropped.aws_kms_key.this["eu-central-1"] is deleted: what is encrypted with this key cannot be restored afterwards',
      `eu-central-1 ${NEITHER_TARGET}`,
    ],
  },
  stops: {
    title: "a dry run",
    after: { ...CALL, dry_run: "true" },
    found: ["dry_run is switched on: nothing more is copied"],
  },
  renamed: {
    title: "a changed name",
    before: { ...CALL, targets: '{ "eu-central-1" = { create_kms_key = false } }' },
    after: { ...CALL, targets: '{ "eu-central-1" = { create_kms_key = false } }', name: '"other"' },
    found: [
      roleReplaced("renamed"),
      "its name changes from rds-cross-region-backup to other: it would disown all copies, and never delete nor count them again",
    ],
  },
  role_replaced: { title: "a replaced role", after: CALL, found: [roleReplaced("role_replaced")] },
  removed: {
    title: "a deployment that is removed",
    before: { ...CALL, targets: '{ "eu-north-1" = { create_kms_key = false } }' },
    after: undefined,
    found: ["the deployment is removed: nothing more is copied, and no alarm says so"],
  },
};

function roleReplaced(module: string): string {
  return `module.${module}.aws_iam_role.this is replaced: Lambda may no longer be able to decrypt the settings of functions whose role was made anew`;
}

/** The example's guard, on a true plan of all changes, each to a deployment of its own, and on one of those that are harmless. */
export function guard(checks: Checks, workspace: Workspace): void {
  const found = (...options: readonly string[]) => judge(workspace, options);
  apply(workspace, Object.fromEntries(Object.entries(CHANGES).map(([name, change]) => [name, callBefore(change)])));
  workspace.write(
    `${FOLDER}/main.tf`,
    calls(Object.fromEntries(Object.entries(CHANGES).map(([name, { after }]) => [name, after]))),
  );
  terraform(workspace, "init");

  const all = found("-replace=module.role_replaced.aws_iam_role.this");
  const lines = all.output.split("\n").filter((line) => line.startsWith("module."));
  for (const [name, { title, found: expected = [] }] of Object.entries(CHANGES)) {
    checks.check(`guard: ${title} is ${expected.length > 0 ? "stopped" : "let through"}`, () => {
      assert.deepEqual(
        lines.filter((line) => new RegExp(`^module\\.${name}[.:]`).test(line)),
        expected.map((text) => (text.startsWith("module.") ? text : `module.${name}: ${text}`)),
      );
    });
  }
  checks.check("guard: a plan with losses fails, and says no more than these", () => {
    assert.equal(all.status, 1, all.output);
    assert.equal(
      lines.length,
      Object.values(CHANGES).flatMap(({ found: expected = [] }) => expected).length,
      all.output,
    );
    assert.match(all.output, /^::error::After this plan less is backed up, or can be restored:$/m);
  });
  const harmless = Object.entries(CHANGES).flatMap(([name, change]) =>
    change.found ? [] : [`-target=module.${name}`],
  );
  checks.check("guard: a plan of harmless changes passes", () => {
    const { status, output } = found(...harmless);
    assert.deepEqual({ status, output }, { status: 0, output: "" });
  });
  checks.check("guard: what is no plan fails", () => {
    assert.notEqual(runGuard(workspace, "{}").status, 0);
    assert.notEqual(runGuard(workspace, "").status, 0);
  });
}

const callBefore = (change: Change): Call => ("before" in change ? change.before : CALL);

function terraform(workspace: Workspace, ...args: string[]): string {
  const { ok, output } = workspace.terraform(FOLDER, args);
  assert.ok(ok, output);
  return output;
}

function apply(workspace: Workspace, deployments: Readonly<Record<string, Call>>): void {
  workspace.write(`${FOLDER}/main.tf`, calls(deployments));
  terraform(workspace, "init");
  terraform(workspace, "apply", "-auto-approve");
}

/** Plans with some options, and lets the guard judge the plan. */
function judge(workspace: Workspace, options: readonly string[]) {
  terraform(workspace, "plan", "-out=plan.tfplan", ...options);
  return runGuard(workspace, terraform(workspace, "show", "-json", "plan.tfplan"));
}

/** Runs the guard with a `terraform` that shows this as the plan. */
function runGuard(workspace: Workspace, shown: string) {
  workspace.write(`${FOLDER}/shown.json`, shown);
  workspace.write(
    `${FOLDER}/bin/terraform`,
    `#!/usr/bin/env bash\n[ "$*" = "show -json plan.tfplan" ] && cat shown.json\n`,
  );
  const folder = join(workspace.folder, FOLDER);
  chmodSync(join(folder, "bin/terraform"), 0o755);
  const { status, stdout, stderr } = spawnSync("bash", [join(ROOT, SCRIPT)], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}` },
  });
  return { status, output: stdout + stderr };
}

/** A root module with these deployments. */
function calls(deployments: Readonly<Record<string, Call>>): string {
  const modules = Object.entries(deployments).flatMap(([name, call]) => (call ? [moduleCall(name, call)] : []));
  const text = modules.join("\n");
  return text.includes("terraform_data.days") ? `resource "terraform_data" "days" {\n  input = 7\n}\n\n${text}` : text;
}

function moduleCall(name: string, call: Readonly<Record<string, string>>): string {
  const settings = Object.entries(call).map(([setting, value]) => `  ${setting} = ${value}\n`);
  return `module "${name}" {\n  source = "../terraform"\n${settings.join("")}}\n`;
}
