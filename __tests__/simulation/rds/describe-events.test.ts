import { DescribeEventsCommand, type SourceType } from "@aws-sdk/client-rds";
import { expect, test } from "@jest/globals";
import { DAY, HOUR } from "../../../simulation/time/clock";
import { SOURCE, START, simulation } from "../support";

test("events tell the last stop and start of a database, for as long as is asked", async () => {
  const { clock, run, source } = simulation();
  source.addInstance({ id: "batch" });
  const told = async (Duration: number, type: SourceType = "db-instance") => {
    const command = new DescribeEventsCommand({ SourceType: type, SourceIdentifier: "batch", Duration });
    const { Events = [] } = await run((client) => client.send(command), SOURCE);
    return Events.map(({ Message, Date: at }) => `${Message} ${at?.toISOString()}`);
  };
  expect(await told(20160)).toEqual([]);
  source.changeDatabase("instance", "batch", { status: "stopped" });
  const stopped = `DB instance stopped ${new Date(clock.now()).toISOString()}`;
  expect(await told(20160)).toEqual([stopped]);
  await clock.runUntil(START.getTime() + 2 * DAY);
  source.changeDatabase("instance", "batch", { status: "available" });
  const started = `DB instance started ${new Date(START.getTime() + 2 * DAY).toISOString()}`;
  expect(await told(20160)).toEqual([stopped, started]);
  await clock.runUntil(START.getTime() + 2 * DAY + HOUR);
  expect(await told(24 * 60)).toEqual([started]);
  expect(await told(20160, "db-cluster")).toEqual([]);
});
