import type { NewCopy } from "../core/actions";
import type { RdsError, RdsErrorCode } from "../rds/errors";

/** Which key a refusal is about, and its ARN or id if it is known. */
export interface RefusedKey {
  readonly of: "source" | "target";
  readonly id: string | undefined;
}

/** RDS's text names the key, by its role or by its ARN (docs/aws-facts.md#copy-errors); undefined if it does neither. */
export function refusedKey(message: string, { request, sourceKmsKeyId }: NewCopy): RefusedKey | undefined {
  const source: RefusedKey = { of: "source", id: KEY_ARN.exec(message)?.[0] ?? sourceKmsKeyId };
  const target: RefusedKey = { of: "target", id: request.kmsKeyArn };
  if (/source snapshot KMS key/i.test(message)) return source;
  if (/target KMS key/i.test(message) || names(message, target.id)) return target;
  return names(message, sourceKmsKeyId) ? source : undefined;
}

const KEY_ARN = /arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+/;

const names = (message: string, id: string | undefined): boolean => id !== undefined && message.includes(id);

/** Refusals that may be about the key. Which one RDS gives is not known (docs/aws-facts.md#encryption-by-an-aws-owned-key). */
const PERHAPS: ReadonlySet<RdsErrorCode> = new Set([
  "invalid-request",
  "invalid-state",
  "key-not-accessible",
  "unknown",
]);
const OF_KEYS = /\bKMS\b|KmsKey|encrypt/i;
const OF_ANYTHING_ELSE = /\btags?\b|identifier|engine|option group|\bstate\b|not available/i;

/** Whether RDS says that it is about the key. */
export const isAboutKey = ({ code, message }: RdsError): boolean =>
  code === "key-not-accessible" || (PERHAPS.has(code) && OF_KEYS.test(message));

/** Whether it may be about the key: RDS does not say that it is about something else. */
export const mayBeAboutKey = (error: RdsError): boolean =>
  isAboutKey(error) ||
  (PERHAPS.has(error.code) && error.code !== "invalid-state" && !OF_ANYTHING_ELSE.test(error.message));
