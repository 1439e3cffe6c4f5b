import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";
import { MUTATIONS, type Mutation } from "./mutations";
import type { Outcome } from "./play";

/** Tried after the seed that is known to find the bug. */
const OTHER_SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const DAYS = 30;

/**
 * Proves that the trials bite: bundles them with each deliberate bug in the sources, and lets them find it; without a bug the same
 * seeds find nothing. Usage: `npm run test:mutations [-- part of a bug's text]`.
 */
async function plantBugs(checks: Checks, wanted: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-mutations-"));
  try {
    mkdirSync(join(folder, "modules")); // where the sources look for the zips from
    for (const name of ["terraform", "node_modules"]) symlinkSync(join(ROOT, name), join(folder, name));
    const mutations = MUTATIONS.filter(({ bug }) => bug.includes(wanted));
    const sound = await bundleTrials(folder, "sound");
    const seeds = [...new Set(mutations.map(({ seed }) => seed))];
    const tasks = [
      ...halves(seeds).map((some) => () => findNothing(checks, sound, some)),
      ...mutations.map((mutation, index) => () => find(checks, mutation, folder, `bug-${index}`)),
    ];
    const work = async () => {
      for (let task = tasks.shift(); task; task = tasks.shift()) await task();
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function halves(seeds: readonly number[]): number[][] {
  const middle = Math.ceil(seeds.length / 2);
  return [seeds.slice(0, middle), seeds.slice(middle)].filter((some) => some.length > 0);
}

async function findNothing(checks: Checks, trials: string, seeds: readonly number[]): Promise<void> {
  await checks.check(`nothing is found without a bug (${seeds.length} seeds)`, async () => {
    const found = await play(trials, seeds);
    if (found) throw new Error(`Seed ${found.seed}: ${found.invariant}: ${found.text}`);
  });
}

async function find(checks: Checks, mutation: Mutation, folder: string, name: string): Promise<void> {
  try {
    const trials = await bundleTrials(folder, name, mutation);
    const found = await play(trials, [mutation.seed, ...OTHER_SEEDS]);
    if (found) checks.passed(`${mutation.bug} (seed ${found.seed}: ${found.invariant})`);
    else checks.failed(mutation.bug, `is not found by seed ${mutation.seed}, nor by ${OTHER_SEEDS.length} others`);
  } catch (error) {
    checks.failed(mutation.bug, error);
  }
}

/** @returns the file of the bundled trials, in which the bug is planted */
async function bundleTrials(folder: string, name: string, mutation?: Mutation): Promise<string> {
  const outfile = join(folder, "modules", `${name}.js`);
  const planted = mutation && join(ROOT, mutation.file);
  await build({
    entryPoints: [join(__dirname, "play.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    logLevel: "error",
    plugins: [
      {
        name: "plant a bug",
        setup: ({ onLoad, onEnd }) => {
          let plants = 0;
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            if (!mutation || path !== planted) return undefined;
            plants++;
            return { contents: plant(mutation, readFileSync(path, "utf8")), loader: "ts" };
          });
          onEnd(() => {
            if (mutation && plants === 0) throw new Error(`"${mutation.bug}": the trials do not use ${mutation.file}.`);
          });
        },
      },
    ],
  });
  return outfile;
}

function plant({ bug, file, anchor, replacement }: Mutation, source: string): string {
  const parts = source.split(anchor);
  if (parts.length !== 2) throw new Error(`"${bug}": its anchor occurs ${parts.length - 1} times in ${file}.`);
  return parts.join(replacement);
}

/** Plays seeds in a process of its own until one breaks an invariant. */
function play(trials: string, seeds: readonly number[]): Promise<Outcome["found"]> {
  const child = fork(trials, [DAYS, ...seeds].map(String), { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((done, reject) => {
    child.on("message", (outcome: Outcome) => {
      if (outcome.found === undefined && outcome.error !== undefined) reject(new Error(outcome.error));
      else done(outcome.found);
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`The trials ended with ${code}:\n${output}`)));
  });
}

suite((checks) => plantBugs(checks, process.argv[2] ?? ""));
