import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { messageOf } from "../../handlers/rds/errors";
import { EXIT, Stop, wrongUsage } from "../exit";
import type { Seen } from "../status/model";
import type { Terminal } from "../terminal";
import { pageCode } from "./code";
import { pageDataOf } from "./data";
import { pageHtml } from "./html";

/** Before a look that takes minutes. @throws Stop unless the file can be written, as far as that can be known */
export function mustBeWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw wrongUsage([`--html: there is no folder ${folder}`], "make it, or name a file in another");
  }
  if (isFolder(file)) throw wrongUsage([`--html: ${file} is a folder`], "name a file in it");
}

/** @throws Stop if it, or what it would be made in, cannot be written */
function isFolder(file: string): boolean {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    accessSync(there ? file : dirname(resolve(file)), constants.W_OK);
    return there?.isDirectory() ?? false;
  } catch (error) {
    throw cannot(file, error);
  }
}

/** An older page gives way to it. @throws Stop if it cannot be written */
export function writePage(file: string, { statuses, unreadable, notFound }: Seen, terminal: Terminal): void {
  const html = pageHtml(pageDataOf(statuses, terminal.now(), [...unreadable, ...notFound]), pageCode());
  try {
    writeFileSync(file, html);
  } catch (error) {
    throw cannot(file, error);
  }
  terminal.err(`The page is ${resolve(file)}\n`);
}

const cannot = (file: string, error: unknown): Stop =>
  new Stop(EXIT.usage, `--html: ${file} cannot be written: ${messageOf(error)}`, "name another file");
