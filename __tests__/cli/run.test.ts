import { describe, expect, test } from "@jest/globals";
import { version } from "../../package.json";
import { cli } from "./terminal";

test.each([
  [["--version"], 0, `${version}\n`],
  [["restore", "--help"], 0, "Examples:"],
  [["restore", "--help"], 0, "rds-cross-region-backup/blob/main/docs/restore.md"],
  [["--help"], 0, "restore"],
])("%j is answered", async (args, code, out) => {
  const ran = await cli(args);
  expect(ran).toMatchObject({ code, err: "" });
  expect(ran.out).toContain(out);
});

test.each([
  [["backup"], "unknown command 'backup'"],
  [["restore", "--databas", "x"], "Did you mean --database?"],
  [["restore", "extra"], "too many arguments"],
  [["copies", "relase", "orders-eu-west-1-2026-01-31-03-07"], '"relase" is no command of copies (list, hold, release'],
  [["restore", "--region", "eu-central-1"], "Which databases?"],
  [["restore", "--all", "--region", "nowhere"], '"nowhere" is no region'],
  [[], "Usage: rds-cross-region-backup"],
])("%j is wrong usage", async (args, said) => {
  const { code, out, err } = await cli(args);
  expect(err).toContain(said);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

const COMMANDS = [
  "",
  "status",
  "plan",
  "doctor",
  "run",
  "restore",
  ...["", " list", " hold", " release", " delete"].map((sub) => `copies${sub}`),
];

describe.each(COMMANDS)("the help of %j", (command) => {
  const help = async (columns: number) =>
    (await cli([...command.split(" ").filter(Boolean), "--help"], { columns })).out;
  const longer = (text: string, columns: number) =>
    text.split("\n").filter((line) => line.length > columns && !/^(https:|Usage:)/.test(line));

  test("fits a screen, and options a narrow one too", async () => {
    expect(longer(await help(80), 80)).toEqual([]);
    const [options = ""] = (await help(60)).split("\nExamples:\n");
    expect(longer(options, 60)).toEqual([]);
  });

  test("has exit codes apart from what is before, and examples that run where it is installed as the document says", async () => {
    const text = await help(80);
    expect(text).toContain("\n\nExit codes:\n");
    const examples = text.split("\n").filter((line) => /^ {2}(npx )?rds-/.test(line));
    expect(examples.length).toBeGreaterThan(0);
    expect(examples.filter((line) => !line.startsWith("  npx rds-cross-region-backup "))).toEqual([]);
  });
});

test("what is wrong is told in lines that fit the screen of who watches, and whole to a log", async () => {
  const wrong = ["plan", "--region", "eu-west-1", "--target", "eu-central1", "--set", "foo=1"];
  const lines = async (isWatched: boolean) => (await cli(wrong, { columns: 80, isWatched })).err.split("\n");
  expect((await lines(true)).filter((line) => line.length > 80 && line.trim().includes(" "))).toEqual([]);
  expect((await lines(false)).filter((line) => line.length > 80)).not.toEqual([]);
});

test("the policy names the region it is for", async () => {
  const { out } = await cli(["restore", "--print-policy", "--region", "eu-central-1"]);
  expect(JSON.parse(out).Statement[0].Condition).toEqual({ StringEquals: { "aws:RequestedRegion": "eu-central-1" } });
});
