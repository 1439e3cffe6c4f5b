import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { unzipSync } from "fflate";
import type { Bundle } from "../../handlers/core/deployment";

const ROOT = resolve(__dirname, "..", "..");

/** What one run of a function in a process of its own took. */
export interface Figures {
  /** Of a processor, until it was loaded. */
  readonly loadMs: number;
  readonly runMs: number;
  /** Of a processor, while the handler ran. */
  readonly cpuMs: number;
  readonly maxRssMb: number;
}

/** Unpacks a committed zip. @returns path of its code, and its size in bytes */
export function unpack(name: Bundle): { code: string; zipped: number; bytes: number } {
  const zip = readFileSync(join(ROOT, "terraform", "functions", `${name}.zip`));
  const folder = mkdtempSync(join(tmpdir(), "benchmark-"));
  for (const [file, content] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, file), content);
  const code = join(folder, `${name}.js`);
  return { code, zipped: zip.length, bytes: readFileSync(code).length };
}

/** What a function of this memory has: its heap, and its share of a processor. */
export interface Size {
  readonly memoryMb: number;
  /** Whether the run is held to its share of a processor. Otherwise it has a whole one. */
  readonly ownShare: boolean;
}

/** A function has one virtual processor with 1,769 MB, and a share of it below (docs/aws-facts.md#lambdas-share-of-a-processor). */
const MB_OF_A_PROCESSOR = 1_769;

export const shareOf = (memoryMb: number): number => Math.min(1, memoryMb / MB_OF_A_PROCESSOR);

/**
 * Loads code in a new process and, with an event, invokes its handler.
 *
 * @param event null only loads
 */
export async function invoke(
  code: string,
  environment: Record<string, string>,
  event: unknown,
  size?: Size,
): Promise<Figures> {
  const heap = size === undefined ? [] : [`--max-old-space-size=${Math.floor(0.9 * size.memoryMb)}`];
  const share = size?.ownShare ? [String(shareOf(size.memoryMb))] : [];
  const child = spawn(process.execPath, [...heap, join(__dirname, "invoke.cjs"), code, "900000", ...share], {
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: "1", ...environment },
    stdio: ["pipe", "ignore", "pipe"],
  });
  child.stdin.end(JSON.stringify(event));
  const output = await text(child.stderr);
  const last = output.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`${code} did not finish:\n${output}`);
  return JSON.parse(last);
}
