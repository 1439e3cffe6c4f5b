import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { readHiddenTags } from "../../../handlers/run/hidden-tags";
import { outcomesOf, placedOutcomes } from "../../../handlers/run/report";
import { summaryOf } from "../../../handlers/run/summary";
import { sweep } from "../../../handlers/run/sweep";
import {
  ALL_THERE,
  copyOf,
  database,
  deletionOf,
  type Estate,
  FRANKFURT,
  inWords,
  known,
  newCopyOf,
  planOn,
  runOn,
  snapshotOf,
  started,
  type TestRun,
} from "./estate";
import { alreadyExists, throttled } from "./memory-service";

const orders = database("orders");
const ledger = database("ledger", { kind: "cluster" });
const night = (day: number) => new Date(`2026-01-${String(day).padStart(2, "0")}T03:07:00Z`);
const copyOfNight = (day: number, of = orders) => copyOf(snapshotOf(of, night(day)), FRANKFURT);
const id = (day: number) => copyOfNight(day).id;
const denied = () => new RdsError("denied", "AccessDenied", "no");

/** A run for which lists show no tags. */
function blindRun(estate: Estate, ...rest: [Parameters<typeof runOn>[1]?, Parameters<typeof runOn>[2]?]): TestRun {
  const run = runOn(estate, { targets: [FRANKFURT], ...rest[0] }, rest[1]);
  for (const service of Object.values(run.services)) service.listsShowTags = false;
  return run;
}

const asked = (run: TestRun): string[] =>
  run.services.instance.asked.filter(({ verb }) => verb === "readTags").map(({ id: of }) => of);

/** Four nights, the last of which is copied, of both kinds. */
const estate: Estate = {
  databases: [orders, ledger],
  snapshots: [orders, ledger].map((of) => snapshotOf(of, night(31))),
  copies: [orders, ledger].flatMap((of) => [28, 29, 30, 31].map((day) => copyOfNight(day, of))),
};

async function swept(run: TestRun) {
  const { report } = await sweep("daily", run, ALL_THERE);
  return { report, summary: summaryOf(report, run.settings), changes: run.services.instance.changes };
}

describe("where lists show no tags, a run", () => {
  test("does and says what it would if they did", async () => {
    const seeing = await swept(runOn(estate, { targets: [FRANKFURT] }));
    const blind = await swept(blindRun(estate));
    expect(seeing.changes).toEqual([`delete ${FRANKFURT} ${id(28)}`]);
    expect(blind.changes).toEqual(seeing.changes);
    expect(blind.summary).toEqual(seeing.summary);
  });

  test("takes what has neither our tags nor a tag at all for somebody else's", async () => {
    const run = blindRun({ ...estate, copies: [{ ...copyOfNight(31), tags: {} }] });
    const { report } = await swept(run);
    expect(outcomesOf(report).map(({ reason }) => reason)).toContain("id-taken");
  });

  test("asks for the tags of nothing that cannot be ours", async () => {
    const byHand = { ...copyOfNight(30), id: "orders-before-migration", sourceArn: undefined };
    const run = blindRun({ ...estate, copies: [byHand] });
    await swept(run);
    expect(asked(run)).toEqual([]);
  });

  test("sees a hold", async () => {
    const held = { ...copyOfNight(28), tags: { ...copyOfNight(28).tags, "CrossRegionBackup/Hold": "" } };
    const run = blindRun({ ...estate, copies: [held, ...[29, 30, 31].map((day) => copyOfNight(day))] });
    expect((await swept(run)).changes).toEqual([]);
  });

  test("tries a failed copy again, and no fourth time", async () => {
    const failed = (attempt: number) => {
      const copy = copyOfNight(31);
      return { ...copy, status: "failed", tags: { ...copy.tags, "CrossRegionBackup/Attempt": String(attempt) } };
    };
    const second = blindRun({ ...estate, copies: [failed(2)] });
    expect((await swept(second)).changes).toEqual([`delete ${FRANKFURT} ${id(31)}`, `copy ${FRANKFURT} ${id(31)}`]);
    const third = blindRun({ ...estate, copies: [failed(3)] });
    expect((await swept(third)).changes).toEqual([]);
  });
});

describe("where tags cannot be read, a run", () => {
  test("deletes nothing and copies nothing again, and says so once", async () => {
    const run = blindRun(estate);
    run.services.instance.failing(({ verb }) => (verb === "readTags" ? throttled() : undefined));
    const { report, summary, changes } = await swept(run);
    expect(changes).toEqual([]);
    expect(placedOutcomes(report).filter(({ outcome }) => outcome.outcome === "failed")).toMatchObject([
      {
        kind: "instance",
        targetRegion: FRANKFURT,
        outcome: {
          database: "*",
          reason: "tags-unread",
          message:
            `cannot read the tags of 4 manual instance snapshots in eu-central-1 that may be copies, ${id(28)} among them ` +
            "(they are neither deleted nor copied again meanwhile): Throttling: Rate exceeded",
        },
      },
    ]);
    expect(summary).toMatchObject({ deferred: { "tags-unread": 1 }, unseen_target_regions: [FRANKFURT] });
    expect(run.services.cluster.changes).toHaveLength(1);
  });

  test("says which permission is missing, after one call for each that was under way", async () => {
    const run = blindRun({ ...estate, copies: Array.from({ length: 20 }, (_, day) => copyOfNight(day + 1)) });
    run.services.instance.failing(({ verb }) => (verb === "readTags" ? denied() : undefined));
    const { report } = await swept(run);
    expect(outcomesOf(report).find(({ outcome }) => outcome === "failed")).toMatchObject({
      reason: "denied",
      message: expect.stringContaining("no. Check the role's policy"),
    });
    expect(asked(run)).toHaveLength(4);
  });

  test("gives up after three failures, and what it has read counts", async () => {
    const run = blindRun({ ...estate, copies: Array.from({ length: 31 }, (_, day) => copyOfNight(day + 1)) });
    run.services.instance.failing(({ verb, id: of }) => (verb === "readTags" && of < id(20) ? throttled() : undefined));
    const { report, summary } = await swept(run);
    expect(asked(run).length).toBeLessThan(20);
    expect(outcomesOf(report).find(({ outcome }) => outcome === "failed")?.message).toContain("the tags of 19 manual");
    expect(summary.recovery_point_age_seconds).toHaveProperty([FRANKFURT]);
    expect(run.services.instance.changes).toEqual([]);
  });
});

describe("a copy that is deleted between the list and the call for its tags", () => {
  /** Lists still show three more copies, which other runs have deleted. */
  function staleRun(): TestRun {
    const run = blindRun({ ...estate, copies: [28, 29, 30].map((day) => copyOfNight(day)) });
    const { listCopies } = run.services.instance;
    run.services.instance.listCopies = async (...of) => {
      const { items, unreadable } = await listCopies.apply(run.services.instance, of);
      const deleted = [25, 26, 27].map((day) => ({ ...copyOfNight(day), tags: {}, tagsHidden: true as const }));
      return { items: of[1] ? items : [...items, ...deleted], unreadable };
    };
    return run;
  }

  test("is no failure, stops nothing and counts as gone", async () => {
    const run = staleRun();
    const { report, summary, changes } = await swept(run);
    expect(asked(run)).toHaveLength(6);
    expect(outcomesOf(report).filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(changes).toEqual([`copy ${FRANKFURT} ${id(31)}`]);
    expect(summary).toMatchObject({ deferred: {}, unseen_target_regions: [] });
  });
});

describe("reading hidden tags", () => {
  const hidden = [28, 30, 29].map((day) => ({ ...copyOfNight(day), tags: {}, tagsHidden: true as const }));

  test("begins with the newest, and those that are being made", async () => {
    const run = blindRun(estate);
    const making = { ...copyOfNight(31), createdAt: undefined, tags: {}, tagsHidden: true as const };
    const read = await readHiddenTags([...hidden, making], run.services.instance, run, 0);
    expect(asked(run)).toEqual([31, 30, 29, 28].map(id));
    expect(read.snapshots.map((one) => one.tagsHidden)).toEqual([undefined, undefined, undefined, undefined]);
    expect(read.snapshots[0]?.tags).toEqual(copyOfNight(28).tags);
  });

  test("stops when the time is up, and says what is left", async () => {
    let left = 3;
    const run = blindRun(estate, {}, { timeLeft: () => left-- });
    const read = await readHiddenTags(hidden, run.services.instance, run, 1);
    expect(read).toMatchObject({ unread: [id(28)], error: undefined });
    expect(read.snapshots.map((one) => one.tagsHidden)).toEqual([true, undefined, undefined]);
  });

  test("that there was no time for is said", async () => {
    const run = blindRun(estate, {}, { timeLeft: () => 60_000 });
    const { report } = await swept(run);
    expect(outcomesOf(report).find(({ message }) => message.includes("tags"))).toMatchObject({
      outcome: "deferred",
      reason: "unread",
      message: expect.stringContaining("no time was left to read the tags of 4 manual"),
    });
    expect(run.services.instance.changes).toEqual([]);
  });

  test("takes no more than four calls at a time", async () => {
    const run = blindRun(estate);
    let [now, most] = [0, 0];
    run.services.instance.readTags = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return {};
    };
    const many = Array.from({ length: 20 }, (_, day) => ({
      ...copyOfNight(day + 1),
      tags: {},
      tagsHidden: true as const,
    }));
    await readHiddenTags(many, run.services.instance, run, 0);
    expect(most).toBe(4);
  });
});

describe("a look at one copy whose tags the list does not show", () => {
  const source = snapshotOf(orders);
  const copy = copyOf(source, FRANKFURT);

  test("knows a copy that another run has started", async () => {
    const run = blindRun({ copies: [copy] });
    expect(await started(run, source)).toMatchObject({ outcome: "skipped", reason: "already-copied" });
  });

  test("claims nothing if its tags cannot be read", async () => {
    const run = blindRun({ copies: [copy] });
    run.services.instance.failing(({ verb, id: of }) =>
      verb === "readTags" ? throttled() : verb === "copy" ? alreadyExists(of) : undefined,
    );
    expect(await started(run, source)).toMatchObject({
      outcome: "deferred",
      reason: "already-exists",
      message: `${copy.id} exists, and a look at it failed: Throttling: Rate exceeded`,
    });
  });

  test("knows the failed copy that it is about to replace, and leaves it if its tags cannot be read", async () => {
    const failed = { ...copy, status: "failed" };
    const plan = planOn(FRANKFURT, {
      copies: [newCopyOf(source, FRANKFURT, { replaces: known(failed, source), attempt: 2 })],
    });
    const run = blindRun({ copies: [failed] });
    expect(inWords(await apply(plan, run))).toEqual(["copy orders: copied, new-snapshot"]);
    const unable = blindRun({ copies: [failed] });
    unable.services.instance.failing(({ verb }) => (verb === "readTags" ? throttled() : undefined));
    expect(inWords(await apply(plan, unable))).toEqual(["copy orders: deferred, transient"]);
    expect(unable.services.instance.changes).toEqual([]);
  });

  test("sees that it is held by now", async () => {
    const held = { ...copy, tags: { ...copy.tags, "CrossRegionBackup/Hold": "INC-7" } };
    const run = blindRun({ copies: [held] });
    run.services.instance.failing(({ verb }) => (verb === "delete" ? denied() : undefined));
    const plan = planOn(FRANKFURT, { deletions: [deletionOf(known(copy, source))] });
    expect(inWords(await apply(plan, run))).toEqual(["delete orders: skipped, held"]);
  });
});
