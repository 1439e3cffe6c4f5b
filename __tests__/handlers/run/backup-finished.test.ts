import { describe, expect, jest, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { readSheet } from "../../../handlers/core/sheet/sheet";
import { RdsError } from "../../../handlers/rds/errors";
import { outcomesOf } from "../../../handlers/run/report";
import { copyOf, database, type Estate, FRANKFURT, IRELAND, runOn, SETTINGS, snapshotOf, TONIGHT } from "./estate";
import { type Asked, quotaFull, throttled, tooMany } from "./memory-service";
import { reconciled } from "./published";

const LAST_NIGHT = new Date("2026-01-31T03:07:00Z");
const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });
const estate: Estate = {
  databases: [orders, database("other"), ledger],
  snapshots: [snapshotOf(orders, LAST_NIGHT), snapshotOf(orders), snapshotOf(database("other")), snapshotOf(ledger)],
  copies: [copyOf(snapshotOf(orders, LAST_NIGHT), FRANKFURT)],
};
const select = (selection: Partial<(typeof SETTINGS)["selection"]["instance"]>) => ({
  selection: { ...SETTINGS.selection, instance: { ...SETTINGS.selection.instance, ...selection } },
});
const NEW = "orders-us-east-1-2026-02-01-03-07";
const looks = (asked: readonly Asked[]) =>
  asked.filter(({ verb }) => verb === "listDatabases" || verb === "listMembers").map(({ verb, id }) => `${verb} ${id}`);
/** The shapes that copies of the night say, in order. */
const sheetsOf = (copies: readonly TargetSnapshot[]) =>
  copies
    .filter(({ id }) => id.includes("2026-02-01"))
    .map(({ tags }) => readSheet(tags))
    .map((sheet) => sheet && ("shape" in sheet ? sheet.shape : sheet));

describe("a finished backup", () => {
  test("is copied to each target region, with a list of snapshots, a look at its database, and a list and a copy for each region", async () => {
    const tagged = (estate.snapshots ?? []).map((one) => ({ ...one, tags: { team: "shop" } }));
    const run = runOn({ ...estate, snapshots: tagged });
    const { summary } = await reconciled("instance", "orders", run);
    expect(run.services.instance.asked.map(({ verb, region, id }) => `${verb} ${region} ${id}`)).toEqual([
      "listSnapshots  orders",
      `listCopies ${FRANKFURT} of orders`,
      `listCopies ${IRELAND} of orders`,
      "listDatabases  orders",
      `copy ${FRANKFURT} ${NEW}`,
      `copy ${IRELAND} ${NEW}`,
    ]);
    expect(run.services.cluster.asked).toEqual([]);
    expect(summary).toMatchObject({
      run: "event",
      seen: 1,
      selected: 1,
      copied: 2,
      in_progress: 2,
      gib_to_copy: 200,
    });
  });

  test.each([[{}], [{ tags: { team: "shop" } }]])(
    "copies no other database where RDS lists more than was asked for, selecting by %j",
    async (selection) => {
      const tags = { team: "shop" };
      const [first, other] = [database("a-first", { tags }), database("other", { tags })];
      const run = runOn({ databases: [], snapshots: [] }, select(selection));
      const { instance } = run.services;
      const later = new Date("2026-02-01T05:00:00Z");
      instance.listSnapshots = async () => ({
        items: [snapshotOf(first), snapshotOf(database("orders", { tags })), snapshotOf(other, later)],
        unreadable: [],
      });
      instance.listDatabases = async () => ({ items: [first, database("orders", { tags }), other], unreadable: [] });
      await reconciled("instance", "orders", run);
      expect(instance.changes).toEqual([`copy ${FRANKFURT} ${NEW}`, `copy ${IRELAND} ${NEW}`]);
    },
  );

  test("is copied with the shape of its database", async () => {
    const run = runOn({ ...estate, databases: [{ ...orders, shape: { kind: "instance", class: "db.m7g.large" } }] });
    await reconciled("instance", "orders", run);
    expect(sheetsOf(run.services.instance.copies)).toEqual([
      { kind: "instance", class: "db.m7g.large" },
      { kind: "instance", class: "db.m7g.large" },
    ]);
  });

  test("without tags is copied with those of its database", async () => {
    const tagged = database("orders", { tags: { team: "shop" } });
    const run = runOn({ ...estate, databases: [tagged], copies: [] });
    await reconciled("instance", "orders", run);
    const { copies } = run.services.instance;
    expect(copies.filter(({ id }) => id === NEW).map(({ tags }) => tags.team)).toEqual(["shop", "shop"]);
  });

  test("is copied without a restore sheet where its database cannot be read, which it says and which is no failure", async () => {
    const run = runOn(estate, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) => (verb === "listDatabases" ? throttled() : undefined));
    const { report, summary } = await reconciled("instance", "orders", run);
    expect(summary).toMatchObject({ copied: 1, failed: {} });
    expect(sheetsOf(run.services.instance.copies)).toEqual([undefined]);
    const why = "RDS did not describe the database in us-east-1: Throttling: Rate exceeded";
    expect(outcomesOf(report).map(({ message }) => message)).toEqual([
      `it is newer than every copy: without a restore sheet, as ${why}`,
    ]);
  });

  test("is copied without a restore sheet where RDS never answers what its database is", async () => {
    jest.useFakeTimers();
    try {
      const run = runOn(estate, { targets: [FRANKFURT] });
      run.services.instance.listDatabases = () => new Promise(() => undefined);
      const running = reconciled("instance", "orders", run);
      await jest.advanceTimersByTimeAsync(20_000);
      const { report, summary } = await running;
      expect(summary).toMatchObject({ copied: 1, failed: {} });
      expect(outcomesOf(report)[0]?.message).toContain("OutOfTime: RDS did not answer in time");
    } finally {
      jest.useRealTimers();
    }
  });

  test("is copied without the shape and the tags of another database that has its id now", async () => {
    const shape = { kind: "instance", class: "db.m7g.large" } as const;
    const other = { ...orders, resourceId: "db-OTHER", tags: { team: "other" }, shape };
    const run = runOn({ ...estate, databases: [other] }, { targets: [FRANKFURT] });
    const { report } = await reconciled("instance", "orders", run);
    expect(sheetsOf(run.services.instance.copies)).toEqual([undefined]);
    expect(run.services.instance.copies.at(-1)?.tags).not.toHaveProperty("team");
    expect(outcomesOf(report)[0]?.message).toContain(
      "without a restore sheet, as RDS does not list the database any more",
    );
  });

  test("of a cluster is copied too", async () => {
    const run = runOn(estate);
    await reconciled("cluster", "ledger", run);
    expect(run.services.cluster.changes).toEqual([
      `copy ${FRANKFURT} ledger-us-east-1-2026-02-01-03-07`,
      `copy ${IRELAND} ledger-us-east-1-2026-02-01-03-07`,
    ]);
    expect(looks(run.services.cluster.asked)).toEqual(["listDatabases ledger", "listMembers ledger"]);
    expect(run.services.instance.asked).toEqual([]);
  });

  test("of a cluster is copied with the shape of the cluster and of its members", async () => {
    const shape = { kind: "instance", class: "db.r7g.large" } as const;
    const members = ["a", "b"].map((id) => database(id, { memberOf: "ledger", shape }));
    const run = runOn({ ...estate, databases: [{ ...ledger, shape: { kind: "cluster" } }, ...members] });
    await reconciled("cluster", "ledger", run);
    const sheet = { kind: "cluster", members: [{ class: "db.r7g.large", count: 2 }] };
    expect(sheetsOf(run.services.cluster.copies)).toEqual([sheet, sheet]);
  });

  test("of a cluster is copied with its own shape and tags where its members cannot be read, which it says", async () => {
    const shape = { kind: "cluster", parameterGroup: "tuned" } as const;
    const run = runOn(
      { ...estate, databases: [{ ...ledger, shape, tags: { team: "shop" } }] },
      { targets: [FRANKFURT] },
    );
    run.services.cluster.failing(({ verb }) => (verb === "listMembers" ? throttled() : undefined));
    const { report, summary } = await reconciled("cluster", "ledger", run);
    expect(summary).toMatchObject({ copied: 1, failed: {} });
    expect(sheetsOf(run.services.cluster.copies)).toEqual([shape]);
    expect(run.services.cluster.copies.at(-1)?.tags).toMatchObject({ team: "shop" });
    const why = "RDS did not describe its instances in us-east-1: Throttling: Rate exceeded";
    expect(outcomesOf(report).map(({ message }) => message)).toEqual([
      `it is newer than every copy: its restore sheet does not say its instances, as ${why}`,
    ]);
  });

  test("is copied where RDS does not answer what its shape is, before the run's time is over", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick"] });
    try {
      const run = runOn(estate, { targets: [FRANKFURT] });
      run.services.instance.listDatabases = () => new Promise(() => undefined);
      const running = reconciled("instance", "orders", run);
      await jest.advanceTimersByTimeAsync(20_000);
      const { report } = await running;
      expect(outcomesOf(report).map(({ message }) => message)).toEqual([
        "it is newer than every copy: without a restore sheet, as RDS did not describe the database in us-east-1: " +
          "OutOfTime: RDS did not answer in time",
      ]);
    } finally {
      jest.useRealTimers();
    }
  });

  test("that has been copied costs the lists only", async () => {
    const copies = [FRANKFURT, IRELAND].map((region) => copyOf(snapshotOf(orders), region));
    const run = runOn({ ...estate, copies });
    await reconciled("instance", "orders", run);
    expect(run.services.instance.asked).toHaveLength(3);
  });

  test("that is told of twice is copied once", async () => {
    const run = runOn(estate);
    await Promise.all([reconciled("instance", "orders", run), reconciled("instance", "orders", run)]);
    expect(run.services.instance.copies.filter(({ id }) => id === NEW)).toHaveLength(2);
  });

  test("in a dry run is not copied", async () => {
    const run = runOn(estate, { dryRun: true });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ planned: { "new-snapshot": 2 } });
    expect(run.services.instance.changes).toEqual([]);
  });

  test("without a snapshot that can be copied yet is left to the sweep", async () => {
    const creating = snapshotOf(orders, TONIGHT, { status: "creating", takenAt: undefined });
    const run = runOn({ snapshots: [creating] }, { targets: [FRANKFURT] });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ skipped: { "no-snapshot": 1 } });
  });

  test("of which there is no snapshot at all is skipped", async () => {
    const run = runOn({});
    const { summary } = await reconciled("instance", "orders", run);
    expect(summary).toMatchObject({ skipped: { "no-snapshot": 1 }, failed: {} });
    expect(run.services.instance.asked).toHaveLength(1);
  });
});

describe("selection", () => {
  test.each([
    ["included", select({ include: ["other*"] }), { "not-included": 1 }],
    ["but excluded", select({ exclude: ["ord*"] }), { excluded: 1 }],
  ])("a database that is not %s costs no call at all", async (_, settings, skipped) => {
    const run = runOn(estate, settings);
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ skipped, copied: 0 });
    expect(run.services.instance.asked).toEqual([]);
  });

  test("by tags costs no call more, as the database is looked at anyway", async () => {
    const tagged = database("orders", { tags: { backup: "yes" }, shape: { kind: "instance" } });
    const run = runOn({ ...estate, databases: [tagged] }, select({ tags: { backup: "yes" } }));
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ copied: 2 });
    expect(run.services.instance.asked.map(({ verb }) => verb)).toEqual([
      "listSnapshots",
      "listDatabases",
      "listCopies",
      "listCopies",
      "copy",
      "copy",
    ]);
  });

  test("by tags leaves out a database that has others", async () => {
    const run = runOn(estate, select({ tags: { backup: "yes" } }));
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ copied: 0, skipped: { tags: 1 } });
    expect(run.services.instance.asked.map(({ verb }) => verb)).toEqual(["listSnapshots", "listDatabases"]);
  });

  test("by tags leaves out a database that is gone", async () => {
    const run = runOn({ ...estate, databases: [] }, select({ tags: { backup: "yes" } }));
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ skipped: { "no-snapshot": 1 } });
  });

  test.each(["docdb", "neptune"])("leaves out %s, which sends the same events", async (engine) => {
    const run = runOn({ snapshots: [snapshotOf({ ...ledger, engine })] });
    expect((await reconciled("cluster", "ledger", run)).summary).toMatchObject({
      skipped: { "not-rds": 1 },
      selected: 0,
    });
    expect(run.services.cluster.changes).toEqual([]);
  });

  test("of a Multi-AZ DB cluster is reported as uncovered", async () => {
    const run = runOn({ snapshots: [snapshotOf({ ...ledger, engine: "postgres" })] });
    const { summary } = await reconciled("cluster", "ledger", run);
    expect(summary).toMatchObject({ selected: 1, uncovered: 1, skipped: { "multi-az-cluster": 1 } });
    expect(run.services.cluster.changes).toEqual([]);
  });

  test("of a database whose backups are kept elsewhere is reported as uncovered", async () => {
    const run = runOn({ snapshots: [snapshotOf(orders, TONIGHT, { backupTarget: "outposts" })] });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ uncovered: 1, copied: 0 });
  });
});

describe("an id that was used before", () => {
  const former = { ...orders, resourceId: "db-FORMER" };

  test("stands for the database that was backed up last", async () => {
    const run = runOn({
      snapshots: [snapshotOf(former, LAST_NIGHT), snapshotOf(orders), snapshotOf(former, new Date(0))],
    });
    await reconciled("instance", "orders", run);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${NEW}`, `copy ${IRELAND} ${NEW}`]);
    expect(run.services.instance.copies.map(({ tags }) => tags["CrossRegionBackup/ResourceId"])).toEqual([
      "db-ORDERS",
      "db-ORDERS",
    ]);
  });

  test("stands for the one that is being backed up, even while its snapshot has no time", async () => {
    const creating = snapshotOf(orders, TONIGHT, { status: "creating", takenAt: undefined });
    const run = runOn({ snapshots: [snapshotOf(former, LAST_NIGHT), creating] });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ skipped: { "no-snapshot": 2 } });
    expect(run.services.instance.changes).toEqual([]);
  });

  test("does not count the former one's copies as its own", async () => {
    const newer = snapshotOf(former, new Date("2026-02-01T05:00:00Z"));
    const run = runOn(
      { snapshots: [snapshotOf(orders)], copies: [copyOf(newer, FRANKFURT)] },
      { targets: [FRANKFURT] },
    );
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ copied: 1 });
  });
});

describe("an event never", () => {
  test("deletes, whatever retention says", async () => {
    const olds = [1, 2, 3, 4, 5, 6].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ ...estate, copies: olds.map((old) => copyOf(old, FRANKFURT)) });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ deleted: 0, copied: 2 });
    expect(run.services.instance.copies).toHaveLength(8);
  });

  test("retries a failed copy, as it must be deleted first", async () => {
    const failed = copyOf(snapshotOf(orders), FRANKFURT, { status: "failed" });
    const run = runOn({ ...estate, copies: [failed] }, { targets: [FRANKFURT] });
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ deferred: { "retry-in-sweep": 1 } });
    expect(run.services.instance.changes).toEqual([]);
  });

  test("counts slots: RDS's refusal defers", async () => {
    const others = Array.from({ length: 30 }, (_, index) =>
      copyOf(snapshotOf(database(`db-${index}`)), FRANKFURT, { status: "creating" }),
    );
    const run = runOn({ ...estate, copies: others }, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? tooMany() : undefined));
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({ deferred: { slots: 1 }, failed: {} });
    expect(run.services.instance.changes).toHaveLength(1);
  });

  test("does sums about a full quota, of which it has seen one database", async () => {
    const run = runOn(estate, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? quotaFull() : undefined));
    const { report } = await reconciled("instance", "orders", run);
    expect(outcomesOf(report).map(({ message }) => message)).toEqual([
      "Cannot create more than 100 manual snapshots. To remedy, raise L-272F1212 in eu-central-1, or keep fewer copies",
    ]);
  });
});

describe("a list that fails", () => {
  const failing = (verb: string, region?: string) => {
    const run = runOn(estate, select({ tags: {} }));
    run.services.instance.failing((asked) =>
      asked.verb === verb && (region === undefined || asked.region === region)
        ? new RdsError("transient", "Throttling", "Rate exceeded")
        : undefined,
    );
    return run;
  };

  test("of snapshots is a failure that names the database, and nothing else is tried", async () => {
    const run = failing("listSnapshots");
    const { report } = await reconciled("instance", "orders", run);
    expect(outcomesOf(report).map(({ database: id, reason, message }) => ({ database: id, reason, message }))).toEqual([
      {
        database: "orders",
        reason: "list-failed",
        message: "cannot list the automated snapshots in us-east-1: Throttling: Rate exceeded",
      },
    ]);
    expect(run.services.instance.asked).toHaveLength(1);
  });

  test("of the database's tags is a failure too", async () => {
    const run = runOn(estate, select({ tags: { backup: "yes" } }));
    run.services.instance.failing(({ verb }) =>
      verb === "listDatabases" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { report } = await reconciled("instance", "orders", run);
    expect(outcomesOf(report).map(({ message }) => message)).toEqual([
      "cannot list the database in us-east-1: no. Check the role's policy, boundary and any service control policy.",
    ]);
    expect(run.services.instance.changes).toEqual([]);
  });

  test("of copies in one region leaves the other alone", async () => {
    const run = failing("listCopies", FRANKFURT);
    const { summary } = await reconciled("instance", "orders", run);
    expect(summary).toMatchObject({ copied: 1, failed: { "list-failed": 1 } });
    expect(run.services.instance.changes).toEqual([`copy ${IRELAND} ${NEW}`]);
  });

  test("is reported even if there is nothing to copy", async () => {
    const run = runOn({});
    run.services.instance.unreadable.listSnapshots = ["DB snapshot rds:x came without Status"];
    expect((await reconciled("instance", "orders", run)).summary).toMatchObject({
      failed: { unreadable: 1 },
      skipped: { "no-snapshot": 1 },
    });
  });
});
