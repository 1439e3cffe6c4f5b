import { DEFAULTS } from "../handlers/settings/bounds";
import { terraformJson } from "./json";
import type { RdsCrossRegionBackupProps, SelectionProps } from "./props";

/**
 * The settings of the functions, one environment variable each.
 *
 * @param createdKeyArn ARN, or a reference to it, of the key made in a region
 */
export function literalEnvironment(
  props: RdsCrossRegionBackupProps,
  createdKeyArn: (region: string) => string,
): { [key: string]: string } {
  const name = props.name ?? DEFAULTS.name;
  const targets = sortedTargets(props);
  return {
    NAME: name,
    TARGETS: terraformJson(targets.map(({ region }) => region)),
    TARGET_KMS_KEYS: terraformJson(
      Object.fromEntries(
        targets.map(({ region, createKmsKey, kmsKeyArn, databaseKmsKeyArns }) => [
          region,
          {
            kms_key_arn: (createKmsKey ? createdKeyArn(region) : kmsKeyArn) ?? null,
            database_kms_key_arns: databaseKmsKeyArns,
          },
        ]),
      ),
    ),
    INSTANCES: terraformJson(selection(props.instances)),
    CLUSTERS: terraformJson(selection(props.clusters)),
    RETENTION: terraformJson(retention(props)),
    MAX_COPIES_IN_PROGRESS: terraformJson({ ...DEFAULTS.maxCopiesInProgress, ...props.maxCopiesInProgress }),
    MAX_RECOVERY_POINT_AGE_HOURS: String(props.maxRecoveryPointAgeHours ?? DEFAULTS.maxRecoveryPointAgeHours),
    STUCK_COPY_HOURS: String(props.stuckCopyHours ?? DEFAULTS.stuckCopyHours),
    FOLLOW_UP_INTERVAL_MINUTES: String(props.followUpIntervalMinutes ?? DEFAULTS.followUpIntervalMinutes),
    DRY_RUN: String(props.dryRun ?? false),
    LOG_LEVEL: props.logLevel ?? DEFAULTS.logLevel,
    POWERTOOLS_SERVICE_NAME: name,
    NODE_OPTIONS: "--enable-source-maps",
  };
}

export interface Target {
  readonly region: string;
  readonly createKmsKey: boolean;
  readonly kmsKeyArn: string | undefined;
  readonly databaseKmsKeyArns: Readonly<Record<string, string>>;
}

export function sortedTargets({ targets }: RdsCrossRegionBackupProps): Target[] {
  return Object.entries(targets)
    .map(([region, { createKmsKey = true, kmsKeyArn, databaseKmsKeyArns = {} }]) => ({
      region,
      createKmsKey,
      kmsKeyArn,
      databaseKmsKeyArns,
    }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
}

export function selection(props: SelectionProps = {}): Required<SelectionProps> {
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
