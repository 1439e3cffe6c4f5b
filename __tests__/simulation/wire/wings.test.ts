import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import { DescribeEventSubscriptionsCommand, DescribeSourceRegionsCommand, RDSClient } from "@aws-sdk/client-rds";
import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { HANDLERS, plainStack } from "../../../simulation/estate/plain-deployment";
import type { Caller } from "../../../simulation/iam/access";
import { RunningAws } from "../../../simulation/running-aws";
import type { Deployment } from "../../../simulation/terraform/deployment";
import { RunningClock } from "../../../simulation/time/clock";
import { type SimulatedServer, startServer } from "../../../simulation/wire/server";
import { SOURCE, TARGET } from "../support";

// What services tell of a deployed stack, over HTTP, in words that the SDK's own clients understand.

const NAME = "rds-cross-region-backup";
const ACCOUNT = "111122223333";
const EMAIL = "dba@example.com";
const inSource = (service: string, resource: string) => `arn:aws:${service}:${SOURCE}:${ACCOUNT}:${resource}`;
const SWEEP = `${NAME}-sweep`;

let clock: RunningClock;
let world: RunningAws;
let server: SimulatedServer;
let denied: string[];
beforeEach(async () => {
  // Those of the functions.
  process.env.AWS_ACCESS_KEY_ID = "ASIASIMULATED";
  process.env.AWS_SECRET_ACCESS_KEY = "secret";
  denied = [];
  clock = new RunningClock();
  world = new RunningAws({ clock, latency: 0 });
  await world.deploy(plainStack({ notificationEmails: [EMAIL], logLevel: "INFO" }), HANDLERS);
  const caller: Caller = {
    name: "person",
    arn: `arn:aws:iam::${ACCOUNT}:user/person`,
    allows: async ({ action }) => !denied.includes(action),
  };
  server = await startServer({ aws: world.aws, latency: 0, caller });
});
afterEach(() => {
  clock.stop();
  return server.close();
});

/** How a client is made. */
const here = (region: string = SOURCE) => ({
  region,
  endpoint: server.url,
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  maxAttempts: 1,
});
/** The other function gets the first messages of event subscriptions, some seconds after the deployment. */
const ofSweep = () => world.lambda.invocations.filter(({ functionName }) => functionName === SWEEP);
const lambda = (region?: string) => new LambdaClient(here(region));
const change = (made: (deployment: Deployment) => Partial<Deployment>) =>
  world.change("stack", (deployment) => ({ ...deployment, ...made(deployment) }));

describe("Lambda", () => {
  test("lists the functions of a region with their environments, in pages", async () => {
    world.aws.faults = { pageSize: () => 1 };
    const pages = [];
    for await (const { Functions } of paginateListFunctions({ client: lambda() }, {})) pages.push(Functions);
    expect(pages).toMatchObject([
      [{ FunctionName: `${NAME}-backup-finished`, Role: `arn:aws:iam::${ACCOUNT}:role/${NAME}-${SOURCE}` }],
      [{ FunctionName: SWEEP, Handler: "sweep.handler", Timeout: 900, MemorySize: 512, Version: "$LATEST" }],
    ]);
    expect(JSON.parse(pages[1]?.[0]?.Environment?.Variables?.TARGETS ?? "")).toEqual([TARGET]);
    expect((await lambda(TARGET).send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });

  test.each([SWEEP, inSource("lambda", `function:${SWEEP}`)])("tells the configuration of %s", async (FunctionName) => {
    expect(await lambda().send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({
      FunctionArn: inSource("lambda", `function:${SWEEP}`),
      Runtime: "nodejs24.x",
      State: "Active",
      LoggingConfig: { LogGroup: `/aws/lambda/${SWEEP}` },
    });
  });

  test("knows no function of another name or region", async () => {
    const ask = (client: LambdaClient, FunctionName: string) =>
      expect(client.send(new GetFunctionConfigurationCommand({ FunctionName }))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
        message: expect.stringContaining("Function not found: arn:aws:lambda:"),
        $metadata: { httpStatusCode: 404 },
      });
    await ask(lambda(), "other");
    await ask(lambda(TARGET), SWEEP);
  });

  test("tells what happens to events, and who may invoke", async () => {
    const FunctionName = `${NAME}-backup-finished`;
    expect(await lambda().send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: inSource("sqs", `${NAME}-dead-letters`) } },
      LastModified: expect.any(Date),
    });
    const { Policy = "" } = await lambda().send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy).Statement).toEqual([
      {
        Sid: "RdsEvents",
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: inSource("lambda", `function:${FunctionName}`),
        Condition: { ArnLike: { "AWS:SourceArn": inSource("sns", `${NAME}-rds-events`) } },
      },
    ]);
    change(() => ({ invokePermissions: [] }));
    await expect(lambda().send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("runs the function itself, and returns what it does", async () => {
    world.aws.region(SOURCE).addInstance({ id: "orders" });
    const Payload = JSON.stringify({ run: "daily" });
    const run = await lambda().send(new InvokeCommand({ FunctionName: SWEEP, Payload, LogType: "Tail" }));
    expect({ code: run.StatusCode, error: run.FunctionError, version: run.ExecutedVersion }).toEqual({
      code: 200,
      error: undefined,
      version: "$LATEST",
    });
    expect(JSON.parse(run.Payload?.transformToString() ?? "")).toMatchObject({ run: "daily", seen: 1, selected: 1 });
    expect(Buffer.from(run.LogResult ?? "", "base64").toString()).not.toBe("");
    expect(ofSweep()).toMatchObject([{ event: { run: "daily" }, outcome: "ok" }]);
  });

  test("tells a function that failed from a call that did", async () => {
    denied = ["lambda:InvokeFunction"];
    const invoke = () => lambda().send(new InvokeCommand({ FunctionName: SWEEP }));
    await expect(invoke()).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        "is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:",
      ),
    });
    denied = [];
    world.aws.faults = { beforeCall: ({ service }) => (service === "rds" ? "denied" : undefined) };
    const { FunctionError, Payload } = await invoke();
    expect(FunctionError).toBe("Unhandled");
    expect(JSON.parse(Payload?.transformToString() ?? "")).toMatchObject({
      errorType: "Error",
      errorMessage: expect.stringContaining("The sweep could not do its work"),
    });
  });

  test("refuses to invoke what has no concurrency", async () => {
    const concurrency = () => lambda().send(new GetFunctionConcurrencyCommand({ FunctionName: SWEEP }));
    expect((await concurrency()).ReservedConcurrentExecutions).toBeUndefined();
    world.lambda.throttle(SWEEP, true);
    expect((await concurrency()).ReservedConcurrentExecutions).toBe(0);
    await expect(lambda().send(new InvokeCommand({ FunctionName: SWEEP }))).rejects.toMatchObject({
      name: "TooManyRequestsException",
    });
    expect(ofSweep()).toEqual([]);
  });
});

describe("EventBridge", () => {
  const events = () => new EventBridgeClient(here());

  test("lists rules by the beginning of their names, in pages", async () => {
    const first = await events().send(new ListRulesCommand({ NamePrefix: NAME, Limit: 1 }));
    expect(first.Rules).toHaveLength(1);
    const { Rules = [], NextToken } = await events().send(
      new ListRulesCommand({ NamePrefix: NAME, NextToken: first.NextToken }),
    );
    expect([...(first.Rules ?? []), ...Rules].map(({ ScheduleExpression }) => ScheduleExpression).sort()).toEqual([
      "cron(0 6 * * ? *)",
      "rate(15 minutes)",
    ]);
    expect(NextToken).toBeUndefined();
    expect((await events().send(new ListRulesCommand({ NamePrefix: "other" }))).Rules).toEqual([]);
  });

  test("tells a rule, its state and its targets", async () => {
    const { Rules = [] } = await events().send(new ListRulesCommand({}));
    const Name = Rules.find(({ ScheduleExpression }) => ScheduleExpression?.startsWith("cron"))?.Name ?? "";
    change(({ rules }) => ({ rules: rules.map((rule) => ({ ...rule, enabled: rule.name !== Name })) }));
    expect(await events().send(new DescribeRuleCommand({ Name }))).toMatchObject({
      Arn: inSource("events", `rule/${Name}`),
      State: "DISABLED",
    });
    expect((await events().send(new ListTargetsByRuleCommand({ Rule: Name }))).Targets).toEqual([
      { Id: expect.any(String), Arn: inSource("lambda", `function:${SWEEP}`), Input: expect.stringContaining("daily") },
    ]);
    await expect(events().send(new DescribeRuleCommand({ Name: "gone" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Rule gone does not exist on EventBus default.",
    });
  });
});

describe("SNS", () => {
  const sns = () => new SNSClient(here());
  const TopicArn = inSource("sns", `${NAME}-notifications`);

  test("tells who is subscribed, and who has not confirmed it", async () => {
    const subscriptions = async () =>
      (await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions;
    expect(await subscriptions()).toEqual([
      {
        TopicArn,
        Owner: ACCOUNT,
        Protocol: "email",
        Endpoint: EMAIL,
        SubscriptionArn: expect.stringMatching(`^${TopicArn}:[0-9a-f-]{36}$`),
      },
    ]);
    world.aws.topics.leaveUnconfirmed(TopicArn, EMAIL);
    expect(await subscriptions()).toMatchObject([{ SubscriptionArn: "PendingConfirmation" }]);
    expect((await sns().send(new GetTopicAttributesCommand({ TopicArn }))).Attributes).toMatchObject({
      SubscriptionsConfirmed: "0",
      SubscriptionsPending: "1",
      Policy: expect.stringContaining("cloudwatch.amazonaws.com"),
    });
  });

  test("knows no topic of another region, and none that is gone", async () => {
    change(() => ({ topics: [] }));
    await expect(sns().send(new GetTopicAttributesCommand({ TopicArn }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });
});

describe("SQS", () => {
  const sqs = () => new SQSClient({ ...here(), useQueueUrlAsEndpoint: false });
  const QueueName = `${NAME}-dead-letters`;

  test("tells how many messages wait", async () => {
    const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName }));
    expect(QueueUrl).toBe(`https://sqs.${SOURCE}.amazonaws.com/${ACCOUNT}/${QueueName}`);
    const waiting = async () => {
      const AttributeNames = ["ApproximateNumberOfMessages" as const];
      return (await sqs().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
    };
    expect(await waiting()).toEqual({ ApproximateNumberOfMessages: "0" });
    const anyone: Caller = { name: "", arn: "", allows: async () => true };
    await world.queues.send(inSource("sqs", QueueName), anyone, {});
    expect(await waiting()).toEqual({ ApproximateNumberOfMessages: "1" });
  });

  test("knows no other queue, and says so in both of its languages", async () => {
    await expect(sqs().send(new GetQueueUrlCommand({ QueueName: "gone" }))).rejects.toMatchObject({
      name: "QueueDoesNotExist",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
    });
  });
});

describe("RDS", () => {
  const rds = () => new RDSClient(here());

  test("tells event subscriptions", async () => {
    const { EventSubscriptionsList = [] } = await rds().send(new DescribeEventSubscriptionsCommand({}));
    const ofInstances = {
      CustSubscriptionId: `${NAME}-instances`,
      SnsTopicArn: inSource("sns", `${NAME}-rds-events`),
      Status: "active",
      SourceType: "db-instance",
      EventCategoriesList: ["backup"],
      Enabled: true,
    };
    expect(EventSubscriptionsList).toEqual(
      expect.arrayContaining([
        expect.objectContaining(ofInstances),
        expect.objectContaining({ SourceType: "db-cluster-snapshot" }),
      ]),
    );
    change(({ topics }) => ({ topics: topics.filter(({ arn }) => !arn.endsWith("rds-events")) }));
    const SubscriptionName = `${NAME}-instances`;
    const one = await rds().send(new DescribeEventSubscriptionsCommand({ SubscriptionName }));
    expect(one.EventSubscriptionsList).toMatchObject([{ ...ofInstances, Status: "topic-not-exist" }]);
    await expect(rds().send(new DescribeEventSubscriptionsCommand({ SubscriptionName: "gone" }))).rejects.toMatchObject(
      { name: "SubscriptionNotFoundFault" },
    );
  });

  test("tells the regions that are enabled", async () => {
    world.aws.region("me-south-1").enabled = false;
    world.aws.region(TARGET);
    const { SourceRegions = [] } = await rds().send(new DescribeSourceRegionsCommand({}));
    const names = SourceRegions.map(({ RegionName }) => RegionName);
    expect(names).toContain(TARGET);
    expect(names).not.toContain("me-south-1");
  });
});

describe("STS and IAM", () => {
  const iam = () => new IAMClient(here());
  const RoleName = `${NAME}-${SOURCE}`;
  const PolicySourceArn = `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;

  test("tell who calls, whatever they may", async () => {
    denied = ["sts:GetCallerIdentity"];
    expect(await new STSClient(here()).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:user/person`,
      UserId: expect.stringMatching(/^A[A-Z0-9]+$/),
    });
  });

  test("tell the role", async () => {
    const { Role } = await iam().send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ Arn: PolicySourceArn, RoleName });
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
    expect(trust.Statement).toMatchObject([{ Principal: { Service: ["lambda.amazonaws.com"] } }]);
    await expect(iam().send(new GetRoleCommand({ RoleName: "gone" }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
  });

  test("say what the role may do: by its policy as it is now", async () => {
    const simulate = async (action: string, ...resources: string[]) => {
      const asked = { PolicySourceArn, ActionNames: [action], ResourceArns: resources };
      const { EvaluationResults = [] } = await iam().send(new SimulatePrincipalPolicyCommand(asked));
      return EvaluationResults.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
        ...[EvalActionName, EvalResourceName, EvalDecision],
      ]);
    };
    const queue = inSource("sqs", `${NAME}-dead-letters`);
    const automated = `arn:aws:rds:${TARGET}:${ACCOUNT}:snapshot:rds:orders-${SOURCE}-2026`;
    expect(await simulate("sqs:SendMessage", queue, `${queue}-2`)).toEqual([
      ["sqs:SendMessage", queue, "allowed"],
      ["sqs:SendMessage", `${queue}-2`, "implicitDeny"],
    ]);
    expect(await simulate("rds:DeleteDBSnapshot", automated)).toEqual([
      ["rds:DeleteDBSnapshot", automated, "explicitDeny"],
    ]);
    world.permissions.get(RoleName)?.replace([]);
    expect(await simulate("sqs:SendMessage", queue)).toEqual([["sqs:SendMessage", queue, "implicitDeny"]]);
    await expect(simulate("rds:FlyToTheMoon")).rejects.toMatchObject({ name: "InvalidInputException" });
  });

  test("take conditions into account", async () => {
    const ask = async (name: string) => {
      const { EvaluationResults } = await iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn,
          ActionNames: ["rds:AddTagsToResource"],
          ResourceArns: [`arn:aws:rds:${TARGET}:${ACCOUNT}:snapshot:orders-${SOURCE}-2026`],
          ContextEntries: [
            { ContextKeyName: "aws:RequestTag/CrossRegionBackup", ContextKeyType: "string", ContextKeyValues: [name] },
          ],
        }),
      );
      return EvaluationResults?.[0]?.EvalDecision;
    };
    expect([await ask(NAME), await ask("other")]).toEqual(["allowed", "implicitDeny"]);
  });
});

describe("CloudWatch", () => {
  test("tells alarms with their states, in pages", async () => {
    const client = new CloudWatchClient(here());
    const { MetricAlarms = [], NextToken } = await client.send(
      new DescribeAlarmsCommand({ AlarmNamePrefix: `${NAME}-`, MaxRecords: 3 }),
    );
    expect(MetricAlarms.map(({ StateValue }) => StateValue)).toEqual(Array(3).fill("INSUFFICIENT_DATA"));
    expect(NextToken).toBeDefined();
    const all = await client.send(new DescribeAlarmsCommand({}));
    expect(all.MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual([...world.alarms.keys()]);
    const [name = ""] = world.alarms.keys();
    const { MetricAlarms: [one] = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
    expect(one).toMatchObject({
      AlarmArn: inSource("cloudwatch", `alarm:${name}`),
      StateUpdatedTimestamp: expect.any(Date),
      AlarmActions: [inSource("sns", `${NAME}-notifications`)],
    });
  });
});

test.each<[string, () => Promise<unknown>]>([
  ["lambda:ListFunctions", () => lambda().send(new ListFunctionsCommand({}))],
  ["events:DescribeRule", () => new EventBridgeClient(here()).send(new DescribeRuleCommand({ Name: "x" }))],
  [
    "sns:ListSubscriptionsByTopic",
    () => new SNSClient(here()).send(new ListSubscriptionsByTopicCommand({ TopicArn: inSource("sns", "x") })),
  ],
  ["sqs:GetQueueUrl", () => new SQSClient(here()).send(new GetQueueUrlCommand({ QueueName: "x" }))],
  ["rds:DescribeEventSubscriptions", () => new RDSClient(here()).send(new DescribeEventSubscriptionsCommand({}))],
  ["iam:GetRole", () => new IAMClient(here()).send(new GetRoleCommand({ RoleName: "x" }))],
  ["cloudwatch:DescribeAlarms", () => new CloudWatchClient(here()).send(new DescribeAlarmsCommand({}))],
])("without %s nobody is told anything", async (action, ask) => {
  denied = [action];
  await expect(ask()).rejects.toMatchObject({
    name: expect.stringMatching(
      /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException)$/,
    ),
    message: expect.stringContaining(`is not authorized to perform: ${action} on resource: `),
  });
});
