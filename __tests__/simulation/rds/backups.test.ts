import { describe, expect, test } from "@jest/globals";
import { nextWindow } from "../../../simulation/rds/backups";
import type { RaisedEvent } from "../../../simulation/rds/events";
import type { Region } from "../../../simulation/rds/region";
import { DAY, HOUR, MINUTE } from "../../../simulation/time/clock";
import { START, simulation } from "../support";

const automated = (region: Region, kind: "instance" | "cluster" = "instance") =>
  [...region.snapshots[kind].values()].filter(({ type }) => type === "automated");

describe("automated snapshots", () => {
  test("are taken once a day in the window, under the name that RDS gives them", async () => {
    const { clock, source } = simulation();
    source.addInstance({ id: "orders", backupWindow: "03:00-03:30" });
    await clock.runUntil(clock.now() + 3 * DAY);
    const snapshots = automated(source);
    expect(snapshots).toHaveLength(3);
    for (const { id, createTime } of snapshots) {
      const time = new Date(createTime ?? 0).toISOString();
      expect(time).toMatch(/T03:[012]\d/);
      expect(id).toBe(`rds:orders-${time.slice(0, 16).replace(/[T:]/g, "-")}`);
    }
  });

  test("are being made for some minutes, without a create time", async () => {
    const { clock, source } = simulation({ durations: { backup: () => 10 * MINUTE } });
    source.addInstance({ id: "orders", backupWindow: "13:00-13:30" });
    await clock.runUntil(START.getTime() + HOUR + 30 * MINUTE - 1);
    const [snapshot] = automated(source);
    if (snapshot?.status === "creating") expect(snapshot.createTime).toBeUndefined();
    await clock.runUntil(clock.now() + 10 * MINUTE);
    expect(automated(source)[0]).toMatchObject({ status: "available", createTime: snapshot?.startedAt });
  });

  test("expire after the days of retention", async () => {
    const { clock, source } = simulation();
    source.addInstance({ id: "orders", backupRetentionDays: 2 });
    await clock.runUntil(clock.now() + 10 * DAY);
    expect(automated(source)).toHaveLength(2);
    source.changeDatabase("instance", "orders", { backupRetentionDays: 5 });
    await clock.runUntil(clock.now() + 10 * DAY);
    expect(automated(source)).toHaveLength(5);
  });

  test("of longer retention than a timer can wait expire in time", async () => {
    const { clock, source } = simulation();
    source.addInstance({ id: "orders", backupRetentionDays: 35 });
    await clock.runUntil(clock.now() + 40 * DAY);
    expect(automated(source)).toHaveLength(35);
  });

  test("are not taken while the database is stopped, and then do not expire", async () => {
    const { clock, source } = simulation();
    source.addCluster({ id: "billing", backupRetentionDays: 1 });
    await clock.runUntil(clock.now() + DAY);
    source.changeDatabase("cluster", "billing", { status: "stopped" });
    await clock.runUntil(clock.now() + 5 * DAY);
    expect(automated(source, "cluster")).toHaveLength(1);
    source.changeDatabase("cluster", "billing", { status: "available" });
    await clock.runUntil(clock.now() + 2 * DAY);
    expect(automated(source, "cluster").every(({ startedAt }) => startedAt > START.getTime() + 6 * DAY)).toBe(true);
  });

  test("are not taken of databases without retention, or that belong to a cluster", async () => {
    const { clock, source } = simulation();
    source.addInstance({ id: "scratch", backupRetentionDays: 0 });
    source.addInstance({ id: "billing-1", memberOf: "billing" });
    await clock.runUntil(clock.now() + 3 * DAY);
    expect(automated(source)).toEqual([]);
  });

  test("inherit the tags of the database, without those of AWS", async () => {
    const { clock, source } = simulation();
    source.addInstance({ id: "orders", tags: { env: "prod", "aws:cloudformation:stack-name": "x" } });
    source.addInstance({ id: "shop", tags: { env: "prod" }, copyTagsToSnapshot: false });
    await clock.runUntil(clock.now() + DAY);
    const tags = new Map(automated(source).map((snapshot) => [snapshot.databaseId, snapshot.tags]));
    expect(tags).toEqual(
      new Map([
        ["orders", { env: "prod" }],
        ["shop", {}],
      ]),
    );
  });

  test("go with the database, and one of the same id is another database", async () => {
    const { clock, source } = simulation();
    const before = source.addInstance({ id: "orders" });
    await clock.runUntil(clock.now() + 3 * DAY);
    source.createSnapshot("instance", "orders", "by-hand");
    source.deleteDatabase("instance", "orders");
    expect([...source.snapshots.instance.values()].map(({ id }) => id)).toEqual(["by-hand"]);
    const after = source.addInstance({ id: "orders" });
    expect(after.resourceId).not.toBe(before.resourceId);
    await clock.runUntil(clock.now() + 2 * DAY);
    expect(automated(source).map(({ databaseResourceId }) => databaseResourceId)).toEqual([
      after.resourceId,
      after.resourceId,
    ]);
  });

  test("follow a renamed database, whose resource id stays", async () => {
    const { clock, source } = simulation();
    const { resourceId } = source.addInstance({ id: "orders" });
    source.renameDatabase("instance", "orders", "orders-old");
    await clock.runUntil(clock.now() + DAY);
    expect(automated(source)).toMatchObject([{ databaseId: "orders-old", databaseResourceId: resourceId }]);
  });
});

describe("events", () => {
  const raised = (kind: "instance" | "cluster") => {
    const simulated = simulation();
    const events: RaisedEvent[] = [];
    simulated.aws.onEvent((event) => events.push(event));
    if (kind === "instance") simulated.source.addInstance({ id: "orders" });
    else simulated.source.addCluster({ id: "orders" });
    return { ...simulated, events, ids: () => events.map((event) => event.id.slice(-4)) };
  };

  test("of an instance's backup name the instance, and beside it the snapshot", async () => {
    const { clock, events, ids } = raised("instance");
    await clock.runUntil(clock.now() + DAY);
    expect(ids()).toEqual(["0001", "0090", "0002", "0091"]);
    expect(events[2]).toMatchObject({
      sourceType: "db-instance",
      category: "backup",
      sourceId: "orders",
      sourceArn: "arn:aws:rds:eu-west-1:111122223333:db:orders",
    });
    expect(events[3]).toMatchObject({ sourceType: "db-snapshot", category: "creation" });
  });

  test("of a cluster's backup name the snapshot", async () => {
    const { clock, events, ids } = raised("cluster");
    await clock.runUntil(clock.now() + DAY);
    expect(ids()).toEqual(["0168", "0169"]);
    expect(events[1]).toMatchObject({
      sourceType: "db-cluster-snapshot",
      category: "backup",
      sourceArn: expect.stringMatching(/:cluster-snapshot:rds:orders-2026-02-01-03-\d\d$/),
    });
  });

  test("tell of manual snapshots and of deletions", async () => {
    const { clock, source, ids } = raised("instance");
    source.createSnapshot("instance", "orders", "by-hand");
    await clock.runUntil(clock.now() + HOUR);
    source.deleteDatabase("instance", "orders");
    expect(ids()).toEqual(["0040", "0042", "0003"]);
  });
});

test.each([
  ["03:00-03:30", "2026-01-31T02:59:00Z", "2026-01-31T03:00:00Z", 30],
  ["03:00-03:30", "2026-01-31T03:00:00Z", "2026-02-01T03:00:00Z", 30],
  ["23:45-00:15", "2026-01-31T00:05:00Z", "2026-01-31T23:45:00Z", 30],
])("the window %s after %s opens at %s for %d minutes", (window, now, opens, minutes) => {
  expect(nextWindow(window, Date.parse(now))).toEqual({ opens: Date.parse(opens), length: minutes * MINUTE });
});
