import { expect, test } from "@jest/globals";
import { addPastCopy, SOURCE } from "../../../simulation/estate/plain-deployment";
import { DAY } from "../../../simulation/time/clock";
import { play } from "./story";

const FROM_DAY = 2;
const DAYS = 2;
/** Of a summary and a refusal in each of 96 sweeps. */
const MOST_BYTES_A_DAY = 250_000;

test("a dead key fails no sweep and makes no dead letter, and what does not change is said once a day", () =>
  play(async (story) => {
    const { aws, lambda, queues } = story.world;
    const key = story.underOwnKey("orders");
    story.instances(["billing", "wiki", "other-1", "other-2"]);
    story.instances(["gone"]);
    addPastCopy(aws, story.source.database("instance", "gone"), story.world.clock.now() - DAY);
    story.source.deleteDatabase("instance", "gone");
    await story.deploy({ followUpIntervalMinutes: 15, logLevel: "INFO", instances: { exclude: ["other-*"] } });
    await story.until(1);
    aws.kms.setState(key, "Disabled");
    await story.until(FROM_DAY + DAYS);

    expect(lambda.invocations.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
    expect(queues.messages(`arn:aws:sqs:${SOURCE}:111122223333:rds-cross-region-backup-dead-letters`)).toEqual([]);
    const lines = lambda.logs.filter(({ time }) => story.hourOf(time) >= FROM_DAY * 24);
    const about = (database: string) => lines.filter(({ record }) => record?.database === database).length / DAYS;
    expect(about("other-1")).toBeLessThanOrEqual(2);
    expect(about("gone")).toBeLessThanOrEqual(2);
    const bytes = lines.reduce((sum, { text }) => sum + text.length + 1, 0) / DAYS;
    expect(bytes).toBeLessThan(MOST_BYTES_A_DAY);
  }));
