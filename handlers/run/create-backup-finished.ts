import type { Context } from "aws-lambda";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionOptions } from "./function";
import { throwFailures } from "./outcome";
import { parseBackupFinished } from "./rds-event";
import { handleRecords } from "./records";
import { type Summary, summary } from "./report";
import { publish } from "./telemetry";

/**
 * The Lambda handler of finished backups, whose events come through SNS. Every record is handled; one that fails fails the
 * invocation at its end, and not the others.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createBackupFinished(
  options: FunctionOptions,
): (event: unknown, context: Context) => Promise<Summary[]> {
  const base = createFunction(options);
  return (event, context) =>
    handleRecords(
      event,
      base,
      (record) => parseBackupFinished(record, base.deploymentOf(context)),
      async ({ kind, databaseId }) => {
        const report = await base.runWith(context, (run) => reconcileDatabase(kind, databaseId, run));
        publish(report, base.sourceRegion, base.telemetry);
        throwFailures(report.outcomes);
        return summary(report);
      },
    );
}
