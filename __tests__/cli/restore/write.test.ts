import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mustBeEmpty, writeFiles } from "../../../cli/restore/write";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-write-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a folder may be new, or there and empty", () => {
  mustBeEmpty(folder);
  mustBeEmpty(join(folder, "new"));
  writeFiles(join(folder, "new", "deeper"), new Map([["a", "b"]]));
  expect(readFileSync(join(folder, "new", "deeper", "a"), "utf8")).toBe("b");
});

test("a folder with anything in it, or a file, is refused", () => {
  const file = join(folder, "mine");
  writeFileSync(file, "");
  expect(() => mustBeEmpty(folder)).toThrow("is not empty");
  expect(() => mustBeEmpty(file)).toThrow("is no folder that can be read");
});

test("what somebody else has begun to write meanwhile is not written over", () => {
  writeFileSync(join(folder, "README.md"), "mine");
  expect(() => writeFiles(folder, new Map([["README.md", "ours"]]))).toThrow("cannot be written");
  expect(readFileSync(join(folder, "README.md"), "utf8")).toBe("mine");
});
