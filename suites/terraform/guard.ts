import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import type { Workspace } from "./workspace";

const SCRIPT = "examples/pull-request/guard.sh";
const FOLDER = "guard";
const NOT_COPIED = "is no target region any more: nothing more is copied there, and no alarm says so";

/** Arguments of the module's call, as HCL. */
type Call = Readonly<Record<string, string>>;

/** A deployment that a pull request changes. */
interface Deployment {
  readonly title: string;
  readonly before: Call;
  /** Undefined if the call is removed. */
  readonly after: Call | undefined;
  /** What the guard says. */
  readonly found: readonly string[];
}

const CALL: Call = {
  targets: '{ "eu-central-1" = {}, "eu-north-1" = { create_kms_key = false } }',
  retention: "{ keep_last = 7, keep_daily = 14 }",
  instances: '{ include = ["orders*", "shop"], exclude = ["*-test"], tags = { backup = "yes" } }',
};

const DEPLOYMENTS: Readonly<Record<string, Deployment>> = {
  harmless: {
    title: "more retention, more databases, another target region, the end of a dry run, other settings: let through",
    before: { ...CALL, dry_run: "true", clusters: "{ include = [] }" },
    after: {
      targets: '{ "eu-central-1" = {}, "eu-north-1" = { create_kms_key = false }, "us-west-2" = {} }',
      retention: "{ keep_last = 8, keep_daily = 14, keep_yearly = 2 }",
      instances: '{ include = ["o*", "shop"], exclude = ["*-test"] }',
      clusters: '{ include = ["a"], exclude = ["b"], tags = { c = "d" } }',
      log_level: '"WARN"',
      tags: '{ team = "a" }',
    },
    found: [],
  },
  less: {
    title: "less retention, fewer databases, a target region less, a dry run: each stopped",
    before: CALL,
    after: {
      targets: '{ "eu-central-1" = {} }',
      retention: "{ keep_last = 7, keep_daily = 7 }",
      instances: '{ include = ["orders*"], exclude = ["*-test", "orders-old"], tags = { backup = "yes", tier = "1" } }',
      clusters: "{ include = [] }",
      dry_run: "true",
    },
    found: [
      "clusters are no longer included by *",
      "dry_run is switched on: nothing more is copied",
      `eu-north-1 ${NOT_COPIED}`,
      "instances are excluded by orders-old",
      "instances are no longer included by shop",
      "instances need the tag tier = 1",
      "retention keeps less: keep_daily falls from 14 to 7, and copies are deleted",
    ],
  },
  renamed: {
    title: "a changed name, which makes another role, and a target region less, with its key: stopped",
    before: CALL,
    after: { ...CALL, name: '"other"', targets: '{ "eu-north-1" = { create_kms_key = false } }' },
    found: [
      'module.renamed.aws_kms_key.this["eu-central-1"] is deleted: what is encrypted with this key cannot be restored afterwards',
      roleReplaced("renamed"),
      `eu-central-1 ${NOT_COPIED}`,
      "its name changes from rds-cross-region-backup to other: it would disown all copies, and never delete nor count them again",
    ],
  },
  role: {
    title: "a role that is made anew: stopped; a dry run that was one before is not",
    before: { ...CALL, dry_run: "true" },
    after: { ...CALL, dry_run: "true" },
    found: [roleReplaced("role")],
  },
  keyless: {
    title: "a key less, for all databases or for some: stopped; a key of the region in its place is not",
    before: {
      targets: `{
        "eu-central-1" = { create_kms_key = false, kms_key_arn = "${keyOf("eu-central-1")}" }
        "eu-north-1"   = { create_kms_key = false, database_kms_key_arns = { "orders-*" = "${keyOf("eu-north-1")}" } }
        "eu-west-3"    = { create_kms_key = false, database_kms_key_arns = { "orders-*" = "${keyOf("eu-west-3")}" } }
      }`,
      name: '"keyless"',
    },
    after: {
      targets: `{
        "eu-central-1" = { create_kms_key = false }
        "eu-north-1"   = { create_kms_key = false, database_kms_key_arns = { "orders-1" = "${keyOf("eu-north-1")}" } }
        "eu-west-3"    = { create_kms_key = false, kms_key_arn = "${keyOf("eu-west-3")}" }
      }`,
      name: '"keyless"',
    },
    found: [
      "eu-central-1 has no key any more for databases called *: encrypted ones are not copied there",
      "eu-north-1 has no key any more for databases called orders-*: encrypted ones are not copied there",
    ],
  },
  unknown: {
    title: "a retention that is unknown until the apply: stopped",
    before: CALL,
    after: { ...CALL, retention: "{ keep_last = terraform_data.days.output }" },
    found: ["RETENTION would be known after the apply only: the plan cannot show that no less is backed up"],
  },
  removed: {
    title: "a deployment that is removed: stopped",
    before: { targets: '{ "eu-central-1" = { create_kms_key = false } }', name: '"gone"' },
    after: undefined,
    found: ["the deployment is removed: nothing more is copied, and no alarm says so"],
  },
};

function keyOf(region: string): string {
  return `arn:aws:kms:${region}:123456789012:key/0000`;
}

function roleReplaced(module: string): string {
  return `module.${module}.aws_iam_role.this is replaced: Lambda may no longer be able to decrypt the settings of functions whose role was made anew`;
}

interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const selection = (values: Partial<Selection>): Selection => ({ include: ["*"], exclude: [], tags: {}, ...values });

/** Selections that need no plan of their own, and what of them is lost. */
const SELECTIONS: readonly [
  title: string,
  before: Partial<Selection>,
  after: Partial<Selection>,
  found: readonly string[],
][] = [
  [
    "all that was named, in other words",
    { include: ["orders*", "orders-1", "shop"] },
    { include: ["SHOP", "o*s*"] },
    [],
  ],
  [
    "a pattern that matches less",
    { include: ["orders*"] },
    { include: ["orders-*"] },
    ["are no longer included by orders*"],
  ],
  ["a pattern for two", { include: ["*"] }, { include: ["a*", "b*"] }, ["are no longer included by *"]],
  ["an exclusion within another one", { exclude: ["*-test"] }, { exclude: ["orders-*-TEST"] }, []],
  ["an exclusion of more", { exclude: ["*-test"] }, { exclude: ["*test"] }, ["are excluded by *test"]],
  ["a dot in a pattern is a dot", { exclude: ["a.b"] }, { exclude: ["a.b", "acb"] }, ["are excluded by acb"]],
  ["a tag of another value", { tags: { a: "1" } }, { tags: { a: "2" } }, ["need the tag a = 2"]],
  ["a tag less", { tags: { a: "1" } }, {}, []],
  ["all turned off", {}, { include: [] }, ["are no longer included by *"]],
  ["a part, where all was off", { include: [] }, { include: ["a"], exclude: ["b"], tags: { c: "d" } }, []],
];

/** The example's guard, on a true plan of several deployments, and on that plan with other selections. */
export function guard(checks: Checks, workspace: Workspace): void {
  workspace.write(
    `${FOLDER}/main.tf`,
    calls(({ before }) => before),
  );
  terraform(workspace, "init");
  terraform(workspace, "apply", "-auto-approve");
  workspace.write(
    `${FOLDER}/main.tf`,
    `${calls(({ after }) => after)}resource "terraform_data" "days" {\n  input = 7\n}\n`,
  );
  const plan = planned(workspace, "-replace=module.role.aws_iam_role.this");
  const all = judge(workspace, plan);
  const lines = all.output.split("\n").filter((line) => line.startsWith("module."));
  for (const [name, { title, found }] of Object.entries(DEPLOYMENTS)) {
    checks.check(`guard: ${title}`, () => {
      assert.deepEqual(
        lines.filter((line) => new RegExp(`^module\\.${name}[.:]`).test(line)),
        found.map((text) => (text.startsWith("module.") ? text : `module.${name}: ${text}`)),
        all.output,
      );
    });
  }
  checks.check("guard: a plan that loses something fails", () => {
    assert.equal(all.status, 1, all.output);
    assert.match(all.output, /^::error::After this plan less is backed up, or can be restored:$/m);
  });
  const harmless = planned(workspace, "-target=module.harmless");
  checks.check("guard: a plan that loses nothing passes", () => {
    assert.deepEqual(judge(workspace, harmless), { status: 0, output: "" });
  });
  for (const [title, before, after, found] of SELECTIONS) {
    checks.check(`guard: selection: ${title}: ${found.length > 0 ? "stopped" : "let through"}`, () => {
      const { output } = judge(workspace, withSelection(harmless, selection(before), selection(after)));
      assert.deepEqual(
        output.split("\n").filter((line) => line.startsWith("module.")),
        found.map((text) => `module.harmless: instances ${text}`),
        output,
      );
    });
  }
  for (const type of ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"]) {
    checks.check(`guard: the end of an ${type} of one's own: stopped`, () => {
      assert.match(
        judge(workspace, withDeletion(harmless, type)).output,
        new RegExp(`^${type}\\.own is deleted:`, "m"),
      );
    });
  }
  checks.check("guard: what is no plan fails", () => {
    for (const shown of ["{}", "", "no JSON"]) assert.notEqual(judge(workspace, shown).status, 0, shown);
  });
}

function terraform(workspace: Workspace, ...args: string[]): string {
  const { ok, output } = workspace.terraform(FOLDER, args);
  assert.ok(ok, output);
  return output;
}

/** @returns the plan as `terraform show -json` prints it */
function planned(workspace: Workspace, option: string): string {
  terraform(workspace, "plan", "-out=plan.tfplan", option);
  return terraform(workspace, "show", "-json", "plan.tfplan");
}

/** Runs the guard with a `terraform` that shows this as the plan. */
function judge(workspace: Workspace, shown: string) {
  workspace.write(`${FOLDER}/shown.json`, shown);
  workspace.write(`${FOLDER}/bin/terraform`, '#!/bin/sh\n[ "$*" = "show -json plan.tfplan" ] && cat shown.json\n');
  const folder = join(workspace.folder, FOLDER);
  chmodSync(join(folder, "bin/terraform"), 0o755);
  const { status, stdout, stderr } = spawnSync("bash", [join(ROOT, SCRIPT)], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}` },
  });
  return { status, output: stdout + stderr };
}

const Functions = v.looseObject({ environment: v.tuple([v.object({ variables: v.record(v.string(), v.unknown()) })]) });
const Shown = v.looseObject({
  resource_changes: v.array(
    v.looseObject({ type: v.string(), change: v.looseObject({ before: v.unknown(), after: v.unknown() }) }),
  ),
});

/** The plan, with the selection of instances before and after it changed. */
function withSelection(plan: string, before: Selection, after: Selection): string {
  const shown = v.parse(Shown, JSON.parse(plan));
  for (const { type, change } of shown.resource_changes) {
    if (type !== "aws_lambda_function") continue;
    for (const [values, instances] of [
      [change.before, before],
      [change.after, after],
    ] as const) {
      const { environment } = v.parse(Functions, values);
      environment[0].variables.INSTANCES = JSON.stringify(instances);
      Object.assign(values as object, { environment });
    }
  }
  return JSON.stringify(shown);
}

/** The plan, with the deletion of a resource beside the deployments. */
function withDeletion(plan: string, type: string): string {
  const shown = v.parse(Shown, JSON.parse(plan));
  const change = { actions: ["delete"], before: {}, after: null };
  shown.resource_changes.push({ address: `${type}.own`, mode: "managed", type, change });
  return JSON.stringify(shown);
}

/** A root module with these calls of the deployments. */
function calls(of: (deployment: Deployment) => Call | undefined): string {
  return Object.entries(DEPLOYMENTS)
    .map(([name, deployment]) => {
      const call = of(deployment);
      if (call === undefined) return "";
      const settings = Object.entries(call).map(([setting, value]) => `  ${setting} = ${value}\n`);
      return `module "${name}" {\n  source = "../terraform"\n${settings.join("")}}\n`;
    })
    .join("\n");
}
