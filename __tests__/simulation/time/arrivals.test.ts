import { expect, test } from "@jest/globals";
import { Arrivals } from "../../../simulation/time/arrivals";
import { SimulatedClock } from "../../../simulation/time/clock";
import { Random } from "../../../simulation/time/random";

const START = new Date("2026-01-05T00:00:00Z");

/** Keys in the order in which they went on, of senders that each take some turns of the event loop before they send. */
async function arrive(senders: Readonly<Record<string, number>>): Promise<string[]> {
  const clock = new SimulatedClock(START, new Random(1));
  try {
    const arrivals = new Arrivals(clock);
    const arrived: string[] = [];
    const send = async (key: string, turns: number) => {
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      await arrivals.wait(key);
      arrived.push(key);
    };
    await clock.run(Promise.all(Object.entries(senders).map(([key, turns]) => send(key, turns))));
    expect(clock.now() - START.getTime()).toBeLessThanOrEqual(1);
    return arrived;
  } finally {
    clock.uninstall();
  }
}

test("requests of one moment arrive in one order, however their senders' promises come", async () => {
  expect(await arrive({ a: 0, b: 1, c: 2 })).toEqual(["a", "b", "c"]);
  expect(await arrive({ c: 0, b: 1, a: 2 })).toEqual(["a", "b", "c"]);
  expect(await arrive({ b: 2, a: 2, c: 0 })).toEqual(["a", "b", "c"]);
});
