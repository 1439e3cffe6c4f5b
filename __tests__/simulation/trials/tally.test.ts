import { expect, test } from "@jest/globals";
import { Tally } from "../../../simulation/trials/tally";
import type { TrialResult } from "../../../simulation/trials/trial";

const result: TrialResult = {
  violations: [],
  days: 61.6,
  runs: 100,
  calls: 500,
  copies: 30,
  deletions: 20,
  faults: { throttled: 5, "event lost": 2 },
  recovery: 0.5,
  delay: 0.1,
  hash: "",
};

test("counts what seeds came to", () => {
  const tally = new Tally();
  tally.add({ seed: 1, result });
  tally.add({ seed: 2, result: { ...result, recovery: 0.25 } });
  tally.add({ seed: 3, result: { ...result, recovery: undefined, delay: undefined } });
  expect(tally.counts).toBe(
    "3 seeds, 185 days, 300 runs, 1500 API calls, 90 copies, 60 deletions, 21 faults, 0 invariants broken",
  );
  expect(tally.faults).toBe("event lost 6, throttled 15");
  expect(tally.bounds).toBe(
    "fresh again after 50 % (median) to 50 % of the time allowed; beside broken databases, healthy ones waited 10 % (median) to 10 % of the time allowed",
  );
});

test("counts the invariants that broke, and by how many seeds", () => {
  const tally = new Tally();
  const violation = { time: 0, invariant: "the right key", text: "why" } as const;
  tally.add({ seed: 1, result: { ...result, violations: [violation, { ...violation, invariant: "true tags" }] } });
  tally.add({ seed: 2, result: { ...result, violations: [violation] } });
  tally.add({ seed: 3, error: "Error: at a place" });
  expect(tally.counts).toMatch(/, 3 invariants broken by 3 seeds$/);
  expect([...tally.broken.keys()]).toEqual([1, 2, 3]);
});
