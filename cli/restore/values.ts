import { isDefaultGroup } from "../../handlers/core/default-group";
import type { SnapshotDetails } from "../../handlers/core/restorable";
import type { Shape } from "../../handlers/core/sheet/shape";
import type { Hcl } from "./hcl";
import type { Origin, Value } from "./model";

export interface Place {
  readonly partition: string;
  readonly account: string;
}

/** One value, or none where nobody knows it. */
export const value = (from: Origin, name: string, one: Hcl | undefined): Value[] =>
  one === undefined ? [] : [{ name, value: one, from }];

/** A role of IAM, which is the same in each region. Its name has its path. */
export const roleArn = ({ partition, account }: Place, name: string): string =>
  `arn:${partition}:iam::${account}:role/${name}`;

/** What RDS uses for new databases: naming it would only cost a restart. */
const DEFAULT_CA = "rds-ca-rsa2048-g1";

/** Those named after a year have expired, and RDS knows them no more (docs/aws-facts.md#refused-restores). */
const EXPIRED_CA = /^rds-ca-20\d\d/;

export const hasExpiredCa = ({ ca = "" }: { readonly ca?: string | undefined }): boolean => EXPIRED_CA.test(ca);

/** Undefined: RDS's default. */
export const certificateAuthority = (shape: { readonly ca?: string | undefined }): string | undefined =>
  shape.ca === DEFAULT_CA || hasExpiredCa(shape) ? undefined : shape.ca;

/** The other one is RDS's default, and only some engines take either. */
export const NO_EXTENDED_SUPPORT = "open-source-rds-extended-support-disabled";

/** Of an instance, in a cluster too: to be chosen where no sheet says it. */
export const instanceClass = (size: string | undefined): Value[] =>
  size === undefined
    ? value("open", "instance_class", { expression: "var.instance_class" })
    : value("sheet", "instance_class", size);

/** Where nobody knows for how long backups were kept. */
const BACKUP_DAYS = 7;

/** As the sheet says, or else the copy. @param window the argument of their window */
export function backups(
  { backupRetentionDays: days, backupWindow }: Pick<SnapshotDetails, "backupRetentionDays" | "backupWindow">,
  shape: Pick<Shape, "backupRetentionDays" | "backupWindow">,
  window: string,
): Value[] {
  return [
    ...known("backup_retention_period", shape.backupRetentionDays, days, BACKUP_DAYS),
    ...known(window, shape.backupWindow, backupWindow),
  ];
}

function known(name: string, ofSheet: Hcl | undefined, ofCopy: Hcl | undefined, otherwise?: Hcl): Value[] {
  if (ofSheet !== undefined) return value("sheet", name, ofSheet);
  return ofCopy === undefined ? value("open", name, otherwise) : value("copy", name, ofCopy);
}

export const logExports = ({ logExports: logs = [] }: Pick<Shape, "logExports">): Value[] =>
  value("sheet", "enabled_cloudwatch_logs_exports", logs.length === 0 ? undefined : logs);

/** Only what is not RDS's default: a role of monitoring without it is refused, and the other way round. */
export function monitoring(
  shape: { monitoringSeconds?: number | undefined; monitoringRole?: string | undefined },
  place: Place,
): Value[] {
  const { monitoringSeconds = 0, monitoringRole } = shape;
  if (monitoringSeconds === 0 || monitoringRole === undefined) return [];
  return [
    ...value("sheet", "monitoring_interval", monitoringSeconds),
    ...value("sheet", "monitoring_role_arn", roleArn(place, monitoringRole)),
  ];
}

export function performanceInsights(shape: {
  performanceInsights?: boolean | undefined;
  performanceInsightsDays?: number | undefined;
}): Value[] {
  if (shape.performanceInsights !== true) return [];
  return [
    ...value("sheet", "performance_insights_enabled", true),
    ...value("sheet", "performance_insights_retention_period", shape.performanceInsightsDays),
  ];
}

/** The other one is RDS's default. */
export const onlyIf = <T>(wanted: T, one: T | undefined): T | undefined => (one === wanted ? one : undefined);

/** Default groups are there, or RDS makes them. */
export const isOwnGroup = (name: string | undefined): name is string => name !== undefined && !isDefaultGroup(name);

export const ownGroup = (from: Origin, argument: string, name: string | undefined): Value[] =>
  value(from, argument, isOwnGroup(name) ? name : undefined);
