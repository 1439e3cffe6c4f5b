import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createBackupFinished } from "../../../handlers/run/create-backup-finished";
import { type Answer, answer, FakeRds, type Fields, failure, type RdsCall } from "../rds/fake-rds";
import { copiedDbClusterSnapshot, copiedDbSnapshot, dbClusterSnapshot, dbSnapshot } from "../rds/payloads";
import { context, environment, listOf } from "./function-setup";
import { Output } from "./output";

const eventOf = (name: string): { Records: unknown[] } =>
  JSON.parse(readFileSync(join(__dirname, "../../events", `${name}.json`), "utf8"));

/** The snapshot that a list of one database asks for. */
function snapshotOf(call: RdsCall, engine: string | undefined): Fields {
  const database = call.params["Filters.Filter.1.Values.Value.1"] ?? "";
  const id = `rds:${database}-2026-02-01-03-07`;
  const arn = "arn:aws:rds:us-east-1:123456789012";
  return call.action === "DescribeDBSnapshots"
    ? dbSnapshot({ DBInstanceIdentifier: database, DBSnapshotIdentifier: id, DBSnapshotArn: `${arn}:snapshot:${id}` })
    : dbClusterSnapshot({
        DBClusterIdentifier: database,
        DBClusterSnapshotIdentifier: id,
        DBClusterSnapshotArn: `${arn}:cluster-snapshot:${id}`,
        Engine: engine ?? "aurora-mysql",
      });
}

/** RDS with a new automated snapshot of whatever is asked for, and no copies. */
const rdsWith =
  (engine?: string) =>
  (call: RdsCall): Answer => {
    const { action, region } = call;
    if (action === "CopyDBSnapshot") return answer(action, { DBSnapshot: copiedDbSnapshot() });
    if (action === "CopyDBClusterSnapshot") return answer(action, { DBClusterSnapshot: copiedDbClusterSnapshot() });
    return answer(action, listOf(action, region === "us-east-1" ? [snapshotOf(call, engine)] : []));
  };

function functionOn(respond: (call: RdsCall) => Answer = rdsWith(), overrides = {}) {
  const rds = new FakeRds(respond);
  const output = new Output();
  const handler = createBackupFinished({
    environment: environment(overrides),
    requestHandler: rds.requestHandler,
    output: output.console,
  });
  return { rds, output, handler };
}

const failureOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The calls that tell the shape of a database. */
const INSTANCE = ["DescribeDBInstances us-east-1"];
const CLUSTER = ["DescribeDBClusters us-east-1", "DescribeDBInstances us-east-1"];

describe("the function of RDS events", () => {
  test.each([
    ["db-instance_RDS-EVENT-0002", "orders", "DescribeDBSnapshots", "CopyDBSnapshot", INSTANCE],
    ["db-instance_RDS-EVENT-0002-of-2018", "orders", "DescribeDBSnapshots", "CopyDBSnapshot", INSTANCE],
    ["db-cluster-snapshot_RDS-EVENT-0169", "ledger", "DescribeDBClusterSnapshots", "CopyDBClusterSnapshot", CLUSTER],
    [
      "db-cluster-snapshot_RDS-EVENT-0169-without-arn",
      "ledger",
      "DescribeDBClusterSnapshots",
      "CopyDBClusterSnapshot",
      CLUSTER,
    ],
  ])(
    "after %s copies %s with one list, what its shape takes, and one list and one copy for each region",
    async (name, database, list, copy, describing) => {
      const { rds, output, handler } = functionOn();
      const reports = await handler(eventOf(name), context());
      expect(reports).toEqual([expect.objectContaining({ run: "event", selected: 1, copied: 2, failed: [] })]);
      const calls = [
        `${copy} eu-central-1`,
        `${copy} eu-west-1`,
        // As it is the first copy there.
        "DescribeAccountAttributes eu-central-1",
        "DescribeAccountAttributes eu-west-1",
        `${list} eu-central-1`,
        `${list} eu-west-1`,
        `${list} us-east-1`,
        ...describing,
      ];
      expect([...rds.log].sort()).toEqual(calls.sort());
      expect(output.said("copied")).toEqual([
        expect.objectContaining({ database, snapshot: `rds:${database}-2026-02-01-03-07` }),
        expect.objectContaining({ database, snapshot: `rds:${database}-2026-02-01-03-07` }),
      ]);
      expect(output.said("summary")).toHaveLength(1);
      expect(output.metrics.map(({ name: metric, value }) => `${metric} ${value}`)).toEqual([
        "CopiesStarted 2",
        "CopiesFailed 0",
      ]);
    },
  );

  test.each([
    "sns_first-message-after-subscribing",
    "db-instance_RDS-EVENT-0001",
    "db-snapshot_RDS-EVENT-0091",
    "db-snapshot_RDS-EVENT-0060",
    "db-cluster-snapshot_RDS-EVENT-0075",
  ])("ignores %s, and says so", async (name) => {
    const { rds, output, handler } = functionOn();
    expect(await handler(eventOf(name), context())).toEqual([]);
    expect(rds.calls).toEqual([]);
    expect(output.said("ignored")).toEqual([
      expect.objectContaining({ message_id: expect.stringContaining("95df01b4"), detail: expect.any(String) }),
    ]);
  });

  test.each([
    ["documentdb", "docdb", "not-rds", 0],
    ["neptune", "neptune", "not-rds", 0],
    ["multi-az", "postgres", "multi-az-cluster", 1],
  ])("copies no cluster of %s", async (name, engine, reason, uncovered) => {
    const { rds, output, handler } = functionOn(rdsWith(engine));
    const reports = await handler(eventOf(`db-cluster-snapshot_RDS-EVENT-0169-of-${name}`), context());
    expect(reports).toEqual([expect.objectContaining({ copied: 0, uncovered, skipped: { [reason]: 1 } })]);
    expect(rds.log.filter((line) => line.startsWith("Copy"))).toEqual([]);
    expect(output.said("uncovered")).toHaveLength(uncovered);
  });

  test("asks RDS nothing about a database that is not selected by its id", async () => {
    const { rds, handler } = functionOn(rdsWith(), {
      INSTANCES: JSON.stringify({ include: ["*"], exclude: ["order*"], tags: {} }),
    });
    expect(await handler(eventOf("db-instance_RDS-EVENT-0002"), context())).toEqual([
      expect.objectContaining({ skipped: { excluded: 1 } }),
    ]);
    expect(rds.calls).toEqual([]);
  });
});

describe("several records", () => {
  test("are all handled, and the one that is malformed fails the invocation at its end", async () => {
    const { output, handler } = functionOn();
    const error = await failureOf(handler(eventOf("several_one-malformed"), context()));
    expect(output.said("copied").map(({ database }) => database)).toEqual(["orders", "orders", "ledger", "ledger"]);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toMatchObject({
      errors: [expect.any(Error)],
      message: expect.stringMatching(/^SNS message 95df01b4-.* is not a readable RDS event: /),
    });
    expect(output.said("record failed")).toEqual([
      expect.objectContaining({
        level: "ERROR",
        error: expect.objectContaining({ message: expect.stringContaining("SNS message 95df01b4-") }),
      }),
    ]);
  });

  const records = ["db-instance_RDS-EVENT-0002", "db-cluster-snapshot_RDS-EVENT-0169"];
  const both = { Records: records.flatMap((name) => eventOf(name).Records) };

  test("are all handled where RDS refuses one for good, which is said and not tried again", async () => {
    const respond = rdsWith();
    const { output, handler } = functionOn((call) =>
      call.action === "CopyDBSnapshot" && call.region === "eu-west-1"
        ? failure("AccessDenied", "User is not authorized to perform: rds:CopyDBSnapshot", 403)
        : respond(call),
    );
    expect(await handler(both, context())).toMatchObject([
      { copied: 1, failed: [{ database: "orders", target_region: "eu-west-1", reason: "denied" }] },
      { copied: 2, failed: [] },
    ]);
    expect(output.said("failed")).toHaveLength(1);
    expect(output.said("summary")).toHaveLength(2);
    expect(output.metrics.filter(({ name }) => name === "CopiesFailed").map(({ value }) => value)).toEqual([1, 0]);
  });

  test("are all handled where RDS does not answer a list, which is said and left to the next sweep", async () => {
    const respond = rdsWith();
    const { output, handler } = functionOn((call) =>
      call.action === "DescribeDBSnapshots" && call.region === "us-east-1"
        ? failure("InvalidClientTokenId", "not yet", 403)
        : call.action === "DescribeDBSnapshots" && call.region === "eu-west-1"
          ? failure("Throttling", "Rate exceeded", 400)
          : respond(call),
    );
    expect(await handler(both, context())).toMatchObject([
      { failed: [{ reason: "region-not-enabled" }] },
      { copied: 2 },
    ]);
    const passing = functionOn((call) =>
      call.action === "DescribeDBSnapshots" ? failure("RequestExpired", "too late", 400) : respond(call),
    );
    const cannot = "cannot list the automated snapshots in us-east-1: RequestExpired: too late";
    expect(await passing.handler(both, context())).toMatchObject([
      { copied: 0, failed: [{ database: "orders", reason: "list-failed", message: expect.stringContaining(cannot) }] },
      { copied: 2, failed: [] },
    ]);
    expect(passing.output.said("copied").map(({ database }) => database)).toEqual(["ledger", "ledger"]);
    expect(output.said("failed")).toHaveLength(1);
  });

  test("are all handled even if one is nothing at all", async () => {
    const { output, handler } = functionOn();
    const [good] = eventOf("db-instance_RDS-EVENT-0002").Records;
    const error = await failureOf(handler({ Records: [null, good, {}] }, context()));
    expect(output.said("copied")).toHaveLength(2);
    expect(error).toMatchObject({ errors: [expect.any(Error), expect.any(Error)] });
  });

  test("of another account, which has a database of the same id, are none of ours", async () => {
    const { rds, handler } = functionOn();
    const elsewhere = context(() => 900_000, "arn:aws:lambda:us-east-1:999999999999:function:prod-us-east-1-sweep");
    await expect(handler(eventOf("db-instance_RDS-EVENT-0002"), elsewhere)).rejects.toThrow(
      /its Source ARN does not begin with arn:aws:rds:us-east-1:999999999999:db:/,
    );
    expect(rds.calls).toEqual([]);
  });

  test("may fail by anything that is thrown", async () => {
    const { handler } = functionOn();
    const broken = context(() => {
      throw "no clock";
    });
    const error = await failureOf(handler(eventOf("db-instance_RDS-EVENT-0002"), broken));
    expect(error).toMatchObject({ message: "no clock" });
  });
});

test("an event that SNS did not send is refused", async () => {
  const { handler } = functionOn();
  await expect(handler({ "detail-type": "Scheduled Event" }, context())).rejects.toThrow(/not one of SNS: Records: /);
});
