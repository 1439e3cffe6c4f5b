import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsRegion } from "@cdktf/provider-aws/lib/data-aws-region";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import {
  DataResource,
  Fn,
  type TerraformElement,
  TerraformHclModule,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { RootConstruct } from "constructs";
import { hcl } from "../../../modules/expressions";

/** Text with everything that has a meaning in templates or quotes. */
const AWKWARD = `a "quoted" \\ back\\nslash, tab\t, 100 %, $5, \${not} $\${this} %{if} %%{that}, ünï 日本 \u0007`;

function named<Element extends TerraformElement>(element: Element, name: string): Element {
  element.overrideLogicalId(name);
  return element;
}

/** A stack with every construct of Terraform's language that the printer knows. It uses the module in `child`. */
export function richStack(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), "rich");
  stack.addOverride("terraform.required_version", ">= 1.9");
  stack.addOverride("terraform.required_providers.aws", { source: "hashicorp/aws", version: ">= 6.0" });
  const west = new AwsProvider(stack, "west", {
    alias: "west",
    region: "us-west-2",
    defaultTags: [{ tags: { owner: "west" } }],
  });
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  variables(stack);
  locals(stack);
  resources(stack, west);
  blocksOfTheLanguage(stack);
  return stack;
}

function variables(stack: TerraformStack): void {
  const variable = (name: string, type: string, value?: unknown) => {
    const made = named(
      new TerraformVariable(stack, `var-${name}`, { type, description: `The ${name}.`, nullable: false }),
      name,
    );
    if (value !== undefined) made.addOverride("default", value);
    return made;
  };
  const targets = variable(
    "targets",
    "map(object({ create_kms_key = optional(bool, true), windows = optional(list(object({ from = string, to = string })), []) }))",
    { "eu-central-1": {}, "us-east-1": { create_kms_key: false, windows: [{ from: "a", to: "b" }] } },
  );
  targets.addValidation({
    condition: `\${alltrue([for region, target in var.targets : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", region)) && (target.create_kms_key || length(target.windows) < 10)])}`,
    errorMessage: `targets must be regions, got: \${join(", ", keys(var.targets))}`,
  });
  targets.addValidation({ condition: `\${length(var.targets) < 20}`, errorMessage: "targets must be fewer than 20." });
  variable("enabled", "bool", false);
  variable("count_of_queues", "number", 0);
  variable("prefix", "string", "");
  variable("names", "list(string)", []);
  variable("labels", "map(string)", { camelCase: "kept", "a.b/c": AWKWARD, for: "f", true: "t", null: "n" });
  variable("tuple", "tuple([string, number, any])", ["x", -1.5e-7, { deep: [null, true, []] }]);
  variable("either", "any", null).addOverride("nullable", true);
  const awkward = variable("awkward", "string", AWKWARD);
  awkward.addOverride("description", AWKWARD);
  awkward.addOverride("sensitive", true);
  const lines = variable("lines", "string", `First line.\n  Indented \${literal}.\n\n\tTab.\nLast %{line}.\n`);
  lines.addOverride("description", "Several lines,\nthe last one without an end.");
}

function locals(stack: TerraformStack): void {
  const names: string[] = [];
  const local = (name: string, value: unknown) => {
    names.push(name);
    return named(new TerraformLocal(stack, `local-${name}`, value), name);
  };
  local("plain", "text");
  local("number", 12345678.9);
  local("escaped", `$\${literal} %%{literal} "quoted" back\\slash\nnew line`);
  local("mixed", `\${var.prefix}-\${local.plain}%{ if var.enabled } on%{ else } off%{ endif ~}  !`);
  local("policy", `\${jsonencode({Version = "2012-10-17", "Statement": [{"Effect"="Allow","a/b"=[1,2,-3]}]})}`);
  local(
    "by_region",
    `\${{for region, target in var.targets: "\${region}-x" => target.windows[*].from... if !(target.create_kms_key)}}`,
  );
  local("arithmetic", `\${-(1+2)*3 % 4 - -length(var.names)}`);
  local(
    "conditional",
    `\${var.enabled ? (length(var.names) > 0 ? "a long answer that does not fit on the line" : "another one") : "neither of these two answers, but a third"}`,
  );
  local(
    "logic",
    `\${(var.enabled || (length(var.names) > 10 && length(var.targets) > 10)) && (var.prefix != "something rather long")}`,
  );
  local("splat", `\${[for w in values(var.targets)[*].windows : w if length(w) >= 1]}`);
  local("keys", {
    [`${hcl("local.plain")}-key`]: 1,
    [hcl("local.plain")]: `\${var.count_of_queues}`,
    "a b": { nested: [`\${local.plain}`, true] },
  });
  local("regions", `\${toset([for region in keys(var.targets) : region if startswith(region, "eu-")])}`);
  local("heredoc", `#!/bin/sh\n  echo \${local.plain} $\${HOME} "quoted" \\n\n\nexit 0\n`);
  local(
    "numbers",
    Array.from({ length: 40 }, (_, index) => index * 1000),
  );
  local(
    "constructor",
    `\${"a" == "b" ? null : merge({ for_it = 1 }, { "for" = "\${local.plain}", "x-y": 2, (local.plain) = 3 })}`,
  );
  local("multi_line", `\${concat(\n  [1],\n\n  [2]\n)}`);
  local(
    "words",
    Array.from({ length: 12 }, (_, index) => `word number ${index}`),
  );
  local(
    "argument_like",
    `\${merge({ a = 1, "for" = "\${local.plain}" }, {("\${jsonencode({ b = 2 })}") = 1, c = "a long text that makes it too long for a line"})}`,
  );
  local(
    "loop_over_object",
    `\${[for name, value in { first = 1, second = 2 } : { name = name, value = value, text = "a long text again, too long for the line" }]}`,
  );
  local("by_cdktf", Fn.merge([{ a: `\${local.plain}`, "b c": "say hi" }, Fn.zipmap(["x"], [`\${var.prefix}-y`])]));
  const all = Object.fromEntries(names.map((name) => [name, hcl(`local.${name}`)]));
  named(new TerraformOutput(stack, "locals", { value: all }), "locals");
}

function resources(stack: TerraformStack, west: AwsProvider): void {
  named(new DataAwsCallerIdentity(stack, "caller", {}), "this");
  named(new DataAwsRegion(stack, "region", { provider: west }), "west");
  const trust = named(
    new DataAwsIamPolicyDocument(stack, "trust", {
      statement: [
        {
          sid: "Trust",
          actions: ["sts:AssumeRole"],
          principals: [{ type: "Service", identifiers: ["lambda.amazonaws.com"] }],
        },
      ],
    }),
    "trust",
  );
  const key = named(
    new KmsKey(stack, "key", {
      region: `\${each.key}`,
      description: `Key of \${each.key}`,
      deletionWindowInDays: 30,
      tags: { "CrossRegionBackup/SourceArn": "arn:of/it", team: "databases" },
      lifecycle: { preventDestroy: true, ignoreChanges: ['tags["team"]', "description"] },
    }),
    "this",
  );
  key.addOverride("for_each", `\${local.regions}`);
  key.addOverride("lifecycle.precondition", [
    { condition: `\${length(each.key) > 0}`, error_message: `A region has a name, got: \${each.key}` },
  ]);
  const queue = named(
    new SqsQueue(stack, "queue", { name: `\${var.prefix}dead-letters`, visibilityTimeoutSeconds: 0 }),
    "dlq",
  );
  const windows = TerraformIterator.fromList(["a", "b"]);
  const policy = named(
    new DataAwsIamPolicyDocument(stack, "policy", {
      statement: [
        {
          sid: "SendToTheQueue",
          actions: [
            "sqs:SendMessage",
            "sqs:GetQueueUrl",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
            "sqs:ListQueueTags",
          ],
          resources: [queue.arn],
          condition: [
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [`\${data.aws_caller_identity.this.account_id}`],
            },
          ],
        },
      ],
      dependsOn: [key],
    }),
    "this",
  );
  policy.addOverride("dynamic.statement", [
    {
      for_each: `\${var.enabled ? [true] : []}`,
      content: {
        sid: "OnlyIfEnabled",
        actions: ["sns:Publish"],
        resources: ["*"],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["true"] }],
      },
    },
    {
      for_each: `\${var.names}`,
      iterator: "name",
      content: { sid: `Name\${name.key}`, actions: ["sns:Publish"], resources: [`\${name.value}`] },
    },
  ]);
  named(
    new DataAwsIamPolicyDocument(stack, "for-each-window", {
      statement: windows.dynamic({ sid: windows.value, actions: ["sqs:SendMessage"], resources: [queue.arn] }),
    }),
    "for_each_window",
  );
  const role = named(new IamRole(stack, "role", { assumeRolePolicy: trust.json, name: "role" }), "this");
  named(
    new LambdaFunction(stack, "function", {
      functionName: `\${var.prefix}function`,
      role: role.arn,
      runtime: "nodejs22.x",
      handler: "index.handler",
      filename: `\${path.module}/function.zip`,
      environment: { variables: { SETTINGS: Fn.jsonencode({ retention: { keepLast: 3 } }), MODE: `\${var.enabled}` } },
      deadLetterConfig: { targetArn: queue.arn },
      timeouts: { create: "10m" },
      dependsOn: [role, queue],
      lifecycle: { createBeforeDestroy: true, ignoreChanges: "all" },
    }),
    "this",
  );
  named(
    new SnsTopic(stack, "topic", { provider: west, count: 2, displayName: `Topic \${count.index}`, fifoTopic: false }),
    "west",
  );
  named(
    new CloudwatchMetricAlarm(stack, "alarm", {
      alarmName: "sum",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      threshold: 0.5,
      alarmActions: [],
      metricQuery: [
        { id: "e1", expression: "m1 + m2", returnData: true },
        ...["m1", "m2"].map((id) => ({
          id,
          metric: {
            metricName: id,
            namespace: "N",
            period: 60,
            stat: "Sum",
            dimensions: { service: "x", TargetRegion: "y" },
          },
        })),
      ],
    }),
    "sum",
  );
  named(
    new SecurityGroup(stack, "group", {
      name: "group",
      ingress: windows.dynamic({
        from_port: 1,
        to_port: 2,
        protocol: "tcp",
        description: windows.value,
        cidr_blocks: [],
        ipv6_cidr_blocks: [],
        prefix_list_ids: [],
        security_groups: [],
        self: true,
      }),
      egress: [
        {
          fromPort: 0,
          toPort: 0,
          protocol: "-1",
          cidrBlocks: ["0.0.0.0/0"],
          ipv6CidrBlocks: [],
          prefixListIds: [],
          securityGroups: [],
          selfAttribute: false,
          description: "all",
        },
      ],
    }),
    "this",
  );
  named(
    new DataResource(stack, "data", { input: { a: [1, `\${local.plain}`] }, triggersReplace: [`\${var.prefix}`] }),
    "this",
  ).addOverride("lifecycle.replace_triggered_by", ["aws_sqs_queue.dlq.arn", "aws_iam_role.this"]);
}

function blocksOfTheLanguage(stack: TerraformStack): void {
  const child = new TerraformHclModule(stack, "child", {
    source: "./child",
    skipAssetCreationFromLocalModules: true,
    variables: { settings: { "a-b": 1, list: [`\${local.plain}`] } },
    providers: [{ moduleAlias: "other", provider: stack.node.findChild("west") as AwsProvider }],
  });
  named(child, "child").addOverride("depends_on", ["aws_sqs_queue.dlq"]);
  const output = named(
    new TerraformOutput(stack, "child_output", {
      value: `\${module.child.echo}`,
      description: `What the child echoes, literally \${it}.`,
      sensitive: true,
    }),
    "child_output",
  );
  output.addOverride("precondition", { condition: `\${length(var.targets) > 0}`, error_message: "No target region." });
  output.addOverride("depends_on", ["aws_iam_role.this"]);
  named(new TerraformOutput(stack, "off", { value: false, description: "False." }), "off");
  named(
    new TerraformOutput(stack, "object", {
      value: { "key arns": `\${{for region, key in aws_kms_key.this : region => key.arn}}` },
    }),
    "object",
  );
  stack.addOverride("moved", [
    { from: "aws_sqs_queue.dead_letters", to: "aws_sqs_queue.dlq" },
    { from: 'aws_kms_key.old["eu-central-1"]', to: 'aws_kms_key.this["eu-central-1"]' },
  ]);
  stack.addOverride("removed", [{ from: "aws_kms_key.given_up", lifecycle: { destroy: false } }]);
  stack.addOverride("import", [{ to: "aws_iam_role.this", id: "role" }]);
  stack.addOverride("check.queue_is_there", {
    data: { aws_caller_identity: { check: {} } },
    assert: { condition: `\${data.aws_caller_identity.check.account_id != ""}`, error_message: "No account." },
  });
}
