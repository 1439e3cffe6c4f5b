import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { restoreCommand } from "../../cli/restore/command";
import { commands } from "../../scripts/readme";
import { TARGET } from "../cli/copies";
import { Estate } from "../cli/estate";
import { cli, terminal } from "../cli/terminal";
import { PATHS, read } from "./documents";

const RESTORE = read("docs/restore.md");

/** What runs each command of the document. */
const RUN_BY: readonly [command: RegExp, file: string][] = [
  [/^npx rds-cross-region-backup (restore|copies) /, "__tests__/docs/restore.test.ts"],
  [/^terraform -chdir=\w+ /, "suites/terraform/restored.ts"],
  [/^aws rds /, "suites/moto/scenarios/restore.ts"],
];

test("docs/restore.md has no command that nothing runs", () => {
  for (const command of commands(RESTORE)) {
    const by = RUN_BY.filter(([pattern]) => pattern.test(command)).map(([, file]) => file);
    expect([command, by]).toEqual([command, [expect.any(String)]]);
  }
  expect(RUN_BY.filter(([, file]) => !PATHS.has(file))).toEqual([]);
});

describe("a command of a document works in an estate of two databases", () => {
  let estate: Estate;
  const folder = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-restore-"));
  beforeAll(async () => {
    estate = await Estate.start();
    estate.addCopy();
    estate.addCopy({ kind: "cluster" });
    estate.aws.region(TARGET).stock.addGroup("subnets", "databases");
  });
  afterAll(async () => {
    await estate.stop();
    rmSync(folder, { recursive: true });
  });

  const own = ["README.md", "docs/restore.md"].flatMap((document) =>
    commands(read(document))
      .filter((command) => command.startsWith("npx rds-cross-region-backup "))
      .map((command): [string, string] => [document, command]),
  );
  test.each(own)("%s: %s", async (document, command) => {
    const words = command.split(/\s+/).slice(2);
    const out = words.indexOf("--out") + 1;
    if (out > 0) words[out] = join(folder, document, words[out] ?? "");
    const { code, err } = await cli(words);
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });
});

describe("docs/restore.md", () => {
  test("explains every option, and no other", () => {
    const options = restoreCommand(terminal(), () => {}).options.flatMap(({ long }) => long ?? []);
    const explained = RESTORE.split("| option | meaning |")[1]?.split("\n\n")[0] ?? "";
    const named = [...explained.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) => cell.match(/--[a-z-]+/g) ?? []);
    expect(named.sort()).toEqual([...options].sort());
  });
});
