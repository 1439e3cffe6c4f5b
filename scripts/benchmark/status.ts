import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../simulation/command-line";
import { deployWithDatabases } from "../../simulation/estate/deployment-with-databases";
import { SOURCE } from "../../simulation/estate/plain-deployment";
import { RunningAws } from "../../simulation/running-aws";
import { RunningClock } from "../../simulation/time/clock";
import { bundleCommandLine } from "../bundle";
import { kb, number, row } from "./print";

const LATENCY_MS = 80;
const COPIES = 7;
const SIZES = [10, 200, 2_000];
const COMMANDS = ["status", "plan", "doctor"];

/**
 * The commands of people on call: the program as it is published, in a process of its own, over HTTP with 80 ms a call and answers as
 * long as those of RDS.
 */
export async function status(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-cli-"));
  const file = join(folder, "rds-cross-region-backup.js");
  try {
    const bundle = await bundleCommandLine();
    writeFileSync(file, bundle);
    row("The program", kb(bundle.length));
    row("  time of --help", seconds((await timed(new RunningAws({ clock: new RunningClock() }), file, ["--help"])).ms));
    for (const databases of SIZES) await measure(databases, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(databases: number, file: string): Promise<void> {
  const clock = new RunningClock();
  const world = new RunningAws({ clock, fullAnswers: true });
  await deployWithDatabases(world, { databases, copies: COPIES });
  for (const command of COMMANDS) {
    const { calls, ms } = await timed(world, file, [command, "--region", SOURCE]);
    const what = `${command}, ${number(databases)} databases × ${COPIES} snapshots and copies`;
    row(what, `${number(calls)} calls, ${seconds(ms)}`);
  }
  clock.stop();
}

/** @throws Error if the command could not do its work: 1 is a finding */
async function timed({ aws }: RunningAws, file: string, args: readonly string[]) {
  const before = aws.audit.totalCalls;
  const began = performance.now();
  const { code, err } = await runCommand(aws, args, { latency: LATENCY_MS, program: [file] });
  if (code > 1) throw new Error(`${args.join(" ")} ended with ${code}: ${err}`);
  return { calls: aws.audit.totalCalls - before, ms: performance.now() - began };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
