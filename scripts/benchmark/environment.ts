import { SOURCE, TARGET } from "../../simulation/estate/plain-deployment";

/** Of the functions, as the module sets it for all databases and one target region. */
export const environment = {
  AWS_REGION: SOURCE,
  AWS_ACCESS_KEY_ID: "benchmark",
  AWS_SECRET_ACCESS_KEY: "benchmark",
  NAME: "rds-cross-region-backup",
  TARGETS: JSON.stringify([TARGET]),
  TARGET_KMS_KEYS: "{}",
  INSTANCES: JSON.stringify({ include: ["*"], exclude: [], tags: {} }),
  CLUSTERS: JSON.stringify({ include: ["*"], exclude: [], tags: {} }),
  RETENTION: JSON.stringify({ keep_last: 14, keep_daily: 0, keep_weekly: 0, keep_monthly: 0, keep_yearly: 0 }),
  MAX_COPIES_IN_PROGRESS: JSON.stringify({ instances: 20, clusters: 5 }),
  MAX_RECOVERY_POINT_AGE_HOURS: "36",
  STUCK_COPY_HOURS: "24",
  FOLLOW_UP_INTERVAL_MINUTES: "15",
  DRY_RUN: "false",
  LOG_LEVEL: "INFO",
};
