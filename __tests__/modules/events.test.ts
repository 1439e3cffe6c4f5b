import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { ACCOUNT, arn, keyArn, REGION, synth } from "./synth";

describe("RDS events", () => {
  test.each([
    ["instances", "db-instance"],
    ["clusters", "db-cluster-snapshot"],
  ])("of %s come with the source type %s, once the way to the function is complete", (kind, sourceType) => {
    expect(synth().resource(`aws_db_event_subscription.${kind}`)).toEqual({
      name: `rds-cross-region-backup-${kind}`,
      sns_topic: hcl("aws_sns_topic.this.arn"),
      source_type: sourceType,
      event_categories: ["backup"],
      enabled: true,
      tags: {},
      depends_on: [
        "aws_sns_topic_policy.this",
        "aws_lambda_permission.rds_events",
        "aws_sns_topic_subscription.backup_finished",
      ],
    });
  });

  test("of a kind that is turned off are not sent", () => {
    const template = synth({ instances: { include: [] } });
    expect(template.resource("aws_db_event_subscription.instances").enabled).toBe(false);
    expect(template.resource("aws_db_event_subscription.clusters").enabled).toBe(true);
  });

  test("go from the topic to the function that copies one database, and to no other", () => {
    const template = synth();
    expect(template.resource("aws_sns_topic_subscription.backup_finished")).toEqual({
      topic_arn: hcl("aws_sns_topic.this.arn"),
      protocol: "lambda",
      endpoint: hcl("aws_lambda_function.backup_finished.arn"),
    });
    expect(template.resource("aws_lambda_permission.rds_events")).toMatchObject({
      action: "lambda:InvokeFunction",
      function_name: hcl("aws_lambda_function.backup_finished.function_name"),
      principal: "sns.amazonaws.com",
      source_arn: hcl("aws_sns_topic.this.arn"),
    });
  });

  test("are published by RDS of this account and region only, with TLS only", () => {
    const template = synth();
    expect(template.resource("aws_sns_topic_policy.this").policy).toBe(
      hcl("data.aws_iam_policy_document.rds_events.json"),
    );
    expect(template.statements("rds_events")).toEqual([
      {
        sid: "LetRdsOfThisAccountReportBackups",
        actions: ["sns:Publish"],
        resources: [hcl("aws_sns_topic.this.arn")],
        principals: [{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: [ACCOUNT] },
          { test: "ArnLike", variable: "aws:SourceArn", values: [arn("rds", REGION, "*")] },
        ],
      },
      expect.objectContaining({ sid: "DenyRequestsWithoutTls", effect: "Deny", actions: ["sns:Publish"] }),
    ]);
  });

  test("lie in a topic encrypted with the given key", () => {
    const template = synth({ encryptionKeyArn: keyArn("eu-west-1") });
    expect(template.resource("aws_sns_topic.this").kms_master_key_id).toBe(keyArn("eu-west-1"));
    expect(synth().resource("aws_sns_topic.this")).not.toHaveProperty("kms_master_key_id");
  });
});
