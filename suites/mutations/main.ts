import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Checks, suite } from "../checks";
import { bundleTrials, inFolder } from "./bundle";
import { MUTATIONS, type Mutation } from "./mutations";
import { play } from "./player";
import { FIRST_FRESH_SEED, rateTasks } from "./rates";

/** Tried after the seed that is known to find the bug. */
const OTHER_SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const DAYS = 30;

/**
 * Proves that the trials bite: bundles them with each deliberate bug in the sources, and lets them find it; without a bug the same
 * seeds find nothing. Usage: `npm run test:mutations [-- part of a bug's text]`.
 *
 * `npm run test:mutations -- --rates 60` prints instead how many of 60 seeds, which were not chosen for it, find each bug. With
 * `--enough 5` a bug is left when five have.
 */
async function plantBugs(checks: Checks): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rates: { type: "string" },
      enough: { type: "string", default: "Infinity" },
      "first-seed": { type: "string", default: String(FIRST_FRESH_SEED) },
      days: { type: "string", default: String(DAYS) },
      workers: { type: "string", default: String(availableParallelism()) },
    },
  });
  const wanted = MUTATIONS.filter(({ bug }) => bug.includes(positionals[0] ?? ""));
  const days = Number(values.days);
  const first = Number(values["first-seed"]);
  const fresh = Array.from({ length: Number(values.rates ?? 0) }, (_, index) => first + index);
  await inFolder(async (folder) => {
    const tasks =
      values.rates === undefined
        ? await findTasks(checks, wanted, folder, days)
        : rateTasks(checks, wanted, folder, { seeds: fresh, days, enough: Number(values.enough) });
    await together(tasks, Number(values.workers));
  });
}

async function findTasks(
  checks: Checks,
  wanted: readonly Mutation[],
  folder: string,
  days: number,
): Promise<(() => Promise<void>)[]> {
  const sound = await bundleTrials(folder, "sound");
  const mutations = wanted.filter(({ unseen }) => unseen === undefined);
  const seeds = [...new Set(mutations.map(({ seed }) => seed))];
  return [
    ...halves(seeds).map((some) => () => findNothing(checks, sound, some, days)),
    ...mutations.map((mutation, index) => () => find(checks, mutation, folder, `bug-${index}`, days)),
  ];
}

async function together(tasks: (() => Promise<void>)[], workers: number): Promise<void> {
  const work = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await task();
  };
  await Promise.all(Array.from({ length: workers }, work));
}

function halves(seeds: readonly number[]): number[][] {
  const middle = Math.ceil(seeds.length / 2);
  return [seeds.slice(0, middle), seeds.slice(middle)].filter((some) => some.length > 0);
}

async function findNothing(checks: Checks, trials: string, seeds: readonly number[], days: number): Promise<void> {
  await checks.check(`nothing is found without a bug (${seeds.length} seeds)`, async () => {
    const [found] = (await play(trials, seeds, { days, enough: 1 })).found;
    if (found) throw new Error(`Seed ${found.seed}: ${found.invariant}: ${found.text}`);
  });
}

async function find(checks: Checks, mutation: Mutation, folder: string, name: string, days: number): Promise<void> {
  try {
    const trials = await bundleTrials(folder, name, mutation);
    const [found] = (await play(trials, [mutation.seed, ...OTHER_SEEDS], { days, enough: 1 })).found;
    if (found) checks.passed(`${mutation.bug} (seed ${found.seed}: ${found.invariant})`);
    else checks.failed(mutation.bug, `is not found by seed ${mutation.seed}, nor by ${OTHER_SEEDS.length} others`);
  } catch (error) {
    checks.failed(mutation.bug, error);
  }
}

suite(plantBugs);
