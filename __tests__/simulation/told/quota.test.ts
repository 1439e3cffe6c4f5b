import { expect, test } from "@jest/globals";
import { DEFAULT_QUOTAS } from "../../../simulation/rds/quotas";
import { HOUR } from "../../../simulation/time/clock";
import { play, type Story } from "./story";

function allow(story: Story, instance: number): void {
  story.target.quotas = { ...DEFAULT_QUOTAS, manualSnapshots: { ...DEFAULT_QUOTAS.manualSnapshots, instance } };
}

const isFresh = (story: Story, id: string): boolean => {
  const newest = story.copies(id).at(-1)?.originalCreateTime ?? 0;
  return story.world.clock.now() - newest < 36 * HOUR;
};

test("a new database takes no place that others need to rotate, and is named", () =>
  play(async (story) => {
    story.instances(["billing", "orders", "wiki"]);
    await story.deploy();
    await story.until(3, 12);
    allow(story, 10);
    story.instances(["newcomer"], { createdAt: story.world.clock.now() });
    await story.until(6, 12);
    expect(["billing", "orders", "wiki"].filter((id) => !isFresh(story, id))).toEqual([]);
    expect(story.copies("newcomer")).toEqual([]);
    expect(story.named()).toContain("failing newcomer");
    expect(story.named().some((one) => /billing|orders|wiki/.test(one))).toBe(false);
    expect(story.messages(3)[0]?.text).toMatch(/10\s+of\s+10\s+allowed/);
  }));

test("orphans of throw-away databases are named while there is room, and never stop those that rotate", () =>
  play(async (story) => {
    story.instances(["orders"]);
    allow(story, 12);
    await story.deploy({ manualSnapshotHeadroom: 2 });
    for (let day = 0; day < 7; day++) {
      await story.until(day, 1);
      story.instances([`throw-away-${day}`], { createdAt: story.world.clock.now() });
      await story.until(day, 20);
      story.source.deleteDatabase("instance", `throw-away-${day}`);
    }
    expect(story.named().filter((one) => one.startsWith("orphaned")).length).toBeGreaterThanOrEqual(4);
    expect(story.named()).toContain("failing throw-away-6");
    expect(isFresh(story, "orders")).toBe(true);
    expect([...story.target.snapshots.instance.values()].length).toBeLessThan(12);
    expect(story.digests()[0]?.text).toMatch(/ours\s+of\s+databases\s+that\s+are\s+gone/);
  }));

test("a dry run says who will have no place, before the first copy", () =>
  play(async (story) => {
    story.instances(Array.from({ length: 40 }, (_, index) => `db-${10 + index}`));
    let result: unknown;
    story.world.lambda.onInvocation((one) => {
      if (one.functionName.endsWith("sweep")) result = one.result;
    });
    await story.deploy({ dryRun: true });
    await story.until(0, 7);
    expect(result).toMatchObject({ failed: Array(9).fill(expect.objectContaining({ reason: "waiting-for-quota" })) });
  }));
