import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../handlers/rds/errors";
import { EXIT, Stop, wrongUsage } from "../exit";

/** @throws Stop unless the folder is new or empty: nothing is ever written over */
export function mustBeEmpty(folder: string): void {
  const entries = entriesOf(folder);
  if (entries !== undefined && entries.length > 0) {
    throw wrongUsage([`--out: ${folder} is not empty`], "name a new or empty folder: nothing is written over");
  }
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    mkdirSync(folder, { recursive: true });
    // "wx": should somebody else have begun to write there meanwhile.
    for (const [name, content] of files) writeFileSync(join(folder, name), content, { flag: "wx" });
  } catch (error) {
    throw new Stop(EXIT.usage, `--out: ${folder} cannot be written: ${messageOf(error)}`, "name another folder");
  }
}

function entriesOf(folder: string): readonly string[] | undefined {
  if (!existsSync(folder)) return undefined;
  try {
    return readdirSync(folder);
  } catch (error) {
    throw wrongUsage([`--out: ${folder} is no folder that can be read: ${messageOf(error)}`], "name another folder");
  }
}
