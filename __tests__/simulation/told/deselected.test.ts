import { expect, test } from "@jest/globals";
import { TARGET } from "../../../simulation/estate/plain-deployment";
import { play } from "./story";

test("names who is not selected any more, by tag, by pattern or by a new name, and lets them age", () =>
  play(async (story) => {
    const tags = { backup: "true" };
    const selecting = (...include: string[]) => ({ instances: { include, tags } });
    story.instances(["app-tagged", "app-renamed", "shop", "app-kept"], { tags });
    await story.deploy(selecting("app-*", "shop"));
    await story.until(2, 0.5);
    expect(story.messages()).toEqual([]);

    await story.deploy(selecting("app-*"));
    story.source.changeDatabase("instance", "app-tagged", { tags: { backup: "True" } });
    story.source.renameDatabase("instance", "app-renamed", "was-app");
    await story.until(2, 3);
    expect([...story.named(2)].sort()).toEqual([
      "deselected app-tagged",
      "deselected shop",
      "deselected was-app",
      "orphaned app-renamed",
    ]);
    const [told, ...more] = story.messages(2);
    expect(more).toEqual([]);
    expect(told?.text).toMatch(/app-renamed is\s+now\s+called\s+was-app/);
    await story.until(4);
    expect(
      story
        .named(2, 3)
        .filter((one) => one.startsWith("stale"))
        .sort(),
    ).toEqual(["stale app-tagged", "stale shop", "stale was-app"]);
    expect(story.alarms(2)).toEqual(["recovery-point-age-eu-central-1", "troubles-begun"]);
    expect(Math.max(...story.metric("RecoveryPointAge", { TargetRegion: TARGET }, 3, 20))).toBeGreaterThan(36 * 3600);
  }));
