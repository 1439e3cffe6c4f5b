import type { TargetKeys } from "../settings/settings";
import type { Snapshot } from "./model";
import { mostSpecific } from "./pattern";

/** A database's key in a target region: that of the most specific pattern, else the region's. */
export function targetKey(keys: TargetKeys | undefined, databaseId: string): string | undefined {
  if (keys === undefined) return undefined;
  const pattern = mostSpecific(Object.keys(keys.databaseKmsKeyArns), databaseId);
  return pattern === undefined ? keys.kmsKeyArn : keys.databaseKmsKeyArns[pattern];
}

/** What to set so that copies to a target region have a key. */
export const setAKey = (targetRegion: string): string =>
  `set targets["${targetRegion}"].create_kms_key, .kms_key_arn or .database_kms_key_arns`;

export type Encrypting =
  | { readonly with: string; readonly orWithout: boolean }
  | { readonly with: undefined; readonly orWithout: false }
  | "key-missing";

/**
 * How the copy of a snapshot is encrypted, by how the snapshot is:
 *
 * - by a KMS key: with a key of the target region, which is mandatory;
 * - not at all: an instance with the key, if there is one (docs/aws-facts.md#instance-encryption); a cluster without, as
 *   RDS refuses the key (docs/aws-facts.md#cluster-encryption);
 * - by a key that AWS owns (`sse-rds`): with the key and, if RDS refuses that, without, as it is not documented
 *   (docs/aws-facts.md#encryption-by-an-aws-owned-key).
 */
export function encrypting(snapshot: Snapshot, key: string | undefined): Encrypting {
  if (snapshot.encryption === "kms") return key === undefined ? "key-missing" : { with: key, orWithout: false };
  if (key === undefined) return { with: undefined, orWithout: false };
  if (snapshot.encryption === "sse-rds") return { with: key, orWithout: true };
  if (snapshot.kind === "cluster") return { with: undefined, orWithout: false };
  return { with: key, orWithout: false };
}
