import { DEFAULT_SCHEDULE, SHORTEST_WINDOW_MINUTES, WINDOW_LENGTH } from "../settings/rules";
import { BACKUP_WINDOW } from "../settings/texts";
import { hcl } from "./expressions";
import { every, matches, type Validation, validation } from "./variable-validations";

const minuteAt = (index: number) =>
  `tonumber(substr(window, ${index}, 2)) * 60 + tonumber(substr(window, ${index + 3}, 2))`;
/** Minutes forward from one minute of the day to another, 0 to 1439. */
const minutesFrom = (from: string, to: string) => `(${to} - ${from} + 1440) % 1440`;
const coversEnd = `${minutesFrom("other.start", "window.end")} < ${minutesFrom("other.start", "other.end")}`;

/** What the schedule is computed from, in HCL. */
export interface ScheduleTerms {
  /** A list of backup windows, as RDS writes them. */
  readonly windows: string;
  /** A number of minutes. */
  readonly margin: string;
  /** A schedule to use instead, or null. @default none */
  readonly given?: string;
  /** Address of the local that has this name below. */
  readonly local: (name: string) => string;
}

/**
 * `sweepSchedule` in HCL, as locals. HCL sorts only text, so each candidate becomes one: the rest of the day outside its free
 * stretch, then the minute of the sweep.
 */
export function sweepScheduleLocals({ windows, margin, given, local }: ScheduleTerms) {
  const minutes = local("backup_window_minutes");
  const minute = local("sweep_minute");
  const computed = `${minute} == null ? "${DEFAULT_SCHEDULE}" : format("cron(%d %d * * ? *)", ${minute} % 60, floor(${minute} / 60))`;
  return {
    backup_windows: hcl(windows),
    backup_window_minutes: hcl(
      `[for window in ${local("backup_windows")} : { start = ${minuteAt(0)}, end = ${minuteAt(6)} }]`,
    ),
    free_from: hcl(
      `distinct([for window in ${minutes} : window.end if !anytrue([for other in ${minutes} : ${coversEnd}])])`,
    ),
    free_stretches: hcl(
      `[for start in ${local("free_from")} : { start = start, minutes = min([for window in ${minutes} : ${minutesFrom("start", "window.start")}]...) }]`,
    ),
    longest_free_minutes: hcl(`max(concat([0], ${local("free_stretches")}[*].minutes)...)`),
    sweep_candidates: hcl(
      `sort([for free in ${local("free_stretches")} : format("%04d %04d", 1440 - free.minutes, (free.start + ${margin}) % 1440)])`,
    ),
    sweep_minute: hcl(`try(tonumber(split(" ", ${local("sweep_candidates")}[0])[1]), null)`),
    schedule_expression: hcl(given === undefined ? computed : `coalesce(${given}, ${computed})`),
  } as const;
}

/** Address of the list of backup windows that is read from databases. @param source data source with `for_each` */
export const windowsOf = (source: string): string => `values(${source})[*].preferred_backup_window`;

export const BACKUP_WINDOW_LENGTH: Validation = every({
  loops: ["window in var.backup_windows"],
  // One of another form is another rule's.
  broken: `try(${minutesFrom(`(${minuteAt(0)})`, minuteAt(6))}, ${SHORTEST_WINDOW_MINUTES}) < ${SHORTEST_WINDOW_MINUTES}`,
  message: `backup_windows ${WINDOW_LENGTH}, got: %s`,
  lists: ["jsonencode(window)"],
});

/** A postcondition of a data source with `for_each` over ids. RDS itself sees that a window is long enough. */
export function readWindowCheck(database: string): Validation {
  const window = "self.preferred_backup_window";
  return validation(
    matches(window, BACKUP_WINDOW.pattern),
    `The backup window of the ${database} ${hcl("each.key")} must be ${BACKUP_WINDOW.mustBe}, got: ${hcl(`jsonencode(${window})`)}`,
  );
}

/** Whether the margin fits into the longest free stretch. @param names of the two settings, for the message */
export function marginFits(
  { margin, given, local }: Omit<ScheduleTerms, "windows">,
  names: { readonly windows: string; readonly margin: string },
): Validation {
  const longest = local("longest_free_minutes");
  const windows = local("backup_windows");
  const wholeDay = `${names.windows} must leave a part of the day free, together they cover all of it`;
  const tooLong = `${names.margin} must be less than the longest stretch free of backup windows`;
  return validation(
    [`length(${windows}) == 0`, ...(given === undefined ? [] : [`${given} != null`]), `${margin} < ${longest}`].join(
      " || ",
    ),
    hcl(
      `${longest} == 0 ? "${wholeDay}, got: ${hcl(`join(", ", ${windows})`)}" : "${tooLong}, ${hcl(longest)} minutes, got: ${hcl(margin)}"`,
    ),
  );
}

const MODULE_TERMS = {
  margin: "var.schedule_margin_minutes",
  given: "var.schedule_expression",
  local: (name: string) => `local.${name}`,
};

/** The locals of the Terraform module. @param windows HCL of all backup windows */
export const moduleScheduleLocals = (windows: string) => sweepScheduleLocals({ ...MODULE_TERMS, windows });

/** A validation of the margin, as one of the windows cannot use what is computed from them: a cycle. */
export const MARGIN_FITS: Validation = marginFits(MODULE_TERMS, {
  windows: "backup_windows",
  margin: "schedule_margin_minutes",
});
