import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, test } from "@jest/globals";
import type { SNSEvent } from "aws-lambda";
import { DAY, HOUR, MINUTE } from "../../simulation/time/clock";
import type { DeliveryFault } from "../../simulation/wire/faults";
import type { World } from "../../simulation/world";
import { START } from "./support";
import { hcl, type StackFixture, set, stackFixture } from "./terraform/stack-fixture";
import { isScheduled, newWorld, worldWith } from "./world-support";

const idle = async () => undefined;

async function deliveries(delivery?: () => DeliveryFault | undefined) {
  const { world, events } = await worldWith(idle, { faults: delivery ? { delivery } : {} });
  const source = world.aws.region("eu-west-1");
  source.addInstance({ id: "orders", backupWindow: "13:00-13:30" });
  source.addCluster({ id: "billing", backupWindow: "13:00-13:30" });
  world.aws.region("us-east-1").addInstance({ id: "elsewhere", backupWindow: "13:00-13:30" });
  const messages = () =>
    events
      .filter((event): event is SNSEvent => !isScheduled(event))
      .map((event) => event.Records[0]?.Sns.Message ?? "");
  await world.runUntil(START.getTime() + 3 * HOUR);
  return { world, messages };
}

describe("an event subscription", () => {
  test("is greeted in plain text, then brings the events of its source type, category and region", async () => {
    const { messages } = await deliveries();
    const [greeting, ...events] = messages();
    expect(greeting).toBe(
      "This is a message to notify that RDS will attempt to send you event notifications of type db-instance to the topic arn:aws:sns:eu-west-1:111122223333:rds-events",
    );
    expect(events.map((message) => JSON.parse(message)["Event Message"])).toEqual([
      "Backing up DB instance",
      "Finished DB Instance backup",
    ]);
    expect(JSON.parse(events[1] ?? "")).toEqual({
      "Event Source": "db-instance",
      "Event Time": expect.stringMatching(/^2026-01-31 13:\d\d:\d\d\.\d{3}$/),
      "Identifier Link": "https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=orders",
      "Source ID": "orders",
      "Source ARN": "arn:aws:rds:eu-west-1:111122223333:db:orders",
      "Event ID": "http://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0002",
      "Event Message": "Finished DB Instance backup",
    });
  });

  test("may lose events, double them, or bring them late", async () => {
    expect((await deliveries(() => "lost")).messages()).toHaveLength(1);
    expect((await deliveries(() => "doubled")).messages()).toHaveLength(5);
    const late = await deliveries(() => ({ lateBy: 5 * HOUR }));
    expect(late.messages()).toHaveLength(1);
    await late.world.runUntil(START.getTime() + 10 * HOUR);
    expect(late.messages()).toHaveLength(3);
    expect(late.world.aws.audit.faults.get("event late")).toBe(2);
  });

  test("leaves out what is of another category", async () => {
    const { world, messages } = await deliveries();
    world.aws.region("eu-west-1").deleteDatabase("instance", "orders");
    await world.runUntil(START.getTime() + 4 * HOUR);
    expect(messages()).toHaveLength(3);
  });

  test("that is not enabled brings nothing", async () => {
    const stack = stackFixture(set("aws_db_event_subscription.instances", { enabled: false }));
    const { world, events } = await worldWith(idle, {}, stack);
    world.aws.region("eu-west-1").addInstance({ id: "orders", backupWindow: "13:00-13:30" });
    await world.runUntil(START.getTime() + 3 * HOUR);
    expect(events.filter((event) => !isScheduled(event))).toHaveLength(1);
  });
});

describe("a deployment", () => {
  const without = (type: string, name: string) => (stack: StackFixture) => {
    const { [name]: _, ...others } = stack.resource[type] ?? {};
    stack.resource[type] = others;
  };

  test.each<[string, (stack: StackFixture) => void, string]>([
    [
      "EventBridge may not invoke the function",
      without("aws_lambda_permission", "rule"),
      "events.amazonaws.com may not",
    ],
    ["SNS may not invoke the function", without("aws_lambda_permission", "topic"), "sns.amazonaws.com may not invoke"],
    [
      "the permission is for another source",
      set("aws_lambda_permission.topic", { source_arn: hcl("aws_sqs_queue.dlq.arn") }),
      "sns.amazonaws.com may not invoke",
    ],
    [
      "RDS may not publish to the topic",
      set("data.aws_iam_policy_document.topic", { statement: [{ actions: ["sns:Publish"], resources: ["*"] }] }),
      "RDS may not publish",
    ],
    [
      "the topic's policy lies in another region",
      set("aws_sns_topic_policy.this", { region: "eu-central-1" }),
      "aws_sns_topic_policy.this is not in the region of",
    ],
    [
      "the function subscribes in another region than the topic's",
      set("aws_sns_topic_subscription.sweep", { region: "eu-central-1" }),
      "is made in eu-central-1",
    ],
    [
      "RDS of another region reports to the topic",
      set("aws_db_event_subscription.instances", { region: "eu-central-1" }),
      "The event subscription instances of eu-central-1 has the topic",
    ],
    [
      "the function may not write its logs",
      set("aws_lambda_function.sweep", { logging_config: { log_group: "/other" } }),
      "may not write its logs",
    ],
    [
      "a schedule is malformed",
      set("aws_cloudwatch_event_rule.sweep", { schedule_expression: "every morning" }),
      "Not a schedule expression",
    ],
    ["nothing runs its handler", set("aws_lambda_function.sweep", { handler: "none.handler" }), "none.handler"],
  ])("in which %s is refused", async (_what, change, message) => {
    await expect(worldWith(idle, {}, stackFixture(change))).rejects.toThrow(message);
  });

  test("makes its keys, with their aliases", async () => {
    const { world } = await worldWith(idle);
    expect(world.aws.kms.resolve("eu-central-1", "alias/backup")?.state).toBe("Enabled");
  });

  test("replaces the one before: new settings and schedule, one greeting, and lasting keys", async () => {
    const { world, events } = await worldWith(idle);
    const key = world.aws.kms.resolve("eu-central-1", "alias/backup");
    await world.runUntil(START.getTime() + 10 * MINUTE);
    const settings: unknown[] = [];
    await world.deploy(
      stackFixture((stack) => {
        set("aws_cloudwatch_event_rule.sweep", { schedule_expression: "rate(1 hour)" })(stack);
        set("aws_lambda_function.sweep", { environment: { variables: { NEW: "1" } } })(stack);
      }),
      {
        "sweep.handler":
          ({ environment }) =>
          async () =>
            settings.push(environment.NEW),
      },
    );
    await world.runUntil(START.getTime() + 2 * HOUR);
    expect(events).toHaveLength(1);
    expect(settings).toEqual(["1"]);
    expect(world.aws.kms.resolve("eu-central-1", "alias/backup")).toEqual(key);
  });

  const factories = { "sweep.handler": () => idle };
  const withoutKey = stackFixture((fixture) => {
    set("aws_lambda_function.sweep", { environment: {} })(fixture);
    without("aws_kms_key", "this")(fixture);
    without("aws_kms_alias", "this")(fixture);
  });
  const protectedKey = (deny: string) => {
    const statement = (Effect: string, Action: string) => ({ Effect, Action, Principal: { AWS: "*" }, Resource: "*" });
    const Statement = [statement("Allow", "kms:*"), statement("Deny", deny)];
    return stackFixture(set("aws_kms_key.this", { policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
  };
  const stateOf = (world: World) => world.aws.kms.resolve("eu-central-1", "alias/backup")?.state;

  test("without a key that it had schedules that key for deletion", async () => {
    const { world } = await worldWith(idle);
    await world.deploy(withoutKey, factories);
    expect(stateOf(world)).toBe("PendingDeletion");
  });

  test("without a key whose policy denies its deletion leaves it as it is", async () => {
    const { world } = await worldWith(idle, {}, protectedKey("kms:ScheduleKeyDeletion"));
    await world.deploy(withoutKey, factories);
    expect(stateOf(world)).toBe("Enabled");
  });

  test("gives its keys the policy that it has now", async () => {
    const { world } = await worldWith(idle, {}, protectedKey("kms:ScheduleKeyDeletion"));
    await world.deploy(protectedKey("kms:EnableKey"), factories);
    await world.deploy(withoutKey, factories);
    expect(stateOf(world)).toBe("PendingDeletion");
  });

  test("makes a key anew in the place of one that is to be deleted", async () => {
    const { world } = await worldWith(idle);
    await world.deploy(withoutKey, factories);
    await world.deploy(stackFixture(), factories);
    expect(stateOf(world)).toBe("Enabled");
  });
});

describe("permissions", () => {
  test("of the function's role hold for every call", async () => {
    const { world } = await worldWith(({ list }) => list());
    expect((await world.run(world.lambda.invoke("sweep", {}))).outcome).toBe("ok");
    const denied = stackFixture(
      set("data.aws_iam_policy_document.functions", {
        statement: [
          {
            actions: ["logs:*"],
            resources: ["*"],
          },
        ],
      }),
    );
    const other = await worldWith(({ list }) => list(), {}, denied);
    const { outcome, error } = await other.world.run(other.world.lambda.invoke("sweep", {}));
    expect(outcome).toBe("error");
    expect(error).toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("User: arn:aws:sts::111122223333:assumed-role/backup-eu-west-1/sweep"),
    });
  });
});

test("the same seed gives the same run", async () => {
  const run = async (seed: number) => {
    const { world } = await worldWith(({ list }) => list(), {
      seed,
      faults: { beforeCall: () => (Math.random() < 0.3 ? "unavailable" : undefined) },
    });
    world.aws.region("eu-west-1").addInstance({ id: "orders" });
    await world.runUntil(START.getTime() + 2 * DAY);
    return world.lambda.invocations.map(({ requestId, startedAt, endedAt }) => [requestId, startedAt, endedAt]);
  };
  const first = await run(1);
  expect(first.length).toBeGreaterThan(190);
  expect(await run(1)).toEqual(first);
  expect(await run(2)).not.toEqual(first);
});

test("closing a world gives back time and environment", () => {
  process.env.AWS_PROFILE = "mine";
  const world = newWorld();
  expect(process.env.AWS_PROFILE).toBeUndefined();
  world.close();
  expect(process.env.AWS_PROFILE).toBe("mine");
  delete process.env.AWS_PROFILE;
  expect(Math.abs(Date.now() - START.getTime())).toBeGreaterThan(DAY);
});

describe("what people get", () => {
  const topic = "arn:aws:sns:eu-west-1:111122223333:rds-events";
  const telling = stackFixture((fixture) => {
    const statements = fixture.data.aws_iam_policy_document?.functions?.statement;
    const more = [
      { actions: ["sns:Publish"], resources: [topic] },
      { actions: ["ssm:GetParameter", "ssm:PutParameter"], resources: [hcl("aws_ssm_parameter.told.arn")] },
    ];
    const all = Array.isArray(statements) ? [...statements, ...more] : more;
    set("data.aws_iam_policy_document.functions", { statement: all })(fixture);
    const parameter = { name: "/backup/told", type: "String", value: "-", lifecycle: { ignore_changes: ["value"] } };
    set("aws_ssm_parameter.told", parameter)(fixture);
    set("aws_sns_topic_subscription.mail", { topic_arn: topic, protocol: "email", endpoint: "a@example.org" })(fixture);
  });
  const tell: Parameters<typeof worldWith>[0] = async ({ event, requestHandler }) => {
    if (!isScheduled(event)) return;
    const ssm = new SSMClient({ region: "eu-west-1", requestHandler });
    const Name = "/backup/told";
    const told = (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? "";
    const sns = new SNSClient({ region: "eu-west-1", requestHandler });
    await sns.send(new PublishCommand({ TopicArn: topic, Subject: "Told", Message: told }));
    await ssm.send(new PutParameterCommand({ Name, Value: `${told}x`, Overwrite: true }));
  };

  test("are the messages of functions, which remember what they told over applies", async () => {
    const { world, events } = await worldWith(tell, {}, telling);
    await world.runUntil(START.getTime() + 32 * MINUTE);
    await world.deploy(telling, { "sweep.handler": () => async (event) => void events.push(event) });
    expect(world.told.map(({ subject, text }) => [subject, text])).toEqual([
      ["Told", "-"],
      ["Told", "-x"],
    ]);
    expect(world.aws.parameters.get("eu-west-1", "/backup/told")?.value).toBe("-xx");
    await world.deploy(stackFixture(), { "sweep.handler": () => async () => undefined });
    expect(world.aws.parameters.get("eu-west-1", "/backup/told")).toBeUndefined();
  });

  test("are the changes of alarms for which somebody is to be told", async () => {
    const { world } = await worldWith(async () => {
      throw new Error("broken");
    });
    await world.runUntil(START.getTime() + 3 * HOUR);
    expect(world.alarmMails).toMatchObject([{ alarm: "errors", from: "OK", to: "ALARM", actions: [topic] }]);
  });
});
