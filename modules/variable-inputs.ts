import { type TerraformStack, Token } from "cdktf";
import { ENVIRONMENT } from "../settings/environment";
import type { ValueKind } from "../settings/kinds";
import { ENVIRONMENT_FITS, ENVIRONMENT_SIZE_LOCALS } from "./environment-size";
import { hcl, hclArray, hclList } from "./expressions";
import type { Inputs } from "./inputs";
import { localMaker } from "./make";
import type { PredictedAddresses } from "./predicted-addresses";
import { moduleScheduleLocals, windowsOf } from "./sweep-schedule-locals";
import { settingLocals, settingValue } from "./variable-values";
import { variableWiring } from "./wiring";

/** The values in HCL, over the variables of `terraformVariables`. Adds the locals they need to the stack. */
export function variableInputs(stack: TerraformStack, addresses: PredictedAddresses): Inputs {
  const { make: local } = localMaker(stack);
  const windows = `concat(var.backup_windows, ${windowsOf(addresses.instanceWindows)}, ${windowsOf(addresses.clusterWindows)})`;
  for (const [name, value] of Object.entries(moduleScheduleLocals(windows))) local(name, value);
  for (const [name, value] of settingLocals()) local(name, value);
  for (const [name, value] of Object.entries(keyLocals(addresses))) local(name, value);
  const environment = local("environment", { ...ENVIRONMENT_LOCAL, ...variableWiring(addresses) });
  for (const [name, value] of Object.entries(ENVIRONMENT_SIZE_LOCALS)) local(name, value);
  const told = (name: string, actions: string) =>
    hclList(local(name, hcl(`concat(${actions}, [${addresses.notificationTopic}.arn])`)));

  return {
    region: hcl("var.region"),
    name: hcl("var.name"),
    tags: Token.asStringMap(hcl("var.tags")),
    targetRegions: hcl("toset(keys(var.targets))"),
    createdKeyRegions: hcl("toset([for region, target in local.targets : region if target.create_kms_key])"),
    protectKmsKeys: "var.protect_kms_keys",
    hasTargetKeys: "local.has_kms_keys",
    restoreChecks: {
      off: 'var.restore_checks == "off"',
      on: 'var.restore_checks != "off"',
      all: 'var.restore_checks == "all"',
    },
    takesOptionGroups: 'var.copy_option_groups != "never"',
    leavesOptionGroups: 'var.copy_option_groups == "never"',
    targetKmsKeyArns: hcl("local.target_kms_key_arns"),
    keyArns: (first) => hclList(`concat(${hclArray(first)}, var.source_kms_key_arns, local.kms_key_arns)`),
    keyNeighbours: (first) =>
      hclList(
        `concat(${hclArray(first)}, var.source_kms_key_arns, [for arn in local.kms_key_arns : replace(arn, "/key/.*/", "key/*")])`,
      ),
    forTargets: (name, perRegion, first = []) => {
      const [one, ...more] = perRegion(hcl("region"));
      const loop = (item: string) => `[for region in keys(var.targets) : ${item}]`;
      const all =
        one !== undefined && more.length === 0
          ? loop(JSON.stringify(one))
          : `flatten(${loop(hclArray(perRegion(hcl("region"))))})`;
      return hclList(local(name, hcl(first.length === 0 ? all : `concat(${hclArray(first)}, ${all})`)));
    },
    regionChecks: [], // validations of var.targets

    selectsInstances: Token.asAny(hcl("length(local.instances.include) > 0")),
    selectsClusters: Token.asAny(hcl("length(local.clusters.include) > 0")),
    backupWindowInstances: hcl("toset(var.backup_window_instances)"),
    backupWindowClusters: hcl("toset(var.backup_window_clusters)"),
    sweepSchedule: hcl("local.schedule_expression"),
    scheduleChecks: [], // a validation of var.schedule_margin_minutes
    followUpSchedule: `rate(${hcl("var.follow_up_interval_minutes")} minutes)`,
    followUpSeconds: Token.asNumber(hcl("var.follow_up_interval_minutes * 60")),

    environment: Token.asStringMap(hcl(environment)),
    environmentChecks: [ENVIRONMENT_FITS],
    lambdaRuntime: hcl("var.lambda_runtime"),
    logRetentionInDays: Token.asNumber(hcl("var.log_retention_in_days")),
    permissionsBoundary: hcl("var.permissions_boundary"),

    maxRecoveryPointAgeHours: hcl("var.max_recovery_point_age_hours"),
    maxRecoveryPointAgeSeconds: Token.asNumber(hcl("var.max_recovery_point_age_hours * 3600")),
    notificationEmails: hcl("toset(var.notification_emails == null ? [] : var.notification_emails)"),
    alarmActions: told("alarm_actions", "var.alarm_actions"),
    okActions: hclList("var.ok_actions"),
    notRunningOkActions: told("not_running_ok_actions", "var.ok_actions"),
    alarmArns: (inEachRegion, others) =>
      hclList(`concat(${inEachRegion.map((one) => `values(${one})[*].arn`).join(", ")}, ${hclArray(others)})`),

    encryptionKeyArn: hcl("var.encryption_key_arn"),
    hasEncryptionKey: "var.encryption_key_arn != null",
    sqsManagedEncryption: Token.asAny(hcl("var.encryption_key_arn == null ? true : null")),
  };
}

const keyLocals = ({ kmsKey }: PredictedAddresses) => ({
  target_kms_key_arns: hcl(
    `{ for region, target in local.targets : region => target.create_kms_key ? ${kmsKey}[region].arn : target.kms_key_arn }`,
  ),
  target_kms_keys: hcl(
    "{ for region, target in local.targets : region => { kms_key_arn = local.target_kms_key_arns[region], database_kms_key_arns = target.database_kms_key_arns } }",
  ),
  kms_key_arns: hcl(
    "concat([for arn in values(local.target_kms_key_arns) : arn if arn != null], flatten([for target in local.targets : values(target.database_kms_key_arns)]))",
  ),
  regions_without_key: hcl(
    "[for region, target in local.targets : region if !target.create_kms_key && target.kms_key_arn == null && length(target.database_kms_key_arns) == 0]",
  ),
  has_kms_keys: hcl(
    "anytrue([for target in local.targets : target.create_kms_key || target.kms_key_arn != null || length(target.database_kms_key_arns) > 0])",
  ),
});

/** How a setting is written as text. `jsonencode` sorts keys, and so does `terraformJson`. */
const WRITTEN: Readonly<Record<ValueKind["kind"], (value: string) => string>> = {
  text: (value) => value,
  "one-of": (value) => value,
  number: (value) => `tostring(${value})`,
  flag: (value) => `tostring(${value})`,
  list: (value) => `jsonencode(${value})`,
  map: (value) => `jsonencode(${value})`,
  object: (value) => `jsonencode(${value})`,
};

/** Values that are not in the variable of the same name. */
const ELSEWHERE = new Map([
  ["targets", "keys(var.targets)"],
  ["target_kms_keys", "local.target_kms_keys"],
]);

/** One variable for each setting, so that a plan shows what changes. */
const ENVIRONMENT_LOCAL = {
  ...Object.fromEntries(
    Object.entries(ENVIRONMENT).map(([name, { is }]) => [
      name.toUpperCase(),
      hcl(WRITTEN[is.kind](ELSEWHERE.get(name) ?? settingValue(name, is))),
    ]),
  ),
  POWERTOOLS_SERVICE_NAME: hcl("var.name"),
  NODE_OPTIONS: "--enable-source-maps",
};
