import type { NewCopy } from "../core/actions";
import type { RdsError } from "../rds/errors";
import { isAboutOptionGroup } from "./option-group-refusal";
import { said, VAGUE } from "./said";

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

const OF_KEYS = /\bKMS\b|KmsKey|encrypt/i;
const OF_ANYTHING_ELSE = /\btags?\b|identifier|engine|option group|\bstate\b/i;

/** Whether RDS says that it is about the key. An option that an option group lacks may be called after encryption. */
export const isAboutKey = (error: RdsError, copy: NewCopy): boolean =>
  error.code === "key-not-accessible" ||
  (!isAboutOptionGroup(error, copy) &&
    (VAGUE.has(error.code) || error.code === "invalid-state") &&
    OF_KEYS.test(said(error, copy)));

/** Whether it may be about the key: RDS says that, or nothing of its cause. */
export const mayBeAboutKey = (error: RdsError, copy: NewCopy): boolean =>
  isAboutKey(error, copy) || (VAGUE.has(error.code) && !OF_ANYTHING_ELSE.test(said(error, copy)));
