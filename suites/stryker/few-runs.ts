import type fastCheck from "fast-check";
import type { IRawProperty, Parameters } from "fast-check";

// By its path, as its name leads here (stryker.config.json).
const actual: typeof fastCheck = require("../../node_modules/fast-check/lib/cjs/fast-check.js").default;

/**
 * fast-check with few runs of one seed, for tests that run for each of a thousand mutants. That a property fails is enough to kill one:
 * the smallest input that makes it fail is not looked for.
 */
function assert(property: IRawProperty<unknown>, parameters?: Parameters<unknown>): void | Promise<void> {
  return actual.assert(property, { ...parameters, numRuns: 50, seed: 1, endOnFailure: true });
}

const fewRuns: typeof fastCheck = { ...actual, assert: assert as typeof fastCheck.assert };

export default fewRuns;
