import { InvokeCommand, LambdaClient, LambdaServiceException } from "@aws-sdk/client-lambda";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { awsOf } from "../../../cli/aws";
import { Stop } from "../../../cli/exit";
import { invoke } from "../../../cli/start/invoke";
import { deadlineIn } from "../../../handlers/rds/deadline";

const lambda = mockClient(LambdaClient);
beforeEach(() => {
  lambda.reset();
});

const STARTED = { functionName: "prod-sweep", log: "aws logs tail x", interruption: new AbortController().signal };

async function invoked(): Promise<unknown> {
  const deadline = deadlineIn(60_000);
  try {
    return await invoke(STARTED, "daily", awsOf("eu-west-1", deadline));
  } finally {
    deadline.clear();
  }
}

const stopped = async (): Promise<Stop> => {
  try {
    throw new Error(`returned ${await invoked()}`);
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
};

const answers = (payload: string, FunctionError?: string) =>
  lambda.on(InvokeCommand).resolves({
    StatusCode: 200,
    Payload: Object.assign(new TextEncoder().encode(payload), { transformToString: () => payload }),
    ...(FunctionError !== undefined && { FunctionError }),
  });

const refusal = (name: string, httpStatusCode: number) =>
  new LambdaServiceException({ name, message: "said Lambda", $fault: "client", $metadata: { httpStatusCode } });

test("a run is asked for once, in words that the sweep knows, and for its end", async () => {
  answers('{"run":"daily"}');
  await expect(invoked()).resolves.toEqual({ run: "daily" });
  expect(lambda.commandCalls(InvokeCommand).map(({ args: [{ input }] }) => input)).toEqual([
    { FunctionName: "prod-sweep", InvocationType: "RequestResponse", Payload: '{"run":"daily"}' },
  ]);
});

describe("a run that ended with an error", () => {
  test.each([
    ["2026-02-01T12:15:00.000Z 1234 Task timed out after 900.00 seconds", "task-timed-out"],
    ["The settings in the environment are not valid:\n- TARGETS: …", "settings-not-valid"],
    ["The sweep could not do its work: the instances cannot be listed.", "could-not-do-its-work"],
    ["RequestId: 1234 Error: Runtime exited with error: signal: killed", "functions-that-end-with-an-error"],
  ])("is told with its message %j and the section #%s", async (errorMessage, heading) => {
    answers(JSON.stringify({ errorType: "Error", errorMessage }), "Unhandled");
    const { message, remedy, code } = await stopped();
    expect(message).toContain(errorMessage.replace(/\.$/, ""));
    expect(remedy).toMatch(new RegExp(`/docs/runbook\\.md#${heading}\n  With aws logs tail x you see its log$`));
    expect(code).toBe(3);
  });

  test("is told as it stands where it is not in the form of Lambda's errors", async () => {
    answers("gateway", "Unhandled");
    expect((await stopped()).message).toContain('"gateway"');
  });
});

describe("a run that Lambda did not begin", () => {
  test.each([
    ["TooManyRequestsException", 429, "try again in a minute"],
    ["ResourceConflictException", 409, "it is being made or updated"],
    ["KMSDisabledException", 502, "enable the key of the function's environment"],
    ["ResourceNotFoundException", 404, "apply the module again"],
  ])("for %s (%s) is told with what helps", async (name, status, helps) => {
    lambda.on(InvokeCommand).rejects(refusal(name, status));
    const { message, remedy } = await stopped();
    expect(message).toBe(`Lambda did not run prod-sweep in eu-west-1 (${name}: said Lambda)`);
    expect(remedy).toContain(helps);
  });

  test("for another refusal is told with its action", async () => {
    lambda.on(InvokeCommand).rejects(refusal("AccessDeniedException", 403));
    expect((await stopped()).message).toContain("lambda:InvokeFunction is not allowed in eu-west-1");
  });
});

test.each([refusal("ServiceException", 500), Object.assign(new Error("reset"), { name: "TimeoutError" })])(
  "a run of which Lambda's answer did not come may go on: %s",
  async (error) => {
    lambda.on(InvokeCommand).rejects(error);
    const { message, remedy } = await stopped();
    expect(message).toContain("It is not known what became of the run of prod-sweep in eu-west-1");
    expect(remedy).toContain("look with aws logs tail x before you start another");
  },
);
