import type { Construct } from "constructs";
import { BackupWindow } from "../handlers/settings/backup-window";
import { sweepSchedule } from "../handlers/settings/sweep-schedule";
import { DEFAULT_SCHEDULE } from "../settings/rules";
import { hcl, hclArray } from "./expressions";
import { type Inputs, mapOf } from "./inputs";
import { localMaker } from "./make";
import type { PredictedAddresses } from "./predicted-addresses";
import { marginFits, sweepScheduleLocals, windowsOf } from "./sweep-schedule-locals";
import type { EffectiveSettings } from "./validate-props";

type Schedule = Pick<Inputs, "backupWindowInstances" | "backupWindowClusters" | "sweepSchedule" | "scheduleChecks">;

/** Computed at synth, unless windows are read from databases: then by Terraform, in locals added to the construct. */
export function literalSchedule(
  settings: EffectiveSettings,
  addresses: PredictedAddresses,
  owner: Construct,
): Schedule {
  const { scheduleExpression, backupWindows, backupWindowInstances, backupWindowClusters } = settings;
  const sources = [
    ...(backupWindowInstances.length > 0 ? [addresses.instanceWindows] : []),
    ...(backupWindowClusters.length > 0 ? [addresses.clusterWindows] : []),
  ];
  const margin = settings.scheduleMarginMinutes;
  const read = {
    backupWindowInstances: backupWindowInstances.length > 0 ? mapOf(backupWindowInstances) : undefined,
    backupWindowClusters: backupWindowClusters.length > 0 ? mapOf(backupWindowClusters) : undefined,
    scheduleChecks: [],
  };
  if (scheduleExpression !== undefined) return { ...read, sweepSchedule: scheduleExpression };
  if (sources.length === 0) return { ...read, sweepSchedule: known(backupWindows, margin) };

  const locals = localMaker(owner);
  const terms = { margin: String(margin), local: locals.address };
  const windows = `concat(${[hclArray(backupWindows), ...sources.map(windowsOf)].join(", ")})`;
  for (const [name, value] of Object.entries(sweepScheduleLocals({ ...terms, windows }))) locals.make(name, value);
  return {
    ...read,
    sweepSchedule: hcl(locals.address("schedule_expression")),
    scheduleChecks: [marginFits(terms, { windows: "backupWindows", margin: "scheduleMarginMinutes" })],
  };
}

function known(windows: readonly string[], margin: number): string {
  if (windows.length === 0) return DEFAULT_SCHEDULE;
  return sweepSchedule(
    windows.map((window) => new BackupWindow(window)),
    margin,
  );
}
