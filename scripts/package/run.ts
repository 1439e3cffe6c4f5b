import { spawnSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");

/** The compiler of this repository, a script for node. */
export const TSC = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");

/** Runs a program to its end. @returns what it printed. @throws Error with that, if it failed */
export function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
