import { startOfDay } from "../../handlers/core/day";
import { FOREVER } from "../../handlers/core/hold";
import { shown } from "../../handlers/core/shown";
import { type DatabasePattern, patternOf } from "../database-pattern";
import { wrongUsage } from "../exit";
import type { CommonFlags } from "../options";
import { notARegion } from "../region";
import { timeOf } from "../time";

/** Flags as they are typed. */
export interface CopiesFlags extends CommonFlags {
  readonly deployment?: string;
  readonly targetRegion?: readonly string[];
  readonly database?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly key?: string;
  readonly held?: boolean;
  readonly orphaned?: boolean;
  readonly deploymentGone?: boolean;
  readonly until?: string;
  readonly why?: string;
  readonly yes?: boolean;
}

/** Which copies. What is undefined or empty limits nothing. */
export interface CopiesWanted {
  readonly ids: readonly string[];
  readonly deployment: string | undefined;
  /** Undefined: those of the deployments that are found. */
  readonly targetRegions: readonly string[] | undefined;
  /** Beside these, from where: `--region` is that of the databases. Undefined: from anywhere. */
  readonly sourceRegion: string | undefined;
  readonly databases: readonly DatabasePattern[] | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  /** ARN or id. */
  readonly key: string | undefined;
  readonly held: boolean;
  readonly orphaned: boolean;
  readonly deploymentGone: boolean;
}

/** @throws Stop with all that is wrong */
export function wantedOf(flags: CopiesFlags, ids: readonly string[] = [], also: readonly string[] = []): CopiesWanted {
  const problems: string[] = [...also];
  const wanted: CopiesWanted = {
    ids,
    deployment: flags.deployment,
    targetRegions: flags.targetRegion,
    // Where the source is lost, it is that of the copies.
    sourceRegion: flags.region !== undefined && flags.targetRegion?.includes(flags.region) ? undefined : flags.region,
    databases: flags.database?.map((text) => patternOf(text, problems)),
    from: flags.from === undefined ? undefined : timeOf("--from", flags.from, "beginning", problems),
    to: flags.to === undefined ? undefined : timeOf("--to", flags.to, "end", problems),
    key: flags.key,
    held: flags.held ?? false,
    orphaned: flags.orphaned ?? false,
    deploymentGone: flags.deploymentGone ?? false,
  };
  for (const region of wanted.targetRegions ?? []) {
    const problem = notARegion(region);
    if (problem !== undefined) problems.push(`--target-region: ${problem}`);
  }
  if (wanted.from && wanted.to && wanted.from > wanted.to) problems.push("--from is after --to");
  if (problems.length > 0) throw wrongUsage(problems, "see npx rds-cross-region-backup copies --help, with examples");
  return wanted;
}

/** What a tag of RDS takes (docs/aws-facts.md#copy-tags). */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const LONGEST_VALUE = 256;

export interface NewHold {
  readonly until: string;
  readonly why: string;
}

/** @returns what is wrong too */
export function newHold({ until = "", why = "" }: CopiesFlags, now: Date): { hold: NewHold; problems: string[] } {
  const problems: string[] = [];
  const day = until.startsWith("20") ? startOfDay(until) : undefined;
  const today = now.toISOString().slice(0, 10);
  if (until === "") problems.push("--until: say to which day, such as 2027-01-31, or forever");
  else if (until !== FOREVER && day === undefined)
    problems.push(`--until: ${shown(until)} is neither ${FOREVER} nor a day such as 2027-01-31`);
  if (day && until < today) problems.push(`--until: ${until} has passed: a hold lasts to the end of its day, in UTC`);
  const odd = [...new Set([...why].filter((one) => !TAG_VALUE.test(one)))];
  if (why.trim() === "") problems.push("--why: say in a few words why, for who finds the hold later");
  if (odd.length > 0)
    problems.push(`--why: a tag of RDS has only letters, digits, spaces and _ . : / = + - @, not ${odd.join(" ")}`);
  if (why.length > LONGEST_VALUE)
    problems.push(`--why: a tag of RDS has ${LONGEST_VALUE} characters at most, this one ${why.length}`);
  return { hold: { until, why: why.trim() }, problems };
}
