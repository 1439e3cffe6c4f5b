import type { Context } from "aws-lambda";
import { DEFAULT_ENVIRONMENT } from "../../settings/defaults";
import type { Fields } from "../rds/fake-rds";

/** The environment that the construct writes, and what Lambda adds. */
export const environment = (overrides: Readonly<Record<string, string | undefined>> = {}) => ({
  ...DEFAULT_ENVIRONMENT,
  AWS_REGION: "us-east-1",
  NAME: "prod",
  TARGETS: JSON.stringify(["eu-central-1", "eu-west-1"]),
  TARGET_KMS_KEYS: JSON.stringify({
    "eu-central-1": {
      kms_key_arn: "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000",
      database_kms_key_arns: {},
    },
    "eu-west-1": {
      kms_key_arn: "arn:aws:kms:eu-west-1:123456789012:key/66666666-7777-8888-9999-111111111111",
      database_kms_key_arns: {},
    },
  }),
  ...overrides,
});

export function context(
  remainingMs: () => number = () => 900_000,
  functionArn = "arn:aws:lambda:us-east-1:123456789012:function:prod-us-east-1-sweep",
): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: "prod-us-east-1-sweep",
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: "256",
    awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    logGroupName: "/aws/lambda/prod-us-east-1-sweep",
    logStreamName: "2026/02/01/[$LATEST]abcdef",
    getRemainingTimeInMillis: remainingMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

const LISTS: Readonly<Record<string, string>> = {
  DescribeDBInstances: "DBInstances",
  DescribeDBClusters: "DBClusters",
  DescribeDBSnapshots: "DBSnapshots",
  DescribeDBClusterSnapshots: "DBClusterSnapshots",
};

/** The fields of a list's answer. */
export const listOf = (action: string, items: readonly Fields[]): Fields => ({ [LISTS[action] ?? action]: items });
