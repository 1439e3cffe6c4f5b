import { describe, expect, test } from "@jest/globals";
import { createBackupFinished } from "../../../handlers/run/create-backup-finished";
import { createSweep } from "../../../handlers/run/create-sweep";
import type { RdsCrossRegionBackupProps } from "../../../modules";
import { keyOf } from "../../../simulation/demo/checks";
import { holdings, sourceTime } from "../../../simulation/demo/copies";
import { SOURCE_REGION, TARGET_REGIONS } from "../../../simulation/demo/scenario";
import { synthesise } from "../../../simulation/demo/stack";
import { Timeline } from "../../../simulation/demo/timeline";
import { DAY, HOUR, MINUTE } from "../../../simulation/time/clock";
import type { Faults } from "../../../simulation/wire/faults";
import { newWorld } from "../world-support";

const START = new Date("2026-03-02T00:00:00Z");

/** The real construct, synthesised, and the real handlers. */
async function deployed(faults: Faults = {}, props: Partial<RdsCrossRegionBackupProps> = {}) {
  const { json } = await synthesise({ targets: { "eu-central-1": {}, "us-east-1": {} }, ...props });
  const world = newWorld({ start: START, faults });
  const key = world.aws.kms.addKey(SOURCE_REGION);
  const source = world.aws.region(SOURCE_REGION);
  source.addInstance({ id: "orders", encryption: key, backupRetentionDays: 2, sizeGib: 50 });
  source.addCluster({ id: "billing", encryption: key, backupRetentionDays: 2, sizeGib: 50 });
  await world.deploy(json, {
    "sweep.handler": (options) => createSweep(options),
    "backup-finished.handler": (options) => createBackupFinished(options),
  });
  return world;
}

describe("the module and its handlers, deployed in the simulated AWS", () => {
  test("copy each backup to both regions within minutes of its end, allowed by their own policy", async () => {
    const world = await deployed();
    await world.runUntil(START.getTime() + 2 * DAY);
    for (const { database, targetRegion, copies, newestSnapshot } of holdings(world)) {
      expect({ database, targetRegion, newest: copies[0] && sourceTime(copies[0]) }).toEqual({
        database,
        targetRegion,
        newest: newestSnapshot,
      });
      expect(copies[0]?.kmsKeyArn).toBe(keyOf(world, targetRegion));
    }
    const started = world.aws.audit.entries.filter(({ action }) => action.startsWith("Copy"));
    expect(started.every(({ caller, outcome }) => caller.endsWith("backup-finished") && outcome === "ok")).toBe(true);
    expect(world.lambda.invocations.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    for (const { time, snapshot } of started) {
      expect(time - (snapshot?.originalCreateTime ?? 0)).toBeLessThan(20 * MINUTE);
    }
  });

  test("copy all the same when every event is lost, at the next run by schedule", async () => {
    const world = await deployed({ delivery: () => "lost" });
    await world.runUntil(START.getTime() + DAY);
    expect(holdings(world).map(({ copies }) => copies.length)).toEqual([1, 1, 1, 1]);
    expect(world.aws.audit.entries.every(({ caller }) => caller.endsWith("sweep"))).toBe(true);
  });

  test("use a slot of an instance again at once", async () => {
    const world = await deployed({}, { maxCopiesInProgress: { instances: 1 } });
    const source = world.aws.region(SOURCE_REGION);
    for (const id of ["one", "two", "three", "four"]) {
      const database = source.addInstance({ id, backupWindow: "23:00-23:30", sizeGib: 50 });
      source.backups.addPast(database, START.getTime() - HOUR);
    }
    const ended: { region: string; time: number }[] = [];
    world.aws.onEvent(({ id, region, time }) => id === "RDS-EVENT-0060" && ended.push({ region, time }));
    await world.runUntil(START.getTime() + 20 * HOUR);
    const started = world.aws.audit.entries.filter(
      ({ action, outcome, snapshot }) =>
        action === "CopyDBSnapshot" && outcome === "ok" && snapshot?.databaseId !== "orders",
    );
    expect(started).toHaveLength(8);
    const waited = started.flatMap(({ region, time }) => {
      const free = ended.findLast((one) => one.region === region && one.time <= time);
      return free ? [time - free.time] : [];
    });
    expect(waited).toHaveLength(6);
    expect(Math.max(...waited)).toBeLessThan(3 * MINUTE); // a sweep leaves the last minutes to the next one
  });

  test("tell the demo's timeline which database cannot be copied, why, and what was mailed", async () => {
    const world = await deployed();
    world.aws.region(SOURCE_REGION).addInstance({ id: "scratch", backupRetentionDays: 0 });
    const timeline = new Timeline(world);
    await world.runUntil(START.getTime() + DAY);
    timeline.read();
    const text = expect.stringContaining("automated backups are disabled");
    expect(timeline.entries).toContainEqual(
      expect.objectContaining({ mark: "uncovered", subjects: ["scratch"], text }),
    );
    const message = timeline.entries.find(({ mark }) => mark === "message");
    expect(message?.text).toBe("scratch in 2 regions is selected but cannot be copied (troubles-begun rings)");
    expect(timeline.entries.some(({ subjects }) => subjects.includes("troubles-begun"))).toBe(false);
  });

  test("ring once for a region that cannot be reached, and for no other", async () => {
    const world = await deployed({ beforeCall: ({ region }) => (region === "us-east-1" ? "unavailable" : undefined) });
    await world.runUntil(START.getTime() + DAY);
    const rang = (name: string) =>
      world.alarms.get(`rds-cross-region-backup-${name}`)?.changes.filter(({ to }) => to === "ALARM").length;
    expect(rang("troubles-begun")).toBe(1);
    expect(rang("recovery-point-age-eu-central-1")).toBe(0);
    expect(rang("nothing-selected")).toBe(0);
  });

  test("publish every metric that an alarm of theirs watches, under its dimensions", async () => {
    const world = await deployed();
    await world.runUntil(START.getTime() + DAY + HOUR); // the quota is asked for in daily runs
    for (const { definition } of world.alarms.values()) {
      for (const { namespace, metricName, dimensions } of definition.metrics) {
        if (/backup-finished$/.test(dimensions.FunctionName ?? "")) continue;
        const published = world.metrics.get(namespace, metricName, dimensions).length > 0;
        expect([definition.name, published]).toEqual([definition.name, true]);
      }
    }
    expect(
      TARGET_REGIONS.every((region) => world.alarms.has(`rds-cross-region-backup-recovery-point-age-${region}`)),
    ).toBe(true);
  });
});
