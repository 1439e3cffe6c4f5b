import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { RdsCrossRegionBackup } from "../../modules/rds-cross-region-backup";
import { ACCOUNT, arn, baseProps, keyArn, newStack, REGION, synth } from "./synth";

const EMAILS = ["ops@example.com", "dba@example.com"];
const TOPIC = hcl("aws_sns_topic.notifications.arn");
const TOPICS = ["aws_sns_topic.notifications", "aws_sns_topic_policy.notifications"];

describe("the topic of messages and alarms", () => {
  test.each([
    ["no addresses", []],
    ["deliberately nobody", null],
    ["addresses", EMAILS],
  ])("is made with %s", (_what, notificationEmails) => {
    const addresses = synth({ notificationEmails }).addresses();
    expect(addresses.filter((address) => address.includes("notifications"))).toEqual([
      ...TOPICS,
      ...(notificationEmails?.length ? ["aws_sns_topic_subscription.notifications"] : []),
    ]);
  });

  test("mails each address once", () => {
    expect(synth({ notificationEmails: EMAILS }).resource("aws_sns_topic_subscription.notifications")).toEqual({
      for_each: { "ops@example.com": "ops@example.com", "dba@example.com": "dba@example.com" },
      topic_arn: TOPIC,
      protocol: "email",
      endpoint: hcl("each.key"),
    });
  });

  test("takes alarms of this deployment only", () => {
    const template = synth({ name: "orders" });
    expect(template.statement("notifications", "LetAlarmsOfThisDeploymentNotify")).toMatchObject({
      actions: ["sns:Publish"],
      resources: [TOPIC],
      principals: [{ type: "Service", identifiers: ["cloudwatch.amazonaws.com"] }],
      condition: [
        { test: "StringEquals", variable: "aws:SourceAccount", values: [ACCOUNT] },
        { test: "ArnLike", variable: "aws:SourceArn", values: [arn("cloudwatch", REGION, "alarm:orders-*")] },
      ],
    });
    expect(template.statement("notifications", "DenyRequestsWithoutTls")).toMatchObject({ effect: "Deny" });
    expect(template.resource("aws_sns_topic_policy.notifications")).toEqual({
      arn: TOPIC,
      policy: hcl("data.aws_iam_policy_document.notifications.json"),
    });
  });

  test("is encrypted with the given key", () => {
    const template = synth({ encryptionKeyArn: keyArn("eu-west-1") });
    expect(template.resource("aws_sns_topic.notifications")).toMatchObject({ kms_master_key_id: keyArn("eu-west-1") });
  });

  test("and its policy are those that were made with addresses only, also of a construct in a stack of others", () => {
    const stack = newStack();
    new RdsCrossRegionBackup(stack, "orders", baseProps);
    new RdsCrossRegionBackup(stack, "payments", { ...baseProps, name: "payments" });
    const { moved }: { moved: unknown } = JSON.parse(JSON.stringify(stack.toTerraform()));
    const both = (name: string) => TOPICS.map((topic) => topic.replace(".", `.${name}_`));
    expect(moved).toEqual([...both("orders"), ...both("payments")].map((to) => ({ from: `${to}[0]`, to })));
  });
});

test("what was told last is kept in a parameter that only the function changes", () => {
  expect(synth({ name: "orders", tags: { team: "databases" } }).resource("aws_ssm_parameter.told")).toEqual({
    name: "/orders/told",
    description: expect.stringMatching(/^Which troubles orders has told people of/),
    type: "String",
    value: "-",
    tags: { team: "databases" },
    lifecycle: { ignore_changes: ["description", "tier", "value"] },
  });
});

test("when each target region was added stays as it was in the first apply", () => {
  expect(synth({ targets: { "eu-central-1": {}, "us-east-1": {} } }).resource("terraform_data.target_since")).toEqual({
    for_each: { "eu-central-1": "eu-central-1", "us-east-1": "us-east-1" },
    input: hcl("plantimestamp()"),
    lifecycle: { ignore_changes: ["input"] },
  });
});
