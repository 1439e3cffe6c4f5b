import { describe, expect, test } from "@jest/globals";
import { RdsError, type RdsErrorCode } from "../../../handlers/rds/errors";
import { causeAndRemedy } from "../../../handlers/run/cause-and-remedy";
import { DEPLOYMENT, FRANKFURT } from "./estate";

const said = (code: RdsErrorCode, awsCode: string, message: string, region = FRANKFURT) =>
  causeAndRemedy(new RdsError(code, awsCode, message), region, { deployment: DEPLOYMENT });

const INVALID_TOKEN = "The security token included in the request is invalid.";

describe("a region that refuses the credentials", () => {
  test("is not enabled for the account, if it is a target region", () => {
    expect(said("region-not-enabled", "InvalidClientTokenId", INVALID_TOKEN)).toBe(
      `eu-central-1 is not enabled for the account (InvalidClientTokenId: ${INVALID_TOKEN}): enable it, or take it out of targets`,
    );
  });

  test("is the function's own if it is the source region: then its role is gone", () => {
    expect(said("region-not-enabled", "InvalidClientTokenId", INVALID_TOKEN, "us-east-1")).toBe(
      `us-east-1 does not accept the function's credentials (InvalidClientTokenId: ${INVALID_TOKEN}): if the role was deleted, apply the module again`,
    );
  });
});

/** As IAM words them (docs/aws-facts.md#denied-calls). */
const denied = (why: string) =>
  `User: arn:aws:sts::123456789012:assumed-role/prod-us-east-1/prod-sweep is not authorized to perform: rds:DescribeDBSnapshots on resource: arn:aws:rds:eu-central-1:123456789012:snapshot:* ${why}`;

describe("a denied call", () => {
  test.each([
    [
      "with an explicit deny in a service control policy",
      "The service control policy of the organisation must allow it to the role.",
    ],
    [
      "because no service control policy allows the rds:DescribeDBSnapshots action",
      "The service control policy of the organisation must allow it to the role.",
    ],
    [
      "with an explicit deny in a resource control policy",
      "The resource control policy of the organisation must allow it to the role.",
    ],
    [
      "because no permissions boundary allows the rds:DescribeDBSnapshots action",
      "The role's permissions boundary must allow it.",
    ],
    [
      "because no identity-based policy allows the rds:DescribeDBSnapshots action",
      "If the role's policy has been changed, apply the module again.",
    ],
    [
      "with an explicit deny in an identity-based policy",
      "Check the role's policy, boundary and any service control policy.",
    ],
    ["", "Check the role's policy, boundary and any service control policy."],
  ])("%s names the policy to change", (why, remedy) => {
    const text = denied(why);
    expect(said("denied", "AccessDenied", text)).toBe(`${text.trim()}. ${remedy}`);
  });
});

test.each<[RdsErrorCode, string]>([
  ["transient", "Throttling"],
  ["invalid-request", "InvalidParameterValue"],
  ["unknown", "ANewFault"],
])("anything else is said with AWS's code (%s)", (code, awsCode) => {
  expect(said(code, awsCode, "a text")).toBe(`${awsCode}: a text`);
});
