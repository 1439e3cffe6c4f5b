import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { METRICS, METRICS_NAMESPACE } from "../../../handlers/run/telemetry";
import { EVERYTHING } from "../core/builders";
import { copyOf, database, FRANKFURT, IRELAND, runOn, SETTINGS, snapshotOf, TONIGHT } from "./estate";
import { published, reconciled, swept, writtenBy } from "./published";

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
    sweepsCompleted: "SweepsCompleted",
    databasesDeselected: "DatabasesDeselected",
    databasesOrphaned: "DatabasesOrphaned",
    databasesStale: "DatabasesStale",
    databasesFailing: "DatabasesFailing",
    copiesUnrestorable: "CopiesUnrestorable",
    manualSnapshotQuotaUsed: "ManualSnapshotQuotaUsed",
    troublesBegun: "TroublesBegun",
    messagesFailed: "MessagesFailed",
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
  const inFrankfurt = (name: string, value: number) => {
    const { dimensions, ...rest } = count(name, value);
    return { ...rest, dimensions: { ...dimensions, TargetRegion: FRANKFURT } };
  };
  const mixed = () => {
    const olds = [1, 2, 3, 4, 5].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn(
      {
        databases: [orders, database("a"), database("b"), database("off", { backupRetentionDays: 0 }), ledger],
        snapshots: [snapshotOf(orders), snapshotOf(database("a")), snapshotOf(database("b")), snapshotOf(ledger)],
        copies: [...olds.map((old) => copyOf(old, FRANKFURT)), copyOf(snapshotOf(ledger), FRANKFURT)],
      },
      { targets: [FRANKFURT], maxCopiesInProgress: { instance: 1, cluster: 5 } },
    );
    run.services.instance.failing(({ verb, id }) =>
      verb === "copy" && id.startsWith("orders") ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    return run;
  };

  test("of a whole run are its counts and the age of each target region, and nothing else", async () => {
    const { metrics } = await writtenBy(mixed());
    expect(metrics).toEqual([
      count("DatabasesSelected", 5),
      count("DatabasesUncovered", 1),
      count("CopiesStarted", 1),
      count("CopiesFailed", 1),
      count("CopiesDeleted", 2),
      count("CopiesDeferred", 1),
      count("CopiesInProgress", 1),
      count("DatabasesDeselected", 0),
      count("DatabasesOrphaned", 0),
      age(FRANKFURT, (Date.UTC(2026, 1, 1, 6) - Date.UTC(2026, 0, 5, 3, 7)) / 1000),
      inFrankfurt("DatabasesStale", 1),
      inFrankfurt("CopiesUnrestorable", 0),
    ]);
  });

  test("tell how many are in trouble, once a run can say it of all", async () => {
    const run = runOn(
      {
        databases: [orders, database("b")],
        snapshots: [snapshotOf(orders), snapshotOf(database("b"))],
        copies: ["gone", "b"].map((id) => copyOf(snapshotOf(database(id)), FRANKFURT)),
      },
      { targets: [FRANKFURT], selection: { ...SETTINGS.selection, instance: { ...EVERYTHING, exclude: ["b"] } } },
    );
    run.services.instance.failing(({ verb }) =>
      verb === "copy" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { metrics } = await writtenBy(run);
    expect(metrics).toContainEqual(inFrankfurt("DatabasesFailing", 1));
    expect(metrics).toContainEqual(count("DatabasesDeselected", 1));
    expect(metrics).toContainEqual(count("DatabasesOrphaned", 1));
  });

  test("have a heartbeat in each whole run that came to its end, and what others know", async () => {
    const { report } = await swept(runOn({}));
    const quotaUsed = [{ route: { kind: "instance", targetRegion: FRANKFURT }, percent: 81 }] as const;
    const { metrics } = published(report, {}, { completed: true, quotaUsed });
    expect(metrics).toContainEqual(count("SweepsCompleted", 1));
    expect(metrics.at(-1)).toEqual({
      ...inFrankfurt("ManualSnapshotQuotaUsed", 81),
      unit: "Percent",
      dimensions: { service: "prod", TargetRegion: FRANKFURT, Kind: "instance" },
    });
    expect(published(report).metrics.map(({ name }) => name)).not.toContain("SweepsCompleted");
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

  test("of a dry run say that it ran, and over how many databases: it protects none, so it has nothing to ring for", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }, { dryRun: true });
    const { settings } = run;
    const { metrics } = published((await swept(run)).report, { settings }, { completed: true });
    expect(metrics).toEqual([
      count("SweepsCompleted", 1),
      count("DatabasesSelected", 1),
      count("DatabasesUncovered", 0),
    ]);
    const { report } = await reconciled("instance", "orders", run);
    expect(published(report, { settings }).metrics).toEqual([]);
  });
});
