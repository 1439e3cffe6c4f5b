import { withCode } from "../handlers/aws/call";
import { clause } from "../handlers/core/sentence";
import { toRdsError } from "../handlers/rds/errors";
import { Denied, EXIT, Stop, Unreachable } from "./exit";

/** What was asked of AWS. */
export interface Asked {
  /** Of IAM: `rds:DescribeDBSnapshots`. */
  readonly action: string;
  readonly region: string;
}

const CREDENTIALS = /^(CredentialsProviderError|TokenProviderError|ProviderError)$/;
const MFA = /multi-factor|\bMFA\b/i;
const EXPIRED = /^(ExpiredToken|RequestExpired|ExpiredTokenException)/;
const WRONG_KEYS = /^(SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|AuthFailure)/;
const UNREACHABLE = /^(ENOTFOUND|ECONNRESET|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|TimeoutError)/;

/** What a failed call means to a person, and what to do about it. */
export function awsProblem(thrown: unknown, { action, region }: Asked): Stop {
  const { code, awsCode, message } = toRdsError(withCode(thrown));
  // What follows the first line is the SDK's advice to programmers.
  const [firstLine = ""] = message.split("\n");
  const says = `${awsCode}: ${clause(firstLine)}`;
  if (CREDENTIALS.test(awsCode) && MFA.test(message)) {
    return stop(
      `The profile wants a code of an MFA device, which this program does not ask for (${clause(message)})`,
      'let the AWS CLI ask: run eval "$(aws configure export-credentials --format env --profile NAME)", then this without --profile',
    );
  }
  if (CREDENTIALS.test(awsCode)) {
    const isExpired = /expired/i.test(message);
    return stop(
      `${isExpired ? "The AWS session has expired" : "There are no AWS credentials"} (${clause(message)})`,
      isExpired
        ? "log in again: aws sso login, with the same --profile"
        : "log in as for the AWS CLI, or name a profile that it knows with --profile. aws sts get-caller-identity, with the same --profile, shows whether that works",
    );
  }
  if (EXPIRED.test(awsCode)) {
    return stop(`The AWS credentials have expired (${says})`, "log in again, or correct this machine's clock");
  }
  if (WRONG_KEYS.test(awsCode)) {
    return stop(
      `The AWS credentials are wrong (${says})`,
      "check the secret key, and this machine's clock. aws sts get-caller-identity shows whether they work",
    );
  }
  if (code === "denied") {
    return new Denied(
      EXIT.aws,
      `${action} is not allowed in ${region} (${says})`,
      "have all that is needed allowed: the same command with --print-policy prints it",
    );
  }
  if (code === "region-not-enabled") {
    return stop(
      `${region} does not take these credentials (${says})`,
      "check --region and --profile: the region may not be enabled for this account, or the keys were deleted",
    );
  }
  if (UNREACHABLE.test(awsCode)) {
    return new Unreachable(
      EXIT.aws,
      `AWS cannot be reached in ${region} (${says})`,
      "check --region, and this machine's connection: proxies (HTTPS_PROXY) are not used",
    );
  }
  return stop(`${action} failed in ${region} (${says})`, "try again; if it stays, AWS's status page may know more");
}

const stop = (message: string, remedy: string): Stop => new Stop(EXIT.aws, message, remedy);
