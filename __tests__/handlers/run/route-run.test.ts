import { describe, expect, test } from "@jest/globals";
import { planSweep } from "../../../handlers/core/plan";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { Lister } from "../../../handlers/run/lister";
import { reportOn } from "../../../handlers/run/report";
import {
  copiesTo,
  copyOf,
  DEPLOYMENT,
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
import { failedCopy, lastWeek, many, oldCopy, orders, tonight } from "./orders";

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
    expect(outcomes.map(({ reason }) => reason).slice(3)).toEqual(Array(3).fill("region-unavailable"));
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
  test("is left alone after three calls in a row", async () => {
    const run = runOn();
    run.services.instance.failing(({ region }) => (region === FRANKFURT ? throttled() : undefined));
    const frankfurt = await apply(copiesTo(FRANKFURT, many), run);
    const ireland = await apply(copiesTo(IRELAND, many), run);
    expect(inWords(frankfurt)).toEqual([
      ...[0, 1, 2].map((index) => `copy db-${index}: deferred, transient`),
      ...[3, 4, 5].map((index) => `copy db-${index}: deferred, region-unavailable`),
    ]);
    expect(frankfurt.at(-1)?.message).toBe("RDS does not answer: Rate exceeded");
    expect(ireland.filter(({ outcome }) => outcome === "copied")).toHaveLength(6);
  });

  test("is known by its deletions too", async () => {
    const olds = [1, 2, 3, 4].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ copies: olds.map((one) => copyOf(one, FRANKFURT)) });
    run.services.instance.failing(() => throttled());
    const deletions = olds.map((one) => deletionOf(known(copyOf(one, FRANKFURT), one)));
    expect(inWords(await apply({ ...copiesTo(FRANKFURT, [tonight]), deletions }, run))).toEqual([
      "delete orders: deferred, transient",
      "delete orders: deferred, transient",
      "delete orders: deferred, transient",
      "delete orders: deferred, region-unavailable",
      "copy orders: deferred, region-unavailable",
    ]);
    expect(run.services.instance.changes).toHaveLength(3);
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
