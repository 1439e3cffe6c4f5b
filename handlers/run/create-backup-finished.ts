import type { Context } from "aws-lambda";
import { reconcileDatabase } from "./backup-finished";
import { createFunction, type FunctionBase, type FunctionOptions } from "./function";
import { throwFailures } from "./outcome";
import { parseRdsEvent, recordsOf } from "./rds-event";
import { type Summary, summary } from "./report";
import { publish } from "./telemetry";

/**
 * The Lambda handler of RDS events, which come through SNS. Every record is handled; one that fails fails the
 * invocation at its end, and not the others.
 *
 * @throws SettingsError at once if the environment is malformed; the handler throws an AggregateError of what failed
 */
export function createBackupFinished(
  options: FunctionOptions,
): (event: unknown, context: Context) => Promise<Summary[]> {
  const base = createFunction(options);
  return async (event, context) => {
    const summaries: Summary[] = [];
    const errors: unknown[] = [];
    for (const record of recordsOf(event)) {
      try {
        const report = await handle(record, context, base);
        if (report) summaries.push(report);
      } catch (error) {
        base.telemetry.logger.error("record failed", { error: asError(error) });
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => asError(error).message).join("\n"));
    return summaries;
  };
}

async function handle(record: unknown, context: Context, base: FunctionBase): Promise<Summary | undefined> {
  const event = parseRdsEvent(record);
  if ("ignored" in event) {
    base.telemetry.logger.info("ignored", { message_id: event.messageId, detail: event.ignored });
    return undefined;
  }
  const report = await base.runWith(context, (run) => reconcileDatabase(event.kind, event.databaseId, run));
  publish(report, base.sourceRegion, base.telemetry);
  throwFailures(report.outcomes);
  return summary(report);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
