import type { KmsKey } from "../kms/kms";
import { AwsError, invalidCombination, invalidValue } from "../wire/errors";
import type { DatabaseRecord, Kind, SnapshotRecord } from "./model";
import type { Region } from "./region";
import { familyOf, type GroupKind } from "./stock";

/** What RDS refuses when a database is made (docs/aws-facts.md#refused-restores). The order of its checks is not documented. */

const LONGEST_ID = 63;

/** @throws AwsError InvalidParameterValue */
export function checkDatabaseId(parameter: string, id: string): void {
  if (id.length <= LONGEST_ID && /^[a-z](-?[a-z0-9])*$/.test(id)) return;
  throw invalidValue(
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ASCII letters, ` +
      "digits, and hyphens; and must not end with a hyphen or contain two consecutive hyphens.",
  );
}

/** @throws AwsError DBInstanceAlreadyExists, DBClusterAlreadyExistsFault */
export function checkIdIsFree(region: Region, kind: Kind, id: string): void {
  if (!region.databases[kind].get(id)) return;
  if (kind === "instance") throw new AwsError("DBInstanceAlreadyExists", "DB instance already exists");
  throw new AwsError("DBClusterAlreadyExistsFault", "DB Cluster already exists");
}

const SNAPSHOT_ERRORS = {
  instance: { notFound: "DBSnapshotNotFound", invalidState: "InvalidDBSnapshotState" },
  cluster: { notFound: "DBClusterSnapshotNotFoundFault", invalidState: "InvalidDBClusterSnapshotStateFault" },
} as const;

/** The snapshot to restore from. @throws AwsError if there is none, or if it is not available */
export function restorableSnapshot(region: Region, kind: Kind, id: string): SnapshotRecord {
  const { notFound, invalidState } = SNAPSHOT_ERRORS[kind];
  const snapshot = region.snapshot(kind, id);
  if (!snapshot) throw new AwsError(notFound, `${id} not found.`, 404);
  if (snapshot.status === "available") return snapshot;
  throw new AwsError(invalidState, `Snapshot ${id} is in state ${snapshot.status}, not available`);
}

/** @throws AwsError KMSKeyNotAccessibleFault */
export function checkKey(
  region: Region,
  { encryption, kmsKeyArn }: Pick<SnapshotRecord, "encryption" | "kmsKeyArn">,
): void {
  if (encryption !== "sse-kms" || region.rds.kms.isUsable(kmsKeyArn)) return;
  throw keyNotUsable(kmsKeyArn ?? "None");
}

/** A key of this region that can be used. @throws AwsError KMSKeyNotAccessibleFault */
export function usableKey(region: Region, id: string): KmsKey {
  const key = region.rds.kms.resolve(region.name, id);
  if (!key || !region.rds.kms.isUsable(key.arn)) throw keyNotUsable(id);
  return key;
}

const keyNotUsable = (key: string) =>
  new AwsError(
    "KMSKeyNotAccessibleFault",
    `The specified KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
  );

/** @throws AwsError InvalidParameterValue */
export function checkClass(region: Region, name: string): void {
  if (!/^db\./.test(name) || !region.stock.hasClass(name)) throw invalidValue(`Invalid DB Instance class: ${name}`);
}

/** @throws AwsError InvalidParameterCombination: the engine is another one, or its version cannot be made any more */
export function checkEngine(region: Region, snapshot: { engine: string }, engine: string, version: string): void {
  if (!isCompatible(snapshot.engine, engine)) {
    throw invalidCombination(
      `The engine ${engine} is not compatible with the engine ${snapshot.engine} of the snapshot`,
    );
  }
  if (!region.stock.hasVersion(engine, version))
    throw invalidCombination(`Cannot find version ${version} for ${engine}`);
}

/** A MySQL snapshot may become a MariaDB instance; editions of Oracle and SQL Server are kept here. */
const isCompatible = (from: string, to: string): boolean => from === to || (from === "mysql" && to === "mariadb");

/** Whether a version is before another one: `8.0.mysql_aurora.3.08.0` before `8.0.mysql_aurora.3.08.2`. */
export function isEarlier(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}

const GROUP_ERRORS: Readonly<Record<GroupKind, { readonly code: string; readonly what: string }>> = {
  parameters: { code: "DBParameterGroupNotFound", what: "DBParameterGroup" },
  "cluster parameters": { code: "DBClusterParameterGroupNotFound", what: "DBClusterParameterGroup" },
  options: { code: "OptionGroupNotFoundFault", what: "OptionGroup" },
  subnets: { code: "DBSubnetGroupNotFoundFault", what: "DB subnet group" },
};

/** @throws AwsError if there is no group of that name here, or its family does not fit */
export function checkGroup(
  region: Region,
  kind: GroupKind,
  name: string | undefined,
  { engine, engineVersion }: Pick<DatabaseRecord, "engine" | "engineVersion">,
): void {
  if (name === undefined) return;
  const group = region.stock.group(kind, name);
  const { code, what } = GROUP_ERRORS[kind];
  if (!group) throw new AwsError(code, `${what} not found: ${name}`, 404);
  const needed = familyOf(engine, engineVersion);
  if (group.family === undefined || group.family === needed) return;
  throw invalidCombination(
    `The Parameter Group ${name} with DBParameterGroupFamily ${group.family} cannot be used for this instance. ` +
      `Please use a Parameter Group with DBParameterGroupFamily ${needed}`,
  );
}
