import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { terraformModule } from "../../modules/terraform-module";
import { OUTPUTS } from "../../modules/terraform-outputs";
import { synth } from "./synth";

const json = JSON.parse(JSON.stringify(terraformModule()));

interface Conditional {
  readonly for_each: string;
  readonly content: { readonly sid: string };
}

describe("the Terraform module", () => {
  test("brings no provider and no backend, and takes every version that can run it", () => {
    expect(Object.keys(json).sort()).toEqual([
      "check",
      "data",
      "locals",
      "moved",
      "output",
      "resource",
      "terraform",
      "variable",
    ]);
    expect(json.terraform).toEqual({
      required_version: ">= 1.9",
      required_providers: { aws: { source: "hashicorp/aws", version: ">= 6.19, < 7" } },
    });
  });

  test("has nothing that only the synthesiser needs", () => {
    const text = JSON.stringify(json);
    expect(text).not.toContain('"//"');
    expect(text).not.toContain("TfToken");
    expect(text).not.toContain("$${");
    expect(text).not.toMatch(/[^{]data\.aws_[a-z_]+\.this\.[a-z_]+:rds/); // a token that lost its ${}
  });

  test("has the same resources as the construct", () => {
    const addresses = Object.entries<object>(json.resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.sort()).toEqual(
      synth({ notificationEmails: ["ops@example.com"] })
        .addresses()
        .sort(),
    );
  });

  test("has statements that depend on a variable in dynamic blocks, and nowhere else", () => {
    const documents: Record<string, { statement: { sid: string }[]; dynamic?: { statement: Conditional[] } }> =
      json.data.aws_iam_policy_document;
    const conditional = Object.values(documents).flatMap(({ dynamic }) => dynamic?.statement ?? []);
    expect(Object.fromEntries(conditional.map(({ content, for_each }) => [content.sid, for_each]))).toEqual({
      KeepTheKeyThatCopiesNeedToBeRestored: hcl("var.protect_kms_keys ? [true] : []"),
      EncryptFailedInvocationsAndMessages: hcl("var.encryption_key_arn != null ? [true] : []"),
      DescribeKeysOfSnapshotsAndCopies: hcl('local.has_kms_keys && var.restore_checks != "off" ? [true] : []'),
      DescribeKeysInUse: hcl('local.has_kms_keys && var.restore_checks == "off" ? [true] : []'),
      LookAtClassesAndGroups: hcl('var.restore_checks == "all" ? [true] : []'),
      ReadQuotasAndEvents: hcl('var.restore_checks == "off" ? [true] : []'),
      ReadQuotasEventsAndVersions: hcl('var.restore_checks != "off" ? [true] : []'),
      MakeCopiesOfOptionGroups: hcl('var.copy_option_groups != "never" ? [true] : []'),
      TagCopiesOfOptionGroups: hcl('var.copy_option_groups != "never" ? [true] : []'),
      TakeNoOptionGroupsAlong: hcl('var.copy_option_groups == "never" ? [true] : []'),
      UseKeysOfSnapshotsAndCopies: hcl("local.has_kms_keys ? [true] : []"),
      LetRdsUseThoseKeys: hcl("local.has_kms_keys ? [true] : []"),
    });
    const fixed = Object.values(documents).flatMap(({ statement }) => statement.map(({ sid }) => sid));
    for (const { content } of conditional) expect(fixed).not.toContain(content.sid);
  });

  test("finds the zips beside itself, and their hashes as they are", () => {
    const path = `${hcl("path.module")}/functions/sweep.zip`;
    expect(json.resource.aws_lambda_function.sweep).toMatchObject({
      filename: path,
      source_code_hash: hcl(`filebase64sha256("${path}")`),
    });
  });

  test("can be planned with keys made in the same apply: no for_each over what may be unknown", () => {
    const resources = Object.values<Record<string, { for_each?: string }>>(json.resource)
      .flatMap((named) => Object.values(named))
      .flatMap(({ for_each }) => for_each ?? []);
    expect(resources).toHaveLength(8);
    expect(new Set(resources.map((loop) => loop.slice(2, -1)))).toEqual(
      new Set([
        "toset(keys(var.targets))",
        "toset([for region, target in local.targets : region if target.create_kms_key])",
        "toset(var.notification_emails == null ? [] : var.notification_emails)",
      ]),
    );
  });
});

test("its outputs are the public ones, each described", () => {
  expect(Object.keys(json.output).sort()).toEqual([
    "alarm_arns",
    "backup_finished_function_arn",
    "backup_finished_function_name",
    "dead_letter_queue_arn",
    "event_topic_arn",
    "notification_topic_arn",
    "role_arn",
    "schedule_expression",
    "settings",
    "sweep_function_arn",
    "sweep_function_name",
    "target_kms_key_arns",
  ]);
  for (const { description } of OUTPUTS) expect(description).toMatch(/^[A-Z].*\.$/);
});

test("no partition is written into the construct", () => {
  const folder = join(__dirname, "../../modules");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ts"))) {
    expect(readFileSync(join(folder, file), "utf8")).not.toContain("arn:aws:");
  }
});
