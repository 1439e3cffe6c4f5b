import { describe, expect, test } from "@jest/globals";
import { placedOutcomes, type Report } from "../../../handlers/run/report";
import { summaryOf } from "../../../handlers/run/summary";
import { waitingAfter } from "../../../handlers/run/waiting";
import { watch } from "../../../handlers/run/watch";
import type { Settings } from "../../../handlers/settings/settings";
import { copyOf, database, type Estate, FRANKFURT, IRELAND, runOn, snapshotOf, type TestRun } from "./estate";
import { throttled, tooMany } from "./memory-service";
import { swept } from "./published";

const clusters = ["a", "b", "c"].map((id) => database(id, { kind: "cluster" }));
const estate: Estate = { databases: clusters, snapshots: clusters.map((one) => snapshotOf(one)) };
const oneSlot: Partial<Settings> = { targets: [FRANKFURT], maxCopiesInProgress: { instance: 1, cluster: 1 } };
const copyId = (id: string) => `${id}-us-east-1-2026-02-01-03-07`;

/** Every copy in progress ends, well. */
function endCopies(run: TestRun, id?: string): void {
  const { cluster } = run.services;
  cluster.copies = cluster.copies.map((copy) => (id && copy.id !== id ? copy : { ...copy, status: "available" }));
}

async function watched(run: TestRun): Promise<Report[]> {
  const reports: Report[] = [];
  await watch(waitingAfter((await swept(run)).report), run, (look) => reports.push(look));
  return reports;
}

describe("while databases wait for slots", () => {
  test("asks every half minute, and passes each free slot on", async () => {
    const run: TestRun = runOn(estate, oneSlot, {
      whileAsleep: () => {
        if (run.slept.length % 2 === 0) endCopies(run);
      },
    });
    const reports = await watched(run);
    expect(run.services.cluster.changes).toEqual(["a", "b", "c"].map((id) => `copy ${FRANKFURT} ${copyId(id)}`));
    expect(run.slept).toEqual([30_000, 30_000, 30_000, 30_000]);
    expect(reports.map((report) => summaryOf(report, run.settings))).toMatchObject([
      { run: "look", copied: 1 },
      { run: "look", copied: 1 },
    ]);
  });

  test("asks with one call, for the copies that hold the slots", async () => {
    const run: TestRun = runOn(
      estate,
      { ...oneSlot, maxCopiesInProgress: { instance: 1, cluster: 2 } },
      {
        timeLeft: () => (run.slept.length < 3 ? 900_000 : 0),
      },
    );
    await watched(run);
    const polls = run.services.cluster.asked.slice(-3).map(({ verb, region, id }) => `${verb} ${region} ${id}`);
    expect(polls).toEqual(Array(3).fill(`listCopies ${FRANKFURT} ${copyId("a")} ${copyId("b")}`));
    expect(run.services.instance.asked).toHaveLength(2);
  });

  test("passes on the slots of each region for itself", async () => {
    const run: TestRun = runOn(
      estate,
      { ...oneSlot, targets: [FRANKFURT, IRELAND] },
      {
        whileAsleep: () => {
          const { cluster } = run.services;
          cluster.copies = cluster.copies.map((one) =>
            one.region === IRELAND ? { ...one, status: "available" } : one,
          );
        },
        timeLeft: () => (run.slept.length < 4 ? 900_000 : 0),
      },
    );
    await watched(run);
    expect(run.services.cluster.changes.filter((change) => change.includes(FRANKFURT))).toHaveLength(1);
    expect(run.services.cluster.changes.filter((change) => change.includes(IRELAND))).toHaveLength(3);
  });

  test("passes on slots of others' copies too", async () => {
    const theirs = copyOf(snapshotOf(database("theirs", { kind: "cluster" })), FRANKFURT, {
      status: "copying",
      tags: { CrossRegionBackup: "other" },
    });
    const run: TestRun = runOn({ ...estate, copies: [theirs] }, oneSlot, {
      whileAsleep: () => endCopies(run, theirs.id),
      timeLeft: () => (run.slept.length < 4 ? 900_000 : 0),
    });
    await watched(run);
    expect(run.services.cluster.changes).toEqual([`copy ${FRANKFURT} ${copyId("a")}`]);
  });
});

describe("while RDS refuses for slots although some seem to be free", () => {
  const timesOfCopies = async (ends: (poll: number) => boolean) => {
    const held = copyOf(snapshotOf(database("held", { kind: "cluster" })), FRANKFURT, { status: "copying" });
    const run: TestRun = runOn(
      { ...estate, copies: [held] },
      { targets: [FRANKFURT] },
      {
        whileAsleep: () => {
          if (ends(run.slept.length)) endCopies(run);
        },
      },
    );
    const times: number[] = [];
    run.services.cluster.failing(({ verb }) => {
      if (verb !== "copy") return undefined;
      times.push(run.slept.length);
      return tooMany();
    });
    await watched(run);
    return times;
  };

  test("asks less and less often, every four minutes in the end", async () => {
    expect(await timesOfCopies(() => false)).toEqual([0, 1, 3, 7, 15, 23]);
  });

  test("asks again soon when a copy has ended", async () => {
    expect((await timesOfCopies((poll) => poll === 5)).slice(0, 5)).toEqual([0, 1, 3, 7, 8]);
  });
});

describe("stays no longer", () => {
  test("than somebody waits", async () => {
    const run = runOn(estate, { targets: [FRANKFURT] });
    await watched(run);
    expect(run.slept).toEqual([]);
  });

  test("than shortly before the next follow-up", async () => {
    const run = runOn(estate, { ...oneSlot, followUpIntervalMinutes: 5 });
    await watched(run);
    expect(run.slept).toHaveLength(7);
  });

  test("than shortly before the end of the run", async () => {
    const run: TestRun = runOn(
      estate,
      { ...oneSlot, followUpIntervalMinutes: 60 },
      {
        timeLeft: () => 300_000 - 30_000 * run.slept.length,
      },
    );
    await watched(run);
    expect(run.slept).toHaveLength(7);
  });

  test("where the copies that hold the slots cannot be listed, and says so", async () => {
    const run = runOn(estate, oneSlot);
    const waiting = waitingAfter((await swept(run)).report);
    run.services.cluster.failing(({ verb }) => (verb === "listCopies" ? throttled() : undefined));
    const reports: Report[] = [];
    await watch(waiting, run, (look) => reports.push(look));
    expect(run.slept).toEqual([30_000]);
    expect(reports.flatMap(placedOutcomes)).toEqual([
      {
        kind: "cluster",
        targetRegion: FRANKFURT,
        outcome: {
          database: "*",
          outcome: "deferred",
          reason: "not-watched",
          message: "cannot see which copies have ended, the next sweep goes on: Throttling: Rate exceeded",
        },
      },
    ]);
  });
});

test("asks for no more copies than a page has", async () => {
  const many = Array.from({ length: 130 }, (_, index) => database(`db-${index}`));
  const copies = many.map((one) => copyOf(snapshotOf(one), FRANKFURT, { status: "copying" }));
  const waiter = database("waiter");
  const run: TestRun = runOn(
    { databases: [...many, waiter], snapshots: [...many, waiter].map((one) => snapshotOf(one)), copies },
    { targets: [FRANKFURT], maxCopiesInProgress: { instance: 100, cluster: 5 } },
    { timeLeft: () => (run.slept.length < 1 ? 900_000 : 0) },
  );
  await watched(run);
  expect(run.services.instance.asked.at(-1)?.id.split(" ")).toHaveLength(100);
});
