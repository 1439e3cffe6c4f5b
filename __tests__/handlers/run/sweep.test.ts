import { describe, expect, test } from "@jest/globals";
import { troublesOf } from "../../../handlers/core/coverage/troubles";
import type { Kind } from "../../../handlers/core/model";
import { readSheet } from "../../../handlers/core/sheet/sheet";
import { RdsError } from "../../../handlers/rds/errors";
import { outcomesOf, placedOutcomes, type Report } from "../../../handlers/run/report";
import { returnedBy } from "../../../handlers/run/summary";
import { copyOf, database, FRANKFURT, IRELAND, KEY, NOW, runOn, SETTINGS, snapshotOf, TONIGHT } from "./estate";
import type { Verb } from "./memory-service";
import { published, swept } from "./published";

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

const DENIED = "not authorized. Check the role's policy, boundary and any service control policy.";
const denied = () => new RdsError("denied", "AccessDenied", "not authorized");
/** A run in which one kind's list fails, in one region if named. */
const withoutList = (kind: "instance" | "cluster", verb: Verb, region?: string) => {
  const run = runOn(estate);
  run.services[kind].failing((asked) =>
    asked.verb === verb && (region === undefined || asked.region === region) ? denied() : undefined,
  );
  return run;
};
const failures = (report: Report) =>
  placedOutcomes(report)
    .filter(({ outcome: { outcome } }) => outcome === "failed")
    .map(({ kind, targetRegion: region, outcome: { reason, message } }) => ({ kind, region, reason, message }));

describe("a sweep", () => {
  test("copies what is missing, of both kinds and to all target regions", async () => {
    const run = runOn(estate);
    const { summary } = await swept(run);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} orders-us-east-1-2026-02-01-03-07`]);
    expect(run.services.cluster.changes).toEqual([`copy ${IRELAND} ledger-us-east-1-2026-02-01-03-07`]);
    expect(run.services.instance.asked.at(-1)?.request).toMatchObject({
      sourceArn: snapshotOf(orders).arn,
      kmsKeyArn: KEY[FRANKFURT],
      tags: { CrossRegionBackup: "prod", "CrossRegionBackup/StartedAt": NOW.toISOString() },
    });
    expect(summary).toMatchObject({ run: "daily", seen: 2, selected: 2, copied: 2, in_progress: 2, failed: {} });
  });

  test("copies each database with its shape, a cluster with that of its members, for which it makes no list more", async () => {
    const of = (size: string) => ({ kind: "instance", class: size }) as const;
    const members = ["a", "b"].map((id) => database(id, { memberOf: "ledger", shape: of("db.r7g.large") }));
    const whole = [
      { ...orders, shape: of("db.m7g.large") },
      { ...ledger, shape: { kind: "cluster" } as const },
    ];
    const run = runOn({ ...estate, databases: [...whole, ...members] });
    await swept(run);
    const sheetOf = (kind: Kind) => readSheet(run.services[kind].asked.at(-1)?.request?.tags ?? {});
    expect(sheetOf("instance")).toMatchObject({ shape: of("db.m7g.large") });
    expect(sheetOf("cluster")).toMatchObject({ shape: { members: [{ class: "db.r7g.large", count: 2 }] } });
    const described = [...run.services.instance.asked, ...run.services.cluster.asked].filter(
      ({ verb }) => verb === "listDatabases" || verb === "listMembers",
    );
    expect(described.map(({ verb, id }) => `${verb} ${id}`)).toEqual(["listDatabases *", "listDatabases *"]);
  });

  test("copies clusters with what is known of them where the instances cannot be listed, which it says", async () => {
    const run = runOn({
      ...estate,
      databases: [orders, { ...ledger, shape: { kind: "cluster", parameterGroup: "tuned" } }],
    });
    run.services.instance.failing(({ verb }) => (verb === "listDatabases" ? denied() : undefined));
    const { report } = await swept(run);
    expect(outcomesOf(report).map(({ message }) => message)).toContain(
      "it is newer than every copy: its restore sheet does not say its instances, as the instances could not be listed",
    );
    expect(readSheet(run.services.cluster.asked.at(-1)?.request?.tags ?? {})).toMatchObject({
      shape: { kind: "cluster", parameterGroup: "tuned" },
    });
  });

  test("does nothing when it comes again", async () => {
    const run = runOn(estate);
    await swept(run);
    const again = await swept(run);
    expect(again.summary).toMatchObject({ copied: 0, deleted: 0, in_progress: 2, failed: {}, deferred: {} });
    expect([...run.services.instance.changes, ...run.services.cluster.changes]).toHaveLength(2);
  });

  test("lists databases, the snapshots of those that are selected, and the copies of each target region once", async () => {
    const others = [database("scratch"), database("member", { memberOf: "ledger" })];
    const { instance, cluster } = SETTINGS.selection;
    const selection = { instance: { ...instance, exclude: ["scratch"] }, cluster };
    const run = runOn({ ...estate, databases: [...estate.databases, ...others] }, { ...SETTINGS, selection });
    await swept(run);
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
    await swept(run);
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
    await swept(run);
    expect(most).toBe(4);
  });

  test("acts on the target regions in the same order, whichever answers first", async () => {
    const run = runOn({ databases: [orders], snapshots: [snapshotOf(orders)] });
    const { listCopies } = run.services.instance;
    run.services.instance.listCopies = async (region) => {
      if (region === FRANKFURT) await new Promise((resolve) => setImmediate(resolve));
      return listCopies.call(run.services.instance, region);
    };
    const { report } = await swept(run);
    expect(placedOutcomes(report).map(({ targetRegion }) => targetRegion)).toEqual([FRANKFURT, IRELAND]);
  });

  test("in a dry run changes nothing and says what it would do", async () => {
    const olds = [1, 2, 3].map((day) => copyOf(snapshotOf(orders, new Date(Date.UTC(2026, 0, day))), FRANKFURT));
    const run = runOn({ ...estate, copies: [...estate.copies, ...olds] }, { dryRun: true });
    expect((await swept(run)).summary).toMatchObject({
      dry_run: true,
      copied: 0,
      deleted: 0,
      planned: { "new-snapshot": 2, retention: 1 },
      gib_to_copy: 200,
      recovery_point_age_seconds: { [FRANKFURT]: hours(LAST_NIGHT), [IRELAND]: hours(TONIGHT) },
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
    const [failure] = failures((await swept(run)).report);
    expect(failure?.message).toContain("3 databases with 3 copies each need 9");
  });
});

describe("deletions", () => {
  const olds = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
  const with8 = () => runOn({ databases: [orders], copies: olds.map((old) => copyOf(old, FRANKFURT)) });

  test("of more than one superfluous copy wait for the daily run, and are said", async () => {
    const run = with8();
    const { report, summary } = await swept(run, "follow-up");
    expect(summary).toMatchObject({ run: "follow-up", deleted: 0, deferred: { "past-retention": 1 } });
    // As long as nobody does anything, each follow-up would say the same.
    expect(published(report).said("deferred")).toEqual([]);
    expect(published({ ...report, run: "daily" }).said("deferred")).toMatchObject([
      { database: "orders", target_region: FRANKFURT, reason: "past-retention", copies: 5 },
    ]);
    expect(run.services.instance.changes).toEqual([]);
  });

  test("of the daily run are as many as the setting says, and the last that is left goes in any run", async () => {
    const run = with8();
    const left = async (kind: "daily" | "follow-up") => {
      await swept(run, kind);
      return run.services.instance.copies.length;
    };
    expect([await left("daily"), await left("follow-up"), await left("daily")]).toEqual([5, 5, 3]);
    expect(await left("daily")).toBe(3);
  });

  test("of two daily runs at the same time are those of one", async () => {
    const run = with8();
    await Promise.all([swept(run, "daily"), swept(run, "daily")]);
    expect(run.services.instance.copies).toHaveLength(5);
  });
});

test("what is returned has room for a thousand failures, as Lambda bounds an answer", async () => {
  const databases = Array.from({ length: 600 }, (_, index) => database(`db-${index}`));
  const run = runOn({ databases, snapshots: databases.map((one) => snapshotOf(one)) }, { targetKmsKeys: {} });
  const { report, summary } = await swept(run);
  expect(summary.failed).toEqual({ "key-missing": 1_200 });
  expect(returnedBy(report, [], run.settings).failed).toHaveLength(1_000);
});

describe("a run that could not do its work", () => {
  const denying = (...kinds: Kind[]) => {
    const run = runOn(estate);
    for (const kind of kinds) {
      run.services[kind].failing(({ verb }) => (verb === "listDatabases" ? denied() : undefined));
    }
    return run;
  };

  test("is one that could not list any databases", async () => {
    expect((await swept(denying("instance", "cluster"))).unable).toBe("the databases could not be listed");
    expect((await swept(denying("cluster"))).unable).toBeUndefined();
  });

  test("is one that could not list those of the kind that is selected", async () => {
    const { instance, cluster } = SETTINGS.selection;
    const run = denying("instance");
    const settings = { ...run.settings, selection: { instance, cluster: { ...cluster, include: [] } } };
    expect((await swept({ ...run, settings })).unable).toBe("the databases could not be listed");
  });

  test("is one whose lists took its time", async () => {
    const inTime = (milliseconds: number) => swept({ ...runOn(estate), timeLeft: () => milliseconds });
    expect((await inTime(30_000)).unable).toBeUndefined();
    expect((await inTime(29_999)).unable).toBe("its lists took all the time it had, so that nothing could be started");
  });

  test("is not one in which every copy failed", async () => {
    const run = runOn(estate);
    for (const service of Object.values(run.services)) {
      service.failing(({ verb }) => (verb === "copy" ? denied() : undefined));
    }
    expect(await swept(run)).toMatchObject({ unable: undefined, summary: { failed: { denied: 2 } } });
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
    const { report, summary } = await swept(run);
    const { recovery_point_age_seconds, ...counts } = summary;
    expect(outcomesOf(report)).toHaveLength(2 + 1 + 1 + 5 + 1);
    expect(counts).toEqual({
      run: "daily",
      dry_run: false,
      seen: 9,
      selected: 7,
      uncovered: 2,
      copied: 2,
      in_progress: 3,
      deferred: { "one-at-a-time": 1 },
      deleted: 1,
      orphaned: 2,
      held: 0,
      skipped: {
        excluded: 1,
        "backups-disabled": 1,
        "cluster-member": 1,
        "multi-az-cluster": 1,
        "no-snapshot": 1,
      },
      failed: { denied: 1 },
      planned: {},
      gib_to_copy: 10 + 30 + 500,
      unseen_target_regions: [],
      briefly_seen_kinds: [],
      manual_snapshots: [
        expect.objectContaining({
          kind: "instance",
          target_region: FRANKFURT,
          used: 6,
          ours: 4,
          orphaned: 2,
          needed: 13,
        }),
        expect.objectContaining({
          kind: "cluster",
          target_region: FRANKFURT,
          used: 1,
          ours: 1,
          orphaned: 0,
          needed: 3,
        }),
      ],
      troubles_by_kind: { stale: 2, failing: 1, uncovered: 2, orphaned: 1 },
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
    const { report, summary } = await swept(run);
    expect(summary.recovery_point_age_seconds).toEqual({ [FRANKFURT]: hours(old), [IRELAND]: hours(LAST_NIGHT) });
    expect(published(report).said("trouble")).toEqual([
      expect.objectContaining({
        level: "WARN",
        kind: "instance",
        database: "orders",
        target_region: FRANKFURT,
        trouble: "stale",
        reason: "no-backup",
        cause: "RDS lists no backup of orders, and its newest copy is of 2026-01-30 17:59 UTC",
        remedy: expect.any(String),
        since: "2026-02-01T05:59:59.000Z",
      }),
    ]);
  });

  test("says that a target region without a database to look after is fresh", async () => {
    const { summary } = await swept(runOn({ databases: [database("m", { memberOf: "ledger" })] }));
    expect(summary.recovery_point_age_seconds).toEqual({
      [FRANKFURT]: 0,
      [IRELAND]: 0,
    });
  });
});

describe("a list that fails", () => {
  test("of copies in a region takes only that region and kind out", async () => {
    const run = withoutList("cluster", "listCopies", IRELAND);
    const { report, summary } = await swept(run);
    expect(failures(report)).toEqual([
      {
        kind: "cluster",
        region: IRELAND,
        reason: "denied",
        message: `cannot list the manual cluster snapshots in eu-west-1: ${DENIED}`,
      },
    ]);
    expect(run.services.cluster.changes).toEqual([]);
    expect(run.services.instance.changes).toHaveLength(1);
    expect(summary).toMatchObject({ unseen_target_regions: [IRELAND], selected: 2, failed: { denied: 1 } });
    expect(summary.recovery_point_age_seconds).toEqual({ [FRANKFURT]: hours(LAST_NIGHT) });
  });

  test("of databases takes only that kind out, and no age is known", async () => {
    const run = withoutList("instance", "listDatabases");
    const message = `cannot list the instances in us-east-1: ${DENIED}`;
    const { report, summary } = await swept(run);
    expect(failures(report)).toEqual([{ kind: "instance", region: undefined, reason: "denied", message }]);
    expect(run.services.instance.changes).toEqual([]);
    expect(run.services.cluster.changes).toHaveLength(1);
    expect(summary).toMatchObject({
      unseen_target_regions: [FRANKFURT, IRELAND],
      recovery_point_age_seconds: {},
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
    const { report, summary } = await swept(run);
    const message = `cannot list the automated instance snapshots in us-east-1: ${DENIED}`;
    expect(failures(report)).toEqual([{ kind: "instance", region: undefined, reason: "denied", message }]);
    expect(run.services.instance.changes).toEqual([]);
    expect(run.services.cluster.changes).toEqual([`copy ${IRELAND} ledger-us-east-1-2026-02-01-03-07`]);
    expect(summary).toMatchObject({ selected: 2, deferred: { unread: 1 } });
    // Ireland has no copy of orders: its age counts from its snapshots.
    expect(summary).toMatchObject({
      unseen_target_regions: [IRELAND],
      recovery_point_age_seconds: { [FRANKFURT]: hours(LAST_NIGHT) },
    });
  });

  test("deletes nothing of what it could not see", async () => {
    const olds = [20, 21, 22, 23, 24].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ databases: [orders], copies: olds.map((old) => copyOf(old, FRANKFURT)) });
    run.services.instance.failing(({ verb }) => (verb === "listDatabases" ? denied() : undefined));
    await swept(run);
    expect(run.services.instance.copies).toHaveLength(5);
  });

  test("as the region is not enabled says so, with the remedy", async () => {
    const run = runOn(estate);
    const refused = new RdsError("region-not-enabled", "InvalidClientTokenId", "The security token is invalid.");
    for (const service of Object.values(run.services)) {
      service.failing(({ region }) => (region === IRELAND ? refused : undefined));
    }
    const { report, summary } = await swept(run);
    const why = "eu-west-1 is not enabled for the account (InvalidClientTokenId: The security token is invalid.)";
    expect(failures(report)).toEqual(
      ["instance", "cluster"].map((kind) => ({
        kind,
        region: IRELAND,
        reason: "region-not-enabled",
        message: `cannot list the manual ${kind} snapshots in eu-west-1: ${why}: enable it, or take it out of targets`,
      })),
    );
    expect(summary).toMatchObject({ copied: 1, unseen_target_regions: [IRELAND] });
  });

  test("may be all of them, and the run still ends with a report", async () => {
    const run = runOn(estate);
    for (const service of Object.values(run.services)) service.failing(() => denied());
    const { summary } = await swept(run);
    expect(summary).toMatchObject({ failed: { denied: 6 }, recovery_point_age_seconds: {}, seen: 0 });
  });
});

test("what RDS lists and cannot be read is reported, and the rest goes on", async () => {
  const run = runOn(estate);
  run.services.instance.unreadable.listSnapshots = ["DB snapshot rds:x came without Status"];
  run.services.instance.unreadable.listCopies = ["DB snapshot y came without Status"];
  const { report, summary } = await swept(run);
  const reason = "unreadable";
  expect(failures(report)).toEqual([
    {
      kind: "instance",
      region: undefined,
      reason,
      message: "DB snapshot rds:x came without Status: it is left out of this run",
    },
    ...[FRANKFURT, IRELAND].map((region) => ({
      kind: "instance",
      region,
      reason,
      message: "DB snapshot y came without Status: it is left out of this run",
    })),
  ]);
  expect(summary.copied).toBe(2);
});

test("of what RDS lists and cannot be read nobody says that it is gone, nor that what it was told for is over", async () => {
  const run = runOn({ ...estate, databases: [ledger] });
  run.services.instance.unreadable.listDatabases = ["DB instance orders came without Engine"];
  const { report, summary } = await swept(run);
  const troubles = report.coverage ? troublesOf(report.coverage) : [];
  expect([...new Set(troubles.map(({ database: id, reason }) => `${id} ${reason}`))]).toEqual(["* unreadable"]);
  expect(summary).toMatchObject({ recovery_point_age_seconds: {}, unseen_target_regions: [FRANKFURT, IRELAND] });
  const copies = runOn(estate);
  copies.services.instance.unreadable.listCopies = ["DB snapshot y came without Status"];
  const routes = (await swept(copies)).report.coverage?.routes;
  expect(routes?.map(({ route, unsure }) => [route.kind, unsure.includes("orphaned")])).toEqual([
    ["instance", true],
    ["instance", true],
    ["cluster", false],
    ["cluster", false],
  ]);
});
