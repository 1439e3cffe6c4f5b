import type { Context } from "aws-lambda";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionOptions } from "./function";
import { parseBackupFinished } from "./rds-event";
import { handleRecords } from "./records";
import { type Returned, returnedBy } from "./summary";
import { publish } from "./telemetry";

/**
 * The Lambda handler of finished backups, whose events come through SNS. A record that cannot be read does not stop the others; it fails
 * the invocation at its end. What RDS refuses, or does not answer, is reported and left to the next sweep
 * (decisions/0017-what-fails-how.md).
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of records that cannot be read
 */
export function createBackupFinished(
  options: FunctionOptions,
): (event: unknown, context: Context) => Promise<Returned[]> {
  const base = createFunction(options);
  return (event, context) =>
    handleRecords(
      event,
      base,
      (record) => parseBackupFinished(record, base.deploymentOf(context)),
      async ({ kind, databaseId }) => {
        const report = await base.runWith(context, (run) => reconcileDatabase(kind, databaseId, run));
        publish(report, base);
        return returnedBy(report, [], base.settings);
      },
    );
}
