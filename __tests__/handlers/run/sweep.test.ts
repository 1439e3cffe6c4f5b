import { describe, expect, test } from "@jest/globals";
import type { Kind } from "../../../handlers/core/model";
import { RdsError } from "../../../handlers/rds/errors";
import { summary } from "../../../handlers/run/report";
import { sweep } from "../../../handlers/run/sweep";
import { copyOf, database, FRANKFURT, IRELAND, KEY, NOW, runOn, SETTINGS, snapshotOf, TONIGHT } from "./estate";
import type { Verb } from "./memory-service";

const LAST_NIGHT = new Date("2026-01-31T03:07:00Z");
const hours = (from: Date) => Math.round((NOW.getTime() - from.getTime()) / 1000);

const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });
const estate = {
  databases: [orders, ledger],
  snapshots: [snapshotOf(orders), snapshotOf(ledger)],
  copies: [
    copyOf(snapshotOf(orders, LAST_NIGHT), FRANKFURT),
    copyOf(snapshotOf(orders), IRELAND),
    copyOf(snapshotOf(ledger), FRANKFURT),
  ],
};

const denied = () => new RdsError("denied", "AccessDenied", "not authorized");
/** A run in which one kind's list fails, in one region if named. */
const withoutList = (kind: "instance" | "cluster", verb: Verb, region?: string) => {
  const run = runOn(estate);
  run.services[kind].failing((asked) =>
    asked.verb === verb && (region === undefined || asked.region === region) ? denied() : undefined,
  );
  return run;
};
const failures = (report: Awaited<ReturnType<typeof sweep>>) =>
  report.outcomes
    .filter(({ outcome }) => outcome === "failed")
    .map(({ action, reason, message }) => ({ kind: action.kind, region: action.targetRegion, reason, message }));

describe("a sweep", () => {
  test("copies what is missing, of both kinds and to all target regions", async () => {
    const run = runOn(estate);
    const report = await sweep(run);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} orders-us-east-1-2026-02-01-03-07`]);
    expect(run.services.cluster.changes).toEqual([`copy ${IRELAND} ledger-us-east-1-2026-02-01-03-07`]);
    expect(run.services.instance.asked.at(-1)?.request).toMatchObject({
      sourceArn: snapshotOf(orders).arn,
      kmsKeyArn: KEY[FRANKFURT],
      tags: { CrossRegionBackup: "prod", "CrossRegionBackup/StartedAt": NOW.toISOString() },
    });
    expect(summary(report)).toMatchObject({ run: "sweep", seen: 2, selected: 2, copied: 2, inProgress: 2, failed: {} });
  });

  test("does nothing when it comes again", async () => {
    const run = runOn(estate);
    await sweep(run);
    const again = await sweep(run);
    expect(summary(again)).toMatchObject({ copied: 0, deleted: 0, inProgress: 2, failed: {}, deferred: {} });
    expect([...run.services.instance.changes, ...run.services.cluster.changes]).toHaveLength(2);
  });

  test("lists databases, the snapshots of those that are selected, and the copies of each target region once", async () => {
    const others = [database("scratch"), database("member", { memberOf: "ledger" })];
    const { instance, cluster } = SETTINGS.selection;
    const selection = { instance: { ...instance, exclude: ["scratch"] }, cluster };
    const run = runOn({ ...estate, databases: [...estate.databases, ...others] }, { ...SETTINGS, selection });
    await sweep(run);
    const askedFor = (kind: Kind) =>
      run.services[kind].asked
        .filter(({ verb }) => verb.startsWith("list"))
        .map(({ verb, region, id }) => `${verb} ${region} ${id}`)
        .sort();
    const lists = [`listCopies ${FRANKFURT} *`, `listCopies ${IRELAND} *`, "listDatabases  *"];
    expect(askedFor("instance")).toEqual([...lists, "listSnapshots  orders"]);
    expect(askedFor("cluster")).toEqual([...lists, "listSnapshots  ledger"]);
  });

  test("asks for no snapshots where there is no database", async () => {
    const run = runOn({});
    await sweep(run);
    for (const { asked } of Object.values(run.services)) expect(asked).toHaveLength(3);
  });

  test("asks for the lists at once, as it must be quick", async () => {
    const run = runOn({});
    let underWay = 0;
    let most = 0;
    for (const service of Object.values(run.services)) {
      const { listCopies } = service;
      service.listCopies = async (region) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return listCopies.call(service, region);
      };
    }
    await sweep(run);
    expect(most).toBe(4);
  });

  test("acts on the target regions in the same order, whichever answers first", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    const { listCopies } = run.services.instance;
    run.services.instance.listCopies = async (region) => {
      if (region === FRANKFURT) await new Promise((resolve) => setImmediate(resolve));
      return listCopies.call(run.services.instance, region);
    };
    const { outcomes } = await sweep(run);
    expect(outcomes.map(({ action }) => action.targetRegion)).toEqual([FRANKFURT, IRELAND]);
  });

  test("in a dry run changes nothing and says what it would do", async () => {
    const olds = [1, 2, 3].map((day) => copyOf(snapshotOf(orders, new Date(Date.UTC(2026, 0, day))), FRANKFURT));
    const run = runOn({ ...estate, copies: [...estate.copies, ...olds] }, { dryRun: true });
    expect(await sweep(run)).toMatchObject({
      dryRun: true,
      copied: 0,
      deleted: 0,
      planned: { "new-snapshot": 2, retention: 1 },
      gibToCopy: 200,
      recoveryPointAge: { [FRANKFURT]: hours(LAST_NIGHT), [IRELAND]: hours(TONIGHT) },
    });
    expect([...run.services.instance.changes, ...run.services.cluster.changes]).toEqual([]);
  });

  test("measures a full quota against all databases that keep copies", async () => {
    const databases = [orders, database("a"), database("b"), database("off", { backupRetentionDays: 0 })];
    const run = runOn({ databases, snapshots: [snapshotOf(orders)] }, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb }) =>
      verb === "copy"
        ? new RdsError("manual-quota-full", "SnapshotQuotaExceeded", "Cannot create more than 10 manual snapshots")
        : undefined,
    );
    const [failure] = failures(await sweep(run));
    expect(failure?.message).toContain("3 instances × (3 kept + 1 being made) = 12, the account allows 10");
  });
});

describe("the report", () => {
  test("counts all that was seen and done", async () => {
    const broken = database("broken");
    const stopped = database("stopped", { status: "stopped" });
    const databases = [
      orders,
      broken,
      stopped,
      database("unwanted"),
      database("off", { backupRetentionDays: 0 }),
      database("member-1", { memberOf: "ledger" }),
      database("fresh"),
      ledger,
      database("three", { kind: "cluster", engine: "mysql" }),
    ];
    const gone = snapshotOf(database("gone"), LAST_NIGHT);
    const olds = [25, 26, 27, 28].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const running = snapshotOf(ledger, LAST_NIGHT);
    const run = runOn(
      {
        databases,
        snapshots: [
          snapshotOf(orders, TONIGHT, { sizeGib: 10 }),
          snapshotOf(broken, TONIGHT, { sizeGib: 1000 }),
          snapshotOf(stopped, TONIGHT, { sizeGib: 30 }),
          snapshotOf(ledger, TONIGHT, { sizeGib: 500 }),
        ],
        copies: [
          ...olds.map((old) => copyOf(old, FRANKFURT)),
          copyOf(gone, FRANKFURT),
          copyOf(snapshotOf(database("gone"), TONIGHT), FRANKFURT),
          copyOf(running, FRANKFURT, {
            status: "copying",
            tags: { "CrossRegionBackup/StartedAt": TONIGHT.toISOString() },
          }),
        ],
      },
      {
        targets: [FRANKFURT],
        selection: { ...SETTINGS.selection, instance: { include: ["*"], exclude: ["unwanted"], tags: {} } },
      },
    );
    run.services.instance.failing(({ verb, id }) =>
      verb === "copy" && id.startsWith("broken") ? denied() : undefined,
    );
    const report = await sweep(run);
    const { outcomes } = report;
    const { recoveryPointAge, ...counts } = summary(report);
    expect(outcomes).toHaveLength(2 + 1 + 1 + 6 + 1);
    expect(counts).toEqual({
      run: "sweep",
      dryRun: false,
      seen: 9,
      selected: 7,
      uncovered: 2,
      copied: 2,
      inProgress: 3,
      deferred: { "one-at-a-time": 1 },
      deleted: 1,
      orphaned: 2,
      skipped: {
        excluded: 1,
        "backups-disabled": 1,
        "cluster-member": 1,
        "multi-az-cluster": 1,
        "no-snapshot": 1,
        orphan: 1,
      },
      failed: { denied: 1 },
      planned: {},
      gibToCopy: 10 + 30 + 500,
      sourceSeen: true,
      unseen: [],
    });
  });

  test("has the greatest age of each target region, and names who is older than allowed", async () => {
    const old = new Date("2026-01-30T17:59:59Z");
    const run = runOn({
      databases: [orders, ledger],
      copies: [
        copyOf(snapshotOf(orders, old), FRANKFURT),
        copyOf(snapshotOf(ledger), FRANKFURT),
        copyOf(snapshotOf(orders), IRELAND),
        copyOf(snapshotOf(ledger, LAST_NIGHT), IRELAND),
      ],
    });
    const report = await sweep(run);
    expect(report.recoveryPointAge).toEqual({ [FRANKFURT]: hours(old), [IRELAND]: hours(LAST_NIGHT) });
    expect(report.stale).toEqual([
      { kind: "instance", database: "orders", targetRegion: FRANKFURT, ageSeconds: 36 * 3600 + 1 },
    ]);
  });

  test("says that a target region without a database to look after is fresh", async () => {
    expect((await sweep(runOn({ databases: [database("s", { status: "stopped" })] }))).recoveryPointAge).toEqual({
      [FRANKFURT]: 0,
      [IRELAND]: 0,
    });
  });
});

describe("a list that fails", () => {
  test("of copies in a region takes only that region and kind out", async () => {
    const run = withoutList("cluster", "listCopies", IRELAND);
    const report = await sweep(run);
    expect(failures(report)).toEqual([
      {
        kind: "cluster",
        region: IRELAND,
        reason: "list-failed",
        message: "cannot list the manual cluster snapshots in eu-west-1: AccessDenied: not authorized",
      },
    ]);
    expect(run.services.cluster.changes).toEqual([]);
    expect(run.services.instance.changes).toHaveLength(1);
    expect(report).toMatchObject({ unseen: [IRELAND], sourceSeen: true, selected: 2, failed: { "list-failed": 1 } });
    expect(report.recoveryPointAge).toEqual({ [FRANKFURT]: hours(LAST_NIGHT) });
  });

  test("of databases takes only that kind out, and no age is known", async () => {
    const run = withoutList("instance", "listDatabases");
    const message = "cannot list the instances in us-east-1: AccessDenied: not authorized";
    const report = await sweep(run);
    expect(failures(report)).toEqual([{ kind: "instance", region: undefined, reason: "list-failed", message }]);
    expect(run.services.instance.changes).toEqual([]);
    expect(run.services.cluster.changes).toHaveLength(1);
    expect(report).toMatchObject({
      sourceSeen: false,
      unseen: [FRANKFURT, IRELAND],
      recoveryPointAge: {},
      seen: 1,
      selected: 1,
    });
  });

  test("of snapshots leaves its databases alone, and tells their ages by their copies", async () => {
    const failed = { status: "failed", tags: { "CrossRegionBackup/Attempt": "2" } };
    const run = runOn({
      databases: [orders, ledger],
      snapshots: [snapshotOf(orders), snapshotOf(ledger)],
      copies: [
        copyOf(snapshotOf(orders, LAST_NIGHT), FRANKFURT),
        copyOf(snapshotOf(orders), FRANKFURT, failed),
        copyOf(snapshotOf(ledger), FRANKFURT),
      ],
    });
    run.services.instance.failing(({ verb }) => (verb === "listSnapshots" ? denied() : undefined));
    const report = await sweep(run);
    const message = "cannot list the automated instance snapshots in us-east-1: AccessDenied: not authorized";
    expect(failures(report)).toEqual([{ kind: "instance", region: undefined, reason: "list-failed", message }]);
    expect(run.services.instance.changes).toEqual([]);
    expect(run.services.cluster.changes).toEqual([`copy ${IRELAND} ledger-us-east-1-2026-02-01-03-07`]);
    expect(report).toMatchObject({ sourceSeen: true, selected: 2, deferred: { unread: 1 } });
    // Ireland has no copy of orders: its age counts from its snapshots.
    expect(report).toMatchObject({ unseen: [IRELAND], recoveryPointAge: { [FRANKFURT]: hours(LAST_NIGHT) } });
  });

  test("deletes nothing of what it could not see", async () => {
    const olds = [20, 21, 22, 23, 24].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ databases: [orders], copies: olds.map((old) => copyOf(old, FRANKFURT)) });
    run.services.instance.failing(({ verb }) => (verb === "listDatabases" ? denied() : undefined));
    await sweep(run);
    expect(run.services.instance.copies).toHaveLength(5);
  });

  test("may be all of them, and the run still ends with a report", async () => {
    const run = runOn(estate);
    for (const service of Object.values(run.services)) service.failing(() => denied());
    const report = await sweep(run);
    expect(report).toMatchObject({ failed: { "list-failed": 6 }, recoveryPointAge: {}, seen: 0 });
  });
});

test("what RDS lists and cannot be read is reported, and the rest goes on", async () => {
  const run = runOn(estate);
  run.services.instance.unreadable.listSnapshots = ["DB snapshot rds:x came without Status"];
  run.services.instance.unreadable.listCopies = ["DB snapshot y came without Status"];
  const report = await sweep(run);
  const reason = "unreadable";
  expect(failures(report)).toEqual([
    ...[FRANKFURT, IRELAND].map((region) => ({
      kind: "instance",
      region,
      reason,
      message: "DB snapshot y came without Status: it is left out of this run",
    })),
    {
      kind: "instance",
      region: undefined,
      reason,
      message: "DB snapshot rds:x came without Status: it is left out of this run",
    },
  ]);
  expect(report.copied).toBe(2);
});
