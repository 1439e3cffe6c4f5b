import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";
import type { SimulatedAws } from "./aws";
import { startServer } from "./wire/server";

const ROOT = join(__dirname, "..");

/** How a run of the command line ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  /** Milliseconds of each call. On a simulated clock nothing may wait. Default 0. */
  readonly latency?: number;
  /** What Node runs. Default: the source, at the simulated time. */
  readonly program?: readonly string[];
}

/** A program of Node, at the simulated time. */
export const atSimulatedTime = (program: string): readonly string[] => [
  ...["--import", "tsx", "--import", join(ROOT, "simulation", "wire", "simulated-process.ts")],
  program,
];

const SOURCE = atSimulatedTime(join(ROOT, "cli", "main.ts"));

/**
 * Runs `rds-cross-region-backup` in a process of its own, which knows nothing of the simulated AWS but its address. Simulated time stands
 * still meanwhile, unless a function is invoked.
 */
export async function runCommand(
  aws: SimulatedAws,
  args: readonly string[],
  { latency = 0, program = SOURCE }: CommandOptions = {},
): Promise<Ended> {
  const server = await startServer({ aws, latency });
  try {
    return await runProgram([...program, ...args], server.url, { SIMULATED_NOW: String(aws.clock.now()) });
  } finally {
    await server.close();
  }
}

/** Runs a program of Node, with nothing of this machine's AWS configuration. @param url that answers for AWS */
export function runProgram(
  args: readonly string[],
  url: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: devNull,
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: "AKIASIMULATED",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      ...env,
    },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => {
    said.out += text;
  });
  child.stderr.on("data", (text) => {
    said.err += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? -1, ...said }));
  });
}
