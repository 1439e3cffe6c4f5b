import { describe, expect, test } from "@jest/globals";
import { coverageOf } from "../../../handlers/core/coverage/coverage";
import type { KindSeen } from "../../../handlers/core/coverage/seen";
import type { Inventory } from "../../../handlers/core/plan";
import { planSweep } from "../../../handlers/core/plan";
import { isSettled, newestCopyIds } from "../../../handlers/core/settled";
import { copyOf, DEPLOYMENT, database, FRANKFURT, IRELAND, NOW, SETTINGS, snapshotOf, TONIGHT } from "../run/estate";
import { agesOf } from "./builders";

const LAST_NIGHT = new Date("2026-01-31T03:07:00Z");
const context = { settings: SETTINGS, deployment: DEPLOYMENT, now: NOW };

const orders = database("orders");
const billing = database("billing");
const both = [orders, billing];
const newest = both.map((one) => snapshotOf(one));
const copiesIn = (region: string) => newest.map((one) => copyOf(one, region));

/** Two databases whose newest snapshots are copied to both target regions. */
const settled: Inventory = {
  kind: "instance",
  databases: both,
  snapshots: [...newest, ...both.map((one) => snapshotOf(one, LAST_NIGHT))],
  targets: new Map([FRANKFURT, IRELAND].map((region) => [region, copiesIn(region)])),
};

/** The same with other copies in Ireland. */
const withCopies = (...copies: ReturnType<typeof copiesIn>): Inventory => ({
  ...settled,
  targets: new Map([...settled.targets, [IRELAND, copies]]),
});

const seenOf = (targets: Inventory["targets"]): KindSeen => ({
  kind: "instance",
  inventory: { ...settled, targets },
  outcomes: [],
  routes: [FRANKFURT, IRELAND].map((targetRegion) => ({ route: { kind: "instance", targetRegion }, outcomes: [] })),
});

describe("a kind is settled", () => {
  test("where every database has an available copy of its newest snapshot in every target region", () => {
    expect(isSettled(settled, context)).toBe(true);
  });

  test("so that a plan of these copies does nothing, and the ages are those of all copies", () => {
    const all = new Map([...settled.targets].map(([region, copies]) => [region, [...copies, oldCopy(region)]]));
    const brief = planSweep(settled, { ...context, sweep: "follow-up" });
    for (const { copies, deletions, notes } of brief.routes) expect([copies, deletions, notes]).toEqual([[], [], []]);
    const [seen, whole] = [settled.targets, all].map((targets) => agesOf(coverageOf([seenOf(targets)], context)));
    expect(seen).toHaveLength(4);
    expect(seen).toEqual(whole);
  });

  test("whatever databases are there that are not selected or cannot be copied", () => {
    const excluded = { ...SETTINGS.selection.instance, exclude: ["scratch"] };
    const selection = { ...SETTINGS.selection, instance: excluded };
    const databases = [...both, database("scratch"), database("off", { backupRetentionDays: 0 })];
    expect(isSettled({ ...settled, databases }, { ...context, settings: { ...SETTINGS, selection } })).toBe(true);
  });

  test("where one is stopped, so that its age does not count", () => {
    const stopped = database("idle", { status: "stopped" });
    const old = snapshotOf(stopped, new Date("2026-01-10T03:07:00Z"));
    const targets = new Map([...settled.targets].map(([region, copies]) => [region, [...copies, copyOf(old, region)]]));
    const inventory = { ...settled, databases: [...both, stopped], snapshots: [...settled.snapshots, old], targets };
    expect(isSettled(inventory, context)).toBe(true);
    expect(isSettled({ ...inventory, databases: [...both, { ...stopped, status: "available" }] }, context)).toBe(false);
  });
});

describe("a kind is not settled", () => {
  const [ofOrders, ofBilling] = newest.map((one) => copyOf(one, IRELAND));
  if (!ofOrders || !ofBilling) throw new Error("no copies");

  test.each([
    ["is missing", withCopies(ofOrders)],
    ["is of an older snapshot", withCopies(ofOrders, copyOf(snapshotOf(billing, LAST_NIGHT), IRELAND))],
    ["is being made", withCopies(ofOrders, { ...ofBilling, status: "copying" })],
    ["has failed", withCopies(ofOrders, { ...ofBilling, status: "failed" })],
    ["is being deleted", withCopies(ofOrders, { ...ofBilling, status: "deleting" })],
    ["has a status that RDS does not document", withCopies(ofOrders, { ...ofBilling, status: "incompatible-restore" })],
    [
      "stands beside an older one that has failed",
      withCopies(ofOrders, ofBilling, { ...copyOf(snapshotOf(billing, LAST_NIGHT), IRELAND), status: "failed" }),
    ],
    ["shows no tags", withCopies(ofOrders, { ...ofBilling, tags: {} })],
    [
      "is tagged as of an earlier time",
      withCopies(ofOrders, {
        ...ofBilling,
        tags: { ...ofBilling.tags, "CrossRegionBackup/SourceTime": LAST_NIGHT.toISOString() },
      }),
    ],
    [
      "is tagged as ours, and is of something else",
      withCopies(ofOrders, { ...ofBilling, sourceArn: "arn:aws:rds:us-east-1:123456789012:snapshot:rds:other" }),
    ],
  ])("where a copy %s", (_, inventory) => {
    expect(isSettled(inventory, context)).toBe(false);
  });

  test("where a target region could not be asked", () => {
    const targets = new Map([[FRANKFURT, copiesIn(FRANKFURT)]]);
    expect(isSettled({ ...settled, targets }, context)).toBe(false);
  });

  test("where a database has no available snapshot", () => {
    const snapshots = settled.snapshots.filter(({ databaseId }) => databaseId === "orders");
    expect(isSettled({ ...settled, snapshots }, context)).toBe(false);
    const creating = { ...snapshotOf(billing), status: "creating" };
    expect(isSettled({ ...settled, snapshots: [...snapshots, creating] }, context)).toBe(false);
  });

  test("where the newest copy is older than allowed, as a newer one may be there of a snapshot that is gone", () => {
    const at = (hours: number) => ({ ...context, now: new Date(TONIGHT.getTime() + hours * 3_600_000) });
    expect(isSettled(settled, at(36))).toBe(true);
    expect(isSettled(settled, at(36.1))).toBe(false);
  });
});

test("the copies to ask for are those of each database's newest available snapshot", () => {
  const renamed = { ...snapshotOf(orders, NOW), databaseResourceId: "db-PREDECESSOR" };
  const creating = { ...snapshotOf(billing, NOW), status: "creating" };
  expect(newestCopyIds([...both, database("new")], [...settled.snapshots, renamed, creating], DEPLOYMENT)).toEqual([
    "orders-us-east-1-2026-02-01-03-07",
    "billing-us-east-1-2026-02-01-03-07",
  ]);
});

const oldCopy = (region: string) => copyOf(snapshotOf(orders, LAST_NIGHT), region);
