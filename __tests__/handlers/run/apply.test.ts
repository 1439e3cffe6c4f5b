import { describe, expect, test } from "@jest/globals";
import type { Note } from "../../../handlers/core/actions";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import {
  copiesTo,
  copyOf,
  database,
  deletionOf,
  FRANKFURT,
  IRELAND,
  inWords,
  known,
  newCopyOf,
  planOn,
  runOn,
  snapshotOf,
  type TestRun,
} from "./estate";
import { failedCopy, LAST_WEEK, lastWeek, many, oldCopy, tonight } from "./orders";

/** A deletion and a copy on one route. */
const both = planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())], copies: [newCopyOf(tonight, FRANKFURT)] });

test("what the plan has noted is passed on: deferred, skipped, failed", async () => {
  const about = { database: "orders", message: "why" } as const;
  const notes: Note[] = [
    { outcome: "deferred", ...about, reason: "slots", sizeGib: 1 },
    { outcome: "skipped", ...about, reason: "orphan" },
    { outcome: "failed", ...about, reason: "key-missing" },
  ];
  const run = runOn();
  expect(await apply(planOn(FRANKFURT, { notes }), run)).toEqual(notes);
  expect(run.services.instance.asked).toEqual([]);
});

describe("one database that fails", () => {
  test("leaves the others alone, on its route and elsewhere", async () => {
    const run = runOn();
    run.services.instance.failing(({ id, region }) =>
      id.startsWith("db-2-") && region === FRANKFURT
        ? new RdsError("invalid-request", "InvalidParameterValue", "no such thing")
        : undefined,
    );
    const outcomes = [...(await apply(copiesTo(FRANKFURT, many), run)), ...(await apply(copiesTo(IRELAND, many), run))];
    const failed = outcomes.filter(({ outcome }) => outcome === "failed");
    expect(failed).toEqual([
      expect.objectContaining({
        database: "db-2",
        reason: "invalid-request",
        message: "InvalidParameterValue: no such thing",
      }),
    ]);
    expect(outcomes.filter(({ outcome }) => outcome === "copied")).toHaveLength(11);
  });

  test("may fail by a fault in this tool, which is no reason to stop either", async () => {
    const run = runOn();
    run.services.instance.failing(({ id }) => (id.startsWith("db-0-") ? new TypeError("x is undefined") : undefined));
    const outcomes = await apply(copiesTo(FRANKFURT, many.slice(0, 2)), run);
    expect(inWords(outcomes)).toEqual(["copy db-0: failed, unknown", "copy db-1: copied, new-snapshot"]);
  });
});

test("deletions take half of the time that is left, and copies have theirs; the rest is for the next run", async () => {
  let left = 200_000;
  const olds = many.map((one) => snapshotOf(database(one.databaseId), LAST_WEEK));
  const run: TestRun = { ...runOn({ copies: olds.map((old) => copyOf(old, FRANKFURT)) }), timeLeft: () => left };
  run.services.instance.failing(() => {
    left -= 30_000;
    return undefined;
  });
  const deletions = olds.map((old) => deletionOf(known(copyOf(old, FRANKFURT), old)));
  const outcomes = await apply(planOn(FRANKFURT, { deletions, copies: [newCopyOf(tonight, FRANKFURT)] }), run);
  expect(outcomes.map(({ outcome, reason }) => `${outcome} ${reason}`)).toEqual([
    ...Array(4).fill("deleted retention"),
    ...Array(2).fill("deferred out-of-time"),
    "copied new-snapshot",
  ]);
});

describe("a dry run", () => {
  test("touches nothing, and reports what it would have done", async () => {
    const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT)] }, { dryRun: true });
    const note: Note = { outcome: "failed", database: "x", reason: "key-missing", message: "why" };
    const outcomes = await apply({ ...both, notes: [note] }, run);
    expect(run.services.instance.asked).toEqual([]);
    expect(outcomes.map(({ outcome, reason, message }) => ({ outcome, reason, message }))).toEqual([
      { outcome: "planned", reason: "retention", message: "dry run: it goes" },
      { outcome: "planned", reason: "new-snapshot", message: "dry run: it is newer than every copy" },
      { outcome: "failed", reason: "key-missing", message: "why" },
    ]);
  });
});

test("a run that only reads touches nothing either, whatever the settings", async () => {
  const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT)] });
  const outcomes = await apply(both, { ...run, readOnly: true });
  expect(run.services.instance.asked).toEqual([]);
  expect(outcomes.map(({ outcome, message }) => `${outcome}: ${message}`)).toEqual([
    "planned: it goes",
    "planned: it is newer than every copy",
  ]);
});

describe("a run out of time", () => {
  test("starts no further call and defers the rest", async () => {
    let left = 60_000;
    const run = runOn({}, {}, { timeLeft: () => left });
    run.services.instance.failing(({ verb }) => {
      if (verb === "copy") left -= 15_001;
      return undefined;
    });
    const outcomes = await apply(copiesTo(FRANKFURT, many), run);
    expect(inWords(outcomes)).toEqual([
      "copy db-0: copied, new-snapshot",
      "copy db-1: copied, new-snapshot",
      ...[2, 3, 4, 5].map((index) => `copy db-${index}: deferred, out-of-time`),
    ]);
    expect(run.services.instance.changes).toHaveLength(2);
  });

  test("with half a minute left still starts one", async () => {
    const run = runOn({}, {}, { timeLeft: () => 30_000 });
    expect(inWords(await apply(copiesTo(FRANKFURT, [tonight]), run))).toEqual(["copy orders: copied, new-snapshot"]);
  });

  test("deletes nothing either, so the failed copy still tells how many attempts there were", async () => {
    const run = runOn({ copies: [copyOf(tonight, FRANKFURT, { status: "failed" })] }, {}, { timeLeft: () => 29_999 });
    const retry = newCopyOf(tonight, FRANKFURT, { attempt: 3, replaces: failedCopy() });
    expect(
      inWords(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())], copies: [retry] }), run)),
    ).toEqual(["delete orders: deferred, out-of-time", "copy orders: deferred, out-of-time"]);
    expect(run.services.instance.copies).toHaveLength(1);
  });
});

describe("a deletion", () => {
  const removal = async (error: RdsError | undefined) => {
    const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT)] });
    run.services.instance.failing(({ verb }) => (verb === "delete" ? error : undefined));
    return (await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), run)).map(
      ({ outcome, reason, message }) => ({
        outcome,
        reason,
        message,
      }),
    );
  };

  test("is asked for in the region of the copy", async () => {
    const run = runOn({ copies: [copyOf(lastWeek, IRELAND)] });
    await apply(planOn(IRELAND, { deletions: [deletionOf(oldCopy(IRELAND))] }), run);
    expect(run.services.instance.changes).toEqual([`delete ${IRELAND} orders-us-east-1-2026-01-25-03-07`]);
  });

  test("is done", async () => {
    expect(await removal(undefined)).toEqual([{ outcome: "deleted", reason: "retention", message: "it goes" }]);
  });

  test("of what is gone already is done", async () => {
    expect(await removal(new RdsError("not-found", "DBSnapshotNotFound", "not found"))).toEqual([
      { outcome: "deleted", reason: "retention", message: "it goes" },
    ]);
  });

  test("that is denied because nothing with our tags is left to delete is done", async () => {
    const denied = new RdsError("denied", "AccessDenied", "no");
    const gone = runOn({ copies: [] });
    gone.services.instance.failing(({ verb }) => (verb === "delete" ? denied : undefined));
    expect(inWords(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), gone))).toEqual([
      "delete orders: deleted, retention",
    ]);
    const going = runOn({ copies: [copyOf(lastWeek, FRANKFURT, { status: "deleting" })] });
    going.services.instance.failing(({ verb }) => (verb === "delete" ? denied : undefined));
    expect(inWords(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), going))).toEqual([
      "delete orders: deleted, retention",
    ]);
  });

  test("that is denied as the copy is held by now is skipped", async () => {
    const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT, { tags: { "CrossRegionBackup/Hold": "INC-7" } })] });
    run.services.instance.failing(({ verb }) =>
      verb === "delete" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    expect(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), run)).toMatchObject([
      { outcome: "skipped", reason: "held", message: "it is held by now: it stays" },
    ]);
  });

  test("that is denied stays a failure where a look at the copy fails too", async () => {
    const run = runOn({ copies: [] });
    run.services.instance.failing(() => new RdsError("denied", "AccessDenied", "no"));
    expect(inWords(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), run))).toEqual([
      "delete orders: failed, denied",
    ]);
    const unreadable = runOn({ copies: [] });
    unreadable.services.instance.unreadable.listCopies = ["something has no id"];
    unreadable.services.instance.failing(({ verb }) =>
      verb === "delete" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    expect(inWords(await apply(planOn(FRANKFURT, { deletions: [deletionOf(oldCopy())] }), unreadable))).toEqual([
      "delete orders: failed, denied",
    ]);
  });

  test.each([
    ["invalid-state", "deferred", "AnAwsCode: a text"],
    ["transient", "deferred", "AnAwsCode: a text"],
    ["denied", "failed", "a text. Check the role's policy, boundary and any service control policy."],
    ["unknown", "failed", "AnAwsCode: a text"],
  ] as const)("that ends with %s is %s, and says why", async (code, outcome, why) => {
    expect(await removal(new RdsError(code, "AnAwsCode", "a text"))).toEqual([
      { outcome, reason: code, message: `cannot delete orders-us-east-1-2026-01-25-03-07: ${why}` },
    ]);
  });

  test("that fails does not stop the copies", async () => {
    const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT)] });
    run.services.instance.failing(({ verb }) =>
      verb === "delete" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const outcomes = await apply(both, run);
    expect(inWords(outcomes)).toEqual(["delete orders: failed, denied", "copy orders: copied, new-snapshot"]);
  });
});
