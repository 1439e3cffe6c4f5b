import type { Database } from "./model";

/**
 * Why a selected database cannot be copied until a person changes something; undefined if it can.
 * The rules are limits of RDS (docs/aws-facts.md#what-cannot-be-copied).
 */
export function uncovered(database: Database): { reason: string; message: string } | undefined {
  const { kind, engine, backupRetentionDays, backupTarget } = database;
  if (engine.startsWith("custom-")) {
    return {
      reason: "rds-custom",
      message: `snapshots of RDS Custom (${engine}) cannot be copied by this tool: exclude it`,
    };
  }
  if (kind === "cluster" && !engine.startsWith("aurora")) {
    return {
      reason: "multi-az-cluster",
      message: `RDS cannot copy snapshots of Multi-AZ DB clusters (${engine}): exclude it, or protect it in another way`,
    };
  }
  if (backupTarget !== "region") {
    return {
      reason: "not-in-region",
      message: `its backups are kept in "${backupTarget}", not in the region: exclude it`,
    };
  }
  if (backupRetentionDays === 0) {
    return {
      reason: "backups-disabled",
      message: "automated backups are disabled: exclude it, or set its backup retention period to at least 1 day",
    };
  }
  return undefined;
}
