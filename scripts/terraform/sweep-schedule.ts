import assert from "node:assert/strict";
import { BackupWindow } from "../../modules/backup-window";
import { hcl } from "../../modules/expressions";
import { sweepSchedule } from "../../modules/sweep-schedule";
import { SWEEP_SCHEDULE_LOCALS } from "../../modules/sweep-schedule-locals";
import { terraformModule } from "../../modules/terraform-module";
import type { Checks } from "./checks";
import type { Workspace } from "./workspace";

const CASES = 400;
const FOLDER = "sweep-schedule";

interface Case {
  readonly windows: readonly string[];
  readonly margin: number;
}

/** The locals of the module compute what `sweepSchedule` computes, on random windows: one module call for each. */
export function sweepScheduleInHcl(checks: Checks, workspace: Workspace): void {
  checks.run(`schedule: HCL and TypeScript agree on ${CASES} random sets of windows`, () => {
    const { schedule, all } = randomCases();
    workspace.write(`${FOLDER}/schedule/main.tf.json`, JSON.stringify(scheduleModule()));
    workspace.write(
      `${FOLDER}/main.tf.json`,
      JSON.stringify({
        module: {
          schedule: {
            source: "./schedule",
            for_each: Object.fromEntries(all.map((one, index) => [index, one])),
            backup_windows: hcl("each.value.windows"),
            schedule_margin_minutes: hcl("each.value.margin"),
          },
        },
        output: {
          schedules: { value: hcl("{ for index, one in module.schedule : index => one.schedule_expression }") },
        },
      }),
    );
    const init = workspace.terraform(FOLDER, ["init"]);
    assert.ok(init.ok, init.output);
    const apply = workspace.terraform(FOLDER, ["apply", "-auto-approve"]);
    assert.ok(apply.ok, apply.output);
    const output: Record<string, string> = JSON.parse(
      workspace.terraform(FOLDER, ["output", "-json", "schedules"]).output,
    );
    all.forEach((one, index) => {
      assert.equal(output[index], schedule(one), JSON.stringify(one));
    });
  });
}

/** The part of the generated module that is about the schedule. */
function scheduleModule() {
  const { locals, variable } = JSON.parse(JSON.stringify(terraformModule()));
  const { backup_windows, schedule_margin_minutes, schedule_expression } = variable;
  return {
    variable: { backup_windows, schedule_margin_minutes, schedule_expression },
    locals: Object.fromEntries(Object.keys(SWEEP_SCHEDULE_LOCALS).map((name) => [name, locals[name]])),
    output: { schedule_expression: { value: hcl("local.schedule_expression") } },
  };
}

/** Windows on a coarse grid, so that many touch, nest and tie; the same in every run. Only valid ones are kept. */
function randomCases() {
  let seed = 20260131;
  const below = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * limit);
  };
  const time = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const schedule = ({ windows, margin }: Case): string =>
    sweepSchedule(
      windows.map((window) => new BackupWindow(window)),
      margin,
    );
  const isValid = (one: Case): boolean => {
    try {
      schedule(one);
      return true;
    } catch {
      return false;
    }
  };
  const all: Case[] = [];
  while (all.length < CASES) {
    const grid = [1, 30, 60, 360][below(4)] ?? 1;
    const slots = 1440 / grid;
    const windows = Array.from({ length: 1 + below(5) }, () => {
      const start = below(slots) * grid;
      const end = (start + Math.max(30, (1 + below(slots / 2)) * grid)) % 1440;
      return `${time(start)}-${time(end)}`;
    });
    const one = { windows, margin: below(4) * 30 };
    if (isValid(one)) all.push(one);
  }
  return { all, schedule };
}
