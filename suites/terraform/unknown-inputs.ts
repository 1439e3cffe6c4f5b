import assert from "node:assert/strict";
import { hcl } from "../../modules/expressions";
import type { Checks } from "../checks";
import type { Workspace } from "./workspace";

const FOLDER = "unknown-inputs";

/** Everything that the module may be given is made in the same apply: a plan knows none of it. */
const ESTATE = {
  provider: {
    aws: [{ region: "eu-west-1" }, { alias: "target", region: "eu-central-1" }],
  },
  resource: {
    aws_kms_key: { target: { provider: "aws.target" }, plumbing: {} },
    aws_sns_topic: { on_call: { name: "on-call" } },
    aws_iam_policy: {
      boundary: {
        name: "boundary",
        policy: hcl(
          'jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })',
        ),
      },
    },
    terraform_data: { window: { input: "04:00-04:30" } }, // its output is known after apply
  },
  module: {
    backup: {
      source: "../terraform",
      targets: {
        "eu-central-1": {
          create_kms_key: false,
          kms_key_arn: hcl("aws_kms_key.target.arn"),
          database_kms_key_arns: { "orders-*": hcl("aws_kms_key.target.arn") },
        },
        "us-east-1": {},
      },
      backup_windows: [hcl("terraform_data.window.output")],
      alarm_actions: [hcl("aws_sns_topic.on_call.arn")],
      ok_actions: [hcl("aws_sns_topic.on_call.arn")],
      source_kms_key_arns: [hcl("aws_kms_key.plumbing.arn")],
      encryption_key_arn: hcl("aws_kms_key.plumbing.arn"),
      permissions_boundary: hcl("aws_iam_policy.boundary.arn"),
      tags: { topic: hcl("aws_sns_topic.on_call.id") },
    },
  },
  output: { schedule: { value: hcl("module.backup.schedule_expression") } },
};

/** Values that a plan does not know pass it, without "Invalid for_each argument", and are what is applied. */
export function unknownInputs(checks: Checks, workspace: Workspace): void {
  checks.check("what is made in the same apply may be given: keys, topics, boundary, windows", () => {
    workspace.write(`${FOLDER}/main.tf.json`, JSON.stringify(ESTATE));
    const run = (...args: string[]): string => {
      const { ok, output } = workspace.terraform(FOLDER, args);
      assert.ok(ok, output);
      return output;
    };
    run("init");
    const plan = run("plan");
    assert.match(plan, /schedule\s+= \(known after apply\)/);
    run("apply", "-auto-approve");
    assert.match(run("output", "schedule"), /^"cron\(30 5 \* \* \? \*\)"/);
    assert.match(run("plan"), /No changes/);
    run("destroy", "-auto-approve");
  });
  checks.check("a misspelt attribute beside what is made in the same apply is refused by the plan", () => {
    const targets = { "eu-central-1": { create_kms_key: false, kms_key_id: hcl("aws_kms_key.target.arn") } };
    const backup = { ...ESTATE.module.backup, targets: { ...ESTATE.module.backup.targets, ...targets } };
    workspace.write(`${FOLDER}/main.tf.json`, JSON.stringify({ ...ESTATE, module: { backup } }));
    const { exitCode, output } = workspace.terraform(FOLDER, ["plan"]);
    assert.equal(exitCode, 1, "the plan succeeds");
    assert.equal(output.split(/^Error: /m).length, 2, output);
    assert.match(
      output.replace(/\s+/g, " "),
      /targets\["eu-central-1"\]\.kms_key_id is unknown, the nearest is kms_key_arn/,
    );
  });
}
