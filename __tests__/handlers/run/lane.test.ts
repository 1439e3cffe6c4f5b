import { describe, expect, test } from "@jest/globals";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import type { Outcome } from "../../../handlers/run/outcome";
import { copyAction, copyOf, database, deleteAction, FRANKFURT, IRELAND, known, runOn, snapshotOf } from "./estate";
import { throttled, tooMany } from "./memory-service";

const LAST_WEEK = new Date("2026-01-25T03:07:00Z");
const orders = database("orders");
const tonight = snapshotOf(orders);
const lastWeek = snapshotOf(orders, LAST_WEEK);
const oldCopy = (region = FRANKFURT) => known(copyOf(lastWeek, region), lastWeek);
const failedCopy = (region = FRANKFURT) => known(copyOf(tonight, region, { status: "failed" }), tonight);

const many = Array.from({ length: 6 }, (_, index) => snapshotOf(database(`db-${index}`)));

/** `outcome reason` of each action, in the order of the outcomes. */
const told = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ action, outcome, reason }) => `${action.action} ${action.database}: ${outcome}, ${reason}`);

describe("a lane: one kind in one target region", () => {
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
    run.services.instance.copy = (request) => alone(() => copy.call(run.services.instance, request));
    run.services.instance.delete = (region, id) => alone(() => remove.call(run.services.instance, region, id));
    const outcomes = await apply([deleteAction(oldCopy()), ...many.map((one) => copyAction(one, FRANKFURT))], run);
    expect(run.services.instance.changes).toEqual([
      "delete eu-central-1 orders-us-east-1-2026-01-25-03-07",
      ...many.map((_, index) => `copy eu-central-1 db-${index}-us-east-1-2026-02-01-03-07`),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["deleted", ...many.map(() => "copied")]);
  });

  test("goes on beside the others", async () => {
    const ledger = snapshotOf(database("ledger", { kind: "cluster" }));
    const run = runOn();
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { copy } = run.services.instance;
    run.services.instance.copy = async (request) => {
      if (request.targetRegion === FRANKFURT) await stuck;
      else release();
      return copy.call(run.services.instance, request);
    };
    const actions = [copyAction(tonight, FRANKFURT), copyAction(ledger, FRANKFURT), copyAction(tonight, IRELAND)];
    expect(told(await apply(actions, run))).toEqual([
      "copy orders: copied, new-snapshot",
      "copy ledger: copied, new-snapshot",
      "copy orders: copied, new-snapshot",
    ]);
  });

  test("leaves retries to the end, their deletions just before them", async () => {
    const run = runOn({ copies: [copyOf(tonight, FRANKFURT, { status: "failed" }), copyOf(lastWeek, FRANKFURT)] });
    const retry = copyAction(tonight, FRANKFURT, { attempt: 2, replaces: failedCopy() });
    const [other] = many;
    const actions = [deleteAction(failedCopy(), "retry"), deleteAction(oldCopy()), retry];
    await apply(other ? [...actions, copyAction(other, FRANKFURT)] : actions, run);
    expect(run.services.instance.changes).toEqual([
      "delete eu-central-1 orders-us-east-1-2026-01-25-03-07",
      "copy eu-central-1 db-0-us-east-1-2026-02-01-03-07",
      "delete eu-central-1 orders-us-east-1-2026-02-01-03-07",
      "copy eu-central-1 orders-us-east-1-2026-02-01-03-07",
    ]);
  });
});

describe("a retry", () => {
  const estate = { copies: [copyOf(tonight, FRANKFURT, { status: "failed" })] };
  const retry = copyAction(tonight, FRANKFURT, { attempt: 2, replaces: failedCopy(), reason: "retry" });
  const actions = [deleteAction(failedCopy(), "retry"), retry];

  test("follows the deletion of the failed copy", async () => {
    const run = runOn(estate);
    expect(told(await apply(actions, run))).toEqual(["delete orders: deleted, retry", "copy orders: copied, retry"]);
    expect(run.services.instance.copies.map(({ status }) => status)).toEqual(["creating"]);
  });

  test("follows a deletion whose answer was lost, and which was asked for again", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }, times) => {
      if (verb === "copy" && times > 0) run.services.instance.copies = [];
      return verb === "delete" ? new RdsError("invalid-state", "InvalidDBSnapshotState", "being deleted") : undefined;
    });
    expect(told(await apply(actions, run))).toEqual(["delete orders: deleted, retry", "copy orders: copied, retry"]);
  });

  test.each(["transient", "denied"] as const)("is deferred if the failed copy cannot be deleted: %s", async (code) => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb }) =>
      verb === "delete" ? new RdsError(code, "AnAwsCode", "a text") : undefined,
    );
    expect(told(await apply(actions, run)).at(-1)).toBe("copy orders: deferred, id-taken");
    expect(run.services.instance.changes).toHaveLength(1);
  });

  test.each([
    ["is being made", { status: "creating" }],
    ["is available", { status: "available" }],
    ["has failed too", { status: "failed", tags: { "CrossRegionBackup/StartedAt": "2026-02-01T03:20:00.000Z" } }],
  ])("leaves alone what another run has started under the id since, and which %s", async (_what, since) => {
    const run = runOn({ copies: [copyOf(tonight, FRANKFURT, since)] });
    expect(told(await apply(actions, run))).toEqual([
      "delete orders: deferred, started-again",
      "copy orders: deferred, id-taken",
    ]);
    expect(run.services.instance.changes).toEqual([]);
  });

  test("is deferred with its deletion where RDS takes no more copies, so that its attempts are not forgotten", async () => {
    const run = runOn(estate);
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("db-") ? tooMany() : undefined));
    const [other] = many;
    const outcomes = await apply(other ? [...actions, copyAction(other, FRANKFURT)] : [], run);
    expect(told(outcomes)).toEqual([
      "copy db-0: deferred, slots",
      "delete orders: deferred, slots",
      "copy orders: deferred, slots",
    ]);
    expect(run.services.instance.copies.map(({ status }) => status)).toEqual(["failed"]);
  });
});

describe("a region that does not answer", () => {
  test("is left alone after three calls in a row", async () => {
    const run = runOn();
    run.services.instance.failing(({ region }) => (region === FRANKFURT ? throttled() : undefined));
    const actions = many.flatMap((one) => [copyAction(one, FRANKFURT), copyAction(one, IRELAND)]);
    const outcomes = await apply(actions, run);
    const frankfurt = outcomes.filter(({ action }) => action.targetRegion === FRANKFURT);
    expect(told(frankfurt)).toEqual([
      ...[0, 1, 2].map((index) => `copy db-${index}: deferred, transient`),
      ...[3, 4, 5].map((index) => `copy db-${index}: deferred, region-unavailable`),
    ]);
    expect(frankfurt.at(-1)?.message).toBe("RDS does not answer: Rate exceeded");
    expect(outcomes.filter(({ outcome }) => outcome === "copied")).toHaveLength(6);
  });

  test("is known by its deletions too", async () => {
    const olds = [1, 2, 3, 4].map((day) => snapshotOf(orders, new Date(Date.UTC(2026, 0, day, 3, 7))));
    const run = runOn({ copies: olds.map((one) => copyOf(one, FRANKFURT)) });
    run.services.instance.failing(() => throttled());
    const deletions = olds.map((one) => deleteAction(known(copyOf(one, FRANKFURT), one)));
    expect(told(await apply([...deletions, copyAction(tonight, FRANKFURT)], run))).toEqual([
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
    const outcomes = await apply(
      many.map((one) => copyAction(one, FRANKFURT)),
      run,
    );
    expect(outcomes.map(({ reason }) => reason)).not.toContain("region-unavailable");
    expect(run.services.instance.changes).toHaveLength(6);
  });

  test("is one whose calls fail in a row: not if a deletion between them succeeds", async () => {
    const run = runOn();
    const answers = [throttled(), throttled(), undefined, throttled(), throttled(), undefined];
    run.services.instance.failing(() => answers.shift());
    const gone = [1, 2, 3].map((n) => known({ ...copyOf(lastWeek, FRANKFURT), id: `gone-${n}` }, lastWeek));
    const copies = many.slice(0, 3).map((one) => copyAction(one, FRANKFURT));
    expect(told(await apply([...gone.map((copy) => deleteAction(copy)), ...copies], run))).toEqual([
      "delete orders: deferred, transient",
      "delete orders: deferred, transient",
      "delete orders: deleted, retention",
      "copy db-0: deferred, transient",
      "copy db-1: deferred, transient",
      "copy db-2: copied, new-snapshot",
    ]);
  });
});
