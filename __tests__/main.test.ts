import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { terraformModule } from "../modules/terraform-module";

const ROOT = resolve(__dirname, "..");
let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "rds-cross-region-backup-"));
});
afterAll(() => rmSync(outdir, { recursive: true }));

const addresses = (blocks: Readonly<Record<string, object>>): string[] =>
  Object.entries(blocks)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();

test("the command of cdktf.json synthesises the app: what the Terraform module has, and a provider", () => {
  const { app } = JSON.parse(readFileSync(join(ROOT, "cdktf.json"), "utf8"));
  execFileSync(app, { cwd: ROOT, shell: true, stdio: "pipe", env: { ...process.env, CDKTF_OUTDIR: outdir } });
  const stack = JSON.parse(readFileSync(join(outdir, "stacks/rds-cross-region-backup/cdk.tf.json"), "utf8"));
  const module = JSON.parse(JSON.stringify(terraformModule()));
  expect(addresses(stack.resource)).toEqual(addresses(module.resource));
  expect(Object.keys(stack.variable).sort()).toEqual(Object.keys(module.variable).sort());
  expect(Object.keys(stack.output).sort()).toEqual(Object.keys(module.output).sort());
  expect(stack.provider).toEqual({ aws: [{}] });
});
