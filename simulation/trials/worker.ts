import { scenarioOf } from "./arbitrary";
import { playTrial, type TrialResult } from "./trial";

/** Request to the process that plays seeds. */
export interface Task {
  readonly seed: number;
  readonly days: number;
}

export type Answer = { readonly seed: number } & ({ readonly result: TrialResult } | { readonly error: string });

process.on("message", ({ seed, days }: Task) => {
  playTrial(scenarioOf(seed, days)).then(
    (result) => send({ seed, result }),
    (error) => send({ seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

function send(answer: Answer): void {
  process.send?.(answer);
}
