import { describe, expect, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { RdsError } from "../../../handlers/rds/errors";
import { apply } from "../../../handlers/run/apply";
import { copyOf, database, FRANKFURT, known, NOW, newCopyOf, planOn, runOn, snapshotOf, started } from "./estate";
import { alreadyExists, tooMany } from "./memory-service";

const orders = snapshotOf(database("orders"));
const ID = "orders-us-east-1-2026-02-01-03-07";

describe("a copy whose id is taken", () => {
  const beside = async (existing: TargetSnapshot) => {
    const { outcome, reason, message } = await started(runOn({ copies: [existing] }), orders);
    return { outcome, reason, message };
  };

  test.each(["available", "creating", "copying", "pending"])(
    "by our copy that is %s was made by another run",
    async (status) => {
      expect(await beside(copyOf(orders, FRANKFURT, { status }))).toEqual({
        outcome: "skipped",
        reason: "already-copied",
        message: `${ID} was started by another run`,
      });
    },
  );

  test("by our copy that has failed is for the next sweep", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "failed" }))).toEqual({
      outcome: "deferred",
      reason: "retry-in-sweep",
      message: `${ID} has failed: the next sweep tries again`,
    });
  });

  test("by our copy that is being deleted is for a later run", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "deleting" }))).toMatchObject({
      outcome: "deferred",
      reason: "being-deleted",
    });
  });

  test("by our copy with a status that only a person can judge fails", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { status: "incompatible-restore" }))).toMatchObject({
      outcome: "failed",
      reason: "bad-status",
      message: expect.stringContaining("incompatible-restore"),
    });
  });

  test("by a snapshot made by hand fails", async () => {
    const byHand = { ...copyOf(orders, FRANKFURT), sourceArn: undefined, tags: {} };
    expect(await beside(byHand)).toEqual({
      outcome: "failed",
      reason: "id-taken",
      message: `${ID} exists and was not made by this deployment: rename or delete it`,
    });
  });

  test("by a copy of something else fails, whatever its tags claim", async () => {
    const sourceArn = orders.arn.replace("orders", "other");
    expect(await beside(copyOf(orders, FRANKFURT, { sourceArn }))).toMatchObject({
      outcome: "failed",
      reason: "id-taken",
      message: expect.stringContaining(`RDS says that it was copied from ${sourceArn}`),
    });
  });

  test("by another deployment's copy of the same snapshot fails and names it", async () => {
    expect(await beside(copyOf(orders, FRANKFURT, { tags: { CrossRegionBackup: "staging" } }))).toEqual({
      outcome: "failed",
      reason: "other-deployment",
      message: "already copied by deployment staging: exclude the database in one of the two",
    });
  });

  test("by a copy so new that RDS shows no tags is looked at by a later run, but not for ever", async () => {
    const untagged = { ...copyOf(orders, FRANKFURT), tags: {}, createdAt: new Date(NOW.getTime() - 3_599_000) };
    expect(await beside(untagged)).toMatchObject({ outcome: "deferred", reason: "tags-not-visible" });
    const old = { ...untagged, createdAt: new Date(NOW.getTime() - 3_600_000) };
    expect(await beside(old)).toMatchObject({ outcome: "failed", reason: "id-taken" });
  });

  test("by something that the list does not show yet is for a later run", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) => (verb === "copy" ? alreadyExists(ID) : undefined));
    expect(await started(run, orders)).toMatchObject({
      outcome: "deferred",
      reason: "already-exists",
      message: `Cannot create the snapshot because ${ID} already exists.`,
    });
    expect(run.services.instance.asked.map(({ verb, id }) => `${verb} ${id}`)).toEqual([
      `copy ${ID}`,
      `listCopies ${ID}`,
    ]);
  });

  test("is looked at by its id, and not taken for another that the list has", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) => (verb === "copy" ? alreadyExists(ID) : undefined));
    const yesterday = snapshotOf(database("orders"), new Date("2026-01-31T03:07:00Z"));
    run.services.instance.listCopies = async () => ({ items: [copyOf(yesterday, FRANKFURT)], unreadable: [] });
    expect(await started(run, orders)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
  });

  test("by something that cannot be looked at is for a later run", async () => {
    const run = runOn();
    run.services.instance.failing(({ verb }) =>
      verb === "copy" ? alreadyExists(ID) : new RdsError("transient", "Throttling", "Rate exceeded"),
    );
    expect(await started(run, orders)).toMatchObject({
      outcome: "deferred",
      reason: "already-exists",
      message: `${ID} exists, and a look at it failed: Throttling: Rate exceeded`,
    });
  });
});

describe("a retry whose id RDS has not let go of yet", () => {
  const failed = known(copyOf(orders, FRANKFURT, { status: "failed" }), orders);
  const again = newCopyOf(orders, FRANKFURT, { attempt: 2, replaces: failed, reason: "retry" });
  const plan = planOn(FRANKFURT, { copies: [again] });
  const freeAfter = (times: number, time: { timeLeft?: () => number; whileAsleep?: () => void } = {}) => {
    const run = runOn({ copies: [failed.snapshot] }, {}, time);
    run.services.instance.failing(({ verb, id }, asked) =>
      verb === "copy" && asked < times ? alreadyExists(id) : undefined,
    );
    return run;
  };

  test("waits for it", async () => {
    const run = freeAfter(2);
    const outcomes = await apply(plan, run);
    expect(outcomes.at(-1)).toMatchObject({ outcome: "copied", reason: "retry" });
    expect(run.slept).toEqual([5_000, 5_000]);
  });

  test("waits for half a minute at most", async () => {
    const run = freeAfter(100);
    const outcomes = await apply(plan, run);
    expect(outcomes.at(-1)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
    expect(run.slept).toEqual([5_000, 5_000, 5_000, 5_000, 5_000]);
  });

  test("waits no longer than the run has time", async () => {
    let left = 35_000;
    const run = freeAfter(100, { timeLeft: () => left, whileAsleep: () => (left -= 10_000) });
    expect((await apply(plan, run)).at(-1)).toMatchObject({ outcome: "deferred", reason: "already-exists" });
    expect(run.services.instance.changes.filter((change) => change.startsWith("copy"))).toHaveLength(4);
  });

  test("does not wait for anything else", async () => {
    const run = runOn({ copies: [failed.snapshot] });
    run.services.instance.failing(({ verb }) => (verb === "copy" ? tooMany() : undefined));
    expect((await apply(plan, run)).at(-1)).toMatchObject({ outcome: "deferred", reason: "slots" });
    expect(run.slept).toEqual([]);
  });

  test("and a first attempt does not wait at all", async () => {
    const run = freeAfter(100);
    await started(run, orders);
    expect(run.slept).toEqual([]);
  });
});
