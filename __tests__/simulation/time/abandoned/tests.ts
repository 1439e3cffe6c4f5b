import { DescribeDBInstancesCommand } from "@aws-sdk/client-rds";
import { expect, test } from "@jest/globals";
import { DAY, SECOND, SimulatedClock } from "../../../../simulation/time/clock";
import { Random } from "../../../../simulation/time/random";
import { START, simulatedClock, simulation } from "../../support";
import { worldWith } from "../../world-support";

const AT_ONCE = 50;
const newClock = () => new SimulatedClock(START, new Random(1));

/** Days pass, and it never ends. */
const endless = (clock: SimulatedClock) => {
  const next = () => clock.after(DAY, next);
  next();
  return clock.runUntil(Number.MAX_SAFE_INTEGER);
};

const works = async () => {
  const { run } = simulation();
  expect((await run((client) => client.send(new DescribeDBInstancesCommand({})))).DBInstances).toEqual([]);
  const clock = simulatedClock();
  await clock.run(new Promise((resolve) => setTimeout(resolve, SECOND)));
  expect(clock.now() - START.getTime()).toBe(SECOND);
};

test("times out: a simulation that is not done in time", () => endless(newClock()), AT_ONCE);

test("works: the next one in the file", works);

test(
  "times out: the last of several",
  () => Promise.all([endless(newClock()), endless(newClock()), endless(newClock())].map((run) => run.catch(String))),
  AT_ONCE,
);

test("does not wait for what it begins", () => {
  endless(newClock());
});

test("works: the one after several", works);

test(
  "times out: within a call of a handler",
  async () => {
    const { world } = await worldWith(async ({ list }) => {
      for (;;) await list();
    });
    await world.runUntil(START.getTime() + 365 * DAY);
  },
  AT_ONCE,
);

test("works: the one after the handler", works);

test("times out: the last of the file", () => endless(newClock()), AT_ONCE);
