import type { SnapshotDetails } from "../../handlers/core/restorable";
import type { Value } from "./model";
import type { RecoveryPoint } from "./recovery-points";
import { value } from "./values";

type Speed = Pick<SnapshotDetails, "engine" | "storageType" | "iops" | "storageThroughput">;

/** What gp3 has at most without being asked for more (docs/aws-facts.md#what-a-restore-takes-from-the-snapshot). */
const UNASKED = { iops: 12_000, throughput: 500 };
const UNASKED_OF_SQL_SERVER = { iops: 3_000, throughput: 125 };

/** Storage that RDS may make otherwise unless it is named. All other sizes are those of the copy. */
function isProvisioned({ engine, storageType, iops = 0, storageThroughput = 0 }: Speed): boolean {
  if (storageType === "io1" || storageType === "io2") return true;
  const unasked = engine.startsWith("sqlserver-") ? UNASKED_OF_SQL_SERVER : UNASKED;
  return storageType === "gp3" && (iops > unasked.iops || storageThroughput > unasked.throughput);
}

/** The size with it: RDS takes no IOPS without (docs/aws-facts.md#refused-restores). */
export function storage({ snapshot, details }: Pick<RecoveryPoint, "snapshot" | "details">): Value[] {
  if (!isProvisioned(details)) return [];
  const { storageType, iops, storageThroughput } = details;
  return [
    ...value("copy", "storage_type", storageType),
    ...value("copy", "allocated_storage", snapshot.sizeGib),
    ...value("copy", "iops", iops),
    ...value("copy", "storage_throughput", storageType === "gp3" ? storageThroughput : undefined),
  ];
}
