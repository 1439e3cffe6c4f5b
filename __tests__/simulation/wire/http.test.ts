import { CopyDBSnapshotCommand, DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { SimulatedAws } from "../../../simulation/aws";
import { MINUTE, RunningClock, SECOND } from "../../../simulation/time/clock";
import type { CallFault } from "../../../simulation/wire/faults";
import { SimulatedHttpHandler } from "../../../simulation/wire/http-handler";
import { QueryParameters } from "../../../simulation/wire/query-protocol";
import { startServer } from "../../../simulation/wire/server";
import { SOURCE, START, sdkClient, simulatedClock, simulation, TARGET } from "../support";

const list = (client: RDSClient) => client.send(new DescribeDBInstancesCommand({}));

describe("a call", () => {
  test("takes its latency of simulated time, and calls at once overlap", async () => {
    const { clock, client, run } = simulation();
    await run(list);
    expect(clock.now() - START.getTime()).toBe(80);
    await clock.run(Promise.all([list(client(TARGET)), list(client(SOURCE)), list(client(TARGET))]));
    expect(clock.now() - START.getTime()).toBe(160);
  });

  test("goes to the region that signed it", async () => {
    const { run, source } = simulation();
    source.addInstance({ id: "orders" });
    expect((await run(list, SOURCE)).DBInstances).toHaveLength(1);
    expect((await run(list, TARGET)).DBInstances).toHaveLength(0);
  });

  test("to an action that RDS does not have is refused", async () => {
    const { aws, clock } = simulation();
    const caller = { name: "test", arn: "arn:aws:iam::1:user/t", allows: async () => true };
    const parameters = new QueryParameters("Action=RebootUniverse&Version=2014-10-31");
    const { status, body } = await clock.run(aws.request(TARGET, caller, parameters));
    expect(status).toBe(400);
    expect(body).toContain("<Type>Sender</Type><Code>InvalidAction</Code>");
  });

  test("that is not allowed is denied in the words of AWS", async () => {
    const { clock, run } = simulation({
      caller: { name: "nobody", arn: "arn:aws:iam::111122223333:user/nobody", allows: async () => false },
    });
    await expect(run(list)).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining(
        "User: arn:aws:iam::111122223333:user/nobody is not authorized to perform: rds:DescribeDBInstances",
      ),
      $metadata: { httpStatusCode: 403, attempts: 1 },
    });
    expect(clock.now()).toBe(START.getTime() + 80);
  });

  test("can be aborted", async () => {
    const { clock, client } = simulation();
    const controller = new AbortController();
    clock.after(40, () => controller.abort());
    const call = client(TARGET).send(new DescribeDBInstancesCommand({}), { abortSignal: controller.signal });
    await expect(clock.run(call)).rejects.toMatchObject({ name: "AbortError" });
    expect(clock.now()).toBe(START.getTime() + 40);
  });
});

describe("faults", () => {
  const once = (fault: CallFault) => {
    let faults = 1;
    return () => (faults-- > 0 ? fault : undefined);
  };

  test.each(["throttled", "internal-error", "unavailable", "reset", "hang"] as const)(
    "of kind %s are overcome by the SDK's own retries",
    async (fault) => {
      const { aws, clock, run } = simulation({ faults: { beforeCall: once(fault) } });
      const { $metadata } = await run(list);
      expect($metadata.attempts).toBe(2);
      expect(aws.audit.faults.get(fault)).toBe(1);
      if (fault === "hang") expect(clock.now() - START.getTime()).toBeGreaterThan(15 * SECOND);
    },
  );

  test.each([
    ["throttled", "Throttling", 400],
    ["internal-error", "InternalFailure", 500],
    ["unavailable", "ServiceUnavailable", 503],
  ] as const)("of kind %s that last are errors of AWS", async (fault, name, httpStatusCode) => {
    const { run } = simulation({ faults: { beforeCall: () => fault } });
    await expect(run(list)).rejects.toMatchObject({ name, $metadata: { httpStatusCode, attempts: 3 } });
  });

  test("after a call leave it done: the retry finds that the copy exists", async () => {
    const { aws, run, source, target } = simulation();
    const { arn } = source.addSnapshot("instance", { id: "orders" });
    aws.faults = { afterCall: once("reset") as () => "reset" | undefined };
    const copy = new CopyDBSnapshotCommand({ SourceDBSnapshotIdentifier: arn, TargetDBSnapshotIdentifier: "copy" });
    await expect(run((client) => client.send(copy))).rejects.toMatchObject({ name: "DBSnapshotAlreadyExistsFault" });
    expect(target.snapshot("instance", "copy")).toBeDefined();
  });

  test("are told what is called", async () => {
    const seen: unknown[] = [];
    const { run } = simulation({ faults: { beforeCall: (call) => void seen.push(call) } });
    await run((client) => client.send(new DescribeDBInstancesCommand({ MaxRecords: 20 })));
    expect(seen).toEqual([
      {
        time: START.getTime() + 40,
        service: "rds",
        region: TARGET,
        action: "DescribeDBInstances",
        caller: "operator",
        parameters: { MaxRecords: "20" },
      },
    ]);
  });

  test("that crash the caller end it: nothing is answered or sent any more", async () => {
    const clock = simulatedClock();
    const aws = new SimulatedAws({ clock, faults: { afterCall: () => "crash" } });
    const requestHandler: SimulatedHttpHandler = new SimulatedHttpHandler({
      aws,
      onCrash: () => requestHandler.close(),
    });
    const client = sdkClient(TARGET, requestHandler);
    let answered = false;
    const note = () => {
      answered = true;
    };
    list(client).then(note, note);
    await clock.runUntil(START.getTime() + MINUTE);
    list(client).then(note, note);
    await clock.runUntil(START.getTime() + 2 * MINUTE);
    expect(answered).toBe(false);
    expect(aws.audit.totalCalls).toBe(1);
  });
});

describe("lists", () => {
  test("show a change only after the delay, changes of one snapshot in their order", async () => {
    const { aws, clock, run, target } = simulation();
    const delays = [30 * SECOND, 5 * SECOND, 10 * SECOND];
    aws.consistencyDelay = () => delays.shift() ?? 0;
    const statuses = async () => {
      const { DBInstances } = await run(list);
      return DBInstances?.map((one) => one.DBInstanceStatus);
    };
    target.addInstance({ id: "orders" });
    target.changeDatabase("instance", "orders", { status: "stopped" });
    expect(await statuses()).toEqual([]);
    await clock.runUntil(START.getTime() + 29 * SECOND);
    expect(await statuses()).toEqual([]);
    await clock.runUntil(START.getTime() + 30 * SECOND);
    expect(await statuses()).toEqual(["stopped"]);
    target.deleteDatabase("instance", "orders");
    expect(await statuses()).toEqual(["stopped"]);
    await clock.runUntil(START.getTime() + MINUTE);
    expect(await statuses()).toEqual([]);
  });
});

test("the same AWS is served on loopback, the region taken from the signature", async () => {
  const aws = new SimulatedAws({ clock: new RunningClock() });
  aws.region(SOURCE).addInstance({ id: "orders" });
  const server = await startServer({ aws, latency: 20 });
  const client = (region: string) =>
    new RDSClient({
      region,
      endpoint: server.url,
      credentials: { accessKeyId: "AKIASIMULATED", secretAccessKey: "secret" },
    });
  try {
    const began = Date.now();
    expect((await list(client(SOURCE))).DBInstances?.[0]?.DBInstanceIdentifier).toBe("orders");
    expect(Date.now() - began).toBeGreaterThanOrEqual(20);
    expect((await list(client(TARGET))).DBInstances).toEqual([]);
    aws.faults = { beforeCall: () => "reset" };
    await expect(list(client(TARGET))).rejects.toThrow("socket hang up");
  } finally {
    await server.close();
  }
});
