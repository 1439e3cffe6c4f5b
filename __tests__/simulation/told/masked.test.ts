import { expect, test } from "@jest/globals";
import { play } from "./story";

test("names the second database whose key dies, whatever rings already", () =>
  play(async (story) => {
    const { kms } = story.world.aws;
    const [ofOrders, ofBilling] = [story.underOwnKey("orders"), story.underOwnKey("billing")];
    story.instances(["wiki"]);
    await story.deploy();
    await story.until(1, 12);
    kms.setState(ofOrders, "Disabled");
    await story.until(4);
    expect(story.named()).toEqual(["failing orders", "stale orders"]);
    for (const { text } of story.messages()) expect(text).toContain(ofOrders);
    // Of one cause in one target region.
    expect(story.alarms(1)).toEqual(["recovery-point-age-eu-central-1", "troubles-begun"]);

    kms.setState(ofBilling, "Disabled");
    await story.until(6);
    expect(story.named(4)).toEqual(["failing billing", "stale billing"]);
    for (const { text } of story.messages(4)) expect(text).toContain(ofBilling);
    // Within an hour of the backup that cannot be copied, and when the last copy is too old.
    const rang = story.rang(4).map(({ alarm, to, hour }) => `${alarm} ${to} ${Math.floor(hour)}`);
    expect(rang).toEqual(["troubles-begun ALARM 100", expect.stringMatching(/^troubles-begun ALARM 11[12]$/)]);
  }));
