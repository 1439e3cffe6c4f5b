import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { refill } from "../../../handlers/run/refill";
import { type Summary, summaryOf } from "../../../handlers/run/summary";
import { Waiting } from "../../../handlers/run/waiting";
import { copyOf, database, type Estate, FRANKFURT, IRELAND, runOn, snapshotOf, type TestRun } from "./estate";
import { quotaFull, throttled, tooMany } from "./memory-service";

const four = ["a", "b", "c", "d"].map((id) => database(id));
const estate: Estate = { databases: four, snapshots: four.map((one) => snapshotOf(one)) };
const copyId = (id: string) => `${id}-us-east-1-2026-02-01-03-07`;

/** Refills the slots of a region, two of three of which are taken. */
async function refilled(run: TestRun, inTurn = ["a", "b", "c", "d"], limit = 3) {
  const waiting = new Waiting({ kind: "instance", targetRegion: FRANKFURT }, { limit, heldBy: ["x", "y"], inTurn });
  const reports: Summary[] = [];
  await refill(waiting, run, (look) => reports.push(summaryOf(look, run.settings)));
  return { waiting, reports, rest: [...Array(9)].flatMap(() => waiting.next() ?? []) };
}

describe("free slots", () => {
  test("go to those who wait, in turn, until none is left", async () => {
    const run = runOn(estate);
    const { waiting, rest, reports } = await refilled(run, ["c", "a", "b"], 4);
    expect(run.services.instance.changes).toEqual([
      `copy ${FRANKFURT} ${copyId("c")}`,
      `copy ${FRANKFURT} ${copyId("a")}`,
    ]);
    expect(waiting.holders).toEqual(["x", "y", copyId("c"), copyId("a")]);
    expect(rest).toEqual(["b"]);
    expect(reports.map(({ copied }) => copied)).toEqual([1, 1]);
  });

  test("are taken after a look at the database, in this region only", async () => {
    const run = runOn(estate);
    await refilled(run, ["a"]);
    expect(run.services.instance.asked.map(({ verb, region, id }) => `${verb} ${region} ${id}`)).toEqual([
      "listSnapshots  a",
      `listCopies ${FRANKFURT} of a`,
      "listDatabases  a", // for its tags, as its snapshot has none
      `copy ${FRANKFURT} ${copyId("a")}`,
    ]);
  });

  test("stay free where nobody waits", async () => {
    const run = runOn(estate);
    await refilled(run, [], 100);
    expect(run.services.instance.asked).toEqual([]);
  });

  test("are not asked for where there is none", async () => {
    const run = runOn(estate);
    const { rest } = await refilled(run, ["a", "b"], 2);
    expect(run.services.instance.asked).toEqual([]);
    expect(rest).toEqual(["a", "b"]);
  });

  test("are not taken by one whose copy is made already: the next takes it", async () => {
    const run = runOn({ ...estate, copies: [copyOf(snapshotOf(database("a")), FRANKFURT)] });
    await refilled(run);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("b")}`]);
  });

  test("are taken by a copy that another run has started meanwhile", async () => {
    const run = runOn({ ...estate, copies: [copyOf(snapshotOf(database("a")), FRANKFURT, { status: "copying" })] });
    const { waiting, rest } = await refilled(run);
    expect(run.services.instance.changes).toEqual([]);
    expect(waiting.holders).toEqual(["x", "y", copyId("a")]);
    expect(rest).toEqual(["b", "c", "d"]);
  });

  test("are not used for retries: those are the sweep's", async () => {
    const run = runOn({ ...estate, copies: [copyOf(snapshotOf(database("a")), FRANKFURT, { status: "failed" })] });
    const { reports } = await refilled(run);
    expect(reports[0]?.deferred).toEqual({ "retry-in-sweep": 1 });
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("b")}`]);
  });

  test("go to the next where one database fails for a reason of its own", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb, id }) =>
      verb === "copy" && id === copyId("a") ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const { reports } = await refilled(run);
    expect(reports.map(({ failed, copied }) => [failed, copied])).toEqual([
      [{ denied: 1 }, 0],
      [{}, 1],
    ]);
  });

  test("are not asked for again when RDS has none: who was refused stays next", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) => (verb === "copy" ? tooMany() : undefined));
    const { rest } = await refilled(run, ["a", "b"], 20);
    expect(run.services.instance.changes).toEqual([`copy ${FRANKFURT} ${copyId("a")}`]);
    expect(rest).toEqual(["a", "b"]);
  });

  test.each([
    ["the quota of manual snapshots is full", quotaFull],
    ["the region is not enabled", () => new RdsError("region-not-enabled", "OptInRequired", "no")],
  ])("are left to the next whole run where %s", async (_, error) => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) => (verb === "copy" ? error() : undefined));
    const { rest } = await refilled(run);
    expect(run.services.instance.changes).toHaveLength(1);
    expect(rest).toEqual([]);
  });

  test("go to the next where the copy of one fails in passing, and to nobody after six in a row", async () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const all = ids.map((id) => database(id));
    const run = runOn({ databases: all, snapshots: all.map((one) => snapshotOf(one)) });
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("a") ? throttled() : undefined));
    expect((await refilled(run, ids, 5)).reports.map(({ copied }) => copied)).toEqual([0, 1, 1]);
    run.services.instance.failing(({ verb }) => (verb === "copy" ? throttled() : undefined));
    run.services.instance.copies = [];
    const { reports, rest } = await refilled(run, ids, 100);
    expect(reports).toHaveLength(6);
    expect(rest).toEqual([]);
  });

  test("are left to the next whole run where a list fails", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) => (verb === "listSnapshots" ? throttled() : undefined));
    const { reports, rest } = await refilled(run);
    expect(reports.map(({ failed }) => failed)).toEqual([{ "list-failed": 1 }]);
    expect(rest).toEqual([]);
  });

  test("are left to the next whole run where a list is denied, but not where a copy of one database is", async () => {
    const denied = new RdsError("denied", "AccessDenied", "no");
    const lists = runOn(estate);
    lists.services.instance.failing(({ verb }) => (verb === "listSnapshots" ? denied : undefined));
    const { reports, rest } = await refilled(lists);
    expect(reports.map(({ failed }) => failed)).toEqual([{ denied: 1 }]);
    expect(rest).toEqual([]);
    const copies = runOn(estate);
    copies.services.instance.failing(({ verb }, times) => (verb === "copy" && times === 0 ? denied : undefined));
    expect((await refilled(copies)).reports.length).toBeGreaterThan(1);
  });

  test("are left to the next whole run shortly before the end of this one", async () => {
    const run = runOn(estate, {}, { timeLeft: () => 20_000 });
    const { rest } = await refilled(run);
    expect(run.services.instance.changes).toEqual([]);
    expect(rest).toEqual([]);
  });

  test("are used at the time that it is, not when the run began", async () => {
    const run = runOn(estate, { targets: [FRANKFURT, IRELAND] });
    await run.sleep(600_000);
    await refilled(run, ["a"]);
    expect(run.services.instance.copies.at(-1)?.tags["CrossRegionBackup/StartedAt"]).toBe("2026-02-01T06:10:00.000Z");
  });
});
