import { scenarioOf } from "../../simulation/trials/arbitrary";
import { playTrial } from "../../simulation/trials/trial";

/** A seed that broke an invariant, and the first that it broke. */
export interface Found {
  readonly seed: number;
  readonly invariant: string;
  readonly text: string;
}

/** What became of the seeds, or what stopped the trials. */
export type Outcome =
  | { readonly found: readonly Found[]; readonly played: number }
  | { readonly found?: undefined; readonly error: string };

/**
 * Plays seeds one after the other until enough of them broke an invariant. Usage: `node play.js DAYS ENOUGH SEED…`; it tells the process
 * that began it.
 */
async function play(days: number, enough: number, seeds: readonly number[]): Promise<Outcome> {
  const found: Found[] = [];
  let played = 0;
  for (const seed of seeds) {
    if (found.length >= enough) break;
    const { violations } = await playTrial(scenarioOf(seed, days), { untilBroken: true });
    const [first] = violations;
    if (first) found.push({ seed, invariant: first.invariant, text: first.text });
    played++;
  }
  return { found, played };
}

const [days = 0, enough = 1, ...seeds] = process.argv.slice(2).map(Number);
play(days, enough, seeds)
  .catch((error: unknown): Outcome => ({ error: error instanceof Error ? (error.stack ?? error.message) : `${error}` }))
  .then((outcome) => process.send?.(outcome, () => process.exit()));
