import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { METRICS, METRICS_NAMESPACE } from "../../../handlers/run/telemetry";
import { copyOf, database, FRANKFURT, IRELAND, runOn, snapshotOf, TONIGHT } from "./estate";
import { published, reconciled, writtenBy } from "./published";

const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });

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
    const { metrics } = await writtenBy(mixed());
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
    const { report, summary } = await reconciled("instance", "orders", mixed());
    expect(summary.recovery_point_age_seconds).toEqual({});
    expect(published(report).metrics).toEqual([count("CopiesStarted", 0), count("CopiesFailed", 1)]);
  });

  test("do not tell the age of a region that was not seen whole", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    run.services.cluster.failing(({ region }) =>
      region === FRANKFURT ? new RdsError("transient", "ServiceUnavailable", "") : undefined,
    );
    const { metrics } = await writtenBy(run);
    const seconds = (Date.UTC(2026, 1, 1, 6) - TONIGHT.getTime()) / 1000;
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toEqual([age(IRELAND, seconds)]);
    expect(metrics).toContainEqual(count("DatabasesSelected", 1));
  });

  test("do not tell how many databases there are if one kind could not be listed", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    run.services.cluster.failing(({ verb }) =>
      verb === "listDatabases" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { metrics } = await writtenBy(run);
    expect(metrics.map(({ name }) => name)).toEqual([
      "CopiesStarted",
      "CopiesFailed",
      "CopiesDeleted",
      "CopiesDeferred",
      "CopiesInProgress",
    ]);
  });

  test("tell age 0 where there is no database, so that no figure always means no sweep", async () => {
    const { metrics } = await writtenBy(runOn({}));
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toEqual([age(FRANKFURT, 0), age(IRELAND, 0)]);
    expect(metrics).toContainEqual(count("DatabasesSelected", 0));
  });

  test("are published by a dry run too", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }, { dryRun: true });
    const { metrics } = await writtenBy(run);
    expect(metrics).toContainEqual(count("DatabasesSelected", 1));
    expect(metrics).toContainEqual(count("CopiesStarted", 0));
    expect(metrics.filter(({ name }) => name === "RecoveryPointAge")).toHaveLength(2);
  });
});
