import { PublishCommand, type PublishCommandInput, SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, test } from "@jest/globals";
import { Permissions } from "../../../simulation/iam/permissions";
import { type Told, toldOf } from "../../../simulation/sns/told";
import type { TopicDefinition } from "../../../simulation/terraform/deployment";
import type { CallFault } from "../../../simulation/wire/faults";
import { SimulatedHttpHandler } from "../../../simulation/wire/http-handler";
import { SOURCE, START, simulation } from "../support";

const TOPIC = "arn:aws:sns:eu-west-1:111122223333:notifications";
const MAIL = { protocol: "email", endpoint: "ops@example.org", region: SOURCE };
const HOOK = { protocol: "https", endpoint: "https://example.org", region: SOURCE };

interface Options {
  readonly topic?: Partial<TopicDefinition>;
  readonly statements?: readonly object[];
  readonly fault?: CallFault;
}

const document = (Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

function topicOf({ topic, statements, fault }: Options = {}) {
  const { aws, clock } = simulation(fault ? { faults: { beforeCall: () => fault } } : {});
  aws.topics.put({
    arn: TOPIC,
    region: SOURCE,
    policy: undefined,
    kmsKeyArn: undefined,
    subscribers: [MAIL, HOOK],
    ...topic,
  });
  const told: Told[] = [];
  const delivered: string[] = [];
  aws.topics.onPublish((published) => {
    told.push(toldOf(published));
    for (const { subscriber, text } of published.deliveries) delivered.push(`${subscriber.protocol} ${text}`);
  });
  const principal = "arn:aws:sts::111122223333:assumed-role/backup/sweep";
  const caller = statements && new Permissions(aws.account, principal, [document(statements)]).caller("sweep");
  const requestHandler = new SimulatedHttpHandler({ aws, ...(caller && { caller }) });
  const credentials = { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" };
  const sns = new SNSClient({ region: SOURCE, credentials, requestHandler, maxAttempts: 1 });
  const publish = (input: Omit<PublishCommandInput, "TopicArn">, TopicArn = TOPIC) =>
    clock.run(sns.send(new PublishCommand({ TopicArn, ...input })));
  return { aws, publish, told, delivered };
}

const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });

describe("a message", () => {
  test("reaches every subscriber, and is kept as people get it", async () => {
    const { publish, told, delivered } = topicOf();
    const { MessageId } = await publish({ Subject: "2 databases are stale", Message: "orders and users" });
    expect(delivered).toEqual(["email orders and users", "https orders and users"]);
    expect(told).toEqual([
      {
        time: START.getTime() + 40,
        topicArn: TOPIC,
        subject: "2 databases are stale",
        text: "orders and users",
        json: undefined,
        id: MessageId,
      },
    ]);
  });

  test("may have a text for each protocol, and attributes", async () => {
    const { aws, publish, told, delivered } = topicOf();
    const attributes: unknown[] = [];
    aws.topics.onPublish((published) => attributes.push(published.attributes));
    await publish({
      MessageStructure: "json",
      Message: JSON.stringify({ default: '{"source":"custom"}', email: "plain words" }),
      MessageAttributes: { kind: { DataType: "String", StringValue: "digest" } },
    });
    expect(delivered).toEqual(["email plain words", 'https {"source":"custom"}']);
    expect(told).toMatchObject([{ text: "plain words", json: { source: "custom" } }]);
    expect(attributes).toEqual([{ kind: "digest" }]);
  });

  test.each<[string, Omit<PublishCommandInput, "TopicArn">]>([
    ["nothing", { Message: "" }],
    ["too much", { Message: "x".repeat(256 * 1024 + 1) }],
    ["a subject of 101 characters", { Message: "a", Subject: "x".repeat(101) }],
    ["a subject of two lines", { Message: "a", Subject: "a\nb" }],
    ["a subject that is not ASCII", { Message: "a", Subject: "née" }],
    ["a subject that begins with a space", { Message: "a", Subject: " a" }],
    ["a structure that is no JSON", { Message: "a", MessageStructure: "json" }],
    ["a structure without a default", { Message: '{"email":"a"}', MessageStructure: "json" }],
  ])("of %s is refused", async (_what, input) => {
    const { publish, told } = topicOf();
    await expect(publish(input)).rejects.toMatchObject({ name: "InvalidParameterException" });
    expect(told).toEqual([]);
  });

  test("to no topic is not found", async () => {
    const { publish } = topicOf();
    await expect(publish({ Message: "a" }, `${TOPIC}2`)).rejects.toMatchObject({ name: "NotFoundException" });
    await expect(publish({ Message: "a" }, TOPIC.replace(SOURCE, "eu-west-2"))).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
  });

  test("is published by those who may", async () => {
    const deny = { Effect: "Deny", Principal: "*", Action: "sns:Publish", Resource: TOPIC };
    const allowed = topicOf({ statements: [allow("sns:Publish", TOPIC)] });
    await allowed.publish({ Message: "a" });
    expect(allowed.told).toHaveLength(1);
    for (const options of [
      { statements: [allow("sns:Publish", `${TOPIC}2`)] },
      { statements: [allow("sns:Publish", TOPIC)], topic: { policy: document([deny]) } },
    ]) {
      const { publish, told } = topicOf(options);
      await expect(publish({ Message: "a" })).rejects.toMatchObject({
        name: "AuthorizationErrorException",
        message: expect.stringContaining("SNS:Publish on resource: arn:aws:sns:"),
      });
      expect(told).toEqual([]);
    }
  });

  test("to an encrypted topic needs its key too", async () => {
    const key = "arn:aws:kms:eu-west-1:111122223333:key/1";
    const publishing = allow("sns:Publish", TOPIC);
    const encrypting = { ...allow("kms:*", key), Action: ["kms:GenerateDataKey", "kms:Decrypt"] };
    const without = topicOf({ topic: { kmsKeyArn: key }, statements: [publishing] });
    await expect(without.publish({ Message: "a" })).rejects.toMatchObject({ name: "KMSAccessDeniedException" });
    const { aws, publish } = topicOf({ topic: { kmsKeyArn: key }, statements: [publishing, encrypting] });
    aws.kms.addKey(SOURCE, { id: "1" });
    await publish({ Message: "a" });
    aws.kms.setState(key, "Disabled");
    await expect(publish({ Message: "a" })).rejects.toMatchObject({ name: "KMSDisabledException" });
  });

  test.each<[CallFault, string]>([
    ["throttled", "ThrottledException"],
    ["denied", "AuthorizationErrorException"],
    ["internal-error", "InternalErrorException"],
    ["unavailable", "ServiceUnavailable"],
  ])("whose call is %s is answered in SNS's words: %s", async (fault, name) => {
    const { publish, told } = topicOf({ fault });
    await expect(publish({ Message: "a" })).rejects.toMatchObject({ name });
    expect(told).toEqual([]);
  });
});
