import { BOUNDS, DEFAULTS, PATTERNS } from "../handlers/settings/bounds";
import { hcl } from "./expressions";
import { elements, every, type Validation, validation } from "./variable-validations";

const minuteAt = (index: number) =>
  `tonumber(substr(window, ${index}, 2)) * 60 + tonumber(substr(window, ${index + 3}, 2))`;
/** Minutes forward from one minute of the day to another, 0 to 1439. */
const minutesFrom = (from: string, to: string) => `(${to} - ${from} + 1440) % 1440`;
const coversEnd = `${minutesFrom("other.start", "window.end")} < ${minutesFrom("other.start", "other.end")}`;

/**
 * `sweepSchedule` in HCL: locals of the Terraform module, over `var.backup_windows`, `var.schedule_margin_minutes` and
 * `var.schedule_expression`. HCL sorts text only, so each candidate is written as text, first how little of the day
 * its free stretch leaves over, then the minute of the sweep.
 */
export const SWEEP_SCHEDULE_LOCALS = {
  backup_windows: hcl(`[for window in var.backup_windows : { start = ${minuteAt(0)}, end = ${minuteAt(6)} }]`),
  free_from: hcl(
    `distinct([for window in local.backup_windows : window.end if !anytrue([for other in local.backup_windows : ${coversEnd}])])`,
  ),
  free_stretches: hcl(
    `[for start in local.free_from : { start = start, minutes = min([for window in local.backup_windows : ${minutesFrom("start", "window.start")}]...) }]`,
  ),
  longest_free_minutes: hcl("max(concat([0], local.free_stretches[*].minutes)...)"),
  sweep_candidates: hcl(
    'sort([for free in local.free_stretches : format("%04d %04d", 1440 - free.minutes, (free.start + var.schedule_margin_minutes) % 1440)])',
  ),
  sweep_minute: hcl('try(tonumber(split(" ", local.sweep_candidates[0])[1]), null)'),
  schedule_expression: hcl(
    `coalesce(var.schedule_expression, local.sweep_minute == null ? "${DEFAULTS.scheduleExpression}" : format("cron(%d %d * * ? *)", local.sweep_minute % 60, floor(local.sweep_minute / 60)))`,
  ),
} as const;

const SHORTEST = BOUNDS.backupWindowMinutes.min;

export const BACKUP_WINDOW_VALIDATIONS: readonly Validation[] = [
  elements("backup_windows", PATTERNS.backupWindow, "hh24:mi-hh24:mi in UTC, 00:00 to 23:59"),
  every(
    "window in var.backup_windows",
    `try(${minutesFrom(`(${minuteAt(0)})`, minuteAt(6))}, ${SHORTEST}) >= ${SHORTEST}`,
    "window",
    `backup_windows must be at least ${SHORTEST} minutes and less than 24 hours long`,
  ),
];

const LONGEST = "local.longest_free_minutes";
const WHOLE_DAY = "backup_windows must leave a part of the day free, together they cover all of it";
const TOO_LONG = "schedule_margin_minutes must be less than the longest stretch free of backup windows";

/** A validation of the margin, as one of the windows cannot use what is computed from them: a cycle. */
export const MARGIN_FITS: Validation = validation(
  `length(var.backup_windows) == 0 || var.schedule_expression != null || var.schedule_margin_minutes < ${LONGEST}`,
  hcl(
    `${LONGEST} == 0 ? "${WHOLE_DAY}, got: ${hcl('join(", ", var.backup_windows)')}" : "${TOO_LONG}, ${hcl(LONGEST)} minutes, got: ${hcl("var.schedule_margin_minutes")}"`,
  ),
);
