import type { Fault } from "./actions";
import type { Database } from "./model";

/**
 * Why a selected database cannot be copied until a person changes something; undefined if it can.
 * The rules are limits of RDS (docs/aws-facts.md#what-cannot-be-copied).
 */
export function uncovered(database: Database): Fault | undefined {
  const { kind, engine, backupRetentionDays, backupTarget } = database;
  if (engine.startsWith("custom-")) {
    return {
      reason: "rds-custom",
      cause: `snapshots of RDS Custom (${engine}) cannot be copied by this tool`,
      remedy: "exclude it",
      about: engine,
    };
  }
  if (kind === "cluster" && !engine.startsWith("aurora")) {
    return {
      reason: "multi-az-cluster",
      cause: `RDS cannot copy snapshots of Multi-AZ DB clusters (${engine})`,
      remedy: "exclude it, or protect it in another way",
      about: engine,
    };
  }
  if (backupTarget !== "region") {
    return {
      reason: "not-in-region",
      cause: `its backups are kept in "${backupTarget}", not in the region`,
      remedy: "exclude it",
      about: backupTarget,
    };
  }
  if (backupRetentionDays === 0) {
    return {
      reason: "backups-disabled",
      cause: "automated backups are disabled",
      remedy: "set its backup retention period to at least 1 day, or exclude it",
      about: "backups-disabled",
    };
  }
  return undefined;
}
