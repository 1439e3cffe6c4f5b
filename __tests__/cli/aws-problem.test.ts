import { expect, test } from "@jest/globals";
import { awsProblem } from "../../cli/aws-problem";
import { EXIT } from "../../cli/exit";

const ASKED = { action: "rds:DescribeDBSnapshots", region: "eu-central-1" };
const error = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

test.each<[string, Error, string, string]>([
  [
    "no credentials",
    error("CredentialsProviderError", "Could not load credentials from any providers"),
    "There are no AWS credentials",
    "aws sts get-caller-identity",
  ],
  [
    "a profile with MFA",
    error(
      "CredentialsProviderError",
      "Profile mfa requires multi-factor authentication, but no MFA code callback was provided.",
    ),
    "The profile wants a code of an MFA device, which this program does not ask for",
    "aws configure export-credentials",
  ],
  [
    "an SSO session that has expired",
    error("CredentialsProviderError", "The SSO session associated with this profile has expired."),
    "The AWS session has expired",
    "aws sso login",
  ],
  [
    "expired credentials",
    error("ExpiredToken", "The security token included in the request is expired", { Code: "ExpiredToken" }),
    "The AWS credentials have expired (ExpiredToken",
    "log in again",
  ],
  [
    "a clock that is wrong",
    error("RequestExpired", "Request has expired", { Code: "RequestExpired" }),
    "The AWS credentials have expired",
    "clock",
  ],
  [
    "a missing permission",
    error("AccessDenied", "User: x is not authorized to perform: rds:DescribeDBSnapshots", { Code: "AccessDenied" }),
    "rds:DescribeDBSnapshots is not allowed in eu-central-1",
    "--print-policy",
  ],
  [
    "a region that does not know the account",
    error("InvalidClientTokenId", "The security token included in the request is invalid", {
      Code: "InvalidClientTokenId",
    }),
    "eu-central-1 does not take these credentials",
    "may not be enabled",
  ],
  [
    "a secret key that is wrong",
    error("SignatureDoesNotMatch", "The request signature we calculated does not match", {
      Code: "SignatureDoesNotMatch",
    }),
    "The AWS credentials are wrong (SignatureDoesNotMatch",
    "check the secret key",
  ],
  [
    "a connection that broke, without the SDK's advice to programmers",
    error("Error", "aborted\n  Deserialization error: inspect the hidden field", { code: "ECONNRESET" }),
    "AWS cannot be reached in eu-central-1 (ECONNRESET: aborted)",
    "HTTPS_PROXY",
  ],
  [
    "a region that does not exist",
    error("Error", "getaddrinfo ENOTFOUND rds.eu-centrall-1.amazonaws.com", { code: "ENOTFOUND" }),
    "AWS cannot be reached in eu-central-1",
    "check --region",
  ],
  [
    "anything else",
    error("InternalFailure", "We encountered an error", { Code: "InternalFailure" }),
    "rds:DescribeDBSnapshots failed in eu-central-1 (InternalFailure: We encountered an error)",
    "try again",
  ],
])("%s is said, with what to do", (_, thrown, message, remedy) => {
  const stop = awsProblem(thrown, ASKED);
  expect(stop.code).toBe(EXIT.aws);
  expect(stop.message).toContain(message);
  expect(stop.remedy).toContain(remedy);
});
