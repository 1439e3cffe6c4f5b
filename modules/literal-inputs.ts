import { Op, Token } from "cdktf";
import { DEFAULTS } from "../handlers/settings/bounds";
import { BackupWindow } from "./backup-window";
import { hcl } from "./expressions";
import type { Addresses, ForEach, Inputs } from "./inputs";
import { terraformJson } from "./json";
import type { RdsCrossRegionBackupProps, SelectionProps } from "./props";
import { regionChecks } from "./region-checks";
import { sweepSchedule } from "./sweep-schedule";

/** The values in literals. @param props valid ones (`validateProps`) */
export function literalInputs(props: RdsCrossRegionBackupProps, addresses: Addresses): Inputs {
  const name = props.name ?? DEFAULTS.name;
  const targets = sortedTargets(props);
  const regions = targets.map(({ region }) => region);
  const created = targets.filter(({ createKmsKey }) => createKmsKey).map(({ region }) => region);
  const instances = selection(props.instances);
  const clusters = selection(props.clusters);
  const emails = props.notificationEmails ?? [];
  const followUp = props.followUpIntervalMinutes ?? DEFAULTS.followUpIntervalMinutes;
  const maxAgeHours = props.maxRecoveryPointAgeHours ?? DEFAULTS.maxRecoveryPointAgeHours;
  const keyArn = ({ region, createKmsKey, kmsKeyArn }: Target): string | undefined =>
    createKmsKey ? hcl(`${addresses.kmsKey}["${region}"].arn`) : kmsKeyArn;
  const told = emails.length > 0 ? [hcl(`${addresses.notificationTopic}[0].arn`)] : [];

  return {
    name,
    tags: { ...props.tags },
    targetRegions: mapOf(regions),
    createdKeyRegions: created.length > 0 ? mapOf(created) : undefined,
    protectKmsKeys: props.protectKmsKeys ?? true,
    hasTargetKeys: targets.some(
      (target) =>
        target.createKmsKey || target.kmsKeyArn !== undefined || Object.keys(target.databaseKmsKeyArns).length > 0,
    ),
    targetKmsKeyArns: Object.fromEntries(targets.map((target) => [target.region, keyArn(target) ?? null])),
    targetKeyArns: (first) => [
      ...first,
      ...targets.flatMap((target) => keyArn(target) ?? []),
      ...targets.flatMap(({ databaseKmsKeyArns }) => Object.values(databaseKmsKeyArns)),
    ],
    forTargets: (_name, perRegion, first = []) => [...first, ...regions.flatMap(perRegion)],
    regionChecks: regionChecks(regions),

    selectsInstances: instances.include.length > 0,
    selectsClusters: clusters.include.length > 0,
    sweepSchedule: scheduleOf(props),
    followUpSchedule: `rate(${followUp} minutes)`,

    environment: {
      NAME: name,
      TARGETS: terraformJson(regions),
      TARGET_KMS_KEYS: terraformJson(
        Object.fromEntries(
          targets.map((target) => [
            target.region,
            { kms_key_arn: keyArn(target) ?? null, database_kms_key_arns: target.databaseKmsKeyArns },
          ]),
        ),
      ),
      INSTANCES: terraformJson(instances),
      CLUSTERS: terraformJson(clusters),
      RETENTION: terraformJson(retention(props)),
      MAX_COPIES_IN_PROGRESS: terraformJson({ ...DEFAULTS.maxCopiesInProgress, ...props.maxCopiesInProgress }),
      MAX_RECOVERY_POINT_AGE_HOURS: String(maxAgeHours),
      STUCK_COPY_HOURS: String(props.stuckCopyHours ?? DEFAULTS.stuckCopyHours),
      DRY_RUN: String(props.dryRun ?? false),
      LOG_LEVEL: props.logLevel ?? DEFAULTS.logLevel,
      POWERTOOLS_SERVICE_NAME: name,
      NODE_OPTIONS: "--enable-source-maps",
    },
    lambdaRuntime: props.lambdaRuntime ?? DEFAULTS.lambdaRuntime,
    logRetentionInDays: props.logRetentionInDays ?? DEFAULTS.logRetentionInDays,
    permissionsBoundary: props.permissionsBoundary,

    maxRecoveryPointAgeHours: String(maxAgeHours),
    maxRecoveryPointAgeSeconds: Token.isUnresolved(maxAgeHours)
      ? Token.asNumber(Op.mul(maxAgeHours, 3600))
      : maxAgeHours * 3600,
    notificationEmails: emails.length > 0 ? mapOf(emails) : undefined,
    notificationTopics: emails.length > 0 ? 1 : undefined,
    alarmActions: [...(props.alarmActions ?? []), ...told],
    okActions: [...(props.okActions ?? []), ...told],
    alarmArns: (others) => [
      ...regions.map((region) => hcl(`${addresses.recoveryPointAge}["${region}"].arn`)),
      ...others,
    ],

    encryptionKeyArn: props.encryptionKeyArn,
    hasEncryptionKey: props.encryptionKeyArn !== undefined,
    sqsManagedEncryption: props.encryptionKeyArn === undefined ? true : undefined,
  };
}

interface Target {
  readonly region: string;
  readonly createKmsKey: boolean;
  readonly kmsKeyArn: string | undefined;
  readonly databaseKmsKeyArns: Readonly<Record<string, string>>;
}

function sortedTargets({ targets }: RdsCrossRegionBackupProps): Target[] {
  return Object.entries(targets)
    .map(([region, { createKmsKey = true, kmsKeyArn, databaseKmsKeyArns = {} }]) => ({
      region,
      createKmsKey,
      kmsKeyArn,
      databaseKmsKeyArns,
    }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
}

function selection(props: SelectionProps = {}): Required<SelectionProps> {
  const { include = DEFAULTS.selection.include, exclude = [], tags = {} } = props;
  return { include, exclude, tags };
}

function retention({ retention: props }: RdsCrossRegionBackupProps): Record<string, number> {
  const { keepLast, keepDaily, keepWeekly, keepMonthly, keepYearly } = { ...DEFAULTS.retention, ...props };
  return {
    keep_last: keepLast,
    keep_daily: keepDaily,
    keep_weekly: keepWeekly,
    keep_monthly: keepMonthly,
    keep_yearly: keepYearly,
  };
}

function scheduleOf({
  scheduleExpression,
  backupWindows = [],
  scheduleMarginMinutes,
}: RdsCrossRegionBackupProps): string {
  if (scheduleExpression !== undefined) return scheduleExpression;
  if (backupWindows.length === 0) return DEFAULTS.scheduleExpression;
  const windows = backupWindows.map((window) => new BackupWindow(window));
  return sweepSchedule(windows, scheduleMarginMinutes ?? DEFAULTS.scheduleMarginMinutes);
}

const mapOf = (keys: readonly string[]): ForEach => Object.fromEntries(keys.map((key) => [key, key]));
