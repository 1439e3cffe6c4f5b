import { afterEach, expect, test } from "@jest/globals";
import { DeployedEstate } from "../deployed-estate";
import { cli } from "../terminal";

let estate: DeployedEstate;
afterEach(() => estate.stop());

test.each([
  ["where the databases are", ["--region", "eu-west-1"]],
  ["where the copies are", ["--region", "eu-central-1", "--max-age", "36"]],
])("a clock that is slow makes nothing fresh, %s", async (_, args) => {
  estate = await DeployedEstate.start();
  const { code, out } = await cli(["status", ...args], { now: () => new Date("2026-01-30T00:00:00Z"), columns: 200 });
  expect(code).toBe(1);
  expect(out).toMatch(/ages: this machine's clock is slow: by it, it is 30 Jan 2026, 00:00 UTC, and a copy is of a/);
  const right = await cli(["status", ...args]);
  expect(right.code).toBe(0);
});
