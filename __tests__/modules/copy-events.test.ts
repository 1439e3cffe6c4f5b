import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { ACCOUNT, arn, keyArn, REGION, synth } from "./synth";

const EACH = hcl("each.key");
const TOPIC = hcl("aws_sns_topic.copies[each.key].arn");
const NAME = `rds-cross-region-backup-${REGION}-copies`;
const EVERYTHING = [
  "aws_cloudwatch_log_group.copy_ended",
  "aws_cloudwatch_metric_alarm.copy_ended_errors",
  "aws_db_event_subscription.copies",
  "aws_lambda_function.copy_ended",
  "aws_lambda_function_event_invoke_config.copy_ended",
  "aws_lambda_permission.copy_ended",
  "aws_sns_topic.copies",
  "aws_sns_topic_policy.copies",
  "aws_sns_topic_subscription.copy_ended",
];
const PER_REGION = EVERYTHING.filter((address) => /copies|permission|topic_subscription/.test(address));

describe("copies that have ended", () => {
  test("are reported in the target region, under a name with the source region, once the way to the function is complete", () => {
    expect(synth().resource("aws_db_event_subscription.copies")).toEqual({
      for_each: expect.anything(),
      region: EACH,
      name: NAME,
      sns_topic: TOPIC,
      source_type: "db-snapshot",
      event_categories: ["notification"],
      enabled: true,
      tags: {},
      depends_on: [
        "aws_sns_topic_policy.copies",
        "aws_lambda_permission.copy_ended",
        "aws_sns_topic_subscription.copy_ended",
      ],
    });
    expect(synth().resource("aws_sns_topic.copies")).toMatchObject({ region: EACH, name: NAME });
  });

  test("are not reported where there is no instance to copy", () => {
    const template = synth({ instances: { include: [] } });
    expect(template.resource("aws_db_event_subscription.copies").enabled).toBe(false);
  });

  test("go from each topic to the function in the source region, subscribed in the topic's region", () => {
    const template = synth();
    expect(template.resource("aws_sns_topic_subscription.copy_ended")).toEqual({
      for_each: expect.anything(),
      region: EACH,
      topic_arn: TOPIC,
      protocol: "lambda",
      endpoint: hcl("aws_lambda_function.copy_ended[0].arn"),
    });
    expect(template.resource("aws_lambda_permission.copy_ended")).toEqual({
      for_each: expect.anything(),
      statement_id: `CopyEvents-${EACH}`,
      action: "lambda:InvokeFunction",
      function_name: hcl("aws_lambda_function.copy_ended[0].function_name"),
      principal: hcl("each.value.sns_principal"),
      source_arn: TOPIC,
    });
  });

  test("are published by RDS of this account and of the topic's region only, with TLS only", () => {
    const template = synth();
    expect(template.resource("aws_sns_topic_policy.copies")).toMatchObject({
      region: EACH,
      arn: TOPIC,
      policy: hcl("data.aws_iam_policy_document.copies[each.key].json"),
    });
    expect(template.statements("copies")).toEqual([
      {
        sid: "LetRdsOfThisAccountReportCopies",
        actions: ["sns:Publish"],
        resources: [arn("sns", EACH, NAME)],
        principals: [{ type: "Service", identifiers: ["events.rds.amazonaws.com"] }],
        condition: [
          { test: "StringEquals", variable: "aws:SourceAccount", values: [ACCOUNT] },
          { test: "ArnLike", variable: "aws:SourceArn", values: [arn("rds", EACH, "*")] },
        ],
      },
      expect.objectContaining({ sid: "DenyRequestsWithoutTls", effect: "Deny", actions: ["sns:Publish"] }),
    ]);
  });

  test("come through everything once for each target region: by SNS of an opt-in region under its own name, encrypted with the given key", () => {
    const template = synth({
      targets: { "eu-central-1": { encryptionKeyArn: keyArn("eu-central-1") }, "eu-south-1": {} },
    });
    const regions = {
      "eu-central-1": { sns_principal: "sns.amazonaws.com", encryption_key_arn: keyArn("eu-central-1") },
      "eu-south-1": { sns_principal: "sns.eu-south-1.amazonaws.com", encryption_key_arn: null },
    };
    for (const address of PER_REGION)
      expect([address, template.resource(address).for_each]).toEqual([address, regions]);
    expect(template.data("aws_iam_policy_document", "copies").for_each).toEqual(regions);
    expect(template.resource("aws_sns_topic.copies").kms_master_key_id).toBe(hcl("each.value.encryption_key_arn"));
  });
});

describe("without copy events", () => {
  const template = synth({ copyEvents: false });

  test("nothing is there for them, the function included", () => {
    const withThem = synth().addresses();
    expect(withThem.filter((address) => !template.addresses().includes(address)).sort()).toEqual(EVERYTHING);
    expect(template.text()).not.toMatch(/copy.ended/);
  });

  test("any source region will do", () => {
    expect(JSON.stringify(template.data("aws_region", "this"))).not.toContain("copyEvents");
  });
});
