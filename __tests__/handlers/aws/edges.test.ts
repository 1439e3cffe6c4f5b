import { describe, expect, test } from "@jest/globals";
import { awsClients } from "../../../handlers/aws/clients";
import { keys } from "../../../handlers/aws/keys";
import { memory } from "../../../handlers/aws/memory";
import { notifier } from "../../../handlers/aws/notifier";
import type { Message } from "../../../handlers/core/told/message";
import { deadlineIn } from "../../../handlers/rds/deadline";
import { NO_DEADLINE } from "../rds/kinds";
import { type AwsAnswer, FakeAws } from "./fake-aws";

const TOPIC = "arn:aws:sns:us-east-1:123456789012:prod-notifications";
const MESSAGE: Message = {
  id: "1234",
  subject: "orders in eu-central-1 has no fresh copy",
  text: "BEGAN\n",
  notification: {
    version: "1.0",
    source: "custom",
    id: "1234",
    content: { textType: "client-markdown", title: "t", description: "d", nextSteps: [], keywords: [] },
    metadata: { summary: "t", eventType: "e", additionalContext: {} },
  },
};

function given(answer: AwsAnswer | (() => AwsAnswer | Promise<AwsAnswer>)) {
  const aws = new FakeAws(async () => (typeof answer === "function" ? answer() : answer));
  const clients = awsClients(aws.requestHandler);
  return { aws, clients, sns: clients.sns("us-east-1"), ssm: clients.ssm("us-east-1") };
}

describe("the notifier", () => {
  test("sends e-mails a text, and all others the notification", async () => {
    const { aws, sns } = given({ MessageId: "1" });
    await notifier(TOPIC, sns, NO_DEADLINE).publish(MESSAGE);
    const [{ input, ...call } = { input: {} }] = aws.calls;
    expect(call).toEqual({ service: "sns", region: "us-east-1", action: "Publish" });
    expect(input).toMatchObject({ TopicArn: TOPIC, Subject: MESSAGE.subject, MessageStructure: "json" });
    const { default: all, email } = JSON.parse(String("Message" in input ? input.Message : ""));
    expect(email).toBe("BEGAN\n");
    expect(JSON.parse(all)).toEqual(MESSAGE.notification);
  });

  test("says why a message could not be sent", async () => {
    const { sns } = given({ error: "AuthorizationError", message: "no identity-based policy allows it" });
    const sent = notifier(TOPIC, sns, NO_DEADLINE).publish(MESSAGE);
    await expect(sent).rejects.toMatchObject({ awsCode: "AuthorizationError", code: "denied" });
  });

  test("gives up at the deadline, and does not blame RDS", async () => {
    const { sns } = given(() => new Promise<AwsAnswer>(() => undefined));
    const sent = notifier(TOPIC, sns, deadlineIn(10, "AWS")).publish(MESSAGE);
    await expect(sent).rejects.toMatchObject({ code: "transient", message: "AWS did not answer in time" });
  });
});

describe("the memory", () => {
  test("reads a text and its version", async () => {
    const { aws, ssm } = given({ Parameter: { Name: "/prod/told", Value: "-", Version: 1 } });
    await expect(memory("/prod/told", ssm, NO_DEADLINE).read()).resolves.toEqual({ text: "-", version: 1 });
    expect(aws.calls).toEqual([
      { service: "ssm", region: "us-east-1", action: "GetParameter", input: { Name: "/prod/told" } },
    ]);
  });

  test("is lost if the parameter is not there", async () => {
    const { ssm } = given({ error: "ParameterNotFound", message: "" });
    await expect(memory("/prod/told", ssm, NO_DEADLINE).read()).resolves.toBeUndefined();
  });

  test("is not lost if it may not be read", async () => {
    const { ssm } = given({ error: "AccessDeniedException", message: "no" });
    await expect(memory("/prod/told", ssm, NO_DEADLINE).read()).rejects.toMatchObject({ code: "denied" });
  });

  test("is overwritten, or made if it is gone", async () => {
    const { aws, ssm } = given({ Version: 7 });
    await expect(memory("/prod/told", ssm, NO_DEADLINE).write("1 - - -")).resolves.toBe(7);
    expect(aws.calls[0]).toMatchObject({
      action: "PutParameter",
      input: { Name: "/prod/told", Value: "1 - - -", Type: "String", Overwrite: true },
    });
  });
});

describe("keys", () => {
  test("are described in their region", async () => {
    const { aws, clients } = given({
      KeyMetadata: { KeyId: "k", KeyState: "PendingDeletion", DeletionDate: 1770000000 },
    });
    const described = await keys(clients, NO_DEADLINE).describe("eu-central-1", "arn:key");
    expect(described).toEqual({ state: "PendingDeletion", deletedAt: new Date(1770000000_000) });
    expect(aws.calls).toEqual([
      { service: "kms", region: "eu-central-1", action: "DescribeKey", input: { KeyId: "arn:key" } },
    ]);
  });

  test("that are gone are an error with the name that KMS gives", async () => {
    const { clients } = given({ error: "NotFoundException", message: "Key 'x' does not exist" });
    const described = keys(clients, NO_DEADLINE).describe("eu-central-1", "x");
    await expect(described).rejects.toMatchObject({ awsCode: "NotFoundException" });
  });
});

test("a region has one client of a service, whatever runs use it", () => {
  const { clients } = given({});
  expect(clients.kms("eu-central-1")).toBe(clients.kms("eu-central-1"));
  expect(clients.kms("eu-central-1")).not.toBe(clients.kms("us-east-1"));
});
