import { expect, test } from "@jest/globals";
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
  [["restore", "--region", "eu-central-1"], "Which databases?"],
  [["restore", "--all", "--region", "nowhere"], '"nowhere" is no region'],
  [[], "Usage: rds-cross-region-backup"],
])("%j is wrong usage", async (args, said) => {
  const { code, out, err } = await cli(args);
  expect(err).toContain(said);
  expect({ code, out }).toEqual({ code: 2, out: "" });
});

test("what is wrong is told in lines that fit the screen of who watches, and whole to a log", async () => {
  const wrong = ["plan", "--region", "eu-west-1", "--target", "eu-central1", "--set", "foo=1"];
  const lines = async (isWatched: boolean) => (await cli(wrong, { columns: 80, isWatched })).err.split("\n");
  expect((await lines(true)).filter((line) => line.length > 80)).toEqual([]);
  expect((await lines(false)).filter((line) => line.length > 80)).not.toEqual([]);
});

test("the policy names the region it is for", async () => {
  const { out } = await cli(["restore", "--print-policy", "--region", "eu-central-1"]);
  expect(JSON.parse(out).Statement[0].Condition).toEqual({ StringEquals: { "aws:RequestedRegion": "eu-central-1" } });
});
