import { describe, expect, test } from "@jest/globals";
import type { TargetSnapshot } from "../../../handlers/core/model";
import { RdsError } from "../../../handlers/rds/errors";
import { Waiting, waitingAfter } from "../../../handlers/run/waiting";
import { copyOf, database, FRANKFURT, NOW, runOn, snapshotOf } from "./estate";
import { alreadyExists, throttled, tooMany } from "./memory-service";
import { swept } from "./published";

const line = (heldBy: readonly string[], inTurn: readonly string[] = ["a", "b"], limit = 2) =>
  new Waiting({ kind: "instance", targetRegion: FRANKFURT }, { limit, heldBy, inTurn });
const listed = (id: string, status: string): TargetSnapshot => ({
  ...copyOf(snapshotOf(database("orders")), FRANKFURT, { status }),
  id,
});

describe("a slot", () => {
  test("is free while fewer copies than the limit hold one", () => {
    expect(line([]).hasFreeSlot).toBe(true);
    expect(line(["x"]).hasFreeSlot).toBe(true);
    expect(line(["x", "y"]).hasFreeSlot).toBe(false);
    expect(line(["x", "y", "z"]).hasFreeSlot).toBe(false);
  });

  test("is held by a copy that was started, once", () => {
    const waiting = line([]);
    waiting.started("x");
    waiting.started("x");
    expect(waiting.holders).toEqual(["x"]);
  });

  test.each(["available", "failed", "deleting"])("is free when its copy is listed as %s", (status) => {
    const waiting = line(["x", "y"]);
    waiting.listed(["x", "y"], [listed("x", status), listed("y", "copying")]);
    expect(waiting.holders).toEqual(["y"]);
  });

  test("is free when its copy is not listed any more", () => {
    const waiting = line(["x"]);
    waiting.listed(["x"], []);
    expect(waiting.holders).toEqual([]);
  });

  test("is held by a copy that was just started and is not listed yet", () => {
    const waiting = line([]);
    waiting.started("x");
    waiting.listed(["x"], []);
    expect(waiting.holders).toEqual(["x"]);
    waiting.listed(["x"], [listed("x", "creating")]);
    waiting.listed(["x"], []);
    expect(waiting.holders).toEqual([]);
  });

  test("is held by a copy that was not asked about", () => {
    const waiting = line(["x", "y"]);
    waiting.listed(["x"], []);
    expect(waiting.holders).toEqual(["y"]);
  });
});

describe("who waits", () => {
  test("takes turns", () => {
    const waiting = line([]);
    expect([waiting.next(), waiting.isEmpty, waiting.next(), waiting.isEmpty, waiting.next()]).toEqual([
      "a",
      false,
      "b",
      true,
      undefined,
    ]);
  });

  test("is next again when put back", () => {
    const waiting = line([]);
    waiting.putBack(waiting.next() ?? "");
    expect(waiting.next()).toBe("a");
  });

  test("waits no more when given up", () => {
    const waiting = line([]);
    waiting.giveUp();
    expect(waiting.isEmpty).toBe(true);
  });
});

describe("after a whole run", () => {
  const three = ["a", "b", "c"].map((id) => database(id));
  const estate = { databases: three, snapshots: three.map((one) => snapshotOf(one)) };
  const settings = { targets: [FRANKFURT], maxCopiesInProgress: { instance: 1, cluster: 5 } };

  test("those wait whose copies were deferred for slots, behind the copy that was started", async () => {
    const [instances, clusters] = waitingAfter((await swept(runOn(estate, settings))).report);
    expect(instances).toMatchObject({ route: { kind: "instance", targetRegion: FRANKFURT }, limit: 1 });
    expect(instances?.holders).toEqual(["a-us-east-1-2026-02-01-03-07"]);
    expect([instances?.next(), instances?.next(), instances?.isEmpty]).toEqual(["b", "c", true]);
    expect(clusters).toMatchObject({ route: { kind: "cluster" }, isEmpty: true, limit: 5 });
  });

  test("those wait whose copies RDS has refused, in turn", async () => {
    const run = runOn(estate, { targets: [FRANKFURT] });
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("b") ? tooMany() : undefined));
    const [instances] = waitingAfter((await swept(run)).report);
    expect([instances?.next(), instances?.next(), instances?.isEmpty]).toEqual(["b", "c", true]);
  });

  test("a slot is held by a copy that may have been started though RDS's answer was lost", async () => {
    const run = runOn(estate, { ...settings, maxCopiesInProgress: { instance: 2, cluster: 5 } });
    run.services.instance.failing(({ verb, id }) => (verb === "copy" && id.startsWith("a") ? throttled() : undefined));
    const [instances] = waitingAfter((await swept(run)).report);
    expect(instances?.holders).toContain("a-us-east-1-2026-02-01-03-07");
  });

  test("that slot is free again when four lists have not shown the copy", () => {
    const waiting = line([]);
    waiting.started("x");
    for (let times = 0; times < 4; times++) waiting.listed(["x"], []);
    expect(waiting.holders).toEqual(["x"]);
    waiting.listed(["x"], []);
    expect(waiting.holders).toEqual([]);
  });

  test.each([
    ["another run has started", (copy: TargetSnapshot) => [copy]],
    [
      "another run has started, and shows no tags yet",
      (copy: TargetSnapshot) => [{ ...copy, createdAt: NOW, tags: {} }],
    ],
    ["exists, and is not listed yet", () => []],
  ])("a slot is held by a copy that %s", async (_, listedNow) => {
    const run = runOn(estate, settings);
    const { instance } = run.services;
    instance.failing(({ verb, id }) => {
      if (verb !== "copy") return undefined;
      instance.copies = listedNow(copyOf(snapshotOf(database("a")), FRANKFURT, { status: "copying" }));
      return alreadyExists(id);
    });
    const [instances] = waitingAfter((await swept(run)).report);
    expect(instances?.holders).toEqual(["a-us-east-1-2026-02-01-03-07"]);
  });

  test("a slot is not held by a copy that was refused", async () => {
    const run = runOn(estate, settings);
    run.services.instance.failing(({ verb }) =>
      verb === "copy" ? new RdsError("denied", "AccessDenied", "no") : undefined,
    );
    const [instances] = waitingAfter((await swept(run)).report);
    expect(instances?.holders).toEqual([]);
  });

  test("nobody waits where all copies were started", async () => {
    const { report } = await swept(runOn(estate, { targets: [FRANKFURT] }));
    expect(waitingAfter(report).map(({ isEmpty }) => isEmpty)).toEqual([true, true]);
  });
});
