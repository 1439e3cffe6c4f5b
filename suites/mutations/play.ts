import { scenarioOf } from "../../simulation/trials/arbitrary";
import { playTrial } from "../../simulation/trials/trial";

/** What became of the seeds: the first one that broke an invariant, none, or what stopped the trials. */
export type Outcome =
  | { readonly found: { readonly seed: number; readonly invariant: string; readonly text: string } }
  | { readonly found?: undefined; readonly error?: string };

/** Plays seeds one after the other until one breaks an invariant. Usage: `node play.js DAYS SEED…`; it tells the process that began it. */
async function play(days: number, seeds: readonly number[]): Promise<Outcome> {
  for (const seed of seeds) {
    const { violations } = await playTrial(scenarioOf(seed, days), { untilBroken: true });
    const [first] = violations;
    if (first) return { found: { seed, invariant: first.invariant, text: first.text } };
  }
  return {};
}

const [days = 0, ...seeds] = process.argv.slice(2).map(Number);
play(days, seeds)
  .catch((error: unknown): Outcome => ({ error: error instanceof Error ? (error.stack ?? error.message) : `${error}` }))
  .then((outcome) => process.send?.(outcome, () => process.exit()));
