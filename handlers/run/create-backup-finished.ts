import type { Context, SNSEvent, SNSEventRecord } from "aws-lambda";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionBase, type FunctionOptions } from "./function";
import { throwFailures } from "./outcome";
import { parseRdsEvent } from "./rds-event";
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
): (event: SNSEvent, context: Context) => Promise<Report[]> {
  const base = createFunction(options);
  return async (event, context) => {
    const reports: Report[] = [];
    const errors: unknown[] = [];
    for (const record of event.Records) {
      try {
        const report = await handle(record, context, base);
        if (report) reports.push(report);
      } catch (error) {
        base.telemetry.logger.error("record failed", { message_id: record.Sns?.MessageId, error: asError(error) });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => asError(error).message).join("\n"));
    return reports;
  };
}

async function handle(record: SNSEventRecord, context: Context, base: FunctionBase): Promise<Report | undefined> {
  const event = parseRdsEvent(record);
  if ("ignored" in event) {
    base.telemetry.logger.info("ignored", { message_id: record.Sns.MessageId, detail: event.ignored });
    return undefined;
  }
  const report = await base.runWith(context, (run) => reconcileDatabase(event.kind, event.databaseId, run));
  publish(report, base.sourceRegion, base.telemetry);
  throwFailures(report.outcomes);
  return report;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
