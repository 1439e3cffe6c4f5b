import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { type Checks, suite } from "../../suites/checks";

let lines: string[];

beforeEach(() => {
  lines = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => {
    lines.push(line.trim());
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** @returns the exit status of a suite, and the line of its counts */
async function ended(run: (checks: Checks) => void | Promise<void>) {
  const before = process.exitCode;
  await suite(run);
  const status = process.exitCode;
  process.exitCode = before;
  return { status, counts: lines.at(-1) };
}

test("a suite whose checks all hold has passed", async () => {
  const result = await ended(async ({ check }) => {
    check("at once", () => undefined);
    await check("later", async () => undefined);
  });
  expect(result).toEqual({ status: 0, counts: "2 passed, 0 failed" });
  expect(lines).toContain("ok    later");
});

test.each<[string, (checks: Checks) => void | Promise<void>, string]>([
  [
    "a check that throws",
    ({ check }) => {
      check("the sum", () => {
        throw new Error("is 4");
      });
    },
    "the sum",
  ],
  ["a check that rejects", ({ check }) => check("the sum", () => Promise.reject(new Error("is 4"))), "the sum"],
  [
    "a situation that cannot be set up",
    (checks) => checks.situation("an estate", () => Promise.reject(new Error("is 4"))),
    "an estate: is set up",
  ],
  [
    "what stops the suite",
    () => {
      throw new Error("is 4");
    },
    "the suite runs to its end",
  ],
])("%s counts as failed, and its name and reason are shown", async (_title, run, name) => {
  expect(await ended(run)).toEqual({ status: 1, counts: "0 passed, 1 failed" });
  expect(lines.find((line) => line.startsWith("FAIL"))).toMatch(new RegExp(`^FAIL {2}${name}\n +Error: is 4`));
});

test("a failed check does not stop those that follow", async () => {
  const result = await ended(async ({ check }) => {
    await check("first", () => Promise.reject(new Error("no")));
    check("second", () => undefined);
  });
  expect(result).toEqual({ status: 1, counts: "1 passed, 1 failed" });
});

test("a suite that checks nothing has failed", async () => {
  expect(await ended(() => undefined)).toEqual({ status: 1, counts: "0 passed, 0 failed" });
});
