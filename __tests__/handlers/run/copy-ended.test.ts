import { describe, expect, test } from "@jest/globals";
import { copyEnded } from "../../../handlers/run/copy-ended";
import { Memory } from "../../../handlers/run/memory";
import type { Report } from "../../../handlers/run/report";
import { copyOf, database, type Estate, FRANKFURT, IRELAND, NOW, runOn, snapshotOf, type TestRun } from "./estate";
import { throttled } from "./memory-service";

const five = ["a", "b", "c", "d", "e"].map((id) => database(id));
const running = [0, 1].map((index) =>
  copyOf(snapshotOf(five[index] ?? database("a")), FRANKFURT, { status: "copying" }),
);
const estate: Estate = { databases: five, snapshots: five.map((one) => snapshotOf(one)), copies: running };
const settings = { targets: [FRANKFURT, IRELAND], maxCopiesInProgress: { instance: 2, cluster: 5 } };
const copyId = (id: string) => `${id}-us-east-1-2026-02-01-03-07`;

const event = (id: string, targetRegion = FRANKFURT) => ({
  targetRegion,
  snapshotId: copyId(id),
  eventId: "RDS-EVENT-0060",
});

async function endOf(run: TestRun, memory: Memory, ...ended: readonly string[]): Promise<Report[]> {
  const reports: Report[] = [];
  for (const id of ended) {
    const { instance } = run.services;
    instance.copies = instance.copies.map((one) => (one.id === copyId(id) ? { ...one, status: "available" } : one));
    await copyEnded(event(id), run, memory, (report) => reports.push(report));
  }
  return reports;
}

const later = (run: TestRun, minutes: number): TestRun => ({ ...run, now: new Date(NOW.getTime() + minutes * 60_000) });
const looks = (run: TestRun) => run.services.instance.asked.filter(({ verb }) => verb === "listDatabases").length;

describe("when a copy has ended", () => {
  test("the next database in turn has its slot", async () => {
    const run = runOn(estate, settings);
    const reports = await endOf(run, new Memory(), "a");
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("c")}`]);
    expect(reports.map(({ copied }) => copied)).toEqual([1]);
  });

  test("clusters and other target regions are not looked at", async () => {
    const run = runOn(estate, settings);
    await endOf(run, new Memory(), "a");
    expect(run.services.cluster.asked).toEqual([]);
    expect(run.services.instance.asked.filter(({ region }) => region === IRELAND)).toEqual([]);
  });

  test("all databases are looked at for the first only: each further one costs two lists and a copy", async () => {
    const run = runOn(estate, settings);
    await endOf(run, new Memory(), "a", "b", "c");
    expect(run.services.instance.changes).toEqual(["c", "d", "e"].map((id) => `copy ${FRANKFURT} ${copyId(id)}`));
    expect(looks(run)).toBe(1);
    expect(run.services.instance.asked).toHaveLength(3 + 3 * 3);
  });

  test("and its event comes twice, one copy is started", async () => {
    const run = runOn(estate, settings);
    await endOf(run, new Memory(), "a", "a", "a");
    expect(run.services.instance.changes).toHaveLength(1);
  });

  test("and events were lost, a new look makes up for them", async () => {
    const run = runOn({ ...estate, copies: [] }, { ...settings, maxCopiesInProgress: { instance: 3, cluster: 5 } });
    await endOf(run, new Memory(), "somebody-elses");
    expect(run.services.instance.changes).toEqual(["a", "b", "c"].map((id) => `copy ${FRANKFURT} ${copyId(id)}`));
  });

  test("that nobody knew of, its slot is not counted twice", async () => {
    const run = runOn(estate, settings);
    const memory = new Memory();
    await endOf(run, memory, "somebody-elses", "another");
    expect(run.services.instance.changes).toEqual([]);
  });

  test("that is still listed as in progress, its slot is free all the same", async () => {
    const run = runOn(estate, settings);
    await copyEnded(event("a"), run, new Memory(), () => undefined);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("c")}`]);
  });

  test("failed copies are left to the sweep, and nothing is deleted", async () => {
    const copies = [...running, copyOf(snapshotOf(database("c")), FRANKFURT, { status: "failed" })];
    const run = runOn({ ...estate, copies }, settings);
    await endOf(run, new Memory(), "a");
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("d")}`]);
  });
});

describe("who waits is remembered", () => {
  test("for a quarter of an hour", async () => {
    const run = runOn(estate, settings);
    const memory = new Memory();
    await endOf(run, memory, "a");
    await endOf(later(run, 14), memory, "b");
    expect(looks(run)).toBe(1);
    await endOf(later(run, 16), memory, "c");
    expect(looks(run)).toBe(2);
  });

  test("if it is nobody, too", async () => {
    const run = runOn({ ...estate, databases: [] }, settings);
    const memory = new Memory();
    await endOf(run, memory, "a");
    await endOf(later(run, 14), memory, "b");
    expect(looks(run)).toBe(1);
  });

  test("for each target region", async () => {
    const run = runOn(estate, settings);
    const memory = new Memory();
    await endOf(run, memory, "a");
    await copyEnded(event("a", IRELAND), run, memory, () => undefined);
    expect(run.services.instance.changes.filter((change) => change.includes(IRELAND))).toHaveLength(2);
  });

  test("not where the look has failed: it is told, and the next event looks again", async () => {
    const run = runOn(estate, settings);
    const memory = new Memory();
    let lists = 0;
    run.services.instance.failing(({ verb }) => (verb === "listSnapshots" && lists++ === 0 ? throttled() : undefined));
    const [report] = await endOf(run, memory, "a");
    expect(report?.failed).toEqual({ "list-failed": 1 });
    await endOf(run, memory, "a");
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("c")}`]);
  });
});

test("a snapshot that cannot be read keeps no copy from being started, and is for the sweep to tell", async () => {
  const run = runOn(estate, settings);
  run.services.instance.unreadable.listCopies = ["DB snapshot x came without Status"];
  const memory = new Memory();
  const [report] = await endOf(run, memory, "a");
  expect(report).toMatchObject({ copied: 1 });
  run.services.instance.unreadable.listCopies = [];
  await endOf(run, memory, "b");
  expect(looks(run)).toBe(1);
});

describe("nothing is looked at", () => {
  const asked = async (run: TestRun, memory = new Memory()) => {
    const reports = await endOf(run, memory, "a");
    return { reports, asked: run.services.instance.asked };
  };
  const skipped = (reason: string) => [{ skipped: { [reason]: 1 } }];

  test("in a dry run", async () => {
    const result = await asked(runOn(estate, { ...settings, dryRun: true }));
    expect(result.asked).toEqual([]);
    expect(result.reports).toMatchObject(skipped("dry-run"));
  });

  test("for a region that is no target any more", async () => {
    const result = await asked(runOn(estate, { ...settings, targets: [IRELAND] }));
    expect(result.asked).toEqual([]);
    expect(result.reports).toMatchObject(skipped("not-a-target"));
  });

  test("for an hour after a look that took longer than there is time", async () => {
    const databases = Array.from({ length: 450 }, (_, index) => database(`db-${index}`));
    const snapshots = databases.map((one) => snapshotOf(one));
    const runs = runOn({ databases, snapshots }, settings);
    const { instance } = runs.services;
    let left = 120_000;
    const run: TestRun = { ...runs, timeLeft: () => left };
    const { listSnapshots } = instance;
    instance.listSnapshots = async (ids) => {
      left -= 10_000;
      return listSnapshots.call(instance, ids);
    };
    const memory = new Memory();
    expect((await asked(run, memory)).reports).toMatchObject(skipped("too-large"));
    const before = instance.asked.length;
    left = 120_000;
    expect(await endOf(later(run, 59), memory, "a")).toMatchObject(skipped("too-large"));
    expect([instance.asked.length, instance.changes]).toEqual([before, []]);
    instance.listSnapshots = listSnapshots;
    await endOf(later(run, 61), memory, "a");
    expect(instance.changes).toHaveLength(2);
  });

  test("for an hour after the lists took all the time, whose failures are told", async () => {
    const memory = new Memory();
    const run: TestRun = { ...runOn(estate, settings), timeLeft: () => 9_000 };
    run.services.instance.failing(() => throttled());
    expect((await asked(run, memory)).reports).toMatchObject([
      { failed: { "list-failed": 2 } },
      ...skipped("too-large"),
    ]);
    const before = run.services.instance.asked.length;
    await endOf({ ...later(run, 59), timeLeft: () => 110_000 }, memory, "a");
    expect(run.services.instance.asked).toHaveLength(before);
  });
});
