import { DEFAULTS } from "../../handlers/settings/bounds";
import type { RdsCrossRegionBackupProps } from "../../modules/props";
import type { Bundle } from "../bundle";
import type { FunctionSettings } from "./functions";

// TEMPORARY: by hand until the construct can be synthesised.
export function synthesise(
  props: RdsCrossRegionBackupProps,
  createdKeys: Readonly<Record<string, string>>,
): Record<Bundle, FunctionSettings> {
  const name = props.name ?? DEFAULTS.name;
  const sel = (s: RdsCrossRegionBackupProps["instances"]) =>
    JSON.stringify({ include: ["*"], exclude: [], tags: {}, ...s });
  const r = { ...DEFAULTS.retention, ...props.retention };
  const environment = {
    NAME: name,
    TARGETS: JSON.stringify(Object.keys(props.targets)),
    TARGET_KMS_KEYS: JSON.stringify(
      Object.fromEntries(
        Object.entries(props.targets).map(([region, t]) => [
          region,
          {
            kms_key_arn: (t.createKmsKey ?? true) ? createdKeys[region] : (t.kmsKeyArn ?? null),
            database_kms_key_arns: t.databaseKmsKeyArns ?? {},
          },
        ]),
      ),
    ),
    INSTANCES: sel(props.instances),
    CLUSTERS: sel(props.clusters),
    RETENTION: JSON.stringify({
      keep_last: r.keepLast,
      keep_daily: r.keepDaily,
      keep_weekly: r.keepWeekly,
      keep_monthly: r.keepMonthly,
      keep_yearly: r.keepYearly,
    }),
    MAX_COPIES_IN_PROGRESS: JSON.stringify({ ...DEFAULTS.maxCopiesInProgress, ...props.maxCopiesInProgress }),
    MAX_RECOVERY_POINT_AGE_HOURS: "36",
    STUCK_COPY_HOURS: "24",
    DRY_RUN: String(props.dryRun ?? false),
    LOG_LEVEL: "INFO",
    POWERTOOLS_SERVICE_NAME: name,
    NODE_OPTIONS: "--enable-source-maps",
  };
  return {
    sweep: { functionName: `${name}-sweep`, timeoutSeconds: 900, environment },
    "backup-finished": { functionName: `${name}-backup-finished`, timeoutSeconds: 120, environment },
  };
}
