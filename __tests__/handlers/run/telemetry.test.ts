import { describe, expect, jest, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { createTelemetry, publish } from "../../../handlers/run/telemetry";
import type { Startup } from "../../../handlers/settings/settings";
import { parseWiring } from "../../../handlers/settings/wiring";
import { copyOf, database, FRANKFURT, IRELAND, KEY, runOn, SETTINGS, snapshotOf, TONIGHT } from "./estate";
import { published, reconciled, swept, writtenBy } from "./published";

const orders = database("orders");
const LAST_WEEK = new Date("2026-01-25T03:07:00Z");

describe("the log", () => {
  test("has a line for a copy: database, snapshot, regions, reason, what came of it", async () => {
    const tags = { team: "shop", "aws:cloudformation:stack-name": "x" };
    const run = runOn(
      { databases: [orders], snapshots: [snapshotOf(orders, TONIGHT, { tags })] },
      { targets: [FRANKFURT] },
    );
    expect((await writtenBy(run)).said("copied")).toEqual([
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
        not_in_sheet: [],
        sampling_rate: 0,
      },
    ]);
  });

  test("has a line for a deletion", async () => {
    const olds = [1, 2, 3, 4].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ databases: [orders], copies: olds.map((old) => copyOf(old, FRANKFURT)) });
    expect((await writtenBy(run)).said("deleted")).toEqual([
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
    expect((await writtenBy(run)).said("failed")).toEqual([
      expect.objectContaining({
        level: "ERROR",
        action: "copy",
        database: "orders",
        snapshot: "rds:orders-2026-02-01-03-07",
        target_region: FRANKFURT,
        reason: "invalid-request",
        detail: "InvalidParameterValue: no such thing",
        // Without a stack, as it may be written 96 times a day.
        error: { name: "RdsError", awsCode: "InvalidParameterValue", message: "no such thing" },
      }),
    ]);
  });

  test("has an error for a failure of the plan, and a warning for what cannot be copied", async () => {
    const run = runOn(
      { databases: [orders, database("off", { backupRetentionDays: 0 })], snapshots: [snapshotOf(orders)] },
      { targets: [FRANKFURT], targetKmsKeys: {} },
    );
    const output = await writtenBy(run);
    expect(output.said("failed")).toEqual([
      expect.objectContaining({ level: "ERROR", database: "orders", reason: "key-missing" }),
    ]);
    expect(output.said("uncovered")).toEqual([
      expect.objectContaining({ level: "WARN", database: "off", reason: "backups-disabled" }),
    ]);
  });

  test("warns of a copy under AWS's own key if the key that is set cannot be used", async () => {
    const ledger = database("ledger", { kind: "cluster" });
    const run = runOn(
      { databases: [ledger], snapshots: [{ ...snapshotOf(ledger), encryption: "sse-rds" }] },
      { targets: [FRANKFURT] },
    );
    run.services.cluster.failing(({ request }) =>
      request?.kmsKeyArn === undefined
        ? undefined
        : new RdsError("key-not-accessible", "KMSKeyNotAccessibleFault", "it is disabled"),
    );
    expect((await writtenBy(run)).said("copied")).toEqual([
      expect.objectContaining({ level: "WARN", database: "ledger", detail: expect.stringContaining("it is disabled") }),
    ]);
  });

  test("has a line for what is deferred, skipped or planned", async () => {
    const run = runOn(
      { databases: [orders, database("other")], snapshots: [snapshotOf(orders), snapshotOf(database("other"))] },
      { targets: [FRANKFURT], maxCopiesInProgress: { instance: 1, cluster: 1 }, dryRun: true },
    );
    const output = await writtenBy(run);
    expect(output.said("planned")).toEqual([
      expect.objectContaining({ level: "INFO", action: "copy", database: "orders" }),
    ]);
    expect(output.said("deferred")).toEqual([
      expect.objectContaining({ level: "INFO", database: "other", reason: "slots" }),
    ]);
    const skipping = runOn({ databases: [database("m", { memberOf: "ledger" })] });
    expect((await writtenBy(skipping)).said("skipped")).toEqual([
      expect.objectContaining({ level: "INFO", database: "m", reason: "cluster-member" }),
    ]);
  });

  test("has a line for each trouble in the daily run, and none in follow-ups, which would all say the same", async () => {
    const run = runOn({
      databases: [orders, database("off", { backupRetentionDays: 0 }), database("m", { memberOf: "ledger" })],
      copies: [copyOf(snapshotOf(orders, LAST_WEEK), FRANKFURT)],
    });
    const { report } = await swept(run);
    expect(published(report).said("trouble")).toContainEqual(
      expect.objectContaining({
        level: "WARN",
        kind: "instance",
        database: "orders",
        target_region: FRANKFURT,
        trouble: "stale",
        cause: "RDS lists no backup of orders, and its newest copy is of 2026-01-25 03:07 UTC",
      }),
    );
    const followUp = published({ ...report, run: "follow-up" });
    expect(followUp.lines.map(({ message }) => message)).toEqual(["summary"]);
  });

  test("has a line for what was tried in follow-ups too", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }, { targets: [FRANKFURT] });
    const { report } = await swept(run, "follow-up");
    expect(published(report).said("copied")).toHaveLength(1);
  });

  test("ends with one summary of the run", async () => {
    const run = runOn({
      databases: [orders, database("off", { backupRetentionDays: 0 })],
      snapshots: [snapshotOf(orders)],
    });
    run.services.cluster.failing(({ region }) =>
      region === IRELAND ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { lines } = await writtenBy(run);
    expect(lines.filter(({ message }) => message === "summary")).toHaveLength(1);
    expect(lines.at(-1)).toEqual({
      sampling_rate: 0,
      level: "INFO",
      message: "summary",
      service: "prod",
      timestamp: expect.any(String),
      run: "daily",
      dry_run: false,
      seen: 2,
      selected: 2,
      copied: 2,
      in_progress: 2,
      deferred: {},
      deleted: 0,
      orphaned: 0,
      held: 0,
      uncovered: 1,
      skipped: { "backups-disabled": 1 },
      failed: { denied: 1 },
      planned: {},
      gib_to_copy: 200,
      recovery_point_age_seconds: { [FRANKFURT]: (Date.UTC(2026, 1, 1, 6) - TONIGHT.getTime()) / 1000 },
      unseen_target_regions: [IRELAND],
      briefly_seen_kinds: [],
      manual_snapshots: expect.any(Array),
      troubles_by_kind: { failing: 1, uncovered: 2 },
    });
  });

  test("calls the end of a look inside a waiting sweep otherwise: a run has one summary", async () => {
    const { report } = await reconciled(
      "instance",
      "orders",
      runOn({ databases: [orders], snapshots: [snapshotOf(orders)] }),
    );
    expect(published(report).said("summary")).toMatchObject([{ run: "event", copied: 2 }]);
    const output = published({ ...report, run: "look" });
    expect(output.said("looked")).toMatchObject([{ run: "look", copied: 2 }]);
    expect(output.said("summary")).toEqual([]);
  });

  test("keeps to its level", async () => {
    const run = runOn({ databases: [database("off", { backupRetentionDays: 0 })] });
    const output = published((await swept(run)).report, { logLevel: "WARN" });
    expect(output.lines.map(({ level }) => level)).toEqual(["WARN", "WARN", "WARN"]);
    expect(output.metrics.length).toBeGreaterThan(0);
  });
});

test("without an output both go to standard output, where Lambda takes them", async () => {
  const written: string[] = [];
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => written.push(String(chunk)) > 0);
  try {
    const startup: Startup = {
      settings: SETTINGS,
      sourceRegion: "us-east-1",
      logLevel: "INFO",
      wiring: parseWiring({}),
    };
    publish((await swept(runOn({}))).report, { ...startup, telemetry: createTelemetry(startup) });
  } finally {
    write.mockRestore();
  }
  expect(written.join("")).toContain('"message":"summary"');
  expect(written.join("")).toContain('"Namespace":"RdsCrossRegionBackup"');
});
