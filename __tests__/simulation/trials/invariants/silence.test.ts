import { expect, test } from "@jest/globals";
import { HOUR, MINUTE } from "../../../../simulation/time/clock";
import { SilenceChecks } from "../../../../simulation/trials/invariants/silence";
import type { Aside, RunRecord } from "../../../../simulation/trials/runs";
import { NAME } from "../../../../simulation/trials/stack";
import { brokenIn, sweepNow, truthWith } from "../truth-support";

/** A deployment whose alarms are all missing, so that nothing ever rings. */
function withoutAlarms() {
  const { truth } = truthWith();
  const { world } = truth;
  const checks = new SilenceChecks(truth);
  checks.deployed();
  const wait = (time: number) => world.runUntil(world.clock.now() + time);
  const beat = () => {
    const point = { time: world.clock.now(), value: 1 };
    world.metrics.put("RdsCrossRegionBackup", "SweepsCompleted", { service: NAME }, point);
  };
  /** Runs every quarter of an hour. */
  const sweeps = async (count: number, asides: readonly Partial<Aside>[], over: Partial<RunRecord> = {}) => {
    for (let run = 0; run < count; run++) {
      await wait(15 * MINUTE);
      const all = asides.map((one) => ({ service: "ssm", body: "", time: world.clock.now(), status: 200, ...one }));
      checks.ended(sweepNow(truth, { asides: all, ...over }));
    }
  };
  return { truth, checks, wait, beat, sweeps };
}

test("nothing has run for more than three hours, and nobody is told: silence is broken, once", async () => {
  const { truth, checks, wait, beat } = withoutAlarms();
  await wait(HOUR);
  beat();
  await wait(3 * HOUR);
  checks.check();
  expect(brokenIn(truth)).toEqual([]);
  await wait(HOUR / 2);
  checks.check();
  checks.check();
  expect(brokenIn(truth)).toEqual(["silence is broken: nothing has run for 3.5 hours, and nobody is told"]);
});

test("messages fail for hours, and no alarm rings", async () => {
  const { truth, sweeps } = withoutAlarms();
  await sweeps(16, [{ status: 500 }]);
  expect(brokenIn(truth)).toEqual([]);
  await sweeps(4, [{ status: 500 }]);
  expect(brokenIn(truth)).toEqual(["alarms are true: messages fail since 4.3 hours, and no alarm rings"]);
});

test.each<[string, readonly Partial<Aside>[]]>([
  ["fail in passing", [{ status: 500 }, { status: 200 }]],
  ["are sent, while keys cannot be looked at", [{ service: "kms", status: 400 }]],
])("messages that %s must ring nothing", async (_, asides) => {
  const { truth, sweeps } = withoutAlarms();
  await sweeps(24, asides);
  expect(brokenIn(truth)).toEqual([]);
});

test("messages of which one was sent meanwhile need not ring", async () => {
  const { truth, sweeps } = withoutAlarms();
  await sweeps(12, [{ status: 500 }]);
  await sweeps(1, [{ status: 200 }]);
  await sweeps(12, [{ status: 500 }]);
  expect(brokenIn(truth)).toEqual([]);
});

test("a sweep that could not do its work must not tell that it did", async () => {
  const { truth, checks, beat } = withoutAlarms();
  beat();
  const run = sweepNow(truth);
  checks.ended({ ...run, end: run.end && { ...run.end, outcome: "error" } });
  expect(brokenIn(truth)).toEqual(["alarms are true: a sweep that could not do its work has told that it did"]);
});
