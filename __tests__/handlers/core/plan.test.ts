import { describe, expect, test } from "@jest/globals";
import type { Inventory } from "../../../handlers/core/plan";
import {
  afterEvent,
  agesOf,
  cluster,
  copiesOf,
  copyOf,
  coverageBy,
  database,
  databases,
  EVERYTHING,
  foreign,
  foreignCopy,
  inventory,
  keyArn,
  lines,
  NOW,
  notesOf,
  snapshot,
  sweep,
  TARGET_REGION,
  today,
  yesterday,
} from "./builders";

describe("what is copied", () => {
  test("is the newest available snapshot alone", () => {
    const snapshots = [
      snapshot("2026-01-30T03:07"),
      today,
      yesterday,
      snapshot("2026-02-01T05:59", { status: "creating" }),
      { ...snapshot("2026-02-01T05:58"), takenAt: undefined },
    ];
    expect(lines(sweep({ snapshots }))).toEqual(["copy rds:orders-2026-02-01-03-07: new-snapshot"]);
  });

  test("is not a snapshot of which RDS has not told the time yet", () => {
    expect(lines(sweep({ snapshots: [{ ...today, takenAt: undefined }] }))).toEqual(["skip orders: no-snapshot"]);
  });

  test("is nothing where it is copied: a second run starts nothing", () => {
    expect(lines(sweep({ snapshots: [yesterday, today], copies: [copyOf(today)] }))).toEqual([]);
    expect(lines(sweep({ snapshots: [yesterday, today], copies: [copyOf(today, { status: "copying" })] }))).toEqual([]);
  });

  test("goes to every target region that lacks it", () => {
    const targets = new Map([
      [TARGET_REGION, [copyOf(today)]],
      ["eu-north-1", [copyOf(yesterday, { region: "eu-north-1" })]],
      ["us-east-1", []],
    ]);
    const keys = { kmsKeyArn: keyArn("us-east-1"), databaseKmsKeyArns: {} };
    const planned = sweep(
      { snapshots: [yesterday, today], targets },
      { targetKmsKeys: { "us-east-1": keys, "eu-north-1": keys } },
    );
    expect(copiesOf(planned).map(({ targetRegion }) => targetRegion)).toEqual(["eu-north-1", "us-east-1"]);
  });

  test("does not depend on tags of the snapshot: one with a copy's tags is no copy", () => {
    const inherited = copyOf(snapshot("2025-05-05T05:05", { of: database({ id: "old" }) })).tags;
    const [copy] = copiesOf(sweep({ snapshots: [{ ...today, tags: inherited }] }));
    expect(copy?.request.tags).toMatchObject({
      "CrossRegionBackup/Database": "orders",
      "CrossRegionBackup/SourceArn": today.arn,
    });
  });

  test("is one copy at a time for each database and region", () => {
    const copies = [copyOf(yesterday, { status: "copying", startedAt: new Date("2026-02-01T01:00:00Z") })];
    expect(lines(sweep({ snapshots: [yesterday, today], copies }))).toEqual([
      "defer rds:orders-2026-02-01-03-07: one-at-a-time",
    ]);
    expect(lines(afterEvent({ snapshots: [yesterday, today], copies }))).toEqual([
      "defer rds:orders-2026-02-01-03-07: one-at-a-time",
    ]);
  });

  test("of a stopped database is copied like any other", () => {
    const planned = sweep({ databases: [database({ status: "stopped" })], snapshots: [today] });
    expect(lines(planned)).toEqual(["copy rds:orders-2026-02-01-03-07: new-snapshot"]);
  });

  test("is nothing in a region that could not be listed", () => {
    expect(lines(sweep({ snapshots: [today], targets: new Map() }))).toEqual([]);
  });

  test("of clusters follows the same rules", () => {
    const ledger = snapshot("2026-02-01T03:07", { of: cluster() });
    expect(lines(sweep({ kind: "cluster", snapshots: [ledger] }))).toEqual([
      "copy rds:ledger-2026-02-01-03-07: new-snapshot",
    ]);
    expect(lines(sweep({ kind: "cluster", snapshots: [ledger], copies: [copyOf(ledger)] }))).toEqual([]);
  });
});

describe("selected databases", () => {
  test("are seen, selected and covered, and nothing is dropped in silence", () => {
    const seen = [
      database(),
      database({ id: "test", resourceId: "db-TEST" }),
      database({ id: "ledger-1", resourceId: "db-LEDGER1", memberOf: "ledger", engine: "aurora-postgresql" }),
      database({ id: "legacy", resourceId: "db-LEGACY", backupRetentionDays: 0 }),
    ];
    const planned = sweep(
      { databases: seen, snapshots: [today] },
      { selection: { instance: { ...EVERYTHING, exclude: ["test"] }, cluster: EVERYTHING } },
    );
    expect(planned).toMatchObject({ seen: 4, selected: 2, uncovered: 1 });
    expect(lines(planned)).toEqual([
      "copy rds:orders-2026-02-01-03-07: new-snapshot",
      "skip test: excluded",
      "skip ledger-1: cluster-member",
      "skip legacy: backups-disabled",
    ]);
    expect(notesOf(planned, "skipped").map(({ uncovered }) => uncovered)).toEqual([undefined, undefined, true]);
  });

  test("are chosen by the selection of their own kind", () => {
    const selection = { instance: { ...EVERYTHING, include: [] }, cluster: EVERYTHING };
    expect(sweep({}, { selection }).selected).toBe(0);
    expect(sweep({ kind: "cluster" }, { selection }).selected).toBe(1);
  });

  test.each(["docdb", "neptune"])("are not those of %s", (engine) => {
    const planned = sweep({ kind: "cluster", databases: [cluster({ engine })] });
    expect(planned).toMatchObject({ seen: 1, selected: 0, uncovered: 0 });
    expect(lines(planned)).toEqual(["skip ledger: not-rds"]);
  });

  test("that are uncovered get no copy, and keep the copies they have", () => {
    const disabled = database({ backupRetentionDays: 0 });
    const planned = sweep({ databases: [disabled], snapshots: [today], copies: [copyOf(yesterday)] });
    expect(lines(planned)).toEqual(["skip orders: backups-disabled"]);
  });
});

describe("a database whose tags change", () => {
  const selection = { instance: { ...EVERYTHING, tags: { backup: "yes" } }, cluster: EVERYTHING };
  const copies = ["2026-01-27T03:07", "2026-01-28T03:07", "2026-01-29T03:07", "2026-01-30T03:07"].map((at) =>
    copyOf(snapshot(at)),
  );
  const inPlan = (backup: string) =>
    lines(sweep({ databases: [database({ tags: { backup } })], snapshots: [today], copies }, { selection }));

  test("is copied and subject to retention while it is selected", () => {
    expect(inPlan("yes")).toEqual([
      "delete orders-eu-west-1-2026-01-27-03-07: retention",
      "copy rds:orders-2026-02-01-03-07: new-snapshot",
    ]);
  });

  test("keeps all its copies once it is not", () => {
    expect(inPlan("no")).toEqual(["skip orders: tags"]);
  });
});

describe("the age", () => {
  test("is of the newest available copy, for each target region", () => {
    const targets = new Map([
      [TARGET_REGION, [copyOf(yesterday), copyOf(today, { status: "copying" })]],
      ["eu-north-1", [copyOf(today, { region: "eu-north-1" })]],
    ]);
    const age = (time: Date) => Math.round((NOW.getTime() - time.getTime()) / 1000);
    expect(
      agesOf(
        coverageBy(inventory({ snapshots: [yesterday, today], targets }), {
          settings: { targets: [TARGET_REGION, "eu-north-1"] },
        }),
      ),
    ).toEqual([
      { database: "orders", targetRegion: TARGET_REGION, seconds: age(yesterday.takenAt) },
      { database: "orders", targetRegion: "eu-north-1", seconds: age(today.takenAt) },
    ]);
  });

  test.each(["failed", "deleting", "incompatible-restore"])("does not count a copy that is %s", (status) => {
    const [fresh] = agesOf(
      coverageBy(inventory({ snapshots: [today], copies: [copyOf(today, { status }), copyOf(yesterday)] })),
    );
    expect(fresh?.seconds).toBe(Math.round((NOW.getTime() - yesterday.takenAt.getTime()) / 1000));
  });

  test("does not count a snapshot that only claims to be ours, nor a predecessor's copy", () => {
    const copies = [
      foreign({ id: "orders-claims", tags: copyOf(today).tags }),
      copyOf(snapshot("2026-01-30T03:07", { of: database({ resourceId: "db-PREDECESSOR" }) })),
    ];
    const [fresh] = agesOf(coverageBy(inventory({ snapshots: [yesterday, today], copies })));
    expect(fresh?.seconds).toBe(Math.round((NOW.getTime() - yesterday.takenAt.getTime()) / 1000));
  });
});

test("a snapshot that another deployment copies already fails, and names it", () => {
  const copies = [copyOf(today, { tags: { CrossRegionBackup: "team-b" } })];
  expect(notesOf(sweep({ snapshots: [today], copies }))).toMatchObject([
    {
      outcome: "failed",
      database: "orders",
      targetRegion: TARGET_REGION,
      reason: "other-deployment",
      message: "already copied by deployment team-b: exclude the database in one of the two",
    },
  ]);
});

test("one database that fails does not touch the others", () => {
  const all = databases("a", "b");
  const snapshots = all.map((of) => snapshot("2026-02-01T03:07", { of }));
  const copies = snapshots.slice(0, 1).map((of) => foreign({ id: copyOf(of).id }));
  expect(lines(sweep({ databases: all, snapshots, copies }))).toEqual([
    "copy rds:b-2026-02-01-03-07: new-snapshot",
    "fail rds:a-2026-02-01-03-07: id-taken",
  ]);
});

test("copies in progress are ours, on each route", () => {
  const targets: Inventory["targets"] = new Map([
    [TARGET_REGION, [copyOf(today, { status: "copying" }), foreignCopy(), copyOf(yesterday)]],
    ["eu-north-1", [copyOf(today, { status: "pending", region: "eu-north-1" })]],
  ]);
  const id = "orders-eu-west-1-2026-02-01-03-07";
  expect(sweep({ snapshots: [today], targets }).routes.map(({ inProgress }) => inProgress)).toEqual([[id], [id]]);
});
