import { fork } from "node:child_process";
import type { Found, Outcome } from "./play";

export interface Played {
  /** Seeds that broke an invariant. */
  readonly found: readonly Found[];
  /** Number of seeds that were played. */
  readonly played: number;
}

/** Plays seeds in a process of its own until enough of them broke an invariant. */
export function play(
  trials: string,
  seeds: readonly number[],
  { days, enough }: { readonly days: number; readonly enough: number },
): Promise<Played> {
  const options = [days, enough, ...seeds].map(String);
  const child = fork(trials, options, { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((done, reject) => {
    child.on("message", (outcome: Outcome) => {
      if (outcome.found === undefined) reject(new Error(outcome.error));
      else done(outcome);
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`The trials ended with ${code}:\n${output}`)));
  });
}
