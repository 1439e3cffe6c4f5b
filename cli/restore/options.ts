import { shown } from "../../handlers/core/shown";
import { type DatabasePattern, patternOf } from "../database-pattern";
import { wrongUsage } from "../exit";
import type { CommonFlags } from "../options";
import { timeOf } from "../time";

/** Flags as they are typed. */
export interface RestoreFlags extends CommonFlags {
  readonly database?: readonly string[];
  readonly snapshot?: readonly string[];
  readonly all?: boolean;
  readonly at?: string;
  readonly deployment?: string;
  readonly sourceRegion?: string;
  readonly out?: string;
  readonly subnetGroup?: readonly string[];
  readonly securityGroup?: readonly string[];
  readonly rename?: readonly string[];
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly list?: boolean;
}

/** Which copies. */
export interface Wanted {
  /** Undefined: all. */
  readonly databases: readonly DatabasePattern[] | undefined;
  /** Ids of snapshots, whoever made them. */
  readonly snapshots: readonly string[];
  /** Not later than this; undefined: the newest. */
  readonly at: Date | undefined;
  readonly deployment: string | undefined;
  readonly sourceRegion: string | undefined;
}

/** What people choose in the target region. */
export interface Choices {
  /** Lost subnet group → the one there. */
  readonly subnetGroups: ReadonlyMap<string, string>;
  /** For all others. */
  readonly subnetGroup: string | undefined;
  readonly securityGroups: ReadonlyMap<string, readonly string[]>;
  readonly securityGroup: readonly string[];
  /** Old name → new name. */
  readonly names: ReadonlyMap<string, string>;
  readonly namePrefix: string;
  readonly nameSuffix: string;
}

export type RestoreRequest = { readonly json: boolean } & (
  | { readonly do: "list"; readonly wanted: Wanted }
  | { readonly do: "write"; readonly wanted: Wanted; readonly choices: Choices; readonly out: string | undefined }
);

/** @throws Stop with all that is wrong */
export function restoreRequest(flags: RestoreFlags): RestoreRequest {
  const json = flags.json ?? false;
  const problems: string[] = [];
  const { database = [], snapshot = [], all = false, list = false } = flags;
  const isLimited = database.length > 0 || snapshot.length > 0;
  if (all && isLimited) problems.push("--all goes with neither --database nor --snapshot");
  if (!all && !list && !isLimited) problems.push("Which databases? Name them with --database, or take --all");
  if (list && snapshot.length > 0)
    problems.push("--list shows databases and their copies: it does not go with --snapshot");
  const wanted: Wanted = {
    databases: database.length > 0 || snapshot.length > 0 ? database.map((one) => patternOf(one, problems)) : undefined,
    snapshots: snapshot,
    at: flags.at === undefined ? undefined : timeOf("--at", flags.at, "end", problems),
    deployment: flags.deployment,
    sourceRegion: flags.sourceRegion,
  };
  const subnetGroups = pairs(flags.subnetGroup ?? []);
  const securityGroups = pairs(flags.securityGroup ?? []);
  if (subnetGroups.single.length > 1) problems.push("--subnet-group: one for all, others as LOST=THERE");
  for (const id of [...securityGroups.single, ...securityGroups.mapped.flatMap(([, there]) => there.split(","))]) {
    if (!/^sg-[0-9a-f]+$/.test(id))
      problems.push(`--security-group: ${shown(id)} is no id such as sg-0123456789abcdef0`);
  }
  // Terraform takes an empty one for none, and RDS the default one then.
  if ([...subnetGroups.single, ...subnetGroups.mapped.flat()].includes(""))
    problems.push("--subnet-group: a name is missing");
  const renames = pairs(flags.rename ?? []);
  for (const one of renames.single) problems.push(`--rename: ${shown(one)} is not OLD=NEW`);
  if (problems.length > 0) throw wrongUsage(problems, HELP);
  if (list) return { do: "list", wanted, json };
  const choices: Choices = {
    subnetGroups: new Map(subnetGroups.mapped),
    subnetGroup: subnetGroups.single[0],
    securityGroups: new Map(securityGroups.mapped.map(([lost, there]) => [lost, there.split(",")])),
    securityGroup: securityGroups.single,
    names: new Map(renames.mapped),
    namePrefix: flags.namePrefix ?? "",
    nameSuffix: flags.nameSuffix ?? "",
  };
  return { do: "write", wanted, choices, out: flags.out, json };
}

const HELP = "see npx rds-cross-region-backup restore --help for all options, with examples";

/** `LOST=THERE`, and values without `=`. */
function pairs(values: readonly string[]): { single: string[]; mapped: [string, string][] } {
  const single: string[] = [];
  const mapped: [string, string][] = [];
  for (const value of values) {
    const at = value.indexOf("=");
    if (at < 0) single.push(value);
    else mapped.push([value.slice(0, at), value.slice(at + 1)]);
  }
  return { single, mapped };
}
