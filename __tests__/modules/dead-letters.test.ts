import { describe, expect, test } from "@jest/globals";
import { hcl } from "../../modules/expressions";
import { keyArn, synth } from "./synth";

describe("the dead-letter queue", () => {
  test("keeps messages for the longest time there is, encrypted by SQS", () => {
    expect(synth().resource("aws_sqs_queue.dlq")).toEqual({
      name: "rds-cross-region-backup-dead-letters",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
      tags: {},
    });
  });

  test("is encrypted with the given key instead: the two exclude each other", () => {
    const queue = synth({ encryptionKeyArn: keyArn("eu-west-1") }).resource("aws_sqs_queue.dlq");
    expect(queue.kms_master_key_id).toBe(keyArn("eu-west-1"));
    expect(queue).not.toHaveProperty("sqs_managed_sse_enabled");
  });

  test("refuses requests without TLS", () => {
    const template = synth();
    expect(template.resource("aws_sqs_queue_policy.dlq").policy).toBe(hcl("data.aws_iam_policy_document.dlq.json"));
    expect(template.statements("dlq")).toEqual([
      {
        sid: "DenyRequestsWithoutTls",
        effect: "Deny",
        actions: ["sqs:*"],
        resources: [hcl("aws_sqs_queue.dlq.arn")],
        principals: [{ type: "*", identifiers: ["*"] }],
        condition: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ]);
  });
});
