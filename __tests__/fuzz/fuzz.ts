import { expect } from "@jest/globals";
import fc from "fast-check";

/** Set by `npm run fuzz`; without them a few runs of one seed, for `npm test`. */
const { FUZZ_RUNS, FUZZ_SEED = "1", FUZZ_PATH } = process.env;

type Property<Ts> = fc.IRawProperty<Ts>;

/**
 * Tries a property on many inputs. One that fails is shown as small as it gets, with the command that replays it.
 *
 * @param share of the runs that are asked for: less than 1 for a slow property
 */
export async function fuzz<Ts>(property: Property<Ts>, share = 1): Promise<void> {
  const name = expect.getState().currentTestName ?? "";
  const runs = Math.ceil(Number(FUZZ_RUNS ?? 120) * share);
  const reporter = (details: fc.RunDetails<Ts>): void => {
    if (!details.failed) return;
    const { seed, counterexamplePath } = details;
    const report = fc.defaultReportMessage({
      ...details,
      runConfiguration: { ...details.runConfiguration, includeErrorInReport: true },
    });
    const replay = `npm run fuzz -- --seed ${seed} --path "${counterexamplePath}" --only "${name}"`;
    throw new Error(`${cutLines(report)}\n\nReplay with: ${replay}`);
  };
  const replayed = FUZZ_PATH === undefined ? {} : { path: FUZZ_PATH };
  await fc.assert(property, { seed: Number(FUZZ_SEED), numRuns: runs, reporter, ...replayed });
}

/** Huge texts are among what is tried. */
const cutLines = (text: string): string => text.replace(/^(.{1000}).+$/gm, "$1…");
