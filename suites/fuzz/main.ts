import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";

const JEST = resolve(ROOT, "node_modules/jest/bin/jest.js");

/**
 * Runs the property tests of bad input (`__tests__/fuzz`) for longer than `npm test` does. A property that fails
 * shows the command that replays it.
 * Usage: `npm run fuzz -- [--runs 5000] [--seed 1] [--only "name of a property"] [--path "of a failure"]`.
 */
async function fuzz(checks: Checks): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "5000" },
      seed: { type: "string", default: String(Date.now() % 2 ** 31) },
      only: { type: "string" },
      path: { type: "string" },
    },
  });
  const { runs, seed, only, path } = values;
  for (const [name, value] of Object.entries({ runs, seed })) {
    if (!/^-?\d+$/.test(value)) throw new Error(`--${name} must be a whole number, got ${value}`);
  }
  if (path !== undefined && only === undefined) throw new Error("--path needs --only: it is of one property");
  console.log(`${runs} runs of each property, fewer of slow ones, seed ${seed}`);
  const variables = { FUZZ_RUNS: runs, FUZZ_SEED: seed, ...(path !== undefined && { FUZZ_PATH: path }) };
  const { status, output } = await jest(["__tests__/fuzz", "--verbose", ...named(only)], variables);
  const count = (what: string): number => Number(new RegExp(`^Tests: .*?(\\d+) ${what}`, "m").exec(output)?.[1] ?? 0);
  if (count("passed") > 0) checks.passed("properties that hold", count("passed"));
  if (count("failed") > 0) checks.failed("properties that do not hold", "jest shows them above", count("failed"));
  else if (status !== 0) throw new Error(`jest ended with ${status}`);
}

/** Shows what jest says while it says it. */
function jest(options: readonly string[], variables: Record<string, string>) {
  // cdktf forgets no token, so that long runs need room.
  const child = spawn(process.execPath, ["--max-old-space-size=4096", JEST, ...options], {
    cwd: ROOT,
    env: { ...process.env, ...variables },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return new Promise<{ status: number | null; output: string }>((done, reject) => {
    child.on("error", reject);
    child.on("close", (status) => done({ status, output }));
  });
}

/** Only the property of this name, taken literally. */
const named = (only: string | undefined): string[] =>
  only === undefined ? [] : ["-t", `^${only.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`];

suite(fuzz);
