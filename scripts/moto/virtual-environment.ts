import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

const MOTO_VERSION = "5.2.5";

/**
 * A virtual environment with moto's server, made when it is missing, incomplete or of another version.
 *
 * @param folder of the environment
 * @param python command that makes it
 * @returns the path of its interpreter
 * @throws Error if Python or pip fails, with its output
 */
export function virtualEnvironment(folder: string, python: string): string {
  const interpreter = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(interpreter) && motoVersion(interpreter) === MOTO_VERSION) return interpreter;
  console.log(`installing moto ${MOTO_VERSION} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  run(python, ["-m", "venv", folder]);
  run(interpreter, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `moto[server]==${MOTO_VERSION}`]);
  const installed = motoVersion(interpreter);
  if (installed !== MOTO_VERSION) throw new Error(`pip has installed moto ${installed}, not ${MOTO_VERSION}`);
  return interpreter;
}

/** The version that can be imported with all that the server needs; empty if it cannot. */
function motoVersion(interpreter: string): string {
  const program = "import moto, moto.server; print(moto.__version__)";
  return spawnSync(interpreter, ["-c", program], { encoding: "utf8" }).stdout?.trim() ?? "";
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw new Error(`cannot run ${command}: ${error.message}. Set PYTHON to a Python 3.10 or newer.`);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
}
