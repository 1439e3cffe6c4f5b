import { expect, test } from "@jest/globals";
import { processTerminal } from "../../cli/terminal";

const columnsOf = (columns: number | undefined) =>
  processTerminal({ stdin: {}, stdout: { columns }, stderr: {}, env: {} } as unknown as NodeJS.Process).columns;

test("a terminal is as wide as it says; a pipe, or one that says nothing, cuts nothing", () => {
  expect(columnsOf(120)).toBe(120);
  expect(columnsOf(undefined)).toBe(Number.POSITIVE_INFINITY);
  expect(columnsOf(0)).toBe(Number.POSITIVE_INFINITY);
});
