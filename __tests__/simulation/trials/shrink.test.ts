import { expect, test } from "@jest/globals";
import { scenarioOf } from "../../../simulation/trials/arbitrary";
import type { Scenario } from "../../../simulation/trials/scenario";
import { shrink, violationsOf } from "../../../simulation/trials/shrink";
import type { Violation } from "../../../simulation/trials/verdict";

const broken: Violation = { time: 0, invariant: "the right key", text: "as asked" };
const isBroken = ({ databases, rates }: Scenario) => databases.length >= 2 && rates.runLost > 0;
const play = async (scenario: Scenario) => (isBroken(scenario) ? [broken] : []);

function firstSeed(wanted: (scenario: Scenario) => boolean): number {
  for (let seed = 1; ; seed++) if (wanted(scenarioOf(seed, 20))) return seed;
}

test("makes the scenario of a failing seed as small as it can be", async () => {
  const seed = firstSeed((scenario) => isBroken(scenario) && scenario.databases.length > 4);
  const smaller = await shrink(seed, 20, 60_000, play);
  expect(smaller?.violations).toEqual([broken]);
  expect(smaller?.scenario.databases).toHaveLength(2);
  expect(smaller?.scenario.incidents).toEqual([]);
  expect(smaller?.scenario.changes).toEqual([]);
  expect(smaller?.scenario.rates).toMatchObject({ eventLost: 0, crashBefore: 0, copyFails: 0 });
});

test("finds nothing to make smaller where nothing breaks", async () => {
  expect(await shrink(1, 20, 60_000, async () => [])).toBeUndefined();
});

test("a trial that throws breaks an invariant too", async () => {
  const scenario = { ...scenarioOf(1, 20), databases: [] };
  expect(await violationsOf({ ...scenario, foreign: [{ ...foreign }] })).toEqual([
    { time: 0, invariant: "nothing else breaks", text: expect.stringContaining("needs a database") },
  ]);
});

const foreign = { target: 0, database: 0, disguise: "hand-made", ageDays: 1, status: "available" } as const;
