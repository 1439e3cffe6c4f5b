import { describe, expect, test } from "@jest/globals";
import { parseFunctionArn, parseSnapshotArn } from "../../../handlers/core/arn";

describe("the ARN of a snapshot", () => {
  test.each([
    [
      "arn:aws:rds:eu-west-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
      { partition: "aws", region: "eu-west-1", kind: "instance", id: "rds:orders-2026-01-31-03-07" },
    ],
    [
      "arn:aws:rds:eu-west-1:123456789012:snapshot:orders-before-upgrade",
      { partition: "aws", region: "eu-west-1", kind: "instance", id: "orders-before-upgrade" },
    ],
    [
      "arn:aws:rds:ap-southeast-5:123456789012:cluster-snapshot:rds:ledger-2026-01-31-03-07",
      { partition: "aws", region: "ap-southeast-5", kind: "cluster", id: "rds:ledger-2026-01-31-03-07" },
    ],
    [
      "arn:aws-us-gov:rds:us-gov-west-1:123456789012:cluster-snapshot:ledger-final",
      { partition: "aws-us-gov", region: "us-gov-west-1", kind: "cluster", id: "ledger-final" },
    ],
  ])("%s is taken apart", (arn, parts) => {
    expect(parseSnapshotArn(arn)).toEqual({ account: "123456789012", ...parts });
  });

  test.each([
    ["nothing", ""],
    ["the ARN of a database", "arn:aws:rds:eu-west-1:123456789012:db:orders"],
    ["the ARN of another service", "arn:aws:ec2:eu-west-1:123456789012:snapshot:snap-0123456789abcdef0"],
    ["an id", "rds:orders-2026-01-31-03-07"],
    ["an ARN without an account", "arn:aws:rds:eu-west-1::snapshot:orders"],
    ["an ARN with half an account", "arn:aws:rds:eu-west-1:12345:snapshot:orders"],
    ["an ARN without an id", "arn:aws:rds:eu-west-1:123456789012:snapshot:"],
    ["an ARN inside a sentence", "see arn:aws:rds:eu-west-1:123456789012:snapshot:orders"],
    ["an ARN of no partition of AWS", "arn:azure:rds:eu-west-1:123456789012:snapshot:orders"],
    ["an ARN with something on another line", "arn:aws:rds:eu-west-1:123456789012:snapshot:orders\nx"],
    ["an ARN without a region", "arn:aws:rds::123456789012:snapshot:orders"],
  ])("is not %s", (_, text) => {
    expect(parseSnapshotArn(text)).toBeUndefined();
  });
});

describe("the ARN of a function", () => {
  test("tells whose it is, in each partition", () => {
    expect(parseFunctionArn("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:prod-sweep")).toEqual({
      partition: "aws-us-gov",
      account: "123456789012",
    });
  });

  test.each(["", "arn:aws:lambda:local", "arn:aws:sns:eu-west-1:123456789012:prod-rds-events"])("is not %j", (arn) =>
    expect(parseFunctionArn(arn)).toBeUndefined(),
  );
});
