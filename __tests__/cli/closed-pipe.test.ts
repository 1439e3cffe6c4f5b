import { spawn } from "node:child_process";
import { expect, test } from "@jest/globals";
import { atSimulatedTime } from "../../simulation/command-line";
import { estateOfTests } from "./deployed-estate";
import { NOW } from "./terminal";

// `… | head`, or a `tee` that has died: whoever asks for the exit code must get that of the command.

const started = estateOfTests();

const REGION = ["--region", "eu-west-1"];

/** Runs a command whose answer nobody reads. @returns its exit code */
function unread(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [...atSimulatedTime("cli/main.ts"), ...args], {
    env: { ...process.env, SIMULATED_NOW: String(NOW.getTime()) },
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return new Promise((resolve) => child.once("close", resolve));
}

test.each<[string, readonly string[], number]>([
  ["something is in trouble", ["status", ...REGION], 1],
  ["an id is no copy's", ["copies", "hold", "nothing", "--until", "forever", "--why", "x", ...REGION], 1],
  ["the command line is wrong", ["status", "--region", "nowhere"], 2],
  ["it looks again and again: it ends", ["status", "--watch", "10", ...REGION], 1],
])("tells by its code that %s, though nobody reads what it says", async (_, args, code) => {
  await started({ deployments: [{ databases: 1, orphans: 1 }] });
  expect(await unread(args)).toBe(code);
});

test("what was begun is done", async () => {
  const { aws } = await started({ deployments: [{ databases: 1, orphans: 12 }] });
  expect(await unread(["copies", "delete", "--orphaned", "--yes", ...REGION])).toBe(0);
  const left = [...aws.region("eu-central-1").snapshots.instance.values()];
  expect(left.filter(({ id, status }) => id.startsWith("gone-") && status !== "deleting")).toEqual([]);
});
