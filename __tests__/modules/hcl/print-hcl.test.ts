import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { describe, expect, test } from "@jest/globals";
import { TerraformLocal, TerraformOutput, type TerraformStack, TerraformVariable } from "cdktf";
import { hcl } from "../../../modules/expressions";
import { type PrintOptions, printHcl } from "../../../modules/hcl/print-hcl";
import { newStack } from "../synth";
import { richStack } from "./rich-stack";
import { terraform, testWithTerraform } from "./terraform";

/** A stack in one file. */
function printed(stack: TerraformStack, options: Partial<PrintOptions> = {}): string {
  return printHcl(stack, { fileOf: () => "main.tf", ...options })["main.tf"] ?? "";
}

function withOverrides(overrides: Readonly<Record<string, unknown>>): TerraformStack {
  const stack = newStack();
  for (const [path, value] of Object.entries(overrides)) stack.addOverride(path, value);
  return stack;
}

function keyAndTopic(): TerraformStack {
  const stack = newStack();
  const key = new KmsKey(stack, "key", {
    tags: { team: "databases" },
    policy: hcl("var.policy"),
    description: "Key",
    lifecycle: { preventDestroy: true },
  });
  key.overrideLogicalId("this");
  key.addOverride("timeouts", { create: "1m" });
  key.addOverride("for_each", hcl("var.regions"));
  const topic = new SnsTopic(stack, "topic", { kmsMasterKeyId: "k", name: "events", dependsOn: [key] });
  topic.overrideLogicalId("this");
  return stack;
}

describe("a block", () => {
  test("has Terraform's own arguments first, long ones and tags behind others, then blocks, depends_on last", () => {
    expect(printed(keyAndTopic())).toBe(`resource "aws_kms_key" "this" {
  for_each = var.regions

  description = "Key"
  policy      = var.policy
  tags        = { team = "databases" }

  timeouts {
    create = "1m"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_sns_topic" "this" {
  name              = "events"
  kms_master_key_id = "k"

  depends_on = [aws_kms_key.this]
}
`);
  });

  test("has its arguments in the order asked for", () => {
    const order = ["lifecycle", "timeouts", "tags", "policy"];
    const text = printed(keyAndTopic(), { orderOf: (address) => (address === "aws_kms_key.this" ? order : undefined) });
    expect(text.match(/^ {2}\w+/gm)?.slice(0, 6)).toEqual(
      ["for_each", "tags", "policy", "description", "timeouts", "lifecycle"].map((name) => `  ${name}`),
    );
  });

  test("has comments above it and remarks at its beginning", () => {
    const text = printed(keyAndTopic(), {
      commentOf: (address) => (address === "aws_sns_topic.this" ? "Told by RDS.\n\nAnd by nobody else." : undefined),
      remarkOf: (address) =>
        address === "aws_sns_topic.this" ? "checkov:skip=CKV_AWS_26:the key is a choice" : undefined,
    });
    expect(text).toContain(`}

# Told by RDS.
#
# And by nobody else.
resource "aws_sns_topic" "this" {
  # checkov:skip=CKV_AWS_26:the key is a choice
  name              = "events"
`);
  });

  test("made by dynamic has what the bindings know of such blocks", () => {
    const stack = newStack();
    const policy = new DataAwsIamPolicyDocument(stack, "policy", { statement: [{ sid: "First" }] });
    policy.overrideLogicalId("this");
    const condition = [{ variable: "aws:SecureTransport", values: ["true"], test: "Bool" }];
    const content = { sid: "Second", condition, principals: [{ identifiers: ["*"], type: "*" }] };
    policy.addOverride("dynamic.statement", [{ for_each: hcl("var.wanted ? [true] : []"), content }]);
    expect(printed(stack)).toBe(`data "aws_iam_policy_document" "this" {
  statement {
    sid = "First"
  }

  dynamic "statement" {
    for_each = var.wanted ? [true] : []

    content {
      sid = "Second"

      principals {
        type        = "*"
        identifiers = ["*"]
      }

      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["true"]
      }
    }
  }
}
`);
  });

  test("of a list that is also an argument is one where it is an expression", () => {
    const stack = newStack();
    new SecurityGroup(stack, "group").addOverride("ingress", hcl("var.rules"));
    expect(printed(stack)).toContain("  ingress = var.rules\n");
  });
});

describe("variables and outputs", () => {
  test.each([
    [false, "false"],
    [0, "0"],
    ["", '""'],
    [null, "null"],
    [[], "[]"],
    [{}, "{}"],
    [{ camelCase: { "a-b": 1 } }, '{ camelCase = { "a-b" = 1 } }'],
  ])("default %j", (value, shown) => {
    const stack = newStack();
    new TerraformVariable(stack, "x", { nullable: false }).addOverride("default", value);
    expect(printed(stack)).toBe(`variable "x" {\n  default  = ${shown}\n  nullable = false\n}\n`);
  });

  test("have description, type and default in this order, and text as it is", () => {
    const stack = newStack();
    const variable = new TerraformVariable(stack, "x", {
      default: "a",
      type: "string",
      nullable: true,
      sensitive: true,
      description: `Of \${each}`,
    });
    variable.addValidation({
      errorMessage: `x must be short, got: ${hcl("var.x")}`,
      condition: hcl("length(var.x) < 5"),
    });
    const output = new TerraformOutput(stack, "y", { value: hcl("var.x"), description: "Y", sensitive: true });
    output.addOverride("precondition", { error_message: "No.", condition: hcl("var.x != null") });
    expect(printed(stack)).toBe(`variable "x" {
  description = "Of $\${each}"
  type        = string
  default     = "a"
  nullable    = true
  sensitive   = true

  validation {
    condition     = length(var.x) < 5
    error_message = "x must be short, got: \${var.x}"
  }
}

output "y" {
  description = "Y"
  value       = var.x
  sensitive   = true

  precondition {
    condition     = var.x != null
    error_message = "No."
  }
}
`);
  });
});

describe("local values", () => {
  const stack = newStack();
  const local = (name: string, value: unknown) => new TerraformLocal(stack, name, value).overrideLogicalId(name);
  local("a", 1);
  local("bc", hcl("local.a"));
  new SnsTopic(stack, "topic").overrideLogicalId("this");
  local("d", { e: 1, f: 2 });
  local("g", "last");

  test("are one block of a file, where the first of them was made", () => {
    expect(
      printed(stack, { commentOf: (address) => (/[bg]/.test(address.slice(6)) ? "Why." : undefined) }),
    ).toBe(`locals {
  a = 1

  # Why.
  bc = local.a

  d = {
    e = 1
    f = 2
  }

  # Why.
  g = "last"
}

resource "aws_sns_topic" "this" {}
`);
  });

  test("may go to several files", () => {
    const files = printHcl(stack, { fileOf: (address) => (address === "local.d" ? "d.tf" : "main.tf") });
    expect(files["d.tf"]).toBe("locals {\n  d = {\n    e = 1\n    f = 2\n  }\n}\n");
    expect(Object.keys(files)).toEqual(["main.tf", "d.tf"]);
  });
});

test("each block goes to the file of its address", () => {
  const stack = keyAndTopic();
  new AwsProvider(stack, "aws");
  new AwsProvider(stack, "west", { alias: "west" });
  new TerraformVariable(stack, "name", {}).overrideLogicalId("name");
  new DataAwsIamPolicyDocument(stack, "policy").overrideLogicalId("this");
  stack.addOverride("moved", [{ from: "aws_sns_topic.old", to: "aws_sns_topic.this" }]);
  stack.addOverride("removed", { from: "aws_sqs_queue.this", lifecycle: { destroy: false } });
  stack.addOverride("import", [{ to: "aws_sns_topic.this", id: "x" }]);
  stack.addOverride("check.there", { assert: { condition: true, error_message: "x" } });
  stack.addOverride("module.child", { source: "./child" });
  expect(Object.keys(printHcl(stack, { fileOf: (address) => address }))).toEqual([
    "aws_kms_key.this",
    "aws_sns_topic.this",
    "terraform",
    "provider.aws",
    "provider.aws.west",
    "var.name",
    "data.aws_iam_policy_document.this",
    "moved.aws_sns_topic.old",
    "removed.aws_sqs_queue.this",
    "import.aws_sns_topic.this",
    "check.there",
    "module.child",
  ]);
});

test("every construct of the language reads well", () => {
  const golden = join(__dirname, "rich-stack.tf");
  const text = printed(richStack());
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
});

testWithTerraform("terraform fmt leaves it unchanged", () => {
  expect(terraform(__dirname, "fmt", "-check", "-diff", "rich-stack.tf")).toBe("");
});

test("metadata of cdktf do not appear", () => {
  expect(JSON.stringify(keyAndTopic().toTerraform())).toContain('"//"');
  expect(printed(keyAndTopic())).not.toMatch(/\/\/|metadata|uniqueId/);
});

describe("refused, with the address", () => {
  test.each<[overrides: Record<string, unknown>, message: string]>([
    [{ "ephemeral.aws_x.y": {} }, "ephemeral: the printer does not know this block"],
    [{ "resource.aws_vpc.this": {} }, "resource aws_vpc: no binding in the stack tells which arguments are blocks"],
    [{ "output.x": { value: 1, colour: "red" } }, "output.x: there is no argument colour here"],
    [{ "terraform.cloud": { organization: "x" } }, "terraform: there is no argument cloud here"],
    [{ "output.x": { value: hcl("1 +)") } }, "output.x: value: unexpected ) near character 6 of: "],
    [{ "locals.x": hcl("(") }, "locals: x: unexpected }"],
    [{ "variable.x": "string" }, 'variable: expected a block, got: "string"'],
  ])("%j", (overrides, message) => {
    expect(() => printed(withOverrides(overrides))).toThrow(message);
  });

  test("an empty list of what may be blocks or an argument", () => {
    const stack = newStack();
    new SecurityGroup(stack, "group", { ingress: [] }).overrideLogicalId("this");
    expect(() => printed(stack)).toThrow("aws_security_group.this: ingress: leave out an empty list of blocks");
  });

  test("a dynamic block of an unknown kind", () => {
    const stack = newStack();
    const topic = new SnsTopic(stack, "topic");
    topic.overrideLogicalId("this");
    topic.addOverride("dynamic.rule", { for_each: [], content: {} });
    expect(() => printed(stack)).toThrow("aws_sns_topic.this: dynamic rule: there is no block of this name here");
  });
});
