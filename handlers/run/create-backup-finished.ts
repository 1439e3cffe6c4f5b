import type { Context } from "aws-lambda";
import { RdsError } from "../rds/errors";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionOptions } from "./function";
import { parseBackupFinished } from "./rds-event";
import { handleRecords } from "./records";
import { outcomesOf, type Report } from "./report";
import { failuresOf, type Returned, summaryOf } from "./summary";
import { publish } from "./telemetry";

/**
 * The Lambda handler of finished backups, whose events come through SNS. A record that fails does not stop the others; it
 * fails the invocation at its end.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what a retry may mend
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
        throwIfPassing(report);
        return { ...summaryOf(report, base.settings), failed: failuresOf(report) };
      },
    );
}

/**
 * Lambda retries the event a minute or two after an error (docs/aws-facts.md#lambda-retries). That helps against what passes, such as an
 * overloaded RDS. Nothing else is thrown, as it has been published already (decisions/0017-what-fails-how.md).
 */
function throwIfPassing(report: Report): void {
  const errors = outcomesOf(report).flatMap(({ outcome, error, database, message }) =>
    outcome === "failed" && error instanceof RdsError && error.code === "transient"
      ? new Error(`${database}: ${message}`, { cause: error })
      : [],
  );
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
}
