import { expect, test } from "@jest/globals";
import { TARGET } from "../../../simulation/estate/plain-deployment";
import { DAY } from "../../../simulation/time/clock";
import { play } from "./story";

test("names whose kept copies lie under a key that is about to be deleted, the morning after", () =>
  play(async (story) => {
    const { kms } = story.world.aws;
    const [old, next] = [kms.addKey(TARGET), kms.addKey(TARGET)];
    const under = (kmsKeyArn: string) => ({ targets: { [TARGET]: { createKmsKey: false, kmsKeyArn } } });
    const ids = ["billing", "orders", "wiki"];
    story.instances(ids);
    await story.deploy(under(old));
    await story.until(2, 12.5);
    await story.deploy(under(next));
    await story.until(3, 12);
    expect(story.messages()).toEqual([]);

    kms.setState(old, "PendingDeletion", story.world.clock.now() + 30 * DAY);
    await story.until(4, 7);
    expect([...story.named()].sort()).toEqual(ids.map((id) => `unrestorable ${id}`));
    const [told, ...more] = story.messages();
    expect(more).toEqual([]);
    expect(story.hourOf(told?.time ?? 0)).toBeCloseTo(4 * 24 + 6, 0);
    expect(told?.subject).toBe("3 databases in eu-central-1 have copies that cannot be restored");
    expect(told?.text).toContain(old);
    expect(told?.text.replace(/\s+/g, " ")).toMatch(/4 Apr 2026|2026-04-04/);
    expect(told?.text).toContain("cancel-key-deletion");
    expect(story.alarms(2)).toEqual(["copies-unrestorable-eu-central-1", "troubles-begun"]);
  }));
