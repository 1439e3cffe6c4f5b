import { describe, expect, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import type { Plan } from "../../../handlers/core/plan";
import {
  afterEvent,
  cluster,
  copiesOf,
  copyOf,
  database,
  deletionsOf,
  foreign,
  foreignCopy,
  lines,
  notesOf,
  snapshot,
  sweep,
  TARGET_REGION,
  today,
  yesterday,
} from "./builders";

describe("deletion", () => {
  const days = ["2026-01-27T03:07", "2026-01-28T03:07", "2026-01-29T03:07", "2026-01-30T03:07", "2026-01-31T03:07"];
  const copies = days.map((at) => copyOf(snapshot(at)));
  const [oldest, ...newer] = copies;
  const KEEP_ONE = {
    retention: { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 },
    maxDeletionsPerDailyRun: 100,
  };
  const deleted = (planned: Plan) => deletionsOf(planned).map(({ snapshot: id }) => id);

  test("goes beside what is copied and skipped", () => {
    const planned = sweep({
      snapshots: [today],
      copies,
      databases: [database(), cluster({ id: "x", engine: "docdb" })],
    });
    expect(lines(planned)).toEqual([
      "delete orders-eu-west-1-2026-01-27-03-07: retention",
      "delete orders-eu-west-1-2026-01-28-03-07: retention",
      "copy rds:orders-2026-02-01-03-07: new-snapshot",
      "skip x: not-rds",
    ]);
  });

  test("happens in whole runs only", () => {
    expect(deleted(afterEvent({ snapshots: [today], copies }))).toEqual([]);
  });

  test("(1) never takes what is not ours, though it is older and looks alike", () => {
    const lookAlikes: TargetSnapshot[] = [
      foreign({ id: "orders-eu-west-1-2020-01-01-03-07" }),
      { ...copyOf(snapshot("2020-01-02T03:07")), id: "orders-eu-west-1-2020-by-hand" },
      copyOf(snapshot("2020-01-03T03:07"), { tags: { CrossRegionBackup: "team-b" } }),
      copyOf(snapshot("2020-01-04T03:07"), { sourceArn: snapshot("2020-01-05T03:07").arn }),
    ];
    expect(deleted(sweep({ snapshots: [today], copies: [...lookAlikes, ...copies] }, KEEP_ONE))).toEqual(
      copies.slice(0, 4).map(({ id }) => id),
    );
  });

  test("(2) never takes what retention selects", () => {
    const retention = { ...KEEP_ONE.retention, keepDaily: 9 };
    expect(deleted(sweep({ snapshots: [today], copies }, { retention }))).toEqual([]);
  });

  test("(3) never takes the newest available copy, though a newer one is on its way or has failed", () => {
    const soon = copyOf(today, { status: "copying" });
    const failed = copyOf(today, { status: "failed", attempt: 3 });
    for (const newest of [soon, failed]) {
      expect(deleted(sweep({ snapshots: [today], copies: [...copies, newest] }, KEEP_ONE))).toEqual(
        copies.slice(0, 4).map(({ id }) => id),
      );
    }
  });

  test("(4) leaves keep_last available copies, those that are not available not counted", () => {
    const retention = { ...KEEP_ONE.retention, keepLast: 3 };
    const unfinished = newer.slice(2).map((copy) => ({ ...copy, status: "deleting" }));
    expect(deleted(sweep({ snapshots: [today], copies }, { retention }))).toHaveLength(2);
    expect(
      deleted(sweep({ snapshots: [today], copies: [...copies.slice(0, 3), ...unfinished] }, { retention })),
    ).toEqual([]);
  });

  test("(5) never takes one that somebody is copying to any target region", () => {
    const onward = foreignCopy({ id: "onward", region: "eu-north-1", sourceArn: oldest?.arn });
    const targets = new Map([
      [TARGET_REGION, copies],
      ["eu-north-1", [onward]],
    ]);
    expect(deleted(sweep({ snapshots: [], targets }, KEEP_ONE))).not.toContain(oldest?.id);
    const finished = new Map([...targets, ["eu-north-1", [{ ...onward, status: "available" }]]]);
    expect(deleted(sweep({ snapshots: [], targets: finished }, KEEP_ONE))).toContain(oldest?.id);
  });

  test("counts each target region for itself, and is made where the copy is", () => {
    const there = copies.map((copy) => ({ ...copy, region: "eu-north-1" }));
    const targets = new Map([
      [TARGET_REGION, copies.slice(0, 2)],
      ["eu-north-1", there],
    ]);
    expect(deletionsOf(sweep({ targets })).map(({ targetRegion, copy }) => [targetRegion, copy.snapshot])).toEqual([
      ["eu-north-1", there[0]],
      ["eu-north-1", there[1]],
    ]);
  });

  test("never takes a copy that is held, whatever retention says and whether it is available or failed", () => {
    const hold = { "CrossRegionBackup/Hold": "" };
    const held = [copyOf(yesterday, { status: "failed", tags: hold }), copyOf(snapshot(days[0]), { tags: hold })];
    const planned = sweep(
      { snapshots: [today], copies: [...held, copyOf(snapshot(days[1])), copyOf(today)] },
      KEEP_ONE,
    );
    expect(deleted(planned)).toEqual(["orders-eu-west-1-2026-01-28-03-07"]);
  });

  test("does not mirror deletions at the source: copies outlive the snapshots they are of", () => {
    expect(deleted(sweep({ snapshots: [], copies: newer.slice(0, 3) }))).toEqual([]);
  });
});

describe("identity", () => {
  const former = database({ resourceId: "db-PREDECESSOR" });
  const formerCopies = ["2026-01-28T03:07", "2026-01-29T03:07"].map((at) => copyOf(snapshot(at, { of: former })));
  const KEEP_ONE = { retention: { keepLast: 1, keepDaily: 0, keepWeekly: 0, keepMonthly: 0, keepYearly: 0 } };

  test("the same id recreated is another database: the old one's copies are neither counted nor deleted", () => {
    const planned = sweep({ snapshots: [today], copies: [...formerCopies, copyOf(yesterday)] }, KEEP_ONE);
    expect(lines(planned)).toEqual(["copy rds:orders-2026-02-01-03-07: new-snapshot"]);
  });

  test("a newer copy of a predecessor does not hold back the first of its successor", () => {
    const copies = [copyOf(snapshot("2026-02-01T05:00", { of: former }))];
    expect(copiesOf(sweep({ snapshots: [today], copies }))).toHaveLength(1);
  });

  test("automated snapshots that a predecessor left are not copied for its successor", () => {
    const left = snapshot("2026-02-01T05:00", { of: former });
    expect(lines(sweep({ snapshots: [left, today] }))).toEqual(["copy rds:orders-2026-02-01-03-07: new-snapshot"]);
  });

  test("the same resource id under a new id is another database too", () => {
    const renamed = database({ id: "shop" });
    const after = snapshot("2026-02-01T03:07", { of: renamed });
    const copies = [copyOf(snapshot("2026-01-28T03:07")), copyOf(yesterday)];
    const planned = sweep({ databases: [renamed], snapshots: [after], copies }, KEEP_ONE);
    expect(lines(planned)).toEqual(["copy rds:shop-2026-02-01-03-07: new-snapshot"]);
  });
});

describe("orphans", () => {
  const copies = ["2026-01-26T03:07", "2026-01-27T03:07", "2026-01-28T03:07", "2026-01-29T03:07"].map((at) =>
    copyOf(snapshot(at)),
  );

  test("stay, all of them, in each target region", () => {
    const targets = new Map([
      [TARGET_REGION, copies],
      ["eu-north-1", copies.map((copy) => ({ ...copy, region: "eu-north-1" }))],
    ]);
    const planned = sweep({ databases: [], targets });
    expect(lines(planned)).toEqual([]);
  });

  test("are not looked for after an event, which knows one database only", () => {
    const other = database({ id: "billing", resourceId: "db-BILLING" });
    expect(lines(afterEvent({ databases: [other], copies }))).toEqual(["skip billing: no-snapshot"]);
  });
});

describe("snapshots that are tagged as ours and are not", () => {
  test("are reported, with the reason, and left alone", () => {
    const claims = [foreign({ id: "orders-restored", tags: copyOf(today).tags })];
    expect(notesOf(sweep({ snapshots: [], copies: claims }))).toMatchObject([
      { outcome: "skipped", reason: "no-snapshot" },
      {
        outcome: "skipped",
        database: "*",
        targetRegion: TARGET_REGION,
        snapshot: "orders-restored",
        reason: "not-ours",
        message:
          `orders-restored is tagged as ours, but a copy of ${today.arn} would be called ` +
          "orders-eu-west-1-2026-02-01-03-07: it is left alone",
      },
    ]);
  });

  test("are not taken for a copy", () => {
    const claims = [foreign({ id: "orders-restored", tags: copyOf(today).tags })];
    expect(copiesOf(sweep({ snapshots: [today], copies: claims }))).toHaveLength(1);
  });

  test("take no retries from others", () => {
    const claim = { ...foreignCopy(), tags: copyOf(yesterday, { attempt: 2 }).tags };
    const copies = [claim, copyOf(today, { status: "failed" })];
    const limit = { maxCopiesInProgress: { instance: 2, cluster: 5 } };
    expect(copiesOf(sweep({ snapshots: [today], copies }, limit))).toHaveLength(1);
  });
});

test("another deployment's copies are silently left alone", () => {
  const copies = ["2026-01-26T03:07", "2026-01-27T03:07", "2026-01-28T03:07", "2026-01-29T03:07"].map((at) =>
    copyOf(snapshot(at), { tags: { CrossRegionBackup: "team-b" } }),
  );
  expect(lines(sweep({ snapshots: [today], copies }))).toEqual(["copy rds:orders-2026-02-01-03-07: new-snapshot"]);
});
