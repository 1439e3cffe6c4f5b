import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DAY, SECOND, SimulatedClock } from "../../../simulation/time/clock";
import { Random } from "../../../simulation/time/random";
import { World } from "../../../simulation/world";
import { START, simulatedClock } from "../support";

const ROOT = join(__dirname, "../../..");
const newClock = () => new SimulatedClock(START, new Random(1));
const newWorld = () => new World({ start: START });
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Something happens each day, for ever. */
function keepBusy(clock: SimulatedClock): void {
  clock.after(DAY, () => keepBusy(clock));
}

describe("a run that another simulation takes the time from", () => {
  test("fails with the reason, and the other one works", async () => {
    const first = newClock();
    keepBusy(first);
    const run = first.run(sleep(Number.MAX_SAFE_INTEGER));
    const second = simulatedClock();
    await expect(run).rejects.toThrow(
      "The simulation was ended at 2026-01-31T12:00:00.000Z of its time: another simulation took over the time of the process",
    );
    await second.run(sleep(SECOND));
    expect(Date.now() - START.getTime()).toBe(SECOND);
  });

  test("fails each time, where there are several", async () => {
    const runs = [newClock(), newClock(), newClock()].map((clock) => clock.run(sleep(DAY)));
    const last = simulatedClock();
    for (const run of runs) await expect(run).rejects.toThrow("another simulation took over");
    await last.run(sleep(SECOND));
  });

  test("takes nothing from the other one when it is closed late", async () => {
    const { AWS_ACCESS_KEY_ID: own } = process.env;
    const [random, wait] = [Math.random, setTimeout];
    const first = newWorld();
    const second = newWorld();
    first.close();
    expect(process.env.AWS_ACCESS_KEY_ID).toBe("ASIASIMULATED");
    expect(Date.now()).toBe(START.getTime());
    await expect(first.runUntil(START.getTime() + DAY)).rejects.toThrow("another simulation took over");
    await second.runUntil(START.getTime() + DAY);
    second.close();
    expect(process.env.AWS_ACCESS_KEY_ID).toBe(own);
    expect([Math.random, setTimeout]).toEqual([random, wait]);
  });
});

test("a run whose simulation is closed fails", async () => {
  const clock = newClock();
  const run = clock.run(sleep(DAY));
  clock.uninstall();
  await expect(run).rejects.toThrow("it was closed");
});

test("a run whose work never ends fails, although time passes", async () => {
  const clock = simulatedClock();
  keepBusy(clock);
  await expect(clock.run(new Promise(() => undefined))).rejects.toThrow("not done after 100 simulated days");
});

describe("tests that leave a simulation running", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "abandoned-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  interface Results {
    readonly testResults: readonly {
      readonly assertionResults: readonly { title: string; failureMessages: readonly string[] }[];
    }[];
  }

  test("fail alone, in their file and in the next of the same process, which then ends", () => {
    const output = join(folder, "results.json");
    const options = ["--runInBand", "--testMatch=**/abandoned/*.fixture.ts", "--json", `--outputFile=${output}`];
    const { signal, stderr } = spawnSync(process.execPath, [require.resolve("jest/bin/jest"), ...options], {
      cwd: ROOT,
      encoding: "utf8",
      timeout: 300_000,
    });
    expect({ signal, stderr }).toMatchObject({ signal: null });
    const { testResults }: Results = JSON.parse(readFileSync(output, "utf8"));
    expect(testResults).toHaveLength(2);
    for (const { assertionResults } of testResults) {
      expect(assertionResults.map(({ title, failureMessages }) => [title, failureMessages.join("\n")])).toEqual([
        ["times out: a simulation that is not done in time", expect.stringContaining("Exceeded timeout")],
        ["works: the next one in the file", ""],
        ["times out: the last of several", expect.stringContaining("Exceeded timeout")],
        ["does not wait for what it begins", expect.stringContaining("the test that began it is over")],
        ["works: the one after several", ""],
        ["times out: within a call of a handler", expect.stringContaining("Exceeded timeout")],
        ["works: the one after the handler", ""],
        ["times out: the last of the file", expect.stringContaining("Exceeded timeout")],
      ]);
    }
  });
});
