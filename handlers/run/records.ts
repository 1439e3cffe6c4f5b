import { messageOf } from "../rds/errors";
import type { FunctionBase } from "./function";
import { type BackupFinished, type Ignored, recordsOf } from "./rds-event";

/**
 * Handles every record of an SNS invocation. One that fails or cannot be read does not stop the others.
 *
 * @param parse throws for a record that cannot be read
 * @returns the results of `handle` for the records of finished backups
 * @throws Error if the event is not from SNS; AggregateError of all records that failed, at the end
 */
export async function handleRecords<Result>(
  event: unknown,
  { telemetry }: Pick<FunctionBase, "telemetry">,
  parse: (record: unknown) => BackupFinished | Ignored,
  handle: (finished: BackupFinished) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const errors: Error[] = [];
  for (const record of recordsOf(event)) {
    try {
      const read = parse(record);
      if ("ignored" in read) telemetry.logger.info("ignored", { message_id: read.messageId, detail: read.ignored });
      else results.push(await handle(read));
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(messageOf(cause));
      telemetry.logger.error("record failed", { error });
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
  return results;
}
