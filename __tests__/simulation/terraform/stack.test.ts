import { describe, expect, test } from "@jest/globals";
import { readDeployment } from "../../../simulation/terraform/deployment";
import { evaluate, type Value } from "../../../simulation/terraform/expression";
import { Stack } from "../../../simulation/terraform/stack";
import { TerraformState } from "../../../simulation/terraform/state";
import { hcl, type StackFixture, set, stackFixture } from "./stack-fixture";

const ACCOUNT = { partition: "aws", id: "111122223333" };

describe("an expression", () => {
  const resolve = (reference: readonly (string | number)[]): Value =>
    reference.join(".") === "each.key" ? "eu-central-1" : reference.join("/");

  test.each<[string, Value]>([
    ["plain text", "plain text"],
    ["", ""],
    [hcl("a.b.c"), "a/b/c"],
    [`x-${hcl("a.b.c")}-y`, "x-a/b/c-y"],
    [hcl('a.b["eu-central-1"].arn'), "a/b/eu-central-1/arn"],
    [hcl("a.b[0].arn"), "a/b/0/arn"],
    [hcl("a.b[each.key].arn"), "a/b/eu-central-1/arn"],
    [`$${hcl("not.one")}`, hcl("not.one")],
    [hcl("12"), 12],
    [hcl("-1.5"), -1.5],
    [hcl("true"), true],
    [hcl("null"), null],
    [hcl('["a", 1, a.b]'), ["a", 1, "a/b"]],
    [hcl('{"a" = 1, b : a.b}'), { a: 1, b: "a/b" }],
    [hcl('toset(["a"])'), ["a"]],
    [hcl('split("/", a.b)[1]'), "b"],
    [hcl('lookup({"a/b" = 1}, a.b, 2)'), 1],
    [hcl('lookup({"b" = 1}, a.b, 2)'), 2],
    [hcl("plantimestamp()"), "2026-01-31T12:00:00Z"],
    [hcl('jsonencode({"a" = [a.b]})'), '{"a":["a/b"]}'],
    [hcl(`"quoted \\"${hcl("a.b")}\\""`), 'quoted "a/b"'],
  ])("%s is evaluated", (template, expected) => {
    expect(evaluate(template, resolve, "2026-01-31T12:00:00Z")).toEqual(expected);
  });

  test.each([
    hcl("lower(a.b)"),
    hcl("a.b ? 1 : 2"),
    hcl("a."),
    hcl("[for x in a.b : x]"),
    hcl('toset(["a"], ["b"])'),
    hcl('split("/", a.b)[2]'),
    hcl('split("/", a.b)[0][0]'),
    hcl('split("/", a.b).c'),
    hcl('"\\q"'),
    hcl("a.b").slice(0, -1),
    hcl(""),
    "%{ if a }x%{ endif }",
    `x ${hcl("[1]")}`,
    `{"key":"${hcl('a.b[\\"eu-central-1\\"].arn')}"}`,
  ])("%s is refused", (template) => {
    expect(() => evaluate(template, resolve, "2026-01-31T12:00:00Z")).toThrow("Cannot evaluate");
  });
});

describe("a stack", () => {
  test("has one resource for each key and for each of a count", () => {
    const stack = new Stack(
      stackFixture((fixture) => {
        set("aws_kms_key.this", { for_each: { "eu-central-1": "a", "us-east-1": "b" } })(fixture);
        set("aws_db_event_subscription.instances", { count: 2 })(fixture);
      }),
      ACCOUNT,
    );
    expect(stack.ofType("aws_kms_key").map(({ address, region }) => [address, region])).toEqual([
      ['aws_kms_key.this["eu-central-1"]', "eu-central-1"],
      ['aws_kms_key.this["us-east-1"]', "us-east-1"],
    ]);
    expect(stack.ofType("aws_db_event_subscription")).toHaveLength(2);
  });

  test("renders policy documents as the provider does", () => {
    const stack = new Stack(stackFixture(), ACCOUNT);
    expect(JSON.parse(stack.ofType("aws_sns_topic_policy")[0]?.text("policy") ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Rds",
          Effect: "Allow",
          Action: ["sns:Publish"],
          Resource: ["arn:aws:sns:eu-west-1:111122223333:rds-events"],
          Principal: { Service: ["events.rds.amazonaws.com"] },
          Condition: { StringEquals: { "aws:SourceAccount": ["111122223333"] } },
        },
      ],
    });
  });

  const role = (name: string) => set("aws_iam_role.this", { name });

  test.each<[string, (stack: StackFixture) => void, string]>([
    ["variables", (stack) => Object.assign(stack, { variable: { name: {} } }), "only literal props"],
    ["a reference to nothing", role(hcl("aws_sqs_queue.none.name")), "there is no aws_sqs_queue.none.name"],
    ["an attribute that nobody knows", role(hcl("aws_sqs_queue.dlq.x")), "not known what aws_sqs_queue.dlq.x is"],
    ["a key that for_each does not have", role(hcl('aws_kms_key.this["us-east-1"].arn')), "names no attribute"],
    ["other resources", set("aws_instance.a", {}), "aws_instance.a"],
    ["no region", (stack) => Object.assign(stack, { provider: {} }), "names no region"],
    ["dynamic blocks", set("data.aws_iam_policy_document.functions", { dynamic: {} }), "has dynamic"],
  ])("with %s is refused", (_what, change, message) => {
    expect(() => readDeployment(stackFixture(change), ACCOUNT)).toThrow(message);
  });
});

describe("an alarm of metric math", () => {
  const metric = {
    metric_name: "SweepsCompleted",
    namespace: "N",
    period: 3600,
    stat: "Sum",
    dimensions: { service: "backup" },
  };
  const queries = [
    { id: "filled", expression: "FILL(runs, 0)", label: "runs", return_data: true },
    { id: "runs", metric },
  ];
  const alarmOf = (metric_query: unknown, more = {}) => {
    const stack = stackFixture((fixture) => {
      const { errors } = fixture.resource.aws_cloudwatch_metric_alarm ?? {};
      const { namespace: _n, metric_name: _m, statistic: _s, period: _p, dimensions: _d, ...rest } = errors ?? {};
      fixture.resource.aws_cloudwatch_metric_alarm = { errors: { ...rest, metric_query, ...more } };
    });
    return readDeployment(stack, ACCOUNT).alarms[0];
  };

  test("has its metrics, its expressions, and what it watches", () => {
    expect(alarmOf(queries)).toMatchObject({
      metrics: [
        {
          id: "runs",
          namespace: "N",
          metricName: "SweepsCompleted",
          dimensions: { service: "backup" },
          statistic: "Sum",
        },
      ],
      expressions: [{ id: "filled", expression: "FILL(runs, 0)" }],
      watched: "filled",
      period: 3600,
    });
  });

  test.each([
    ["two results", [...queries, { id: "m2", metric, return_data: true }], {}, "but 2"],
    ["no result", [{ id: "m2", metric }], {}, "but 0"],
    ["several periods", [...queries, { id: "m2", metric: { ...metric, period: 60 } }], {}, "several periods"],
    ["both", [{ id: "m2", metric, expression: "m1" }], {}, "either a metric or an expression"],
    ["another account", [{ id: "m2", metric, account_id: "1" }], {}, "a query with account_id"],
    ["a window", queries, { evaluation_window: [{}] }, "has evaluation_window"],
  ])("with %s is refused", (_what, given, more, message) => {
    expect(() => alarmOf(given, more)).toThrow(message);
  });
});

describe("what the state keeps", () => {
  const since = (regions: readonly string[]) =>
    stackFixture((fixture) => {
      const arguments_ = { input: hcl("plantimestamp()"), lifecycle: { ignore_changes: ["input"] } };
      set("terraform_data.target_since", {
        ...arguments_,
        for_each: Object.fromEntries(regions.map((one) => [one, one])),
      })(fixture);
      const times = regions.map((region) => `"${region}" = terraform_data.target_since["${region}"].input`);
      const variables = { TARGETS_SINCE: hcl(`jsonencode({ ${times.join(", ")} })`) };
      set("aws_lambda_function.sweep", { environment: { variables } })(fixture);
    });
  const state = new TerraformState();
  const apply = (time: string, ...regions: readonly string[]) => {
    state.begin(Date.parse(time));
    const { functions } = readDeployment(since(regions), ACCOUNT, state);
    state.end();
    return JSON.parse(functions[0]?.environment.TARGETS_SINCE ?? "");
  };

  test("is the time of the first apply of each, until it is gone", () => {
    const [first, second, third] = ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"];
    expect(apply(first, "eu-central-1")).toEqual({ "eu-central-1": first });
    expect(apply(second, "eu-central-1", "us-east-1")).toEqual({ "eu-central-1": first, "us-east-1": second });
    expect(apply(second, "us-east-1")).toEqual({ "us-east-1": second });
    expect(apply(third, "eu-central-1", "us-east-1")).toEqual({ "eu-central-1": third, "us-east-1": second });
  });
});

test("parameters are known, and saved queries are ignored", () => {
  const stack = stackFixture((fixture) => {
    set("aws_ssm_parameter.told", { name: "/backup/told", type: "String", value: "-" })(fixture);
    set("aws_cloudwatch_query_definition.trouble", { name: "trouble", query_string: "fields @message" })(fixture);
    set("aws_lambda_function.sweep", { environment: { variables: { ARN: hcl("aws_ssm_parameter.told.arn") } } })(
      fixture,
    );
  });
  expect(readDeployment(stack, ACCOUNT)).toMatchObject({
    parameters: [{ name: "/backup/told", region: "eu-west-1", value: "-", type: "String" }],
    functions: [{ environment: { ARN: "arn:aws:ssm:eu-west-1:111122223333:parameter/backup/told" } }],
  });
});

test("a deployment is in the region of its functions", () => {
  const stack = stackFixture(set("aws_lambda_function.sweep", { region: "eu-west-2" }));
  expect(readDeployment(stack, ACCOUNT).region).toBe("eu-west-2");
});

test("a deployment has what AWS is to run, references resolved", () => {
  const keyArn = expect.stringMatching(/^arn:aws:kms:eu-central-1:111122223333:key\/[0-9a-f-]{36}$/);
  const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:sweep";
  const topicArn = "arn:aws:sns:eu-west-1:111122223333:rds-events";
  const deployment = readDeployment(stackFixture(), ACCOUNT);
  expect(deployment).toMatchObject({
    region: "eu-west-1",
    functions: [
      {
        name: "sweep",
        arn: functionArn,
        handler: "sweep.handler",
        timeoutSeconds: 60,
        memoryMb: 256,
        roleName: "backup-eu-west-1",
        roleArn: "arn:aws:iam::111122223333:role/backup-eu-west-1",
        logGroup: "/aws/lambda/sweep",
        retries: 1,
        onFailure: "arn:aws:sqs:eu-west-1:111122223333:dead-letters",
      },
    ],
    rules: [
      {
        name: "sweep",
        scheduleExpression: "rate(15 minutes)",
        enabled: true,
        targets: [{ arn: functionArn, input: undefined }],
      },
    ],
    eventSubscriptions: [
      { region: "eu-west-1", topicArn, sourceType: "db-instance", categories: ["backup"], enabled: true },
    ],
    topics: [{ arn: topicArn, subscribers: [{ protocol: "lambda", endpoint: functionArn }] }],
    keys: [{ arn: keyArn, region: "eu-central-1", alias: "alias/backup" }],
    alarms: [
      {
        name: "errors",
        datapointsToAlarm: 2,
        metrics: [{ metricName: "Errors", dimensions: { FunctionName: "sweep" } }],
        alarmActions: [topicArn],
      },
    ],
  });
  const [key] = deployment.keys;
  expect(JSON.parse(deployment.functions[0]?.environment.KEYS ?? "")).toEqual({ "eu-central-1": key?.arn });
});
