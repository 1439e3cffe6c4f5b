import assert from "node:assert/strict";
import * as v from "valibot";
import { hcl } from "../../modules/expressions";
import type { Checks } from "../checks";
import { changes, Plan } from "./plan-changes";
import type { TerraformOptions, Workspace } from "./workspace";

interface Case {
  readonly title: string;
  /** Beside `source` and `depends_on`. */
  readonly call: Readonly<Record<string, unknown>>;
  /** What the call becomes together with the change upstream. */
  readonly becomes?: Readonly<Record<string, unknown>>;
}

const ONE = { targets: { "eu-central-1": {}, "us-east-1": {} } };
const SEVERAL = {
  for_each: hcl('toset(["eu-west-1", "us-east-1"])'),
  region: hcl("each.key"),
  targets: hcl('{ for region in setsubtract(["eu-west-1", "us-east-1"], [each.key]) : region => {} }'),
};

const CASES: readonly Case[] = [
  { title: "a module that depends on something", call: ONE },
  { title: "one whose region is written out meanwhile", call: ONE, becomes: { ...ONE, region: "eu-west-1" } },
  { title: "one for each of two source regions that protect each other", call: SEVERAL },
];

/** Only policies may change in place: they are data sources, which `depends_on` defers to the apply. */
const POLICIES =
  /^update module\.backup.*\.aws_(iam_role|iam_role_policy|kms_key|sns_topic_policy|sqs_queue_policy)\.\w+/;

/** A change upstream of a module with `depends_on` makes nothing in it anew (decisions/0018-names-from-the-state.md). */
export function dependsOn(checks: Checks, workspace: Workspace): void {
  CASES.forEach(({ title, call, becomes = call }, index) => {
    const folder = `depends-on-${index}`;
    const plan = (upstream: string, arguments_: object): string[] => {
      workspace.write(`${folder}/main.tf.json`, JSON.stringify(estate(upstream, arguments_)));
      ran(workspace, folder, "init");
      ran(workspace, folder, "plan", "-out=plan");
      return changes(v.parse(Plan, JSON.parse(ran(workspace, folder, "show", "-json", "plan"))));
    };
    checks.check(`depends_on: ${title}: is made`, () => {
      const made = plan("as it was", call);
      assert.ok(made.every((change) => change.startsWith("create ")) && made.length > 30, made.join("\n"));
      ran(workspace, folder, "apply", "plan");
    });
    checks.check(`depends_on: ${title}: a change of that replaces nothing`, () => {
      const changed = plan("changed", becomes).filter((change) => !change.endsWith(" aws_sns_topic.upstream"));
      assert.deepEqual(
        changed.filter((change) => !POLICIES.test(change)),
        [],
      );
      assert.ok(changed.length > 0, "nothing is deferred, so nothing is shown");
      ran(workspace, folder, "apply", "plan");
    });
    checks.check(`depends_on: ${title}: a second plan is empty`, () => {
      assert.deepEqual(plan("changed", becomes), []);
      ran(workspace, folder, "destroy", "-auto-approve");
    });
  });
  checks.check("depends_on: the provider's own region, written out, changes nothing", () => {
    const folder = "depends-on-region";
    const write = (call: object) =>
      workspace.write(
        `${folder}/main.tf.json`,
        JSON.stringify({ module: { backup: { source: "../terraform", ...call } } }),
      );
    write(ONE);
    ran(workspace, folder, "init");
    ran(workspace, folder, "apply", "-auto-approve");
    write({ ...ONE, region: "eu-west-1" });
    const options: TerraformOptions = { region: "eu-west-1" };
    const { exitCode, output } = workspace.terraform(folder, ["plan", "-detailed-exitcode"], options);
    assert.equal(exitCode, 0, output);
  });
}

/** A topic that the whole module depends on. */
const estate = (upstream: string, call: object) => ({
  resource: { aws_sns_topic: { upstream: { name: "upstream", display_name: upstream } } },
  module: { backup: { source: "../terraform", ...call, depends_on: ["aws_sns_topic.upstream"] } },
});

function ran(workspace: Workspace, folder: string, ...args: string[]): string {
  const { ok, output } = workspace.terraform(folder, args);
  assert.ok(ok, output);
  return output;
}
