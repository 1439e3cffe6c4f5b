import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { scenarioOf } from "../../../simulation/trials/arbitrary";
import { playTrial } from "../../../simulation/trials/trial";

const ROOT = resolve(__dirname, "../../..");
const DAYS = 12;

/** Small ones, with one and two target regions. The long runs are those of `npm run simulate`. */
test.each([1, 4, 8, 12])("seed %i: nothing is lost", async (seed) => {
  const { violations, copies, faults, days } = await playTrial(scenarioOf(seed, DAYS));
  expect(violations).toEqual([]);
  expect(days).toBeGreaterThanOrEqual(DAYS);
  expect(copies).toBeGreaterThan(5);
  expect(Object.keys(faults).length).toBeGreaterThan(3);
});

test("the same seed gives the same run to the byte, in another process too", async () => {
  const seed = 5;
  const { hash } = await playTrial(scenarioOf(seed, DAYS));
  expect((await playTrial(scenarioOf(seed, DAYS))).hash).toBe(hash);
  const options = ["--seeds", 1, "--first-seed", seed, "--days", DAYS, "--hash"].map(String);
  const command = [require.resolve("tsx/cli"), "simulation/simulate.ts", ...options];
  const { stdout, status } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  expect(stdout).toContain(`seed ${seed} ${hash}\n`);
  expect(stdout).toMatch(/\n1 seeds, \d+ days, .* 0 invariants broken\n$/);
  expect(status).toBe(0);
  expect((await playTrial(scenarioOf(seed + 1, DAYS))).hash).not.toBe(hash);
});
