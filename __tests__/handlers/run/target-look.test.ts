import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { mayBeBrief } from "../../../handlers/run/target-look";
import type { Settings } from "../../../handlers/settings/settings";
import { copyOf, database, FRANKFURT, IRELAND, NOW, runOn, SETTINGS, snapshotOf, type TestRun } from "./estate";
import type { Asked } from "./memory-service";
import { published, swept } from "./published";

const LAST_NIGHT = new Date("2026-01-31T03:07:00Z");
/** Late enough in the hour for a brief look. */
const HALF_PAST = new Date(NOW.getTime() + 30 * 60_000);

const databases = Array.from({ length: 150 }, (_, index) => database(`db-${String(index).padStart(3, "0")}`));
const copies = [FRANKFURT, IRELAND].flatMap((region) =>
  databases.flatMap((one) => [copyOf(snapshotOf(one), region), copyOf(snapshotOf(one, LAST_NIGHT), region)]),
);

interface Given {
  readonly settings?: Partial<Settings>;
  readonly briefAbove?: number;
  readonly now?: Date;
  readonly timeLeft?: () => number;
  readonly without?: string;
}

/** 150 databases whose last two nights are copied, with the state of one copy changed where it is named. */
function estateRun({ settings, briefAbove = 149, now = HALF_PAST, timeLeft, without }: Given = {}): TestRun {
  const snapshots = databases.map((one) => snapshotOf(one));
  const run = runOn(
    { databases, snapshots, copies: copies.filter(({ id }) => id !== without) },
    { retention: { ...SETTINGS.retention, keepLast: 2 }, ...settings },
    timeLeft && { timeLeft },
  );
  return { ...run, briefAbove, now };
}

/** What was asked of target regions: ids, or `*`. */
const askedOf = ({ services }: TestRun) =>
  services.instance.asked.flatMap(({ verb, region, id }: Asked) =>
    verb === "listCopies" ? [`${region} ${id === "*" ? "all" : id.split(" ").length}`] : [],
  );
const briefly = [`${FRANKFURT} 100`, `${IRELAND} 100`, `${FRANKFURT} 50`, `${IRELAND} 50`].sort();
const everything = [`${FRANKFURT} all`, `${IRELAND} all`];
const wholeListsOf = (run: TestRun) => askedOf(run).filter((one) => one.endsWith("all"));

describe("a brief look", () => {
  test("asks for the copies of the newest snapshots, a hundred at a time, and does nothing where all are there", async () => {
    const run = estateRun();
    const { summary } = await swept(run, "follow-up");
    expect(askedOf(run).sort()).toEqual(briefly);
    expect(run.services.instance.changes).toEqual([]);
    const age = (HALF_PAST.getTime() - Date.UTC(2026, 1, 1, 3, 7)) / 1000;
    expect(summary).toMatchObject({
      seen: 150,
      selected: 150,
      failed: {},
      recovery_point_age_seconds: { [FRANKFURT]: age, [IRELAND]: age },
      unseen_target_regions: [],
      briefly_seen_kinds: ["instance"],
    });
  });

  test("publishes ages and databases, and not what is in progress or deferred, as it has not seen all copies", async () => {
    const { report } = await swept(estateRun(), "follow-up");
    expect(published(report).metrics.map(({ name }) => name)).toEqual([
      "DatabasesSelected",
      "DatabasesUncovered",
      "CopiesStarted",
      "CopiesFailed",
      "CopiesDeleted",
      "RecoveryPointAge",
      "DatabasesFailing",
      "RecoveryPointAge",
      "DatabasesFailing",
    ]);
  });

  test("asks nothing for databases that cannot be copied, as a filter must have values", async () => {
    const off = Array.from({ length: 150 }, (_, index) => database(`off-${index}`, { backupRetentionDays: 0 }));
    const [one] = databases;
    const run = {
      ...runOn({
        databases: [...(one ? [one] : []), ...off],
        copies,
        snapshots: databases.map((of) => snapshotOf(of)),
      }),
      briefAbove: 0,
      now: HALF_PAST,
    };
    expect((await swept(run, "follow-up")).summary).toMatchObject({ uncovered: 150, briefly_seen_kinds: ["instance"] });
    expect(askedOf(run)).toEqual([`${FRANKFURT} 1`, `${IRELAND} 1`]);
  });

  test("is made of halves where RDS refuses so many ids", async () => {
    const run = estateRun();
    run.services.instance.failing(({ verb, id }) =>
      verb === "listCopies" && id.split(" ").length > 50
        ? new RdsError("invalid-request", "InvalidParameterValue", "too many values")
        : undefined,
    );
    expect((await swept(run, "follow-up")).summary.briefly_seen_kinds).toEqual(["instance"]);
    expect(wholeListsOf(run)).toEqual([]);
  });
});

describe("a look becomes whole, once,", () => {
  const missing = "db-007-us-east-1-2026-02-01-03-07";

  test("where something is due, and does it", async () => {
    const run = estateRun({ without: missing });
    const { summary } = await swept(run, "follow-up");
    expect(wholeListsOf(run)).toEqual(everything);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${missing}`, `copy ${IRELAND} ${missing}`]);
    expect(summary).toMatchObject({ copied: 2, in_progress: 2, briefly_seen_kinds: [] });
  });

  test("where a target region does not answer: what failed is said if the whole list fails too", async () => {
    const run = estateRun();
    run.services.instance.failing(({ verb, region, id }) =>
      verb === "listCopies" && region === IRELAND && id !== "*"
        ? new RdsError("transient", "Throttling", "")
        : undefined,
    );
    const { summary } = await swept(run, "follow-up");
    expect(wholeListsOf(run)).toEqual(everything);
    expect(summary).toMatchObject({ failed: {}, briefly_seen_kinds: [], unseen_target_regions: [] });
  });

  test("where an answer cannot be read, and says so", async () => {
    const run = estateRun();
    run.services.instance.unreadable.listCopies = ["DB snapshot x came without Status"];
    const { summary } = await swept(run, "follow-up");
    expect(wholeListsOf(run)).toEqual(everything);
    expect(summary).toMatchObject({ failed: { unreadable: 2 }, briefly_seen_kinds: [] });
  });

  test("where snapshots could not be listed, or not be read", async () => {
    const failing = estateRun();
    failing.services.instance.failing(({ verb, id }) =>
      verb === "listSnapshots" && id.includes("db-149") ? new RdsError("transient", "Throttling", "") : undefined,
    );
    expect((await swept(failing, "follow-up")).summary.briefly_seen_kinds).toEqual([]);
    expect(wholeListsOf(failing)).toEqual(everything);
    const unreadable = estateRun();
    unreadable.services.instance.unreadable.listSnapshots = ["DB snapshot x came without Status"];
    expect((await swept(unreadable, "follow-up")).summary.briefly_seen_kinds).toEqual([]);
    expect(wholeListsOf(unreadable)).toEqual(everything);
  });

  test("unless databases could not be listed, as nothing could be decided", async () => {
    const run = estateRun();
    run.services.instance.failing(({ verb }) =>
      verb === "listDatabases" ? new RdsError("transient", "Throttling", "") : undefined,
    );
    const { summary } = await swept(run, "follow-up");
    expect(askedOf(run)).toEqual([]);
    expect(summary).toMatchObject({
      failed: { "list-failed": 1 },
      unseen_target_regions: [FRANKFURT, IRELAND],
      briefly_seen_kinds: [],
    });
  });

  test("where there was no time to read snapshots", async () => {
    const run = estateRun({ timeLeft: () => 100_000 });
    expect((await swept(run, "follow-up")).summary).toMatchObject({ briefly_seen_kinds: [], deferred: { unread: 1 } });
    expect(askedOf(run)).toEqual(everything);
  });

  test("where half of its time is gone, as a whole list needs time too", async () => {
    const run = estateRun({ timeLeft: () => (run.services.instance.asked.length === 0 ? 900_000 : 450_000) });
    expect((await swept(run, "follow-up")).summary).toMatchObject({ briefly_seen_kinds: [], failed: {} });
    expect(askedOf(run)).toEqual(everything);
  });
});

describe("a look is whole from the start", () => {
  test.each([
    ["of the daily run", "daily", {}],
    ["of the first run in an hour", "follow-up", { now: NOW }],
    ["of a kind with few covered databases", "follow-up", { briefAbove: 150 }],
  ] as const)("%s", async (_, kind, given) => {
    const run = estateRun(given);
    expect((await swept(run, kind)).summary.briefly_seen_kinds).toEqual([]);
    expect(askedOf(run)).toEqual(everything);
  });

  test("of a kind that is turned off, whose copies are orphans", async () => {
    const none = { ...SETTINGS.selection.instance, include: [] };
    const run = estateRun({ briefAbove: 0, settings: { selection: { ...SETTINGS.selection, instance: none } } });
    const { summary } = await swept(run, "follow-up");
    expect(summary).toMatchObject({ briefly_seen_kinds: [], orphaned: 600 });
  });
});

describe("one look in each hour of the clock is whole", () => {
  const at = (minute: number, second = 0) => new Date(Date.UTC(2026, 1, 1, 6, minute, second));
  const wholeAt = (interval: number, now: Date) =>
    !mayBeBrief("follow-up", { now, settings: { ...SETTINGS, followUpIntervalMinutes: interval } });

  test.each([5, 7, 15, 25, 60])("that has a run: every %i minutes, up to a minute late", (interval) => {
    for (let phase = 0; phase < interval; phase += 0.25) {
      for (const late of [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const [all, whole] = [new Set<number>(), new Set<number>()];
        for (let run = 0, minute = phase; minute < 12 * 60; run++, minute = phase + run * interval) {
          const now = new Date(Date.UTC(2026, 1, 1) + (minute + (late[run % 2] ?? 0)) * 60_000);
          all.add(now.getUTCHours());
          if (wholeAt(interval, now)) whole.add(now.getUTCHours());
        }
        expect(whole).toEqual(all);
      }
    }
  });

  test("and the others may be brief", () => {
    expect([0, 7, 15].map((minute) => wholeAt(15, at(minute)))).toEqual([true, true, true]);
    expect([wholeAt(15, at(16, 29)), wholeAt(15, at(16, 30))]).toEqual([true, false]);
    expect([17, 30, 59].map((minute) => wholeAt(15, at(minute)))).toEqual([false, false, false]);
  });
});
