import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

const ROOT = resolve(__dirname, "..");
const JEST = resolve(ROOT, "node_modules/jest/bin/jest.js");

/**
 * Runs the property tests of bad input (`__tests__/fuzz`) for longer than `npm test` does. Ends with `N passed, N failed`; a property
 * that fails shows the command that replays it.
 * Usage: `npm run fuzz -- [--runs 5000] [--seed 1] [--only "name of a property"] [--path "of a failure"]`.
 */
async function main(): Promise<boolean> {
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
  print(`${runs} runs of each property, fewer of slow ones, seed ${seed}`);
  const variables = { FUZZ_RUNS: runs, FUZZ_SEED: seed, ...(path !== undefined && { FUZZ_PATH: path }) };
  const { status, output } = await jest(["__tests__/fuzz", "--verbose", ...named(only)], variables);
  const count = (what: string): number => Number(new RegExp(`^Tests: .*?(\\d+) ${what}`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("passed"), count("failed")];
  print(`${passed} passed, ${failed} failed`);
  return status === 0 && passed > 0;
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().then(
  (fine) => {
    process.exitCode = fine ? 0 : 1;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
