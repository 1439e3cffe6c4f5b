import { describe, expect, test } from "@jest/globals";
import {
  afterEvent,
  cluster,
  copiesOf,
  copyOf,
  database,
  databases,
  deletionsOf,
  foreign,
  foreignCopy,
  keyArn,
  lines,
  notesOf,
  onlyRoute,
  snapshot,
  sweep,
  TARGET_REGION,
  today,
  yesterday,
} from "./builders";

test("the failed copy of the snapshot that is to be copied counts its attempts, though a newer one has failed too", () => {
  const failed = { status: "failed", tags: { "CrossRegionBackup/Attempt": "2" } };
  // The snapshot of today is gone.
  const planned = sweep({ snapshots: [yesterday], copies: [copyOf(yesterday, failed), copyOf(today, failed)] });
  expect(deletionsOf(planned)).toEqual([]);
  expect(copiesOf(planned).map(({ attempt }) => attempt)).toEqual([3]);
});

describe("slots", () => {
  const three = databases("a", "b", "c");
  const snapshots = three.map((of) => snapshot("2026-02-01T03:07", { of }));
  const limit = (instance: number) => ({ maxCopiesInProgress: { instance, cluster: 5 } });

  test("go to the oldest recovery points, and the rest is deferred", () => {
    const old = (index: number, at: string) => copyOf(snapshot(at, { of: three[index] ?? database() }));
    const copies = [old(0, "2026-01-31T03:07"), old(1, "2026-01-29T03:07"), old(2, "2026-01-30T03:07")];
    const planned = sweep({ databases: three, snapshots, copies }, limit(2));
    expect(lines(planned)).toEqual([
      "copy rds:b-2026-02-01-03-07: new-snapshot",
      "copy rds:c-2026-02-01-03-07: new-snapshot",
      "defer rds:a-2026-02-01-03-07: slots",
    ]);
    expect(notesOf(planned, "deferred")).toEqual([
      {
        outcome: "deferred",
        database: "a",
        targetRegion: TARGET_REGION,
        snapshot: "rds:a-2026-02-01-03-07",
        sizeGib: 100,
        reason: "slots",
        message: "2 copies to eu-central-1 may be in progress at a time: a later run starts it",
      },
    ]);
  });

  test("are taken by copies of others, not by native snapshots that are being made", () => {
    const copies = [foreignCopy(), foreign({ id: "by-hand", status: "creating" })];
    const planned = sweep({ databases: three, snapshots, copies }, limit(2));
    expect(copiesOf(planned)).toHaveLength(1);
    expect(notesOf(planned, "deferred")).toHaveLength(2);
  });

  test.each([
    ["the shortest first, where a copy in progress goes on for longer than all that wait", { sizeGib: 2_000 }, "a"],
    ["the longest first, where it ends before", { sizeGib: 50 }, "b"],
    ["the longest first, where most of it is sent already", { sizeGib: 2_000, percent: 98 }, "b"],
  ])("go to %s", (_, inProgress, id) => {
    const two = databases("a", "b");
    const due = two.map((of, index) => snapshot("2026-02-01T03:07", { of, sizeGib: index === 0 ? 10 : 100 }));
    const planned = sweep({ databases: two, snapshots: due, copies: [foreignCopy(inProgress)] }, limit(2));
    expect(copiesOf(planned).map(({ database: of }) => of)).toEqual([id]);
  });

  test("are counted for each target region", () => {
    const targets = new Map([
      [TARGET_REGION, [foreignCopy()]],
      ["eu-north-1", []],
    ]);
    const keys = Object.fromEntries(
      [...targets.keys()].map((region) => [region, { kmsKeyArn: keyArn(region), databaseKmsKeyArns: {} }]),
    );
    const planned = sweep({ databases: three, snapshots, targets }, { ...limit(2), targetKmsKeys: keys });
    expect(copiesOf(planned).map(({ targetRegion }) => targetRegion)).toEqual([
      TARGET_REGION,
      "eu-north-1",
      "eu-north-1",
    ]);
  });

  test("are counted by the limit of the kind", () => {
    const clusters = ["a", "b"].map((id) => cluster({ id, resourceId: `cluster-${id.toUpperCase()}` }));
    const due = clusters.map((of) => snapshot("2026-02-01T03:07", { of }));
    const planned = sweep(
      { kind: "cluster", databases: clusters, snapshots: due },
      { maxCopiesInProgress: { instance: 9, cluster: 1 } },
    );
    expect(copiesOf(planned)).toHaveLength(1);
  });

  test("are not taken by a copy that cannot be started", () => {
    const [a, ...others] = snapshots;
    const keys = { databaseKmsKeyArns: { b: keyArn(TARGET_REGION), c: keyArn(TARGET_REGION) } };
    const planned = sweep(
      { databases: three, snapshots: a ? [a, ...others] : [] },
      { ...limit(2), targetKmsKeys: { [TARGET_REGION]: keys } },
    );
    expect(lines(planned)).toEqual([
      "copy rds:b-2026-02-01-03-07: new-snapshot",
      "copy rds:c-2026-02-01-03-07: new-snapshot",
      "fail rds:a-2026-02-01-03-07: key-missing",
    ]);
  });

  test("tell who holds them, and in whose turn they are passed on", () => {
    const failed = snapshot("2026-02-01T03:07", { of: databases("d")[0] ?? database() });
    const copies = [foreignCopy(), copyOf(failed, { status: "failed" })];
    const planned = sweep(
      { databases: databases("a", "b", "c", "d"), snapshots: [...snapshots, failed], copies },
      limit(2),
    );
    expect(onlyRoute(planned).slots).toEqual({
      limit: 2,
      heldBy: ["dr-billing-2026-01-31"],
      inTurn: ["a", "b", "c"],
    });
  });

  test("are nobody's turn after an event", () => {
    expect(onlyRoute(afterEvent({ databases: three, snapshots, copies: [] })).slots).toBeUndefined();
  });

  test("are not counted after an event: RDS refuses what is too much", () => {
    const copies = [foreignCopy({ id: "x" }), foreignCopy({ id: "y" })];
    expect(copiesOf(afterEvent({ databases: three, snapshots, copies }, limit(1)))).toHaveLength(3);
  });
});

describe("a failed copy", () => {
  const failed = (attempt: number) => copyOf(today, { status: "failed", attempt });

  test.each([
    [1, 2],
    [2, 3],
  ])("of attempt %p is replaced by attempt %p, in one action", (attempt, next) => {
    const planned = sweep({ snapshots: [today], copies: [failed(attempt)] });
    expect(lines(planned)).toEqual(["copy rds:orders-2026-02-01-03-07: retry"]);
    expect(copiesOf(planned)).toMatchObject([
      {
        message: `attempt ${next} of 3`,
        attempt: next,
        replaces: { snapshot: { id: "orders-eu-west-1-2026-02-01-03-07" } },
        request: {
          targetId: "orders-eu-west-1-2026-02-01-03-07",
          tags: { "CrossRegionBackup/Attempt": String(next) },
        },
      },
    ]);
  });

  test("of the third attempt stays as the record, and fails in every run", () => {
    const planned = sweep({ snapshots: [today], copies: [copyOf(yesterday), failed(3)] });
    expect(lines(planned)).toEqual(["fail rds:orders-2026-02-01-03-07: given-up"]);
  });

  test("stays until the next snapshot is copied, and then goes", () => {
    const record = copyOf(yesterday, { status: "failed", attempt: 3 });
    expect(lines(sweep({ snapshots: [yesterday, today], copies: [record] }))).toEqual([
      "copy rds:orders-2026-02-01-03-07: new-snapshot",
    ]);
    expect(
      lines(sweep({ snapshots: [yesterday, today], copies: [record, copyOf(today, { status: "copying" })] })),
    ).toEqual([]);
    expect(lines(sweep({ snapshots: [yesterday, today], copies: [record, copyOf(today)] }))).toEqual([
      "delete orders-eu-west-1-2026-01-31-03-07: superseded",
    ]);
  });

  test("is neither deleted nor tried again after an event", () => {
    const planned = afterEvent({ snapshots: [today], copies: [failed(1)] });
    expect(notesOf(planned)).toMatchObject([
      {
        outcome: "deferred",
        reason: "retry-in-sweep",
        message: "a copy of it has failed: the next sweep deletes that one and tries again",
      },
    ]);
  });

  test("is not deleted where the next attempt cannot be started for want of a key", () => {
    expect(lines(sweep({ snapshots: [today], copies: [failed(1)] }, { targetKmsKeys: {} }))).toEqual([
      "fail rds:orders-2026-02-01-03-07: key-missing",
    ]);
  });

  test("is not deleted where the next attempt has to wait for its turn", () => {
    const copies = [failed(1), foreignCopy()];
    const limit = { maxCopiesInProgress: { instance: 1, cluster: 5 } };
    expect(lines(sweep({ snapshots: [today], copies }, limit))).toEqual(["defer rds:orders-2026-02-01-03-07: slots"]);
  });

  test("three times over does not starve healthy databases", () => {
    const all = databases("broken-1", "broken-2", "broken-3", "healthy");
    const snapshots = all.map((of) => snapshot("2026-02-01T03:07", { of }));
    const copies = snapshots.slice(0, 3).map((of) => copyOf(of, { status: "failed", attempt: 2 }));
    const planned = sweep({ databases: all, snapshots, copies }, { maxCopiesInProgress: { instance: 3, cluster: 5 } });
    expect(copiesOf(planned).map(({ database: id }) => id)).toEqual(["healthy", "broken-1"]);
    expect(notesOf(planned, "deferred").map(({ database: id }) => id)).toEqual(["broken-2", "broken-3"]);
  });

  test("in its next attempt counts against the retries of the next run", () => {
    const two = databases("a", "b");
    const snapshots = two.map((of) => snapshot("2026-02-01T03:07", { of }));
    const [a, b] = snapshots;
    const copies = a && b ? [copyOf(a, { status: "copying", attempt: 2 }), copyOf(b, { status: "failed" })] : [];
    const limit = (instance: number) => ({ maxCopiesInProgress: { instance, cluster: 5 } });
    expect(lines(sweep({ databases: two, snapshots, copies }, limit(3)))).toEqual([
      "defer rds:b-2026-02-01-03-07: slots",
    ]);
    expect(copiesOf(sweep({ databases: two, snapshots, copies }, limit(4)))).toHaveLength(1);
  });

  test("is not held back by first attempts of others, which are no retries", () => {
    const all = databases("a", "b", "c");
    const snapshots = all.map((of) => snapshot("2026-02-01T03:07", { of }));
    const copies = snapshots.map((of, index) => copyOf(of, { status: index < 2 ? "copying" : "failed" }));
    const planned = sweep({ databases: all, snapshots, copies }, { maxCopiesInProgress: { instance: 4, cluster: 5 } });
    expect(copiesOf(planned).map(({ database: id }) => id)).toEqual(["c"]);
  });

  test("in its next attempt counts no more once it is available", () => {
    const two = databases("a", "b");
    const snapshots = two.map((of) => snapshot("2026-02-01T03:07", { of }));
    const [a, b] = snapshots;
    const copies = a && b ? [copyOf(a, { attempt: 2 }), copyOf(b, { status: "failed" })] : [];
    const planned = sweep({ databases: two, snapshots, copies }, { maxCopiesInProgress: { instance: 2, cluster: 5 } });
    expect(copiesOf(planned)).toHaveLength(1);
  });
});

describe("a copy with another bad status", () => {
  const bad = (of: typeof today) => copyOf(of, { status: "incompatible-restore" });

  test("of the newest snapshot fails once, and is not deleted", () => {
    expect(lines(sweep({ snapshots: [today], copies: [bad(today)] }))).toEqual([
      "fail rds:orders-2026-02-01-03-07: bad-status",
    ]);
  });

  test("of an older snapshot fails too, and neither goes nor holds back the next copy", () => {
    const copies = [bad(yesterday)];
    expect(lines(sweep({ snapshots: [yesterday, today], copies }))).toEqual([
      "copy rds:orders-2026-02-01-03-07: new-snapshot",
      "fail orders-eu-west-1-2026-01-31-03-07: bad-status",
    ]);
    expect(lines(sweep({ snapshots: [today], copies: [...copies, copyOf(today)] }))).toEqual([
      "fail orders-eu-west-1-2026-01-31-03-07: bad-status",
    ]);
  });

  test("fails where the source has no snapshot any more", () => {
    expect(lines(sweep({ copies: [bad(yesterday)] }))).toEqual([
      "fail orders-eu-west-1-2026-01-31-03-07: bad-status",
      "skip orders: no-snapshot",
    ]);
  });

  test("names database, region and what to do", () => {
    expect(notesOf(sweep({ copies: [bad(yesterday)] }), "failed")).toEqual([
      {
        outcome: "failed",
        fault: expect.objectContaining({ cause: expect.any(String), remedy: expect.any(String) }),
        database: "orders",
        targetRegion: TARGET_REGION,
        snapshot: "orders-eu-west-1-2026-01-31-03-07",
        reason: "bad-status",
        message:
          "the copy orders-eu-west-1-2026-01-31-03-07 has the status incompatible-restore: " +
          "it stays, as AWS Support may restore it, until you delete it",
      },
    ]);
  });
});
