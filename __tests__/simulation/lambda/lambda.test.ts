import { describe, expect, test } from "@jest/globals";
import { HOUR, MINUTE, SECOND } from "../../../simulation/time/clock";
import { START } from "../support";
import { set, stackFixture } from "../terraform/stack-fixture";
import { isGreeting, isScheduled, type Work, worldWith } from "../world-support";

describe("an invocation", () => {
  test("has a true context, whose remaining time is simulated", async () => {
    const remaining: number[] = [];
    const { world } = await worldWith(async ({ context, environment, list }) => {
      remaining.push(context.getRemainingTimeInMillis());
      await list();
      remaining.push(context.getRemainingTimeInMillis());
      return { context, environment };
    });
    const { result, requestId } = await world.run(world.lambda.invoke("sweep", {}));
    expect(remaining).toEqual([60_000, 59_920]);
    expect(result).toMatchObject({
      context: {
        functionName: "sweep",
        invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:sweep",
        awsRequestId: requestId,
        memoryLimitInMB: "256",
        logGroupName: "/aws/lambda/sweep",
      },
      environment: { AWS_REGION: "eu-west-1", AWS_LAMBDA_FUNCTION_NAME: "sweep", KEYS: expect.any(String) },
    });
  });

  test("that throws is an error, and counted in the metrics of Lambda", async () => {
    const { world } = await worldWith(async () => {
      throw new TypeError("no");
    });
    const invocation = await world.run(world.lambda.invoke("sweep", {}));
    expect(invocation).toMatchObject({ outcome: "error", error: new TypeError("no") });
    const dimensions = { FunctionName: "sweep" };
    expect(world.metrics.get("AWS/Lambda", "Errors", dimensions)).toMatchObject([{ value: 1 }]);
    expect(world.metrics.get("AWS/Lambda", "Invocations", dimensions)).toMatchObject([{ value: 1 }]);
  });

  test("whose factory throws is an error, as at a cold start", async () => {
    const { world } = await worldWith(async () => undefined);
    await world.deploy(stackFixture(), {
      "sweep.handler": () => {
        throw new Error("malformed settings");
      },
    });
    const invocation = await world.run(world.lambda.invoke("sweep", {}));
    expect(invocation).toMatchObject({ outcome: "error", error: new Error("malformed settings") });
  });

  test("that takes too long is ended, and nothing of it goes on", async () => {
    let after = false;
    const { world } = await worldWith(async ({ list }) => {
      await new Promise((resolve) => setTimeout(resolve, 61 * SECOND));
      await list();
      after = true;
    });
    const invocation = await world.run(world.lambda.invoke("sweep", {}));
    expect(invocation).toMatchObject({ outcome: "timeout", error: new Error("Task timed out after 60.00 seconds") });
    expect(invocation.endedAt - invocation.startedAt).toBe(60 * SECOND);
    await world.runUntil(START.getTime() + 10 * MINUTE);
    expect(after).toBe(false);
  });

  test("may crash between two calls: the first is done, the second never made", async () => {
    let calls = 0;
    const { world } = await worldWith(
      async ({ list }) => {
        await list();
        await list();
      },
      { faults: { afterCall: () => (++calls === 1 ? "crash" : undefined) } },
    );
    const { outcome } = await world.run(world.lambda.invoke("sweep", {}));
    expect(outcome).toBe("crash");
    expect(world.aws.audit.totalCalls).toBe(1);
    expect((await world.run(world.lambda.invoke("sweep", {}))).outcome).toBe("ok");
  });

  test("may stand still between two calls, until Lambda ends it at its time-out", async () => {
    let calls = 0;
    const wentOn: string[] = [];
    const { world } = await worldWith(
      async ({ list, output, context }) => {
        await list();
        output.info("the first call is done");
        await list();
        wentOn.push(context.awsRequestId);
      },
      { faults: { afterCall: () => (++calls === 1 ? "freeze" : undefined) } },
    );
    const invocation = await world.run(world.lambda.invoke("sweep", {}));
    expect(invocation).toMatchObject({ outcome: "frozen", error: new Error("Task timed out after 60.00 seconds") });
    expect(invocation.endedAt - invocation.startedAt).toBe(60 * SECOND);
    expect(world.lambda.logs.filter(({ requestId }) => requestId === invocation.requestId)).toEqual([]);
    const next = await world.run(world.lambda.invoke("sweep", {}));
    expect(next.outcome).toBe("ok");
    expect(wentOn).toContain(next.requestId);
    expect(wentOn).not.toContain(invocation.requestId);
  });

  test("uses a warm environment again, and a second one for an invocation at the same time", async () => {
    const environments = new Set<unknown>();
    const { world } = await worldWith(async ({ output, list }) => {
      environments.add(output);
      await list();
    });
    const invoke = () => world.lambda.invoke("sweep", {});
    await world.run(invoke());
    await world.run(invoke());
    expect(environments.size).toBe(1);
    await world.run(Promise.all([invoke(), invoke()]));
    expect(environments.size).toBe(2);
  });

  test("gives its lines to the log, and its metric documents to the metrics", async () => {
    const { world } = await worldWith(async ({ output }) => {
      output.info('{"level":"INFO","message":"hello"}');
      output.log("plain\nlines");
      const metadata = {
        Timestamp: 5,
        CloudWatchMetrics: [{ Namespace: "N", Dimensions: [[]], Metrics: [{ Name: "M" }] }],
      };
      output.log(JSON.stringify({ _aws: metadata, M: 7 }));
    });
    const { requestId } = await world.run(world.lambda.invoke("sweep", {}));
    expect(world.lambda.logs).toMatchObject([
      { functionName: "sweep", requestId, record: { level: "INFO", message: "hello" } },
      { text: "plain", record: undefined },
      { text: "lines" },
    ]);
    expect(world.metrics.get("N", "M", {})).toMatchObject([{ time: 5, value: 7 }]);
  });
});

describe("an asynchronous invocation", () => {
  const failing = (failures: number) => {
    let left = failures;
    return async ({ event }: Work) => {
      if (!isGreeting(event) && left-- > 0) throw new Error("not yet");
    };
  };

  test("that fails is repeated as often as the stack says", async () => {
    const { world } = await worldWith(failing(1));
    await world.run(world.lambda.invokeAsync("sweep", { first: true }));
    const [first, second, ...others] = world.lambda.invocations.filter(({ event }) => !isGreeting(event));
    expect(others).toEqual([]);
    expect([first, second]).toMatchObject([
      { attempt: 1, outcome: "error" },
      { attempt: 2, outcome: "ok" },
    ]);
    expect((second?.startedAt ?? 0) - (first?.endedAt ?? 0)).toBe(MINUTE);
  });

  test("that keeps failing goes to the failure destination, once", async () => {
    const { world } = await worldWith(failing(9));
    await world.run(world.lambda.invokeAsync("sweep", { first: true }));
    expect(world.lambda.invocations.filter(({ event }) => !isGreeting(event))).toHaveLength(2);
    expect(world.queues.messages("arn:aws:sqs:eu-west-1:111122223333:dead-letters")).toMatchObject([
      {
        requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 2 },
        requestPayload: { first: true },
        responsePayload: { errorType: "Error", errorMessage: "not yet" },
      },
    ]);
  });

  test("waits while the function is throttled, and then runs", async () => {
    const { world } = await worldWith(failing(0));
    world.lambda.throttle("sweep", true);
    world.lambda.invokeInBackground("sweep", { first: true });
    await world.runUntil(START.getTime() + HOUR);
    expect(world.lambda.invocations).toEqual([]);
    world.lambda.throttle("sweep", false);
    await world.runUntil(START.getTime() + HOUR + 6 * MINUTE);
    expect(world.lambda.invocations).toContainEqual(expect.objectContaining({ event: { first: true }, outcome: "ok" }));
  });

  test("that has waited for longer than its maximum age is dropped, and goes to the failure destination", async () => {
    const stack = stackFixture((fixture) => {
      const [config] = Object.keys(fixture.resource.aws_lambda_function_event_invoke_config ?? {});
      const age = { maximum_event_age_in_seconds: 900 };
      set(`aws_lambda_function_event_invoke_config.${config}`, age)(fixture);
    });
    const { world } = await worldWith(failing(0), {}, stack);
    world.lambda.throttle("sweep", true);
    await world.run(world.lambda.invokeAsync("sweep", { first: true }));
    expect(world.clock.now() - START.getTime()).toBeLessThanOrEqual(15 * MINUTE);
    expect(world.lambda.invocations).toEqual([]);
    expect(world.queues.messages("arn:aws:sqs:eu-west-1:111122223333:dead-letters")).toContainEqual(
      expect.objectContaining({
        requestContext: expect.objectContaining({ condition: "EventAgeExceeded", approximateInvokeCount: 0 }),
        requestPayload: { first: true },
      }),
    );
    const dropped = world.metrics.get("AWS/Lambda", "AsyncEventsDropped", { FunctionName: "sweep" });
    expect(dropped.length).toBeGreaterThan(0);
  });

  test("that may not be sent to its failure destination is an error of the deployment", async () => {
    const stack = stackFixture((fixture) => {
      const statements = fixture.data.aws_iam_policy_document?.functions?.statement;
      const others = Array.isArray(statements) ? statements.filter(({ sid }) => sid !== "Queue") : [];
      set("data.aws_iam_policy_document.functions", { statement: others })(fixture);
    });
    const { world } = await worldWith(failing(1000), {}, stack);
    await expect(world.runUntil(START.getTime() + HOUR)).rejects.toThrow("may not send to");
  });

  test("is seen by an alarm on errors, and in the depth of the queue", async () => {
    const { world } = await worldWith(failing(1000));
    const rung: string[] = [];
    world.onAlarm(({ alarm, to }) => rung.push(`${alarm} ${to}`));
    await world.runUntil(START.getTime() + 4 * HOUR);
    expect(rung).toEqual(["errors OK", "errors ALARM"]);
    const depth = world.metrics.get("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "dead-letters" });
    expect(depth.at(-1)?.value).toBeGreaterThan(10);
  });
});

test("rules fire at their times, within seconds", async () => {
  const { world, events } = await worldWith(async () => undefined);
  await world.runUntil(START.getTime() + 2 * HOUR + MINUTE);
  const scheduled = events.filter(isScheduled);
  expect(scheduled).toHaveLength(8);
  expect(scheduled[0]).toMatchObject({
    "detail-type": "Scheduled Event",
    source: "aws.events",
    time: "2026-01-31T12:15:00Z",
    resources: ["arn:aws:events:eu-west-1:111122223333:rule/sweep"],
  });
  for (const { startedAt } of world.lambda.invocations.slice(1)) {
    expect(startedAt % (15 * MINUTE)).toBeLessThan(31 * SECOND);
  }
});
