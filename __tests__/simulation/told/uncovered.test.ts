import { expect, test } from "@jest/globals";
import { TARGET } from "../../../simulation/estate/plain-deployment";
import { play } from "./story";

test("ages a database whose backups are switched off, beside a replica that has none and troubles nobody", () =>
  play(async (story) => {
    story.instances(["prod"]);
    story.instances(["prod-replica"], { replicaOf: "prod" });
    await story.deploy();
    await story.until(2, 12);
    expect(story.alarms(0, 1.1)).toEqual([]);
    expect(story.messages()).toEqual([]);

    story.source.changeDatabase("instance", "prod", { backupRetentionDays: 0 });
    await story.until(2, 14);
    expect(story.named()).toEqual(["uncovered prod"]);
    expect(story.messages()[0]?.text).toContain("automated backups");
    await story.until(4);
    expect(story.named()).toContain("stale prod");
    expect(story.alarms(2)).toEqual(["recovery-point-age-eu-central-1", "troubles-begun"]);
    expect(Math.max(...story.metric("RecoveryPointAge", { TargetRegion: TARGET }, 3, 20))).toBeGreaterThan(36 * 3600);
  }));
