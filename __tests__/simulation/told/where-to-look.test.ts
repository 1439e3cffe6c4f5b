import { describe, expect, test } from "@jest/globals";
import { TARGET } from "../../../simulation/estate/plain-deployment";
import { play, type Story } from "./story";

const words = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ");

/** Each paragraph of a trouble says why, what to do, and which command shows more. */
function expectToHelp(story: Story): void {
  for (const { text, subject } of [...story.messages(), ...story.digests()]) {
    if (subject?.startsWith("over: ")) continue;
    expect(text).toMatch(/^ +Why.*: /m);
    expect(text).toMatch(/^ +What to do: /m);
    expect(text).toMatch(/^ +aws .*(--region|\\$)/m);
    expect(text.length).toBeLessThan(6_500);
  }
}

describe("a message says why and where to look", () => {
  test("of a copy that makes no progress, as soon as its database is stale", () =>
    play(async (story) => {
      story.instances(["orders", "wiki"]);
      await story.deploy();
      await story.until(1);
      story.world.aws.faults = { copy: ({ databaseId }) => (databaseId === "orders" ? "stuck" : undefined) };
      await story.until(2);
      expect(story.named()).toEqual(["stale orders"]);
      expect(words(story.messages()[0]?.text)).toMatch(/our copy is late because .*in progress/);
      await story.until(3);
      expect(story.named(2)).toEqual(["failing orders"]);
      expectToHelp(story);
    }));

  test("of a region that cannot be read, which is called neither stale nor silent", () =>
    play(async (story) => {
      story.instances(["orders", "wiki"]);
      await story.deploy();
      await story.until(1);
      const denied = "DescribeDBSnapshots";
      story.world.aws.faults = {
        beforeCall: ({ region, action }) => (region === TARGET && action === denied ? "denied" : undefined),
      };
      await story.until(3, 7);
      expect(story.named()).toEqual(["failing *"]);
      expect(story.messages()[0]?.subject).toContain("all instances in eu-central-1");
      expect(words(story.messages()[0]?.text)).toMatch(
        /the manual instance snapshots in eu-central-1 cannot be listed/,
      );
      expect(words(story.digests().at(-1)?.text)).toContain("NOT KNOWN, AS IT COULD NOT BE READ");
      expect(story.alarms(1)).toEqual(["troubles-begun"]);
      expectToHelp(story);
    }));
});

test("each alarm that can ring names a log group, a saved query and a command", () =>
  play(async (story) => {
    await story.deploy();
    expect(story.world.alarms.size).toBe(6 + 4);
    for (const { definition } of story.world.alarms.values()) {
      expect(definition.description).toMatch(/log group \/aws\/lambda\/\S+, saved query \S+\. Run: aws /);
      expect(definition.alarmActions).not.toEqual([]);
    }
  }));
