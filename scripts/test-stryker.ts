import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { jsonReporter } from "../stryker.config.json";
import { ACCEPTED } from "./stryker/accepted";

const ROOT = resolve(__dirname, "..");
const STRYKER = resolve(ROOT, "node_modules/@stryker-mutator/core/bin/stryker.js");
const REPORT = resolve(ROOT, jsonReporter.fileName);

interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}
interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Found by a test: one fails, or never ends. */
const FOUND = ["Killed", "Timeout"];
const SURVIVED = ["Survived", "NoCoverage"];

/**
 * Proves that the unit tests of the pure core bite: Stryker makes each small change of its code in turn, and one test must fail. Ends
 * with `N passed, N failed`, survivors being shown, but those that are accepted (`stryker/accepted.ts`). Usage: `npm run test:stryker [-- --mutate handlers/core/arn.ts]`.
 */
function main(options: readonly string[]): boolean {
  rmSync(REPORT, { force: true });
  const { status } = spawnSync(process.execPath, [STRYKER, "run", ...options], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error(`Stryker ended with ${status}.`);
  const { files }: Report = JSON.parse(readFileSync(REPORT, "utf8"));
  const mutants = Object.entries(files).flatMap(([file, { source, mutants: ofFile }]) =>
    ofFile.map((mutant) => ({ ...mutant, file, code: source.split("\n")[mutant.location.start.line - 1] ?? "" })),
  );
  const survivors = mutants.filter((mutant) => SURVIVED.includes(mutant.status) && !isAccepted(mutant));
  for (const { file, code, location, mutatorName, replacement, status: how } of survivors) {
    print(`${how} ${mutatorName}: ${file}:${location.start.line}:${location.start.column}\n  ${code.trim()}`);
    print(`  -> ${replacement?.replace(/\s+/g, " ").slice(0, 200)}`);
  }
  const found = mutants.filter((mutant) => FOUND.includes(mutant.status)).length;
  print(`${found} passed, ${survivors.length} failed`);
  return survivors.length === 0 && found > 0;
}

/** It does what the code does, for the reason that is written down. */
function isAccepted({ file, code, replacement }: { file: string; code: string; replacement?: string }): boolean {
  return ACCEPTED.some(
    (one) => file === `handlers/core/${one.file}` && code.includes(one.code) && replacement === one.replacement,
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;
