import { expect, test } from "@jest/globals";
import { DAY, HOUR, RunningClock, SECOND } from "../../../simulation/time/clock";
import { Random } from "../../../simulation/time/random";
import { START, simulatedClock } from "../support";

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("days pass at once, and Date, setTimeout and performance agree about them", async () => {
  const clock = simulatedClock();
  const began = performance.now();
  await clock.run(sleep(3 * DAY));
  expect(new Date()).toEqual(new Date(START.getTime() + 3 * DAY));
  expect(clock.now()).toBe(Date.now());
  expect(performance.now() - began).toBe(3 * DAY);
});

test("what waits at the same time overlaps", async () => {
  const clock = simulatedClock();
  await clock.run(Promise.all([sleep(SECOND), sleep(SECOND), sleep(2 * SECOND)]));
  expect(clock.now() - START.getTime()).toBe(2 * SECOND);
});

test("a wait of less than a millisecond is one of a millisecond, as in Node", async () => {
  const clock = simulatedClock();
  await clock.run(sleep(0.2));
  expect(clock.now() - START.getTime()).toBe(1);
  await clock.run(sleep(2.9));
  expect(clock.now() - START.getTime()).toBe(3);
});

test("time stands while promises, setImmediate and files are being waited for", async () => {
  const clock = simulatedClock();
  setTimeout(() => undefined, 1);
  const { readFile } = await import("node:fs/promises");
  await clock.run(
    (async () => {
      for (let round = 0; round < 5; round++) {
        await new Promise((resolve) => setImmediate(resolve));
        await readFile(__filename);
      }
    })(),
  );
  expect(clock.now()).toBe(START.getTime());
});

test("a failure is passed on", async () => {
  const clock = simulatedClock();
  const fail = async () => {
    await sleep(SECOND);
    throw new Error("no");
  };
  await expect(clock.run(fail())).rejects.toThrow("no");
});

test("work that nothing can finish is an error, not a hang", async () => {
  const clock = simulatedClock();
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow("Nothing is left to happen");
});

test("two runs at once are refused", async () => {
  const clock = simulatedClock();
  const first = clock.run(sleep(SECOND));
  await expect(clock.run(sleep(SECOND))).rejects.toThrow("driven already");
  await first;
});

test("actions happen in order of time, those at the end of a run included", async () => {
  const clock = simulatedClock();
  const seen: string[] = [];
  clock.after(2 * HOUR, () => seen.push("late"));
  clock.after(HOUR, () => seen.push("early"));
  clock.after(60 * DAY, () => seen.push("after longer than a timer can wait"));
  await clock.runUntil(START.getTime() + 2 * HOUR);
  expect(seen).toEqual(["early", "late"]);
  await clock.runUntil(START.getTime() + 60 * DAY);
  expect(seen).toHaveLength(3);
  expect(clock.now()).toBe(START.getTime() + 60 * DAY);
});

test("Math.random is seeded while the clock is installed", () => {
  const draws = () => {
    const clock = simulatedClock();
    const drawn = [Math.random(), Math.random()];
    clock.uninstall();
    return drawn;
  };
  expect(draws()).toEqual(draws());
});

test("a running clock goes at its speed", async () => {
  const clock = new RunningClock(START.getTime(), 1000);
  await new Promise<void>((resolve) => clock.after(20 * SECOND, resolve));
  expect(clock.now() - START.getTime()).toBeGreaterThanOrEqual(19 * SECOND);
});

test("random streams depend on their seed and label alone", () => {
  const random = new Random("seed");
  const fork = random.fork("copies").next();
  random.next();
  expect(random.fork("copies").next()).toBe(fork);
  expect(random.fork("events").next()).not.toBe(fork);
  expect(new Random("other").fork("copies").next()).not.toBe(fork);
});

test("random numbers are spread evenly and keep their bounds", () => {
  const random = new Random(7);
  const counts = new Map<number, number>();
  for (let draw = 0; draw < 40_000; draw++) {
    const value = random.integer(1, 4);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4]);
  for (const count of counts.values()) expect(count / 10_000).toBeCloseTo(1, 1);
  const mean = Array.from({ length: 10_000 }, () => random.between(2, 4)).reduce((a, b) => a + b) / 10_000;
  expect(mean).toBeCloseTo(3, 1);
  const logs = Array.from({ length: 10_001 }, () => random.logNormal(100, 0.5)).sort((a, b) => a - b);
  expect((logs[5000] ?? 0) / 100).toBeCloseTo(1, 1);
  expect(random.uuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(() => random.pick([])).toThrow();
});
