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
 * The Lambda handler of finished backups, whose events come through SNS. Every record is handled; one that fails fails the
 * invocation at its end, and not the others.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what a repetition may mend
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
 * Lambda repeats the event a minute or two after an error: that mends what passes, such as a list that RDS was too busy for. Nothing else
 * is thrown: it has been published, and would only be said again.
 */
function throwIfPassing(report: Report): void {
  const errors = outcomesOf(report).flatMap(({ outcome, error, database, message }) =>
    outcome === "failed" && error instanceof RdsError && error.code === "transient"
      ? new Error(`${database}: ${message}`, { cause: error })
      : [],
  );
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
}
