import { describe, expect, jest, test } from "@jest/globals";
import { createSweep } from "../../../handlers/run/create-sweep";
import { type Answer, answer, FakeRds, type Fields, failure, type RdsCall } from "../rds/fake-rds";
import {
  copiedDbClusterSnapshot,
  copiedDbSnapshot,
  dbCluster,
  dbClusterSnapshot,
  dbInstance,
  dbSnapshot,
} from "../rds/payloads";
import { context, environment, listOf } from "./function-setup";
import { Output } from "./output";

const SOURCE: Readonly<Record<string, readonly Fields[]>> = {
  DescribeDBInstances: [dbInstance()],
  DescribeDBClusters: [dbCluster()],
  DescribeDBSnapshots: [dbSnapshot()],
  DescribeDBClusterSnapshots: [dbClusterSnapshot()],
};

/** RDS with one instance and one cluster, and no copies. */
function rdsAnswer({ action, region }: RdsCall): Answer {
  if (action === "CopyDBSnapshot") return answer(action, { DBSnapshot: copiedDbSnapshot() });
  if (action === "CopyDBClusterSnapshot") return answer(action, { DBClusterSnapshot: copiedDbClusterSnapshot() });
  return answer(action, listOf(action, region === "us-east-1" ? (SOURCE[action] ?? []) : []));
}

function functionOn(respond: (call: RdsCall) => Answer | Promise<Answer>, overrides = {}) {
  const rds = new FakeRds(respond);
  const output = new Output();
  const handler = createSweep({
    environment: environment(overrides),
    requestHandler: rds.requestHandler,
    output: output.console,
  });
  return { rds, output, handler };
}

describe("the function of whole runs", () => {
  test("copies what is missing and returns its report", async () => {
    const { rds, output, handler } = functionOn(rdsAnswer);
    const returned = await handler({ run: "daily" }, context());
    expect(returned).toMatchObject({ run: "daily", seen: 2, selected: 2, copied: 4, failed: [] });
    expect(rds.log.sort()).toEqual(
      [
        ...Object.keys(SOURCE).map((action) => `${action} us-east-1`),
        ...["eu-central-1", "eu-west-1"].flatMap((region) =>
          [
            "DescribeAccountAttributes",
            "DescribeDBSnapshots",
            "DescribeDBClusterSnapshots",
            "CopyDBSnapshot",
            "CopyDBClusterSnapshot",
            "DescribeKey",
          ].map((action) => `${action} ${region}`),
        ),
      ].sort(),
    );
    expect(output.said("copied")).toHaveLength(4);
    expect(output.said("summary")).toEqual([expect.objectContaining({ copied: 4, gib_to_copy: 700, service: "prod" })]);
    expect(output.metrics).toContainEqual({
      namespace: "RdsCrossRegionBackup",
      name: "CopiesStarted",
      unit: "Count",
      value: 4,
      dimensions: { service: "prod" },
    });
  });

  test("sends our tags first, then the snapshot's own, and the key of the region", async () => {
    const { rds, handler } = functionOn(rdsAnswer);
    await handler({}, context());
    const copy = rds.calls.find(({ action, region }) => action === "CopyDBSnapshot" && region === "eu-central-1");
    const keys = Object.entries(copy?.params ?? {}).filter(([name]) => /^Tags\.Tag\.\d+\.Key$/.test(name));
    expect(keys.map(([, key]) => key)).toEqual([
      "CrossRegionBackup",
      "CrossRegionBackup/SourceArn",
      "CrossRegionBackup/SourceTime",
      "CrossRegionBackup/Database",
      "CrossRegionBackup/ResourceId",
      "CrossRegionBackup/StartedAt",
      "CrossRegionBackup/Restore",
      "team",
    ]);
    expect(copy?.params).toMatchObject({
      SourceDBSnapshotIdentifier: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:orders-2026-01-31-03-07",
      TargetDBSnapshotIdentifier: "orders-us-east-1-2026-01-31-03-07",
      KmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/66666666-7777-8888-9999-000000000000",
      "Tags.Tag.1.Value": "prod",
      "Tags.Tag.3.Value": "2026-01-31T03:08:11.123Z",
    });
  });

  test("knows account and partition from its own ARN", async () => {
    const gov = (text: unknown) =>
      String(text).replace("arn:aws:", "arn:aws-us-gov:").replace("us-east-1", "us-gov-west-1");
    const source = dbSnapshot({ DBSnapshotArn: gov(dbSnapshot().DBSnapshotArn) });
    const copy = copiedDbSnapshot({
      DBSnapshotIdentifier: "orders-us-gov-west-1-2026-01-31-03-07",
      DBSnapshotArn: "arn:aws-us-gov:rds:us-gov-east-1:123456789012:snapshot:orders-us-gov-west-1-2026-01-31-03-07",
      Status: "available",
      SourceDBSnapshotIdentifier: source.DBSnapshotArn,
      TagList: [
        { Key: "CrossRegionBackup", Value: "prod" },
        { Key: "CrossRegionBackup/SourceArn", Value: source.DBSnapshotArn },
        { Key: "CrossRegionBackup/SourceTime", Value: "2026-01-31T03:08:11.123Z" },
        { Key: "CrossRegionBackup/Database", Value: "orders" },
        { Key: "CrossRegionBackup/ResourceId", Value: "db-ORDERS1" },
      ],
    });
    const { handler } = functionOn(
      ({ action, region }) => {
        const here: Readonly<Record<string, readonly Fields[]>> =
          region === "us-gov-west-1"
            ? { DescribeDBInstances: [dbInstance()], DescribeDBSnapshots: [source] }
            : { DescribeDBSnapshots: [copy] };
        return answer(action, listOf(action, here[action] ?? []));
      },
      { AWS_REGION: "us-gov-west-1", TARGETS: '["us-gov-east-1"]', TARGET_KMS_KEYS: "{}" },
    );
    const arn = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:prod-us-gov-west-1-sweep";
    expect(await handler({}, context(undefined, arn))).toMatchObject({ copied: 0, skipped: {}, failed: [] });
  });
});

test("a follow-up that looks briefly asks RDS for copies by their ids, and returns what it did not look at", async () => {
  const doNotFake = [
    "nextTick",
    "setImmediate",
    "setTimeout",
    "setInterval",
    "clearTimeout",
    "clearInterval",
    "queueMicrotask",
    "performance",
    "hrtime",
  ] as const;
  jest.useFakeTimers({ now: new Date("2026-01-31T12:30:00Z"), doNotFake: [...doNotFake] });
  try {
    const tagsOf = (database: string, resourceId: unknown, arn: unknown, time: unknown) =>
      Object.entries({
        CrossRegionBackup: "prod",
        "CrossRegionBackup/SourceArn": arn,
        "CrossRegionBackup/SourceTime": time instanceof Date && time.toISOString(),
        "CrossRegionBackup/Database": database,
        "CrossRegionBackup/ResourceId": resourceId,
      }).map(([Key, Value]) => ({ Key, Value }));
    const [source, ofCluster] = [dbSnapshot(), dbClusterSnapshot()];
    const copies: Readonly<Record<string, Fields>> = {
      DescribeDBSnapshots: copiedDbSnapshot({
        Status: "available",
        TagList: tagsOf("orders", source.DbiResourceId, source.DBSnapshotArn, source.SnapshotCreateTime),
      }),
      DescribeDBClusterSnapshots: copiedDbClusterSnapshot({
        Status: "available",
        TagList: tagsOf(
          "ledger",
          ofCluster.DbClusterResourceId,
          ofCluster.DBClusterSnapshotArn,
          ofCluster.SnapshotCreateTime,
        ),
      }),
    };
    const rds = new FakeRds((call) => {
      if (call.region === "us-east-1") return rdsAnswer(call);
      const copy = copies[call.action];
      return answer(call.action, listOf(call.action, copy ? [copy] : []));
    });
    const { console } = new Output();
    const handler = createSweep({
      environment: environment({ TARGETS: '["eu-central-1"]', TARGET_KMS_KEYS: "{}" }),
      requestHandler: rds.requestHandler,
      output: console,
      briefAbove: 0,
    });
    const returned = await handler({}, context());
    expect(returned).toMatchObject({ seen: 2, copied: 0, failed: [], briefly_seen_kinds: ["instance", "cluster"] });
    const asked = rds.calls.filter(({ region }) => region === "eu-central-1");
    expect(
      asked.map(({ params }) => [params["Filters.Filter.1.Name"], params["Filters.Filter.1.Values.Value.1"]]).sort(),
    ).toEqual([
      ["db-cluster-snapshot-id", "ledger-us-east-1-2026-01-31-04-05"],
      ["db-snapshot-id", "orders-us-east-1-2026-01-31-03-07"],
    ]);
  } finally {
    jest.useRealTimers();
  }
});

test("a function whose ARN names no account does not start, as no copy could be known as its own", async () => {
  const { rds, handler } = functionOn(rdsAnswer);
  await expect(handler({}, context(undefined, "arn:aws:lambda:local"))).rejects.toThrow(
    "the ARN of the function does not tell its account: arn:aws:lambda:local",
  );
  expect(rds.calls).toEqual([]);
});

describe("a run in which something failed", () => {
  const partly = (call: RdsCall): Answer =>
    call.action === "CopyDBSnapshot" && call.region === "eu-west-1"
      ? failure("KMSKeyNotAccessibleFault", "The target KMS key [x] does not exist.")
      : call.action === "DescribeDBClusterSnapshots" && call.region === "eu-central-1"
        ? failure("AccessDenied", "User is not authorized to perform: rds:DescribeDBClusterSnapshots", 403)
        : rdsAnswer(call);

  test("ends well, as it has said so: what it returns names each failure", async () => {
    const { handler } = functionOn(partly);
    expect(await handler({}, context())).toMatchObject({
      run: "follow-up",
      copied: 2,
      failed: [
        {
          database: "orders",
          kind: "instance",
          target_region: "eu-west-1",
          reason: "key-not-accessible",
          message:
            "The target KMS key [x] does not exist. This is the key of eu-west-1, " +
            "arn:aws:kms:eu-west-1:123456789012:key/66666666-7777-8888-9999-111111111111, which the role's policy allows: " +
            "it must be enabled, and its policy must let arn:aws:iam::123456789012:role/prod-us-east-1 use it through RDS " +
            "or leave that to IAM, as a statement for the account's root does.",
        },
        {
          database: "*",
          kind: "cluster",
          target_region: "eu-central-1",
          reason: "denied",
          message:
            "cannot list the manual cluster snapshots in eu-central-1: " +
            "User is not authorized to perform: rds:DescribeDBClusterSnapshots. " +
            "Check the role's policy, boundary and any service control policy.",
        },
      ],
    });
  });

  test("says everything: lines, summary and metrics", async () => {
    const { output, handler } = functionOn(partly);
    await handler({}, context());
    expect(output.said("failed").map(({ reason }) => reason)).toEqual(["key-not-accessible", "denied"]);
    expect(output.said("copied")).toHaveLength(2);
    expect(output.said("summary")).toHaveLength(1);
    const named = (name: string) => output.metrics.filter((metric) => metric.name === name);
    expect(named("CopiesFailed").map(({ value }) => value)).toEqual([2]);
    expect(named("RecoveryPointAge").map(({ dimensions }) => dimensions)).toEqual([
      { service: "prod", TargetRegion: "eu-west-1" },
    ]);
  });

  test("tells no secret: neither credentials nor requests nor the environment", async () => {
    process.env.AWS_SESSION_TOKEN = "FwoGZXIvYXdzEXAMPLETOKEN";
    const { output, handler, rds } = functionOn(partly, { LOG_LEVEL: "DEBUG" });
    await handler({}, context());
    delete process.env.AWS_SESSION_TOKEN;
    expect(JSON.stringify(rds.calls)).toContain("AKIAIOSFODNN7EXAMPLE");
    for (const secret of [
      "AKIAIOSFODNN7EXAMPLE",
      "wJalrXUtnFEMI",
      "FwoGZXIvYXdz",
      "X-Amz-",
      "PreSignedUrl",
      "TARGET_KMS",
    ]) {
      expect(output.text).not.toContain(secret);
    }
  });
});

describe("the input", () => {
  test("tells the daily run from a follow-up", async () => {
    const { handler } = functionOn(rdsAnswer);
    expect(await handler({ run: "daily" }, context())).toMatchObject({ run: "daily" });
    expect(await handler({ "detail-type": "Scheduled Event" }, context())).toMatchObject({ run: "follow-up" });
  });

  test("that cannot be understood is said, and the run is a follow-up", async () => {
    const { handler, output } = functionOn(rdsAnswer);
    expect(await handler({ run: "dayly" }, context())).toMatchObject({ run: "follow-up", copied: 4 });
    expect(output.said("input not understood")).toMatchObject([
      { level: "WARN", detail: '`run` must be "daily" or "follow-up", got "dayly": this run is a follow-up' },
    ]);
  });
});

test("a run that could list no databases fails, when it has said why", async () => {
  const { handler, output } = functionOn((call) =>
    /DescribeDB(Instances|Clusters)$/.test(call.action)
      ? failure("AccessDenied", "User is not authorized", 403)
      : rdsAnswer(call),
  );
  await expect(handler({}, context())).rejects.toThrow(
    "The sweep could not do its work: the databases could not be listed.\n" +
      "- cannot list the instances in us-east-1: User is not authorized. Check the role's policy, boundary and any service control policy.\n" +
      "- cannot list the clusters in us-east-1: User is not authorized. Check the role's policy, boundary and any service control policy.",
  );
  expect(output.said("summary")).toHaveLength(1);
  expect(output.metrics).toContainEqual(expect.objectContaining({ name: "CopiesFailed", value: 2 }));
  expect(output.metrics).not.toContainEqual(expect.objectContaining({ name: "SweepsCompleted" })); // its heartbeat
});

describe("a run whose time is short", () => {
  const settled = async (
    remaining: number,
    respond: (call: RdsCall, output: Output) => Answer | Promise<Answer>,
    overrides = {},
  ) => {
    // The first follow-up of an hour.
    const now = new Date("2026-01-31T12:00:00Z");
    jest.useFakeTimers({ now, doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    try {
      const started = Date.now();
      const { handler, output, rds } = functionOn((call) => respond(call, output), overrides);
      let ended: number | undefined;
      const running = handler(
        {},
        context(() => remaining - (Date.now() - started)),
      )
        .catch((error: unknown) => error)
        .finally(() => {
          ended = Date.now() - started;
        });
      for (let second = 0; second < 120 && ended === undefined; second++) await jest.advanceTimersByTimeAsync(1_000);
      return { result: await running, ended, output, rds, timers: jest.getTimerCount() };
    } finally {
      jest.useRealTimers();
    }
  };

  test("gives up what RDS does not answer in time to tell of it", async () => {
    const { result, ended, output } = await settled(60_000, () => new Promise<Answer>(() => undefined));
    expect(ended).toBe(50_000);
    expect(result).toMatchObject({
      message: expect.stringMatching(
        /^The sweep could not do its work: the databases could not be listed\.\n- cannot list the instances in us-east-1: OutOfTime/,
      ),
    });
    expect(output.said("failed").map(({ detail }) => detail)).toContain(
      "cannot list the instances in us-east-1: OutOfTime: RDS did not answer in time",
    );
    expect(output.said("summary")).toEqual([expect.objectContaining({ failed: { "list-failed": 6 } })]);
  });

  test("starts no copy in its last half minute, defers them, and fails, as it could do nothing", async () => {
    const slowly = async (call: RdsCall) => {
      if (call.params.SnapshotType === "automated") await new Promise((resolve) => setTimeout(resolve, 96_000));
      return rdsAnswer(call);
    };
    const { result, output, rds } = await settled(125_000, slowly);
    expect(result).toMatchObject({
      message: "The sweep could not do its work: its lists took all the time it had, so that nothing could be started.",
    });
    expect(output.said("summary")).toMatchObject([{ copied: 0, deferred: { "out-of-time": 4 }, failed: {} }]);
    expect(rds.log.filter((line) => line.startsWith("Copy"))).toEqual([]);
    expect(output.said("deferred")).toHaveLength(4);
  });

  test("leaves no timer behind, so that it ends when it has told", async () => {
    expect(await settled(900_000, rdsAnswer)).toMatchObject({ result: { copied: 4 }, timers: 0 });
  });

  test("tells what it has done before it waits for slots, and what it has started then at once", async () => {
    const started: string[] = [];
    const slots = {
      MAX_COPIES_IN_PROGRESS: JSON.stringify({ instances: 1, clusters: 1 }),
      TARGETS: '["eu-central-1"]',
      TARGET_KMS_KEYS: "{}",
    };
    const unencrypted = { Encrypted: false, StorageEncryptionType: "none" };
    const copies: Fields[] = [];
    const two = ["orders", "users"].map((id) => ({
      DBInstanceIdentifier: id,
      DbiResourceId: `db-${id.toUpperCase()}1`,
    }));
    const { result, output } = await settled(
      240_000,
      ({ action, region, params }, output) => {
        if (action === "CopyDBSnapshot") {
          const id = params.TargetDBSnapshotIdentifier ?? "";
          started.push(`${id}, after ${output.said("summary").length} summaries`);
          const copy = copiedDbSnapshot({
            DBSnapshotIdentifier: id,
            SourceDBSnapshotIdentifier: params.SourceDBSnapshotIdentifier,
            Status: "creating",
          });
          copies.push(copy);
          return answer(action, { DBSnapshot: copy });
        }
        if (action === "DescribeDBInstances") return answer(action, listOf(action, two.map(dbInstance)));
        if (action !== "DescribeDBSnapshots") return answer(action, listOf(action, []));
        if (region === "us-east-1") {
          const ids = Object.values(params);
          const snapshots = two
            .filter(({ DBInstanceIdentifier }) => ids.includes(DBInstanceIdentifier))
            .map((one) =>
              dbSnapshot({
                ...one,
                ...unencrypted,
                DBSnapshotIdentifier: `rds:${one.DBInstanceIdentifier}-2026-01-31-03-07`,
                DBSnapshotArn: `arn:aws:rds:us-east-1:123456789012:snapshot:rds:${one.DBInstanceIdentifier}-2026-01-31-03-07`,
              }),
            );
          return answer(action, listOf(action, snapshots));
        }
        const polled = params["Filters.Filter.1.Name"] === "db-snapshot-id";
        return answer(action, listOf(action, polled ? copies.map((copy) => ({ ...copy, Status: "available" })) : []));
      },
      slots,
    );
    expect(started).toEqual([
      "orders-us-east-1-2026-01-31-03-07, after 0 summaries",
      "users-us-east-1-2026-01-31-03-07, after 1 summaries",
    ]);
    expect(result).toMatchObject({ run: "follow-up", copied: 2, deferred: { slots: 1 } });
    expect(output.said("summary")).toMatchObject([{ run: "follow-up", copied: 1 }]);
    expect(output.said("looked")).toMatchObject([{ run: "look", copied: 1 }]);
    const copied = output.metrics.filter(({ name }) => name === "CopiesStarted");
    expect(copied.map(({ value }) => value)).toEqual([1, 1]);
  });

  test("does not wait for slots if it is dry, as it would start nothing then", async () => {
    const two = ["orders", "users"].map((id) => ({
      DBInstanceIdentifier: id,
      DbiResourceId: `db-${id.toUpperCase()}1`,
    }));
    const { result, ended } = await settled(
      900_000,
      ({ action, region }) => {
        if (action === "DescribeDBInstances") return answer(action, listOf(action, two.map(dbInstance)));
        if (action !== "DescribeDBSnapshots" || region !== "us-east-1") return answer(action, listOf(action, []));
        const snapshots = two.map((one) => {
          const id = `rds:${one.DBInstanceIdentifier}-2026-01-31-03-07`;
          const arn = `arn:aws:rds:us-east-1:123456789012:snapshot:${id}`;
          return dbSnapshot({ ...one, DBSnapshotIdentifier: id, DBSnapshotArn: arn });
        });
        return answer(action, listOf(action, snapshots));
      },
      { DRY_RUN: "true", MAX_COPIES_IN_PROGRESS: JSON.stringify({ instances: 1, clusters: 1 }) },
    );
    expect(result).toMatchObject({ dry_run: true, planned: { "new-snapshot": 2 }, deferred: { slots: 2 } });
    expect(ended).toBe(0);
  });

  test("that has less left than it needs to tell gives up at once", async () => {
    const { ended, output } = await settled(5_000, () => new Promise<Answer>(() => undefined));
    expect(ended).toBeLessThanOrEqual(1_000);
    expect(output.said("summary")).toHaveLength(1);
  });

  test("waits with the clock of the machine where a retry needs a moment", async () => {
    const failed = copiedDbSnapshot({
      Status: "failed",
      TagList: [
        { Key: "CrossRegionBackup", Value: "prod" },
        { Key: "CrossRegionBackup/SourceArn", Value: dbSnapshot().DBSnapshotArn },
        { Key: "CrossRegionBackup/SourceTime", Value: "2026-01-31T03:08:11.123Z" },
        { Key: "CrossRegionBackup/Database", Value: "orders" },
        { Key: "CrossRegionBackup/ResourceId", Value: "db-ORDERS1" },
      ],
    });
    let copies = 0;
    const { result, ended } = await settled(900_000, (call) => {
      if (call.region !== "eu-central-1" || call.action.includes("Cluster")) return rdsAnswer(call);
      if (call.action === "DeleteDBSnapshot") return answer(call.action, { DBSnapshot: failed });
      if (call.action === "CopyDBSnapshot" && ++copies === 1) return failure("DBSnapshotAlreadyExists", "it exists");
      return call.action === "DescribeDBSnapshots" ? answer(call.action, { DBSnapshots: [failed] }) : rdsAnswer(call);
    });
    expect(result).toMatchObject({ copied: 4, deleted: 0, failed: [] });
    expect(ended).toBe(5_000);
  });
});

describe("at cold start", () => {
  test("a malformed environment stops the function, with all that is wrong", () => {
    const create = () => createSweep({ environment: environment({ STUCK_COPY_HOURS: "x", DRY_RUN: "maybe" }) });
    expect(create).toThrow(
      expect.objectContaining({
        name: "SettingsError",
        problems: [expect.stringMatching(/^STUCK_COPY_HOURS /), expect.stringMatching(/^DRY_RUN /)],
      }),
    );
  });

  test("the entries of the bundles read the environment of the process", () => {
    Object.assign(process.env, environment());
    const sweep = jest.requireActual<typeof import("../../../handlers/sweep")>("../../../handlers/sweep");
    const finished = jest.requireActual<typeof import("../../../handlers/backup-finished")>(
      "../../../handlers/backup-finished",
    );
    const handlers = new Set([sweep.handler, finished.handler]);
    expect([...handlers].map((handler) => typeof handler)).toEqual(["function", "function"]);
  });
});
