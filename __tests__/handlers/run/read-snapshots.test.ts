import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { Lister } from "../../../handlers/run/lister";
import { readSnapshots } from "../../../handlers/run/read-snapshots";
import { Random } from "../../../simulation/time/random";
import { database, NOW, runOn, snapshotOf, type TestRun } from "./estate";
import { type Asked, throttled } from "./memory-service";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STOP_WITH = 2 * MINUTE;

const manyDatabases = (count: number) =>
  Array.from({ length: count }, (_, index) => database(`db-${String(index).padStart(4, "0")}`));

/** A run over so many databases, each with three automated snapshots. */
function largeRun(count: number, timeLeft: () => number = () => 15 * MINUTE) {
  const databases = manyDatabases(count);
  const snapshots = databases.flatMap((one) => [2, 1, 0].map((days) => snapshotOf(one, new Date(+NOW - days * DAY))));
  const run: TestRun = { ...runOn({ databases, snapshots }), timeLeft };
  const lister = new Lister("instance", run);
  return { run, lister, databases, read: () => readSnapshots(databases, lister, STOP_WITH) };
}

const idsOf = ({ id }: Asked): string[] => id.split(" ");
const refused = () => new RdsError("invalid-request", "InvalidParameterValue", "too many values");

describe("the snapshots of many databases", () => {
  test("are read of a hundred at a time, of each the newest and the oldest", async () => {
    const { run, databases, read } = largeRun(250);
    const { snapshots, unread } = await read();
    expect(unread.size).toBe(0);
    expect(run.services.instance.asked.map((asked) => idsOf(asked).length).sort()).toEqual([100, 100, 50].sort());
    const kept = databases.flatMap((one) => [0, 2].map((days) => snapshotOf(one, new Date(+NOW - days * DAY)).id));
    expect(snapshots.map(({ id }) => id).sort()).toEqual(kept.sort());
  });

  test("are read two lists at a time", async () => {
    const { run, read } = largeRun(1_000);
    let underWay = 0;
    let most = 0;
    const { instance } = run.services;
    const { listSnapshots } = instance;
    instance.listSnapshots = async (ids) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
      return listSnapshots.call(instance, ids);
    };
    await read();
    expect(most).toBe(2);
  });

  test("are read until the time is up, and the rest is told", async () => {
    let asked = () => 0;
    const { run, databases, read } = largeRun(1_000, () => STOP_WITH + (asked() < 4 ? 1 : 0));
    asked = () => run.services.instance.asked.length;
    const { snapshots, unread } = await read();
    expect(run.services.instance.asked).toHaveLength(4);
    const read400 = new Set(snapshots.map(({ databaseId }) => databaseId));
    expect(read400.size).toBe(400);
    expect([...read400, ...unread].sort()).toEqual(databases.map(({ id }) => id));
  });

  test("are left unread rather than cut off: no list is begun that would take too long, as those before tell", async () => {
    let left = STOP_WITH + 100_000;
    const { run, lister, read } = largeRun(1_000, () => left);
    const { instance } = run.services;
    const { listSnapshots } = instance;
    instance.listSnapshots = async (ids) => {
      left -= 30_000;
      return listSnapshots.call(instance, ids);
    };
    expect((await read()).unread.size).toBe(800);
    expect([left - STOP_WITH, lister.ofSource]).toEqual([40_000, []]);
  });

  test("are all read in time by runs each of which comes to a tenth", async () => {
    const random = new Random(1);
    const { run, databases } = largeRun(3_000);
    const unread = new Set(databases.map(({ id }) => id));
    let runs = 0;
    for (; unread.size > 0 && runs < 100; runs++) {
      const before = run.services.instance.asked.length;
      const timeLeft = () => STOP_WITH + (run.services.instance.asked.length < before + 3 ? 1 : 0);
      const { snapshots } = await readSnapshots(
        databases,
        new Lister("instance", { ...run, timeLeft, random: () => random.next() }),
        STOP_WITH,
      );
      for (const { databaseId } of snapshots) unread.delete(databaseId);
    }
    expect(unread.size).toBe(0);
  });

  test("of a list that fails are unread, and the other lists are read", async () => {
    const { run, lister, read } = largeRun(1_000);
    run.services.instance.failing((asked) => (idsOf(asked).includes("db-0123") ? throttled() : undefined));
    const { snapshots, unread } = await read();
    expect([snapshots.length, unread.size, unread.has("db-0123")]).toEqual([2 * 900, 100, true]);
    expect(lister.ofSource.map(({ reason }) => reason)).toEqual(["list-failed"]);
  });

  test("that fail with one of them fail with others in another run", async () => {
    const neighbours = async (random: number) => {
      const { run, databases } = largeRun(1_000);
      run.services.instance.failing((asked) => (idsOf(asked).includes("db-0123") ? throttled() : undefined));
      const lister = new Lister("instance", { ...run, random: () => random });
      return [...(await readSnapshots(databases, lister, STOP_WITH)).unread].sort().join(" ");
    };
    expect(await neighbours(0.111)).not.toBe(await neighbours(0.555));
  });

  test("are not asked for any more when several lists have failed, as in an outage all do", async () => {
    const { run, lister, read } = largeRun(1_000);
    let calls = 0;
    run.services.instance.failing(() => (++calls >= 4 ? throttled() : undefined));
    const { snapshots, unread } = await read();
    expect([snapshots.length, unread.size]).toEqual([2 * 300, 700]);
    expect(new Set(lister.ofSource.map(({ reason }) => reason))).toEqual(new Set(["list-failed"]));
    expect(run.services.instance.asked.length).toBeLessThanOrEqual(7);
  });

  test("are asked for in halves where RDS takes fewer values", async () => {
    const { run, lister, read } = largeRun(90);
    run.services.instance.failing((asked) => (idsOf(asked).length > 30 ? refused() : undefined));
    const { snapshots, unread } = await read();
    expect([lister.ofSource, unread.size, snapshots.length]).toEqual([[], 0, 180]);
    expect(run.services.instance.asked.map((asked) => idsOf(asked).length)).toEqual([90, 45, 23, 22, 45, 23, 22]);
  });

  test("that RDS refuses for one database alone fail", async () => {
    const { run, lister, read } = largeRun(2);
    run.services.instance.failing(() => refused());
    expect((await read()).unread.size).toBe(2);
    expect(lister.ofSource).toMatchObject([{ reason: "list-failed" }]);
  });
});
