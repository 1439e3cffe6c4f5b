import type { SweepKind } from "../../handlers/core/plan-route";
import type { SettingFlags } from "../deployments/settings-from-flags";
import { wrongUsage } from "../exit";
import type { CommonFlags } from "../options";

/** Flags as they are typed. */
export interface PlanFlags extends CommonFlags, SettingFlags {
  readonly deployment?: string;
  readonly daily?: boolean;
  readonly followUp?: boolean;
  readonly all?: boolean;
}

export interface PlanRequest {
  readonly run: SweepKind;
  /** Undefined: the settings of functions that are deployed. */
  readonly settings: SettingFlags | undefined;
  /** Undefined: all that are found. */
  readonly deployment: string | undefined;
  /** Whether to list each action. */
  readonly all: boolean;
  readonly json: boolean;
}

/** @throws Stop with all that is wrong */
export function planRequest(flags: PlanFlags): PlanRequest {
  const { target, set, deployment } = flags;
  const hasSettings = target !== undefined || set !== undefined;
  const hasTarget = target !== undefined || set?.some((one) => one.startsWith("targets="));
  const problems = [
    ...(hasSettings && !hasTarget
      ? ["--set without --target: say to which region, such as --target eu-central-1"]
      : []),
    ...(flags.daily && flags.followUp ? ["--daily and --follow-up: a run is either"] : []),
    ...(hasSettings && deployment !== undefined
      ? ["--deployment goes not with --target and --set, which are for what is not deployed"]
      : []),
  ];
  if (problems.length > 0) throw wrongUsage(problems, "see npx rds-cross-region-backup plan --help, with examples");
  return {
    run: flags.followUp ? "follow-up" : "daily",
    settings: hasSettings ? { ...(target && { target }), ...(set && { set }) } : undefined,
    deployment,
    all: flags.all ?? false,
    json: flags.json ?? false,
  };
}
