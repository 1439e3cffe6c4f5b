import type { NewCopy } from "../core/actions";
import type { RdsError, RdsErrorCode } from "../rds/errors";

/** Codes that say nothing of the cause. Which one RDS gives is not documented (docs/aws-facts.md#copy-errors). */
export const VAGUE: ReadonlySet<RdsErrorCode> = new Set(["invalid-request", "unknown"]);

/** RDS's text without names that people have given: a database may be called `kms-tags`. */
export function said({ message }: RdsError, { database, snapshot, request }: NewCopy): string {
  const given = [request.sourceArn, request.targetId, snapshot, snapshot.replace(/^rds:/, ""), database];
  const names = new Set(given.map((name) => name.toLowerCase()));
  return message.replace(/\w([\w:-]*\w)?/g, (word) => (names.has(word.toLowerCase()) ? "…" : word));
}
