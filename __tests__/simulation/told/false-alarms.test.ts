import { describe, expect, test } from "@jest/globals";
import { addPastCopy } from "../../../simulation/estate/plain-deployment";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { play, type Story } from "./story";

/** A database with automated snapshots of a week. */
function withBackups(story: Story, id: string): void {
  story.instances([id]);
  const { backups } = story.source;
  const database = story.source.database("instance", id);
  for (let day = 1; day <= 7; day++) backups.addPast(database, story.world.clock.now() - day * DAY + 3 * HOUR);
}

describe("nobody is told of anything", () => {
  test("in the first day of a deployment, save that nothing runs until the first run", () =>
    play(async (story) => {
      withBackups(story, "orders");
      story.instances(["without-snapshots"], {
        createdAt: story.world.clock.now() - 100 * DAY,
        backupWindow: "23:00-23:30",
      });
      await story.until(0, 9.25);
      await story.deploy({ followUpIntervalMinutes: 15 });
      await story.until(1, 12);
      expect(story.alarms()).toEqual(["not-running"]);
      expect(story.alarms(0, 9.6)).toEqual([]);
      expect([...story.messages(), ...story.digests()]).toEqual([]);
    }));

  test("in a dry run, for as long as it lasts", () =>
    play(async (story) => {
      withBackups(story, "orders");
      const key = story.underOwnKey("broken");
      story.world.aws.kms.setState(key, "Disabled");
      await story.deploy({ dryRun: true });
      await story.until(4);
      expect(story.alarms(0, 1.1)).toEqual([]);
      expect([...story.messages(), ...story.digests()]).toEqual([]);
    }));

  test("of a database that is stopped over the weekend", () =>
    play(async (story) => {
      story.instances(["orders", "reports"]);
      await story.deploy();
      await story.until(4, 20);
      story.source.stopDatabase("instance", "reports");
      await story.until(7, 9);
      story.source.startDatabase("instance", "reports");
      await story.until(8, 12);
      expect(story.rang(0, 7)).toEqual([]);
      expect([...story.messages(), ...story.digests()]).toEqual([]);
    }));

  test("as if its copies were old, where a database is renamed", () =>
    play(async (story) => {
      story.instances(["orders"]);
      await story.deploy();
      await story.until(2, 12);
      story.source.renameDatabase("instance", "orders", "orders-v2");
      await story.until(4);
      expect(story.named()).toEqual(["orphaned orders"]);
      expect(story.alarms(0, 1.1)).toEqual(["troubles-begun"]);
    }));

  test("of a copy of 40 TB that takes 30 hours and goes on", () =>
    play(async (story) => {
      story.instances(["warehouse"], { sizeGib: 40_000 });
      story.world.aws.faults = { copy: () => ({ takes: 30 * HOUR }) };
      await story.deploy({ maxRecoveryPointAgeHours: 72 });
      await story.until(4);
      expect(story.copies("warehouse").length).toBeGreaterThanOrEqual(2);
      expect(story.alarms(0, 1.1)).toEqual([]);
      expect(story.messages()).toEqual([]);
    }));

  test("of a copy that gets a status which nobody knows, months after it was made", () =>
    play(async (story) => {
      const { aws, clock } = story.world;
      story.instances(["orders"]);
      for (const daysAgo of [60, 1]) {
        addPastCopy(aws, story.source.database("instance", "orders"), clock.now() - daysAgo * DAY + 3 * HOUR);
      }
      await story.deploy();
      await story.until(1);
      const [oldest] = story.copies("orders");
      if (oldest) story.target.snapshots.instance.put({ ...oldest, status: "storage-optimization" });
      await story.until(3);
      expect(story.alarms(0, 1.1)).toEqual([]);
      expect(story.messages()).toEqual([]);
      expect(story.copies("orders")).toHaveLength(3);
    }));
});
