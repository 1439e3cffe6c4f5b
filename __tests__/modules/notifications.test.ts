import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { ACCOUNT, arn, keyArn, REGION, synth } from "./synth";

const EMAILS = ["ops@example.com", "dba@example.com"];
const TOPIC = hcl("aws_sns_topic.notifications[0].arn");

describe("mails", () => {
  test("have no topic where there is nobody to mail", () => {
    expect(
      synth()
        .addresses()
        .filter((address) => address.includes("notifications")),
    ).toEqual([]);
  });

  test("go to each address once", () => {
    expect(synth({ notificationEmails: EMAILS }).resource("aws_sns_topic_subscription.notifications")).toEqual({
      for_each: { "ops@example.com": "ops@example.com", "dba@example.com": "dba@example.com" },
      topic_arn: TOPIC,
      protocol: "email",
      endpoint: hcl("each.key"),
    });
  });

  test("are sent by alarms of this deployment only", () => {
    const template = synth({ notificationEmails: EMAILS, name: "orders" });
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
      count: 1,
      arn: TOPIC,
      policy: hcl("data.aws_iam_policy_document.notifications[0].json"),
    });
  });

  test("lie in a topic encrypted with the given key", () => {
    const template = synth({ notificationEmails: EMAILS, encryptionKeyArn: keyArn("eu-west-1") });
    expect(template.resource("aws_sns_topic.notifications")).toMatchObject({
      count: 1,
      kms_master_key_id: keyArn("eu-west-1"),
    });
  });
});
