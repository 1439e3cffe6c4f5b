import { describe, expect, test } from "@jest/globals";
import { SOURCE, TARGET } from "../../../simulation/estate/plain-deployment";
import { HOUR } from "../../../simulation/time/clock";
import { during } from "../../../simulation/wire/faults";
import { play } from "./story";

describe("one cause rings at most two alarms", () => {
  test.each([TARGET, SOURCE])("%s does not answer for eight hours of a night", (region) =>
    play(async (story) => {
      story.instances(["billing", "orders", "wiki"]);
      await story.deploy({ followUpIntervalMinutes: 15 });
      await story.until(1, 1);
      const now = story.world.clock.now();
      story.world.aws.faults = {
        beforeCall: (call) =>
          call.region === region && call.service === "rds" && during(call.time, now, now + 8 * HOUR)
            ? "unavailable"
            : undefined,
      };
      await story.until(2);
      expect(story.alarms(1, 1).length).toBeLessThanOrEqual(2);
      expect(story.alarms(1, 1)).toContain("troubles-begun");
      expect(story.messages(1, 1)[0]?.text).toContain(region);
      expect(story.messages(1, 1).at(-1)?.subject).toMatch(/^over: /);
      expect(story.world.queues.messages(deadLetters)).toEqual([]);
    }),
  );

  test("a key of the target region dies: two of the region, beside that on what has begun", () =>
    play(async (story) => {
      story.instances(["billing", "orders", "wiki"]);
      await story.deploy();
      await story.until(1, 12.5);
      const [key] = story.copies("orders").flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []);
      if (key !== undefined) story.world.aws.kms.setState(key, "Disabled");
      await story.until(4);
      const ofRegion = story.alarms(1).filter((alarm) => alarm.endsWith(TARGET));
      expect(ofRegion).toEqual([`copies-unrestorable-${TARGET}`, `recovery-point-age-${TARGET}`]);
      expect(story.alarms(1).filter((alarm) => !ofRegion.includes(alarm))).toEqual(["troubles-begun"]);
      // Three databases with one cause are one message each time: when copying fails, keys are looked at, and age rings.
      expect(story.messages(1)).toHaveLength(3);
    }));

  test("the function of events crashes: its events are dead letters, the same night", () =>
    play(async (story) => {
      story.instances(["billing", "orders", "wiki"]);
      await story.deploy();
      await story.until(1, 1);
      story.world.aws.faults = {
        beforeCall: ({ caller }) => (caller.includes("backup-finished") ? "crash" : undefined),
      };
      await story.until(2);
      expect(story.rang(1, 1).map(({ alarm, to }) => `${alarm} ${to}`)).toEqual(["dead-letters ALARM"]);
      expect(story.rang(1, 1)[0]?.hour).toBeLessThan(24 + 5);
      expect(story.world.queues.messages(deadLetters)).toHaveLength(3);
    }));

  test("both functions crash", () =>
    play(async (story) => {
      story.instances(["orders"]);
      await story.deploy();
      await story.until(1, 1);
      story.world.aws.faults = { beforeCall: () => "crash" };
      await story.until(2);
      expect(story.alarms(1, 1)).toEqual(["dead-letters", "not-running"]);
    }));
});

const deadLetters = `arn:aws:sqs:${SOURCE}:111122223333:rds-cross-region-backup-dead-letters`;
