import { describe, expect, jest, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { reconcileDatabase } from "../../../handlers/run/backup-finished";
import type { Report } from "../../../handlers/run/report";
import { sweep } from "../../../handlers/run/sweep";
import { createTelemetry, METRICS, METRICS_NAMESPACE, publish } from "../../../handlers/run/telemetry";
import type { Startup } from "../../../handlers/settings/parse-settings";
import {
  copyOf,
  database,
  FRANKFURT,
  IRELAND,
  KEY,
  runOn,
  SETTINGS,
  snapshotOf,
  type TestRun,
  TONIGHT,
} from "./estate";
import { Output } from "./output";

function published(report: Report, logLevel: Startup["logLevel"] = "INFO"): Output {
  const output = new Output();
  const telemetry = createTelemetry({ settings: SETTINGS, sourceRegion: "us-east-1", logLevel }, output.console);
  publish(report, "us-east-1", telemetry);
  return output;
}

const swept = async (run: TestRun) => published(await sweep(run));

const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });
const LAST_WEEK = new Date("2026-01-25T03:07:00Z");

test("names of metrics are public: alarms are made of them", () => {
  expect(METRICS_NAMESPACE).toBe("RdsCrossRegionBackup");
  expect(METRICS).toEqual({
    recoveryPointAge: "RecoveryPointAge",
    databasesSelected: "DatabasesSelected",
    databasesUncovered: "DatabasesUncovered",
    copiesStarted: "CopiesStarted",
    copiesInProgress: "CopiesInProgress",
    copiesDeferred: "CopiesDeferred",
    copiesFailed: "CopiesFailed",
    copiesDeleted: "CopiesDeleted",
  });
});

describe("metrics", () => {
  const count = (name: string, value: number) => ({
    namespace: "RdsCrossRegionBackup",
    name,
    unit: "Count",
    value,
    dimensions: { service: "prod" },
  });
  const age = (region: string, value: number) => ({
    namespace: "RdsCrossRegionBackup",
    name: "RecoveryPointAge",
    unit: "Seconds",
    value,
    dimensions: { service: "prod", TargetRegion: region },
  });
  const mixed = () => {
    const olds = [1, 2, 3, 4, 5].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn(
      {
        databases: [orders, database("a"), database("b"), database("off", { backupRetentionDays: 0 }), ledger],
        snapshots: [snapshotOf(orders), snapshotOf(database("a")), snapshotOf(database("b")), snapshotOf(ledger)],
        copies: [...olds.map((old) => copyOf(old, FRANKFURT)), copyOf(snapshotOf(ledger), FRANKFURT)],
      },
      { targets: [FRANKFURT], maxCopiesInProgress: { instance: 2, cluster: 5 } },
    );
    run.services.instance.failing(({ verb, id }) =>
      verb === "copy" && id.startsWith("orders") ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    return run;
  };

  test("of a whole run are its counts and the age of each target region, and nothing else", async () => {
    const { metrics } = await swept(mixed());
    expect(metrics).toEqual([
      count("CopiesStarted", 1),
      count("CopiesFailed", 1),
      count("CopiesDeleted", 2),
      count("CopiesDeferred", 1),
      count("CopiesInProgress", 1),
      count("DatabasesSelected", 5),
      count("DatabasesUncovered", 1),
      age(FRANKFURT, (Date.UTC(2026, 1, 1, 6) - Date.UTC(2026, 0, 5, 3, 7)) / 1000),
    ]);
  });

  test("of a run after an event tell no state, as it has seen one database only", async () => {
    const report = await reconcileDatabase("instance", "orders", mixed());
    expect(report.recoveryPointAge).toEqual({});
    expect(published(report).metrics).toEqual([count("CopiesStarted", 0), count("CopiesFailed", 1)]);
  });

  test("do not tell the age of a region that was not seen whole", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    run.services.cluster.failing(({ region }) =>
      region === FRANKFURT ? new RdsError("transient", "ServiceUnavailable", "") : undefined,
    );
    const { metrics } = await swept(run);
    const seconds = (Date.UTC(2026, 1, 1, 6) - TONIGHT.getTime()) / 1000;
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toEqual([age(IRELAND, seconds)]);
    expect(metrics).toContainEqual(count("DatabasesSelected", 1));
  });

  test("do not tell how many databases there are if one kind could not be listed", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    run.services.cluster.failing(({ verb }) =>
      verb === "listSnapshots" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { metrics } = await swept(run);
    expect(metrics.map(({ name }) => name)).toEqual([
      "CopiesStarted",
      "CopiesFailed",
      "CopiesDeleted",
      "CopiesDeferred",
      "CopiesInProgress",
    ]);
  });

  test("tell age 0 where there is no database, so that no figure always means no sweep", async () => {
    const { metrics } = await swept(runOn({}));
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toEqual([age(FRANKFURT, 0), age(IRELAND, 0)]);
    expect(metrics).toContainEqual(count("DatabasesSelected", 0));
  });

  test("are published by a dry run too", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }, { dryRun: true });
    const { metrics } = await swept(run);
    expect(metrics).toContainEqual(count("DatabasesSelected", 1));
    expect(metrics).toContainEqual(count("CopiesStarted", 0));
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toHaveLength(2);
  });
});

describe("the log", () => {
  test("has a line for a copy: database, snapshot, regions, reason, what came of it", async () => {
    const tags = { team: "shop", "aws:cloudformation:stack-name": "x" };
    const run = runOn(
      { databases: [orders], snapshots: [snapshotOf(orders, TONIGHT, { tags })] },
      { targets: [FRANKFURT] },
    );
    expect((await swept(run)).said("copied")).toEqual([
      {
        level: "INFO",
        message: "copied",
        service: "prod",
        timestamp: expect.any(String),
        action: "copy",
        kind: "instance",
        database: "orders",
        snapshot: "rds:orders-2026-02-01-03-07",
        source_region: "us-east-1",
        target_region: FRANKFURT,
        reason: "new-snapshot",
        detail: "it is newer than every copy",
        copy_id: "orders-us-east-1-2026-02-01-03-07",
        encryption: "kms",
        kms_key_id: KEY[FRANKFURT],
        attempt: 1,
        dropped_tags: ["aws:cloudformation:stack-name"],
        sampling_rate: 0,
      },
    ]);
  });

  test("has a line for a deletion", async () => {
    const olds = [1, 2, 3, 4].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ databases: [orders], copies: olds.map((old) => copyOf(old, FRANKFURT)) });
    expect((await swept(run)).said("deleted")).toEqual([
      expect.objectContaining({
        level: "INFO",
        action: "delete",
        database: "orders",
        snapshot: "orders-us-east-1-2026-01-01-03-07",
        target_region: FRANKFURT,
        reason: "retention",
      }),
    ]);
  });

  test("has an error for a failure, with AWS's own", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) =>
      verb === "copy" ? new RdsError("invalid-request", "InvalidParameterValue", "no such thing") : undefined,
    );
    expect((await swept(run)).said("failed")).toEqual([
      expect.objectContaining({
        level: "ERROR",
        action: "copy",
        database: "orders",
        snapshot: "rds:orders-2026-02-01-03-07",
        target_region: FRANKFURT,
        reason: "invalid-request",
        detail: "InvalidParameterValue: no such thing",
        error: expect.objectContaining({ name: "RdsError", awsCode: "InvalidParameterValue" }),
      }),
    ]);
  });

  test("has an error for a failure of the plan, and a warning for what cannot be copied", async () => {
    const run = runOn(
      { databases: [orders, database("off", { backupRetentionDays: 0 })], snapshots: [snapshotOf(orders)] },
      { targets: [FRANKFURT], targetKmsKeys: {} },
    );
    const output = await swept(run);
    expect(output.said("failed")).toEqual([
      expect.objectContaining({ level: "ERROR", action: "fail", database: "orders", reason: "key-missing" }),
    ]);
    expect(output.said("uncovered")).toEqual([
      expect.objectContaining({ level: "WARN", action: "skip", database: "off", reason: "backups-disabled" }),
    ]);
  });

  test("has a line for what is deferred, skipped or planned", async () => {
    const run = runOn(
      { databases: [orders, database("other")], snapshots: [snapshotOf(orders), snapshotOf(database("other"))] },
      { targets: [FRANKFURT], maxCopiesInProgress: { instance: 1, cluster: 1 }, dryRun: true },
    );
    const output = await swept(run);
    expect(output.said("planned")).toEqual([
      expect.objectContaining({ level: "INFO", action: "copy", database: "orders" }),
    ]);
    expect(output.said("deferred")).toEqual([
      expect.objectContaining({ level: "INFO", action: "defer", database: "other", reason: "slots" }),
    ]);
    const skipping = runOn({ databases: [database("m", { memberOf: "ledger" })] });
    expect((await swept(skipping)).said("skipped")).toEqual([
      expect.objectContaining({ level: "INFO", action: "skip", database: "m", reason: "cluster-member" }),
    ]);
  });

  test("warns of each database whose recovery point is too old", async () => {
    const run = runOn({ databases: [orders], copies: [copyOf(snapshotOf(orders, LAST_WEEK), FRANKFURT)] });
    expect((await swept(run)).said("stale")).toContainEqual(
      expect.objectContaining({
        level: "WARN",
        kind: "instance",
        database: "orders",
        target_region: FRANKFURT,
        recovery_point_age_seconds: (Date.UTC(2026, 1, 1, 6) - LAST_WEEK.getTime()) / 1000,
      }),
    );
  });

  test("ends with one summary of the run", async () => {
    const run = runOn({
      databases: [orders, database("off", { backupRetentionDays: 0 })],
      snapshots: [snapshotOf(orders)],
    });
    run.services.cluster.failing(({ region }) =>
      region === IRELAND ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { lines } = await swept(run);
    expect(lines.filter(({ message }) => message === "summary")).toHaveLength(1);
    expect(lines.at(-1)).toEqual({
      sampling_rate: 0,
      level: "INFO",
      message: "summary",
      service: "prod",
      timestamp: expect.any(String),
      run: "sweep",
      dry_run: false,
      seen: 2,
      selected: 2,
      copied: 2,
      in_progress: 2,
      deferred: {},
      deleted: 0,
      orphaned: 0,
      uncovered: 1,
      skipped: { "backups-disabled": 1 },
      failed: { "list-failed": 1 },
      planned: {},
      gib_to_copy: 200,
      recovery_point_age_seconds: { [FRANKFURT]: (Date.UTC(2026, 1, 1, 6) - TONIGHT.getTime()) / 1000 },
      unseen_target_regions: [IRELAND],
    });
  });

  test("keeps to its level", async () => {
    const run = runOn({ databases: [database("off", { backupRetentionDays: 0 })] });
    const output = published(await sweep(run), "WARN");
    expect(output.lines.map(({ level }) => level)).toEqual(["WARN"]);
    expect(output.metrics.length).toBeGreaterThan(0);
  });
});

test("without an output both go to standard output, where Lambda takes them", async () => {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    const telemetry = createTelemetry({ settings: SETTINGS, sourceRegion: "us-east-1", logLevel: "INFO" });
    publish(await sweep(runOn({})), "us-east-1", telemetry);
  } finally {
    write.mockRestore();
  }
  expect(written.join("")).toContain('"message":"summary"');
  expect(written.join("")).toContain('"Namespace":"RdsCrossRegionBackup"');
});
