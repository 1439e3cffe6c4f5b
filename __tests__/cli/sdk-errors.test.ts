import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeRuleCommand } from "@aws-sdk/client-eventbridge";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { DescribeDBSnapshotsCommand } from "@aws-sdk/client-rds";
import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { cbor } from "@smithy/core/cbor";
import { type Aws, awsOf } from "../../cli/aws";
import { awsProblem } from "../../cli/aws-problem";
import { ask, askFor } from "../../cli/doctor/known";
import { deadlineIn } from "../../handlers/rds/deadline";

// What the SDK's own clients make of errors as services send them: each protocol puts the code elsewhere.

let answer = { status: 400, code: "", message: "" };
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    const { headers, body } = wired(request);
    response.writeHead(answer.status, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
  });
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL;
  delete process.env.AWS_MAX_ATTEMPTS;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** In the protocol of the request. */
function wired({ headers, method }: IncomingMessage): { headers: Record<string, string>; body: string | Uint8Array } {
  const { code, message } = answer;
  if (headers["smithy-protocol"] === "rpc-v2-cbor") {
    const body = cbor.serialize({ __type: code, message });
    return { headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" }, body };
  }
  const type = headers["content-type"] ?? "";
  if (type.includes("form-urlencoded")) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    return {
      headers: { "content-type": "text/xml" },
      body: `<ErrorResponse>${error}<RequestId>1-2</RequestId></ErrorResponse>`,
    };
  }
  const isRest = method === "GET" && { "x-amzn-errortype": `${code}:http://internal.amazon.com/coral/` };
  return {
    headers: { "content-type": type || "application/json", ...isRest },
    body: JSON.stringify({ __type: code, message }),
  };
}

const deadline = deadlineIn(600_000);
afterAll(() => deadline.clear());
let aws: Aws;
beforeAll(() => {
  aws = awsOf("eu-west-1", deadline);
});
afterEach(() => {
  answer = { status: 400, code: "", message: "" };
});

const IN = "eu-west-1";
const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
  "lambda:GetFunctionConfiguration": () =>
    aws.operators.lambda(IN).send(new GetFunctionConfigurationCommand({ FunctionName: "x" })),
  "events:DescribeRule": () => aws.operators.events(IN).send(new DescribeRuleCommand({ Name: "x" })),
  "sqs:GetQueueUrl": () => aws.operators.sqs(IN).send(new GetQueueUrlCommand({ QueueName: "x" })),
  "sts:GetCallerIdentity": () => aws.operators.sts(IN).send(new GetCallerIdentityCommand({})),
  "iam:GetRole": () => aws.operators.iam(IN).send(new GetRoleCommand({ RoleName: "x" })),
  "cloudwatch:DescribeAlarms": () => aws.operators.cloudWatch(IN).send(new DescribeAlarmsCommand({})),
  "sns:ListSubscriptionsByTopic": () =>
    aws.others.sns(IN).send(new ListSubscriptionsByTopicCommand({ TopicArn: "arn:aws:sns:eu-west-1:1:x" })),
  "ssm:GetParameter": () => aws.others.ssm(IN).send(new GetParameterCommand({ Name: "x" })),
  "kms:DescribeKey": () => aws.others.kms(IN).send(new DescribeKeyCommand({ KeyId: "x" })),
  "rds:DescribeDBSnapshots": () => aws.rds(IN).send(new DescribeDBSnapshotsCommand({})),
};

/** Codes of Query services, and of the others. */
const KINDS: readonly (readonly [what: string, status: number, codes: readonly string[], says: RegExp])[] = [
  ["denied", 403, ["AccessDenied", "AccessDeniedException"], /^ACTION is not allowed in eu-west-1/],
  ["expired credentials", 403, ["ExpiredToken", "ExpiredTokenException"], /^The AWS credentials have expired/],
  [
    "keys that nobody knows",
    403,
    ["InvalidClientTokenId", "UnrecognizedClientException"],
    /^eu-west-1 does not take these credentials/,
  ],
  ["a wrong secret key", 403, ["SignatureDoesNotMatch", "InvalidSignatureException"], /^The AWS credentials are wrong/],
  ["no such thing", 404, ["NoSuchEntity", "ResourceNotFoundException"], /^ACTION failed in .*\((NoSuch|Resource)/],
];

const called = (action: string): Promise<unknown> => CALLS[action]?.() ?? Promise.reject(new Error("no such call"));

describe.each(Object.keys(CALLS))("%s", (action) => {
  test.each(KINDS)(
    "%s",
    async (_, status, codes, says) => {
      for (const code of codes) {
        answer = { status, code, message: "so it is" };
        const wanted = new RegExp(says.source.replace("ACTION", action));
        const thrown = await called(action).catch((error: unknown) => error);
        expect(awsProblem(thrown, { action, region: IN }).message).toMatch(wanted);
        const asked = await ask(aws, { action, region: IN }, () => Promise.reject(thrown));
        expect(asked).toMatchObject({ is: "unknown", cause: expect.stringMatching(wanted) });
      }
    },
    60_000,
  );
});

test.each([
  ["lambda:GetFunctionConfiguration", "ResourceNotFoundException"],
  ["events:DescribeRule", "ResourceNotFoundException"],
  ["sqs:GetQueueUrl", "QueueDoesNotExist"],
  ["sqs:GetQueueUrl", "com.amazonaws.sqs#QueueDoesNotExist"],
  ["sqs:GetQueueUrl", "AWS.SimpleQueueService.NonExistentQueue"],
  ["iam:GetRole", "NoSuchEntity"],
  ["sns:ListSubscriptionsByTopic", "NotFound"],
])("%s tells by %s that there is none", async (action, code) => {
  answer = { status: 404, code, message: "there is none" };
  expect(await askFor(aws, { action, region: IN }, () => called(action))).toEqual({ is: "known", value: undefined });
});
