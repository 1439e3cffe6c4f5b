import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { playSeeds } from "./trials/pool";
import { shrink, violationsOf } from "./trials/shrink";
import { Tally } from "./trials/tally";
import type { Violation } from "./trials/verdict";

const SHRINK_FOR = 120_000;
const SHOWN = 5;

/**
 * Deterministic simulation test: plays the scenarios of many seeds, with faults, and checks all invariants all the time.
 *
 *   npm run simulate -- --seeds 1000 --first-seed 1 --days 60
 *   npm run simulate -- --scenario case.json
 *
 * A seed that breaks an invariant is printed with the command that plays it again; the first one is reduced to a smaller scenario. Ends
 * with one line of counts, and with exit status 1 if an invariant broke.
 */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "100" },
      "first-seed": { type: "string", default: "1" },
      days: { type: "string", default: "60" },
      workers: { type: "string", default: String(availableParallelism()) },
      scenario: { type: "string" },
      "no-shrink": { type: "boolean", default: false },
      hash: { type: "boolean", default: false },
    },
  });
  if (values.scenario !== undefined) return replay(values.scenario);
  const [count, first, days, workers] = [values.seeds, values["first-seed"], values.days, values.workers].map(whole);
  const seeds = Array.from({ length: count ?? 0 }, (_, index) => (first ?? 0) + index);
  const tally = new Tally();
  const startedAt = performance.now();
  await playSeeds(seeds, {
    days: days ?? 0,
    workers: workers ?? 1,
    onAnswer: (answer) => {
      tally.add(answer);
      if (values.hash && "result" in answer) print(`seed ${answer.seed} ${answer.result.hash}`);
      const broken = tally.broken.get(answer.seed);
      if (broken) printBroken(answer.seed, days ?? 0, broken);
      showProgress(tally, seeds.length, startedAt);
    },
  });
  const [worst] = tally.broken.keys();
  if (worst !== undefined && !values["no-shrink"]) await printSmaller(worst, days ?? 0);
  print(`faults: ${tally.faults}`);
  print(`${Math.round((performance.now() - startedAt) / 1000)} s; ${tally.bounds}`);
  print(tally.counts);
  return tally.broken.size === 0;
}

async function replay(file: string): Promise<boolean> {
  const violations = await violationsOf(JSON.parse(readFileSync(file, "utf8")));
  printViolations(violations);
  print(`1 scenario, ${new Set(violations.map(({ invariant }) => invariant)).size} invariants broken`);
  return violations.length === 0;
}

async function printSmaller(seed: number, days: number): Promise<void> {
  print(`Making the scenario of seed ${seed} smaller, for ${SHRINK_FOR / 1000} s at most …`);
  const smaller = await shrink(seed, days, SHRINK_FOR);
  if (!smaller) return;
  printViolations(smaller.violations);
  print(`Played again by --scenario with a file of this:\n${JSON.stringify(smaller.scenario)}`);
}

function printBroken(seed: number, days: number, violations: readonly Violation[]): void {
  print(
    `seed ${seed} broke ${violations.length} times: npm run simulate -- --seeds 1 --first-seed ${seed} --days ${days}`,
  );
  printViolations(violations);
}

function printViolations(violations: readonly Violation[]): void {
  for (const { time, invariant, text } of violations.slice(0, SHOWN)) {
    print(`  ${new Date(time).toISOString()} ${invariant}: ${text}`);
  }
}

function showProgress({ seeds, broken }: Tally, of: number, startedAt: number): void {
  if (!process.stdout.isTTY) return;
  const left = ((performance.now() - startedAt) / seeds) * (of - seeds);
  process.stdout.write(`\r\u001B[K${seeds} of ${of}, ${Math.ceil(left / 1000)} s left, ${broken.size} broken`);
}

function print(text: string): void {
  if (process.stdout.isTTY) process.stdout.write("\r\u001B[K");
  process.stdout.write(`${text}\n`);
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`Not a whole number: ${text}`);
  return Number(text);
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
