import assert from "node:assert/strict";
import { BackupWindow } from "../../handlers/settings/backup-window";
import { sweepSchedule } from "../../handlers/settings/sweep-schedule";
import { hcl } from "../../modules/expressions";
import { moduleScheduleLocals } from "../../modules/sweep-schedule-locals";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "../checks";
import type { Workspace } from "./workspace";

const CASES = 4000;
const FOLDER = "sweep-schedule";

interface Case {
  readonly windows: readonly string[];
  readonly margin: number;
}

/** The locals and validations of the module say what `sweepSchedule` says, on random windows, those that do not fit included. */
export function sweepScheduleInHcl(checks: Checks, workspace: Workspace): void {
  checks.check(`schedule: HCL and TypeScript agree on ${CASES} random sets of windows`, () => {
    const cases = randomCases();
    workspace.write(`${FOLDER}/main.tf.json`, JSON.stringify(scheduleOfEach(cases)));
    const init = workspace.terraform(FOLDER, ["init"]);
    assert.ok(init.ok, init.output);
    const apply = workspace.terraform(FOLDER, ["apply", "-auto-approve"]);
    assert.ok(apply.ok, apply.output);
    const output: readonly { schedule: string; fits: boolean }[] = JSON.parse(
      workspace.terraform(FOLDER, ["output", "-json", "schedules"]).output,
    );
    const expected = cases.map(schedule);
    const fitting = expected.filter((one) => one !== undefined).length;
    assert.ok(fitting > CASES / 2 && fitting < CASES * 0.95, `${fitting} of ${CASES} fit: both should be many`);
    assert.equal(output.length, CASES);
    cases.forEach((one, index) => {
      const { schedule, fits } = output[index] ?? {};
      assert.equal(fits ? schedule : undefined, expected[index], JSON.stringify(one));
    });
  });
}

function schedule({ windows, margin }: Case): string | undefined {
  try {
    return sweepSchedule(
      windows.map((window) => new BackupWindow(window)),
      margin,
    );
  } catch {
    return undefined;
  }
}

/**
 * The module's own HCL, for many cases in one plan: each local becomes a list of its values, one for each case, that
 * the next is computed from. A call of the module for each case would take minutes.
 */
function scheduleOfEach(cases: readonly Case[]) {
  const { locals, variable } = JSON.parse(JSON.stringify(terraformModule()));
  const fits: string = variable.schedule_margin_minutes.validation.at(-1).condition;
  const [, ...names] = Object.keys(moduleScheduleLocals("")); // the first joins the windows, here given
  const ofCase = (expression: string): string =>
    expression
      .slice(2, -1)
      .replaceAll("var.schedule_margin_minutes", "case.margin")
      .replaceAll("var.schedule_expression", "null")
      .replaceAll("local.backup_windows", "case.windows")
      .replaceAll("local.", "case.");
  const steps = [...names.map((name) => [name, locals[name]]), ["fits", fits]].map(
    ([name, expression], index) =>
      [
        `step_${index + 1}`,
        hcl(`[for case in local.step_${index} : merge(case, { ${name} = ${ofCase(expression)} })]`),
      ] as const,
  );
  const result = `[for case in local.step_${steps.length} : { schedule = case.schedule_expression, fits = case.fits }]`;
  return {
    locals: { step_0: cases, ...Object.fromEntries(steps) },
    output: { schedules: { value: hcl(result) } },
  };
}

/** Windows on a coarse grid, so that many touch, nest and tie; the same in every run. */
function randomCases(): readonly Case[] {
  let seed = 20260131;
  const below = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * limit);
  };
  const time = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return Array.from({ length: CASES }, () => {
    const grid = [1, 30, 60, 360][below(4)] ?? 1;
    const slots = 1440 / grid;
    const windows = Array.from({ length: 1 + below(5) }, () => {
      const start = below(slots) * grid;
      const minutes = Math.min(Math.max(30, (1 + below(slots / 2)) * grid), 1439);
      return `${time(start)}-${time((start + minutes) % 1440)}`;
    });
    return { windows, margin: [0, 30, 60, 90, 719][below(5)] ?? 0 };
  });
}
