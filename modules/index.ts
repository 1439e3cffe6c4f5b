export type { Alarms } from "./alarms";
export type {
  MaxCopiesInProgressProps,
  RdsCrossRegionBackupProps,
  RetentionProps,
  SelectionProps,
  TargetProps,
} from "./props";
export { type AlarmTargets, RdsCrossRegionBackup } from "./rds-cross-region-backup";
