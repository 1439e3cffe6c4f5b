import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { test } from "@jest/globals";

/** A path is relative to where the tests were started. */
const given = process.env.TERRAFORM_COMMAND ?? "terraform";
const COMMAND = given.includes("/") ? resolve(given) : given;

/** Without Terraform such a test is skipped, and shown as skipped. `terraform` itself will do: no provider is used. */
export const testWithTerraform = spawnSync(COMMAND, ["version"], { stdio: "ignore" }).status === 0 ? test : test.skip;

/** A test that plans with a provider, which runs only where TERRAFORM_COMMAND says how to get one. */
export const testWithProvider = process.env.TERRAFORM_COMMAND === undefined ? test.skip : test;

/** @returns what Terraform prints, run in a folder */
export function terraform(folder: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(COMMAND, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
  assert.equal(status, 0, `terraform ${args.join(" ")}: ${stderr.slice(-2000)}${stdout.slice(-2000)}`);
  return stdout;
}
