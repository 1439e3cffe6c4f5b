import type { TargetKeys } from "../settings/settings";
import type { Snapshot } from "./model";
import { mostSpecific } from "./pattern";

/** The key of a target region for a database: the most specific of the database keys, else the region's. */
export function targetKey(keys: TargetKeys | undefined, databaseId: string): string | undefined {
  if (keys === undefined) return undefined;
  const pattern = mostSpecific(Object.keys(keys.databaseKmsKeyArns), databaseId);
  return pattern === undefined ? keys.kmsKeyArn : keys.databaseKmsKeyArns[pattern];
}

export type Encrypting =
  | { readonly with: string; readonly orWithout: boolean }
  | { readonly with: undefined; readonly orWithout: false }
  | "key-missing";

/**
 * How a snapshot is encrypted when it is copied (facts §0.1, §2.1).
 *
 * - by a KMS key: a key of the target region is mandatory;
 * - not at all: an instance is encrypted by giving a key; a cluster cannot be, RDS refuses the key;
 * - by a key of AWS's own (`sse-rds`): undocumented, so with the key and, if RDS refuses that, without.
 */
export function encrypting(snapshot: Snapshot, key: string | undefined): Encrypting {
  if (snapshot.encryption === "kms") return key === undefined ? "key-missing" : { with: key, orWithout: false };
  if (key === undefined) return { with: undefined, orWithout: false };
  if (snapshot.encryption === "sse-rds") return { with: key, orWithout: true };
  if (snapshot.kind === "cluster") return { with: undefined, orWithout: false };
  return { with: key, orWithout: false };
}
