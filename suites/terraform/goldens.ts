import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Checks } from "../checks";
import { ROOT } from "../root";
import { GOLDEN_PLANS, type GoldenPlan, whileAKeyIsMade } from "./golden-plans";
import { changedSettings, changes, Plan } from "./plan-changes";
import type { Workspace } from "./workspace";

const PLANS = join(ROOT, "plans");

/** What is in `plans/` is what a reviewer sees; `UPDATE=1` writes it anew. */
export function assertGolden(file: string, actual: string): void {
  if (process.env.UPDATE === "1") {
    mkdirSync(PLANS, { recursive: true });
    writeFileSync(join(PLANS, file), actual);
  }
  const path = join(PLANS, file);
  const kept = existsSync(path) ? readFileSync(path, "utf8") : "";
  assert.equal(actual, kept, `plans/${file} is stale: UPDATE=1 npm run test:terraform -- plans addresses`);
}

/** Each realistic change plans just that, and reads as the file in `plans/`. */
export function goldens(checks: Checks, workspace: Workspace): void {
  for (const golden of GOLDEN_PLANS) {
    checks.check(`plans: ${golden.title}`, () =>
      assertGolden(`${golden.name}.txt`, page(golden, plan(workspace, golden))),
    );
    const twin = whileAKeyIsMade(golden);
    checks.check(`plans: ${twin.title}`, () => plan(workspace, twin));
  }
  checks.check("plans: no file is left over", () => {
    const files = [...GOLDEN_PLANS.map(({ name }) => `${name}.txt`), "addresses.txt"];
    assert.deepEqual(readdirSync(PLANS).sort(), files.sort());
  });
}

/**
 * Applies what was, and plans what shall be.
 *
 * @returns the plan as Terraform prints it
 * @throws AssertionError if it plans other changes, or shows other settings as changed
 */
function plan(workspace: Workspace, { name, before, after, changes: expected, settings }: GoldenPlan): string {
  const folder = `plans/${name}`;
  const run = (...args: string[]): string => {
    const { ok, output } = workspace.terraform(folder, args);
    assert.ok(ok, output);
    return output;
  };
  workspace.write(`${folder}/main.tf`, moduleCall(before));
  run("init");
  run("apply", "-auto-approve");
  workspace.write(`${folder}/main.tf`, moduleCall(after));
  run("plan", "-out=plan");
  const planned = v.parse(Plan, JSON.parse(run("show", "-json", "plan")));
  const address = (change: string) => change.replace("module.rds_cross_region_backup.", "");
  assert.deepEqual(changes(planned).map(address), [...expected].sort());
  assert.deepEqual(changedSettings(planned), settings);
  return withoutTimes(withoutIds(run("show", "-no-color", "plan")));
}

/** Ids that AWS makes up, numbered as they come. */
function withoutIds(text: string): string {
  const ids: string[] = [];
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return `00000000-0000-0000-0000-${String(ids.indexOf(id) + 1).padStart(12, "0")}`;
  });
}

/** When a target region was added differs in each run of the test. */
const withoutTimes = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "2026-01-31T03:07:00Z");

const moduleCall = (lines: readonly string[]): string =>
  ['module "rds_cross_region_backup" {', '  source = "../../terraform"', "", ...indented(lines), "}", ""].join("\n");

/** The plan as a person reads it, below the change that leads to it. */
function page({ title, before, after, warning }: GoldenPlan, text: string): string {
  const [linesBefore, linesAfter] = [indented(before), indented(after)];
  const diff = [
    ...linesBefore.filter((line) => !linesAfter.includes(line)).map((line) => `- ${line}`),
    ...linesAfter.filter((line) => !linesBefore.includes(line)).map((line) => `+ ${line}`),
  ];
  const head = [`# ${title}`, "", ...diff, ...(warning ? ["", warning] : []), ""];
  return `${[...head, "─".repeat(80), text.trim()].join("\n")}\n`;
}

const indented = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => line.split("\n").map((one) => `  ${one}`));
