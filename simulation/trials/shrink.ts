import * as fc from "fast-check";
import { scenarios } from "./arbitrary";
import type { Scenario } from "./scenario";
import { playTrial } from "./trial";
import type { Violation } from "./verdict";

export interface SmallerScenario {
  readonly scenario: Scenario;
  readonly violations: readonly Violation[];
}

/**
 * Reduces the scenario of a failing seed as long as the same invariant breaks.
 * @param milliseconds after which the smallest one so far will do
 */
export async function shrink(
  seed: number,
  days: number,
  milliseconds: number,
  play = violationsOf,
): Promise<SmallerScenario | undefined> {
  const giveUpAt = performance.now() + milliseconds;
  let smallest: SmallerScenario | undefined;
  const property = fc.asyncProperty(scenarios(days), async (scenario) => {
    if (performance.now() > giveUpAt) return;
    const violations = await play(scenario);
    const same = violations.filter(
      ({ invariant }) => invariant === (smallest?.violations[0] ?? violations[0])?.invariant,
    );
    if (same.length === 0) return;
    smallest = { scenario, violations: same };
    throw new Error("broken");
  });
  await fc.check(property, { seed, numRuns: 1 });
  return smallest;
}

/** The violations of a trial. One that throws has one too. */
export async function violationsOf(scenario: Scenario): Promise<readonly Violation[]> {
  try {
    return (await playTrial(scenario)).violations;
  } catch (error) {
    return [
      { time: 0, invariant: "nothing else breaks", text: error instanceof Error ? `${error.stack}` : `${error}` },
    ];
  }
}
