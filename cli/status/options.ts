import { SETTINGS } from "../../settings/settings";
import { type DatabasePattern, patternOf } from "../database-pattern";
import { wrongUsage } from "../exit";
import type { CommonFlags } from "../options";

/** Flags as they are typed. */
export interface StatusFlags extends CommonFlags {
  readonly deployment?: string;
  readonly database?: readonly string[];
  readonly all?: boolean;
  readonly maxAge?: string;
  readonly html?: string;
  readonly watch?: string | true;
}

export interface StatusRequest {
  /** Undefined: all that are found. */
  readonly deployment: string | undefined;
  /** Undefined: all. */
  readonly databases: readonly DatabasePattern[] | undefined;
  /** Whether to show all that are well, however many. */
  readonly all: boolean;
  /** Hours. Given: only the copies of the region are looked at. */
  readonly maxAgeHours: number | undefined;
  /** Seconds from one look to the next; undefined: one look. */
  readonly watchEach: number | undefined;
  /** The file of the page; undefined: none is wanted. */
  readonly html: string | undefined;
  readonly json: boolean;
}

const WATCH = { least: 10, usual: 60, most: 86_400 };
/** Bounds as of the setting max_recovery_point_age_hours, but for the least: people may ask for less than a day. */
const AGE = { least: 1, most: SETTINGS.max_recovery_point_age_hours.is.max };

/** @throws Stop with all that is wrong */
export function statusRequest(flags: StatusFlags): StatusRequest {
  const problems: string[] = [];
  const number = (option: string, text: string, what: string, { least, most }: { least: number; most: number }) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    problems.push(`${option}: ${JSON.stringify(text)} is no whole number of ${what} from ${least} to ${most}`);
    return undefined;
  };
  const request = {
    deployment: flags.deployment,
    databases: flags.database?.map((text) => patternOf(text, problems)),
    all: flags.all ?? false,
    maxAgeHours: flags.maxAge === undefined ? undefined : number("--max-age", flags.maxAge, "hours", AGE),
    watchEach:
      flags.watch === undefined || flags.watch === true
        ? flags.watch && WATCH.usual
        : number("--watch", flags.watch, "seconds", WATCH),
    html: flags.html,
    json: flags.json ?? false,
  };
  if (problems.length > 0) throw wrongUsage(problems, "see npx rds-cross-region-backup status --help, with examples");
  return request;
}
