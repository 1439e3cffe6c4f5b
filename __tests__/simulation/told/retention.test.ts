import { expect, test } from "@jest/globals";
import { addPastCopy } from "../../../simulation/estate/plain-deployment";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { play } from "./story";

test("lets a mistyped retention delete three copies a day, and tells so", () =>
  play(async (story) => {
    const { aws, clock } = story.world;
    story.instances(["orders"]);
    const orders = story.source.database("instance", "orders");
    for (let day = 1; day <= 20; day++) addPastCopy(aws, orders, clock.now() - day * DAY + 3 * HOUR);
    await story.deploy({ retention: { keepLast: 30 } });
    await story.until(1, 12);
    expect(story.copies("orders")).toHaveLength(22);
    expect(story.digests()).toEqual([]);

    await story.deploy({ retention: { keepLast: 1 } });
    await story.until(2, 5.9);
    // What a new copy makes superfluous is no sign of anything.
    expect(story.copies("orders").length).toBeGreaterThanOrEqual(22);
    await story.until(2, 7);
    expect(story.copies("orders").length).toBeGreaterThanOrEqual(20);
    const [digest] = story.digests();
    expect(digest?.subject).toMatch(/copies to be deleted/);
    expect(digest?.text).toMatch(/RETENTION HAS DELETED MORE THAN USUAL: 3 copies/);
    expect(digest?.text).toMatch(/THE NEXT DAILY RUN DELETES MORE THAN USUAL: 3 copies/);
    expect(digest?.text).toMatch(/copies hold/);
    await story.until(4, 7);
    expect(story.copies("orders").length).toBeGreaterThanOrEqual(22 + 3 - 9);
    expect(story.digests()).toHaveLength(3);
  }));
