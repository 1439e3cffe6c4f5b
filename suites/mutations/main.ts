import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Checks, suite } from "../checks";
import { ROOT } from "../root";
import { MUTATIONS, type Mutation } from "./mutations";

const SOURCES = [
  "handlers",
  "modules",
  "settings",
  "simulation",
  "terraform/functions",
  "package.json",
  "tsconfig.json",
];
/** Tried after the seed that is known to find the bug. */
const SEEDS = 40;
const DAYS = 30;

/**
 * Proves that the trials bite: plants each deliberate bug in a copy of the sources, and lets the trials find it; without a bug the
 * same seeds find nothing. Usage: `npm run test:mutations [-- part of a bug's text]`.
 */
async function plantBugs(checks: Checks, wanted: string): Promise<void> {
  const waiting = MUTATIONS.filter(({ bug }) => bug.includes(wanted));
  const seeds = [...new Set(waiting.map(({ seed }) => seed))];
  const work = async () => {
    const copy = await copySources();
    try {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const found = await simulate(copy, seed, 1);
        if (found) throw new Error(`Something is found without a bug: ${found}`);
      }
      for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) await find(checks, mutation, copy);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

async function find(checks: Checks, mutation: Mutation, copy: string): Promise<void> {
  try {
    const found = await trials(mutation, copy);
    if (found === undefined)
      checks.failed(mutation.bug, `is not found by seed ${mutation.seed}, nor by ${SEEDS} others`);
    else checks.passed(`${mutation.bug} (${found})`);
  } catch (error) {
    checks.failed(mutation.bug, error);
  }
}

async function copySources(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "rds-cross-region-backup-mutations-"));
  for (const source of SOURCES) await cp(join(ROOT, source), join(copy, source), { recursive: true });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** @returns the seed and the invariant that it breaks; undefined if none does */
async function trials({ bug, file, anchor, replacement, seed }: Mutation, copy: string): Promise<string | undefined> {
  const path = join(copy, file);
  const source = await readFile(path, "utf8");
  const parts = source.split(anchor);
  if (parts.length !== 2) throw new Error(`"${bug}": its anchor occurs ${parts.length - 1} times in ${file}.`);
  await writeFile(path, parts.join(replacement));
  try {
    return (await simulate(copy, seed, 1)) ?? (await simulate(copy, 1, SEEDS));
  } finally {
    await writeFile(path, source);
  }
}

/** Plays seeds until one breaks an invariant. */
function simulate(copy: string, first: number, seeds: number): Promise<string | undefined> {
  const options = ["--first-seed", first, "--seeds", seeds, "--days", DAYS, "--workers", 1].map(String);
  const script = ["simulation/simulate.ts", ...options, "--no-shrink", "--fail-fast"];
  const child = spawn(process.execPath, [require.resolve("tsx/cli"), ...script], { cwd: copy });
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((done, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      const [, found] = /^seed (\d+) broke/m.exec(output) ?? [];
      const [, invariant] = /^ {2}\S+Z (.+?): /m.exec(output) ?? [];
      if (code === 1 && found) done(`seed ${found}: ${invariant}`);
      else if (code === 0) done(undefined);
      else reject(new Error(`The trials ended with ${code}:\n${output}`));
    });
  });
}

suite((checks) => plantBugs(checks, process.argv[2] ?? ""));
