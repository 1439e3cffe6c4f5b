import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { PLAN_CHECKS } from "../../modules/plan-checks";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { terraformModule } from "../../modules/terraform-module";
import { baseProps, keyArn, newStack } from "./synth";

const ON_CALL = "arn:aws:sns:eu-west-1:123456789012:on-call";

/** What `synth` warns of. */
function warnings(props: Partial<RdsCrossRegionBackupProps>, use?: (backup: RdsCrossRegionBackup) => void): string[] {
  const stack = newStack();
  const backup = new RdsCrossRegionBackup(stack, "this", { ...baseProps, ...props });
  use?.(backup);
  Testing.synth(stack);
  return backup.node.metadata.flatMap(({ data }) => (typeof data === "string" ? data : []));
}

describe("a construct warns", () => {
  test("that nobody is told, once", () => {
    expect(warnings({})).toEqual([
      expect.stringMatching(/^Nobody is told of what goes wrong: give notificationEmails, or in alarmActions/),
    ]);
  });

  test.each<[string, Partial<RdsCrossRegionBackupProps>, (backup: RdsCrossRegionBackup) => void]>([
    ["alarm actions", { alarmActions: [ON_CALL] }, () => undefined],
    ["mails", { notificationEmails: ["ops@example.com"] }, () => undefined],
    ["mails deliberately to nobody", { notificationEmails: null }, () => undefined],
    ["one alarm that tells somebody", {}, (backup) => backup.onTroubleBegun({ raised: ON_CALL })],
  ])("of nothing with %s", (_what, props, use) => {
    expect(warnings(props, use)).toEqual([]);
  });

  test("of target regions without any key", () => {
    const targets = {
      "eu-central-1": { createKmsKey: false },
      "eu-north-1": { createKmsKey: false },
      "eu-south-1": { createKmsKey: false, kmsKeyArn: keyArn("eu-south-1") },
      "us-east-1": { createKmsKey: false, databaseKmsKeyArns: { orders: keyArn("us-east-1") } },
      "us-west-2": {},
    };
    expect(warnings({ targets, alarmActions: [ON_CALL] })).toEqual([
      "Only unencrypted databases can be copied to eu-central-1, eu-north-1: without createKmsKey = true, a kmsKeyArn or databaseKmsKeyArns there is no key for others.",
    ]);
  });
});

test("checks of the module read nothing from AWS, or no plan would ever be empty", () => {
  const { check } = JSON.parse(JSON.stringify(terraformModule()));
  expect(Object.keys(check)).toEqual(Object.keys(PLAN_CHECKS));
  for (const one of Object.values<object>(check)) expect(Object.keys(one)).toEqual(["assert"]);
});
