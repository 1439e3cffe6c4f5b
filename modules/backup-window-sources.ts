import { DataAwsDbInstance } from "@cdktf/provider-aws/lib/data-aws-db-instance";
import { DataAwsRdsCluster } from "@cdktf/provider-aws/lib/data-aws-rds-cluster";
import type { Context } from "./context";
import { EACH_KEY } from "./expressions";
import { forEach } from "./make";
import { readWindowCheck } from "./sweep-schedule-locals";

/** Reads the backup windows of the databases in `backup_window_instances` and `backup_window_clusters`, at plan. */
export function backupWindowSources({ make, inputs }: Context): void {
  if (inputs.backupWindowInstances !== undefined) {
    const source = make(DataAwsDbInstance, "backup_windows", {
      dbInstanceIdentifier: EACH_KEY,
      lifecycle: { postcondition: [readWindowCheck("DB instance")] },
    });
    forEach(source, inputs.backupWindowInstances);
  }
  if (inputs.backupWindowClusters !== undefined) {
    const source = make(DataAwsRdsCluster, "backup_windows", {
      clusterIdentifier: EACH_KEY,
      lifecycle: { postcondition: [readWindowCheck("DB cluster")] },
    });
    forEach(source, inputs.backupWindowClusters);
  }
}
