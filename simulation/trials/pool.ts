import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Answer, Task } from "./worker";

/** Parsed answers of RDS take much short-lived memory. */
const YOUNG_SPACE = "--max-semi-space-size=64";

/**
 * Plays seeds in processes of their own, as a trial takes over the clock of its process.
 * @throws Error if a process ends on its own
 */
export async function playSeeds(
  seeds: readonly number[],
  { days, workers, onAnswer }: { days: number; workers: number; onAnswer: (answer: Answer) => void },
): Promise<void> {
  const waiting = [...seeds];
  const play = (child: ChildProcess) =>
    new Promise<void>((resolve, reject) => {
      const next = () => {
        const seed = waiting.shift();
        if (seed === undefined) {
          child.removeAllListeners();
          child.kill();
          resolve();
        } else child.send({ seed, days } satisfies Task);
      };
      child.on("message", (answer: Answer) => {
        onAnswer(answer);
        next();
      });
      child.on("error", reject);
      child.on("exit", (code) => reject(new Error(`A process that played seeds ended with ${code}.`)));
      next();
    });
  const count = Math.min(workers, seeds.length);
  await Promise.all(
    Array.from({ length: count }, () =>
      play(fork(join(__dirname, "worker.ts"), { execArgv: [...process.execArgv, "--no-warnings", YOUNG_SPACE] })),
    ),
  );
}
