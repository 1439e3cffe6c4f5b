import { describe, expect, test } from "@jest/globals";
import type { Note } from "../../../handlers/core/actions";
import { planSweep } from "../../../handlers/core/plan";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { Lister } from "../../../handlers/run/lister";
import { reportOn } from "../../../handlers/run/report";
import {
  copiesTo,
  copyOf,
  DEPLOYMENT,
  database,
  deletionOf,
  FRANKFURT,
  IRELAND,
  inWords,
  known,
  NOW,
  newCopyOf,
  planOn,
  runOn,
  SETTINGS,
  snapshotOf,
} from "./estate";
import { throttled, tooMany } from "./memory-service";
import { failedCopy, LAST_WEEK, lastWeek, many, oldCopy, orders, tonight } from "./orders";

/** What a sweep of one database plans. */
const planOf = (one: typeof orders) =>
  planSweep(
    {
      kind: "instance",
      databases: [one],
      snapshots: [snapshotOf(one)],
      targets: new Map([
        [FRANKFURT, []],
        [IRELAND, []],
      ]),
    },
    { settings: SETTINGS, deployment: DEPLOYMENT, now: NOW, sweep: "daily" },
  );

describe("a route", () => {
  test("does one call after the other, deletions before copies", async () => {
    const run = runOn({ copies: [copyOf(lastWeek, FRANKFURT)] });
    let underWay = 0;
    const { copy, delete: remove } = run.services.instance;
    const alone = async <T>(call: () => Promise<T>): Promise<T> => {
      expect(++underWay).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      const result = await call();
      underWay--;
      return result;
    };
    run.services.instance.copy = (region, request) => alone(() => copy.call(run.services.instance, region, request));
    run.services.instance.delete = (region, id) => alone(() => remove.call(run.services.instance, region, id));
    const plan = { ...copiesTo(FRANKFURT, many), deletions: [deletionOf(oldCopy())] };
    const outcomes = await apply(plan, run);
    expect(run.services.instance.changes).toEqual([
      "delete eu-central-1 orders-us-east-1-2026-01-25-03-07",
      ...many.map((_, index) => `copy eu-central-1 db-${index}-us-east-1-2026-02-01-03-07`),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["deleted", ...many.map(() => "copied")]);
  });

  test("goes on beside the others", async () => {
    const run = runOn();
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { copy } = run.services.instance;
    run.services.instance.copy = async (region, request) => {
      if (region === FRANKFURT) await stuck;
      else release();
      return copy.call(run.services.instance, region, request);
    };
    const { routes } = await reportOn("instance", planOf(orders), new Lister("instance", run), run);
    expect(routes.map(({ route, outcomes }) => [route.targetRegion, ...inWords(outcomes)])).toEqual([
      [FRANKFURT, "copy orders: copied, new-snapshot"],
      [IRELAND, "copy orders: copied, new-snapshot"],
    ]);
  });
});

describe("a retry", () => {
  const estate = { copies: [copyOf(tonight, FRANKFURT, { status: "failed" })] };
  const retry = newCopyOf(tonight, FRANKFURT, { attempt: 2, replaces: failedCopy(), reason: "retry" });
  const plan = planOn(FRANKFURT, { copies: [retry] });

  test("deletes the failed copy first", async () => {
    const run = runOn(estate);
    expect(inWords(await apply(plan, run))).toEqual(["copy orders: copied, retry"]);
    expect(run.services.instance.changes.map((change) => change.split(" ")[0])).toEqual(["delete", "copy"]);
    expect(run.services.instance.copies.map(({ status }) => status)).toEqual(["creating"]);
  });

  test("says which failed copy is gone, whether or not the new one is taken", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) => (verb === "copy" ? tooMany() : undefined));
    const replaced = "orders-us-east-1-2026-02-01-03-07";
    expect(await apply(plan, run)).toMatchObject([{ outcome: "deferred", reason: "slots", replaced }]);
    expect(await apply(plan, runOn(estate))).toMatchObject([{ outcome: "copied", replaced }]);
  });

  test("is the last of three where RDS takes no copies: the other failed copies stay, and with them the attempts", async () => {
    const failed = many.map((one) => copyOf(one, FRANKFURT, { status: "failed" }));
    const retries = many.map((one, index) =>
      newCopyOf(one, FRANKFURT, { attempt: 2, replaces: known(failed[index] ?? copyOf(one, FRANKFURT), one) }),
    );
    const run = runOn({ copies: failed });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? throttled() : undefined));
    const outcomes = await apply(planOn(FRANKFURT, { copies: retries }), run);
    expect(run.services.instance.copies).toHaveLength(failed.length - 3);
    expect(inWords(outcomes).slice(3)).toEqual([
      ...[3, 4, 5].map((index) => `copy db-${index}: deferred, region-unavailable`),
      "note *: failed, region-unavailable",
    ]);
  });

  test("follows a deletion whose answer was lost, and which was asked for again", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }, times) => {
      if (verb === "copy" && times > 0) run.services.instance.copies = [];
      return verb === "delete" ? new RdsError("invalid-state", "InvalidDBSnapshotState", "being deleted") : undefined;
    });
    expect(inWords(await apply(plan, run))).toEqual(["copy orders: copied, retry"]);
  });

  test.each([
    ["transient", "deferred"],
    ["denied", "failed"],
  ] as const)("starts nothing if the failed copy cannot be deleted: %s is %s", async (code, outcome) => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) =>
      verb === "delete" ? new RdsError(code, "AnAwsCode", "a text") : undefined,
    );
    expect(await apply(plan, run)).toMatchObject([
      {
        outcome,
        reason: code,
        message: expect.stringMatching(/^cannot delete orders-us-east-1-2026-02-01-03-07: .*a text/),
      },
    ]);
    expect(run.services.instance.changes).toHaveLength(1);
  });

  test.each([
    ["is being made", { status: "creating" }],
    ["is available", { status: "available" }],
    ["has failed too", { status: "failed", tags: { "CrossRegionBackup/StartedAt": "2026-02-01T03:20:00.000Z" } }],
  ])("leaves alone what another run has started under the id since, and which %s", async (_what, since) => {
    const run = runOn({ copies: [copyOf(tonight, FRANKFURT, since)] });
    expect(inWords(await apply(plan, run))).toEqual(["copy orders: deferred, started-again"]);
    expect(run.services.instance.changes).toEqual([]);
  });

  test("deletes nothing where RDS takes no more copies, so that its attempts are not forgotten", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("db-") ? tooMany() : undefined));
    const first = many.slice(0, 1).map((one) => newCopyOf(one, FRANKFURT));
    const outcomes = await apply(planOn(FRANKFURT, { copies: [...first, retry] }), run);
    expect(inWords(outcomes)).toEqual(["copy db-0: deferred, slots", "copy orders: deferred, slots"]);
    expect(run.services.instance.copies.map(({ status }) => status)).toEqual(["failed"]);
  });
});

describe("a region that does not answer", () => {
  const ten = Array.from({ length: 10 }, (_, index) => snapshotOf(database(`db-${index}`)));

  test("is given up after calls of six databases in a row, and that is a failure with its cause", async () => {
    const run = runOn();
    run.services.instance.failing(({ region }) => (region === FRANKFURT ? throttled() : undefined));
    const frankfurt = await apply(copiesTo(FRANKFURT, ten), run);
    const ireland = await apply(copiesTo(IRELAND, ten), run);
    expect(inWords(frankfurt).map((line) => line.replace(/db-\d/, "db"))).toEqual([
      ...Array(6).fill("copy db: deferred, transient"),
      ...Array(4).fill("copy db: deferred, region-unavailable"),
      "note *: failed, region-unavailable",
    ]);
    expect(frankfurt.at(-1)?.message).toBe(
      "calls to eu-central-1 for 6 databases in a row failed in passing (the last: Throttling: Rate exceeded): " +
        "the next run tries again; if it lasts, see the AWS Health Dashboard for eu-central-1",
    );
    expect(ireland.filter(({ outcome }) => outcome === "copied")).toHaveLength(10);
  });

  test("is a failure too if it has answered none of three", async () => {
    const run = runOn();
    run.services.instance.failing(() => throttled());
    const silent = await apply(copiesTo(FRANKFURT, many.slice(0, 3)), run);
    expect(inWords(silent).at(-1)).toBe("note *: failed, region-unavailable");
    const two = await apply(copiesTo(FRANKFURT, many.slice(0, 2)), runOn());
    expect(inWords(two)).not.toContain("note *: failed, region-unavailable");
  });

  test("is not one that fails for three, and answers the others: those are tried by chance", async () => {
    const run = { ...runOn(), random: () => 0 };
    run.services.instance.failing(({ id }) => (/^db-[012]-/.test(id) ? throttled() : undefined));
    const outcomes = await apply(copiesTo(FRANKFURT, ten), run);
    expect(inWords(outcomes)).toEqual([
      ...[0, 1, 2].map((index) => `copy db-${index}: deferred, transient`),
      ...Array(7).fill(expect.stringContaining("copied")),
    ]);
    const order = outcomes.slice(3).map((one) => one.database);
    expect([...order].sort()).toEqual([3, 4, 5, 6, 7, 8, 9].map((index) => `db-${index}`));
    expect(order[0]).not.toBe("db-3");
  });

  test("is not one that has answered before it failed for the last three", async () => {
    const run = runOn();
    run.services.instance.failing(({ id }) => (/^db-[123]-/.test(id) ? throttled() : undefined));
    const outcomes = await apply(copiesTo(FRANKFURT, ten.slice(0, 4)), run);
    expect(outcomes.map(({ reason }) => reason)).toEqual(["new-snapshot", "transient", "transient", "transient"]);
  });

  test("is no reason to stop copies if it is deletions that fail", async () => {
    const olds = ten.slice(0, 8).map((one) => snapshotOf(database(one.databaseId), LAST_WEEK));
    const run = runOn({ copies: olds.map((one) => copyOf(one, FRANKFURT)) });
    run.services.instance.failing(({ verb }) => (verb === "delete" ? throttled() : undefined));
    const deletions = olds.map((one) => deletionOf(known(copyOf(one, FRANKFURT), one)));
    const outcomes = inWords(await apply({ ...copiesTo(FRANKFURT, [tonight]), deletions }, run));
    expect(outcomes.slice(6)).toEqual([
      expect.stringContaining("deferred, region-unavailable"),
      expect.stringContaining("deferred, region-unavailable"),
      "copy orders: copied, new-snapshot",
      "note *: failed, region-unavailable",
    ]);
  });

  test.each([
    ["succeeds", undefined],
    ["fails for a reason of its own", new RdsError("invalid-request", "InvalidParameterValue", "no")],
  ])("is one whose calls fail in a row: not if one between them %s", async (_, between) => {
    const run = runOn();
    run.services.instance.failing(({ id }) => (/^db-[25]-/.test(id) ? between : throttled()));
    const outcomes = await apply(copiesTo(FRANKFURT, many), run);
    expect(outcomes.map(({ reason }) => reason)).not.toContain("region-unavailable");
    expect(run.services.instance.changes).toHaveLength(6);
  });

  test("is one whose calls fail in a row: not if a deletion between them succeeds", async () => {
    const run = runOn();
    const answers = [throttled(), throttled(), undefined, throttled(), throttled(), undefined];
    run.services.instance.failing(() => answers.shift());
    const gone = [1, 2, 3].map((n) => known({ ...copyOf(lastWeek, FRANKFURT), id: `gone-${n}` }, lastWeek));
    const plan = { ...copiesTo(FRANKFURT, many.slice(0, 3)), deletions: gone.map(deletionOf) };
    expect(inWords(await apply(plan, run))).toEqual([
      "delete orders: deferred, transient",
      "delete orders: deferred, transient",
      "delete orders: deleted, retention",
      "copy db-0: deferred, transient",
      "copy db-1: deferred, transient",
      "copy db-2: copied, new-snapshot",
    ]);
  });
});

describe("a slot", () => {
  const waiting = (copies: typeof many, reserve: typeof many) => ({
    ...copiesTo(FRANKFURT, copies),
    reserve: reserve.map((of) => newCopyOf(of, FRANKFURT)),
    notes: reserve.map(({ databaseId, id }): Note => {
      return { outcome: "deferred", database: databaseId, snapshot: id, reason: "slots", message: "wait" };
    }),
  });
  const plan = waiting(many.slice(0, 2), many.slice(2, 4));

  test.each([
    ["fails in passing", throttled()],
    ["is refused", new RdsError("denied", "AccessDenied", "no")],
  ])("goes to the next if a copy %s, and its note is gone", async (_, error) => {
    const run = runOn();
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("db-0") ? error : undefined));
    expect(inWords(await apply(plan, run))).toEqual([
      expect.stringContaining("copy db-0: "),
      "copy db-1: copied, new-snapshot",
      "copy db-2: copied, new-snapshot",
      "note db-3: deferred, slots",
    ]);
  });

  test("is not passed on if the copy was started and only the answer was lost, or nobody can say", async () => {
    const run = runOn();
    const { copy } = run.services.instance;
    run.services.instance.copy = async (region, request) => {
      const made = await copy.call(run.services.instance, region, request);
      if (request.targetId.startsWith("db-0")) throw throttled();
      return made;
    };
    const started = ["copy db-0: deferred, transient", "copy db-1: copied, new-snapshot"];
    const notes = ["note db-2: deferred, slots", "note db-3: deferred, slots"];
    expect(inWords(await apply(plan, run))).toEqual([...started, ...notes]);
    const blind = runOn();
    blind.services.instance.failing(({ verb, id }) =>
      verb === "listCopies" || id.startsWith("db-0") ? throttled() : undefined,
    );
    expect(inWords(await apply(plan, blind))).toEqual([...started, ...notes]);
  });
});
