import type { Context } from "aws-lambda";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionBase, type FunctionOptions } from "./function";
import { throwFailures } from "./outcome";
import { parseRdsEvent, recordsOf } from "./rds-event";
import type { Report } from "./report";
import { publish } from "./telemetry";

/**
 * The Lambda handler of RDS events, which come through SNS. Every record is handled; one that fails fails the
 * invocation at its end, and not the others.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createBackupFinished(
  options: FunctionOptions,
): (event: unknown, context: Context) => Promise<Report[]> {
  const base = createFunction(options);
  return async (event, context) => {
    const reports: Report[] = [];
    const errors: unknown[] = [];
    for (const record of recordsOf(event)) {
      try {
        const report = await handle(record, context, base);
        if (report) reports.push(report);
      } catch (error) {
        base.telemetry.logger.error("record failed", { error: asError(error) });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => asError(error).message).join("\n"));
    return reports;
  };
}

async function handle(record: unknown, context: Context, base: FunctionBase): Promise<Report | undefined> {
  const event = parseRdsEvent(record);
  if ("ignored" in event) {
    base.telemetry.logger.info("ignored", { message_id: event.messageId, detail: event.ignored });
    return undefined;
  }
  const report = await base.runWith(context, (run) => reconcileDatabase(event.kind, event.databaseId, run));
  publish(report, base.sourceRegion, base.telemetry);
  throwFailures(report.outcomes);
  return report;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
