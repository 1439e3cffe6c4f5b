import { expect, test } from "@jest/globals";
import { play } from "./story";

test("tells that nothing runs any more, and gives no all-clear for what is broken meanwhile", () =>
  play(async (story) => {
    const { aws } = story.world;
    const ofOrders = story.underOwnKey("orders");
    story.instances(["wiki"]);
    await story.deploy();
    await story.until(1);
    aws.kms.setState(ofOrders, "Disabled");
    await story.until(3, 12.5);
    aws.faults = { schedule: () => "lost", delivery: () => "lost" };
    await story.until(5);
    expect(story.rang(3, 12.5).map(({ alarm, to }) => `${alarm} ${to}`)).toEqual(["not-running ALARM"]);
    expect(story.messages(3, 12.5)).toEqual([]);

    aws.faults = {};
    await story.until(5, 12);
    expect(story.rang(5)).toContainEqual(expect.objectContaining({ alarm: "not-running", to: "OK" }));
    // All became stale, and the healthy one is over it.
    expect(story.named(5)).toEqual(["stale wiki"]);
    const over = story.messages(5).at(-1);
    expect(over?.subject).toMatch(/^over: wiki in eu-central-1, 2 troubles left$/);
    expect(story.rang(5).map(({ alarm, to }) => `${alarm} ${to}`)).not.toContain("recovery-point-age-eu-central-1 OK");
  }));

test("rings two hours after the last run", () =>
  play(async (story) => {
    story.instances(["wiki"]);
    await story.deploy({ followUpIntervalMinutes: 15 });
    await story.until(0, 5.2);
    story.world.aws.faults = { schedule: () => "lost", delivery: () => "lost" };
    await story.until(0, 12);
    const [rang, ...more] = story.rang(0, 5.2).filter(({ alarm }) => alarm === "not-running");
    expect(more).toEqual([]);
    expect(rang?.hour).toBeGreaterThan(7);
    expect(rang?.hour).toBeLessThan(7.5);
  }));

test("rings when few sweeps are left, which is no run in some hours", () =>
  play(async (story) => {
    story.instances(["wiki"]);
    await story.deploy({ followUpIntervalMinutes: 15 });
    await story.until(0, 8.2);
    const inHour = (time: number) => Math.floor(story.hourOf(time)) % 4 === 0;
    // One point in each range of hours that CloudWatch reads.
    story.world.aws.faults = { schedule: (_, time) => (inHour(time) ? undefined : "lost") };
    await story.until(1);
    expect(story.alarms(0, 8.2)).toEqual(["not-running"]);
  }));

test.each([
  [
    "rings once, although nothing runs afterwards, if messages failed in two hours and a run could send them then",
    [1, 1, 0],
    1,
  ],
  ["does not ring if a run of one of two hours could send what others could not", [1, 0, 1], 0],
])("%s", (_, values, rings) =>
  play(async (story) => {
    const { world } = story;
    world.aws.faults = { schedule: () => "lost", delivery: () => "lost" };
    await story.deploy();
    const hoursOfRuns = [9.5, 10.5, 11.25];
    for (const [index, value] of values.entries()) {
      await story.until(0, hoursOfRuns[index]);
      const point = { time: world.clock.now(), value };
      world.metrics.put("RdsCrossRegionBackup", "MessagesFailed", { service: "rds-cross-region-backup" }, point);
    }
    await story.until(1);
    const rang = story.rang().filter(({ alarm, to }) => alarm === "messages-failed" && to === "ALARM");
    expect(rang).toHaveLength(rings);
  }),
);
