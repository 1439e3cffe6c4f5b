import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A tool from PyPI. */
export interface PythonTool {
  readonly name: string;
  readonly version: string;
  /** What pip is asked for, without the version: `moto[server]`. */
  readonly requirement: string;
  /** Python that imports all that is needed, and prints the version. */
  readonly versionProgram: string;
}

/**
 * A virtual environment with a tool, made when it is missing, incomplete or of another version.
 *
 * @param folder of the environment
 * @param python command that makes it
 * @returns the path of its interpreter
 * @throws Error if Python or pip fails, with its output
 */
export function virtualEnvironment(folder: string, python: string, tool: PythonTool): string {
  const { name, version, requirement } = tool;
  const interpreter = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(interpreter) && versionOf(tool, interpreter) === version) return interpreter;
  console.log(`installing ${name} ${version} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  run(python, ["-m", "venv", folder]);
  run(interpreter, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `${requirement}==${version}`]);
  const installed = versionOf(tool, interpreter);
  if (installed !== version) throw new Error(`pip has installed ${name} "${installed}", not ${version}`);
  return interpreter;
}

/** The version that can be imported with all that is needed; empty if it cannot. */
function versionOf({ versionProgram }: PythonTool, interpreter: string): string {
  return spawnSync(interpreter, ["-c", versionProgram], { encoding: "utf8" }).stdout?.trim() ?? "";
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw new Error(`cannot run ${command}: ${error.message}. Set PYTHON to a Python 3.10 or newer.`);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
}
