import { SETTINGS } from "../../../settings/settings";
import type { DatabaseRecord } from "../../rds/model";
import { DAY, HOUR } from "../../time/clock";
import { type OwnCopy, takenAt } from "../ledger";
import { SOURCE_REGION } from "../scenario";
import type { Truth } from "../truth";

/** The module's default. */
export const MAX_AGE = SETTINGS.max_recovery_point_age_hours.default * HOUR;

/** Copies that count. */
export type Wanted = (copy: OwnCopy) => boolean;

/**
 * Recovery point age in milliseconds, of what is there now: of the newest copy under any name that the database has had.
 * @param wanted the copies that count. Default: all
 */
export function ageOf(
  { world, ledger, settings }: Truth,
  region: string,
  { kind, id, resourceId, createdAt, backupRetentionDays }: DatabaseRecord,
  wanted: Wanted = () => true,
): number {
  const now = world.clock.now();
  const copies = ledger
    .ofResource(region, kind, resourceId)
    .filter(({ copy, now: is }) => is.status === "available" && wanted(copy))
    .map(({ copy }) => takenAt(copy));
  if (copies.length > 0) return now - Math.max(...copies);
  const snapshots = [...world.aws.region(SOURCE_REGION).snapshots[kind].values()]
    .filter(({ type, status }) => type === "automated" && status === "available")
    .filter((one) => one.databaseId === id && one.databaseResourceId === resourceId)
    .map(({ createTime = now }) => createTime);
  // Snapshots that RDS soon deletes never get too old, so they cannot show that no copy is made.
  const kept = (backupRetentionDays - 1) * DAY > MAX_AGE && snapshots.length > 0;
  // Nobody can be late before there was a deployment to the region.
  return now - Math.max(kept ? Math.min(...snapshots) : createdAt, settings.targetSince(region) ?? now);
}
