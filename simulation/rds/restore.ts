import type { ClusterShape } from "../../handlers/core/sheet/shape";
import { databaseArn, parseArn, snapshotArn } from "../iam/arns";
import { AwsError, invalidCombination, invalidValue, missingParameter } from "../wire/errors";
import { clusterAsked, DEFAULTS, instanceAsked } from "./asked";
import { becomeAvailable } from "./becoming";
import type { DatabaseRecord, Encryption, ShapeOfInstance, ShapeOfRecord, SnapshotRecord, Tags } from "./model";
import { type Operation, type OperationCall, requireAccess } from "./operation";
import { defaultOptionGroup } from "./option-groups";
import {
  checkClass,
  checkDatabaseId,
  checkEngine,
  checkGroup,
  checkIdIsFree,
  checkKey,
  isEarlier,
  restorableSnapshot,
  usableKey,
} from "./refusals";
import type { Region } from "./region";
import { databaseElement } from "./shapes";
import { familyOf } from "./stock";
import { requestedTags, requireTagging } from "./tags";

/** RestoreDBInstanceFromDBSnapshot (docs/aws-facts.md#restore-calls). */
export const restoreInstance: Operation = async ({ region, parameters, caller }) => {
  const { account } = region.rds;
  const id = parameters.required("DBInstanceIdentifier").toLowerCase();
  const snapshotId = idOf(parameters.required("DBSnapshotIdentifier"));
  checkDatabaseId("DBInstanceIdentifier", id);
  const tags = requestedTags(parameters);
  const arn = databaseArn(account, region.name, "instance", id);
  const action = "rds:RestoreDBInstanceFromDBSnapshot";
  await requireAccess(caller, { action, resource: arn });
  await requireAccess(caller, { action, resource: snapshotArn(account, region.name, "instance", snapshotId) });
  if (Object.keys(tags).length > 0) await requireTagging(caller, arn, tags);

  checkIdIsFree(region, "instance", id);
  const snapshot = restorableSnapshot(region, "instance", snapshotId);
  const engine = parameters.optional("Engine") ?? snapshot.engine;
  const { engineVersion } = snapshot;
  checkEngine(region, snapshot, engine, engineVersion);
  const asked = instanceAsked(parameters);
  const optionGroup = parameters.optional("OptionGroupName");
  // RDS may know the class of the database: whether a copy in another region still tells it is unconfirmed.
  if (asked.class === undefined) throw missingParameter("DBInstanceClass");
  checkClass(region, asked.class);
  if (asked.multiAz && parameters.optional("AvailabilityZone") !== undefined) {
    throw invalidCombination("Requesting a specific availability zone is not valid for Multi-AZ instances.");
  }
  if (asked.multiAz && engine.startsWith("sqlserver") && !asked.backupRetentionDays) {
    throw invalidValue("Mirroring cannot be applied to instances with backup retention set to zero.");
  }
  checkGroup(region, "parameters", asked.parameterGroup, { engine, engineVersion });
  checkGroup(region, "options", optionGroup, { engine, engineVersion });
  checkGroup(region, "subnets", asked.subnetGroup, { engine, engineVersion });
  checkKey(region, snapshot);

  const parameterGroup = `default.${familyOf(engine, engineVersion)}`;
  const defaults = { ...DEFAULTS, vpc: vpcOf(region), parameterGroup, multiAz: false, minorUpgrades: true };
  const shape: ShapeOfInstance = { ...defaults, ...asked, kind: "instance" };
  const database = made(region, {
    id,
    arn,
    engine,
    engineVersion,
    snapshot,
    tags,
    shape,
    encryption: snapshot,
    optionGroup: optionGroup ?? snapshot.optionGroup ?? defaultOptionGroup(engine, engineVersion),
  });
  begin(region, database);
  return { body: databaseElement(database) };
};

/** RestoreDBClusterFromSnapshot: a cluster without instances (docs/aws-facts.md#restore-calls). */
export const restoreCluster: Operation = async ({ region, parameters, caller }) => {
  const { account } = region.rds;
  const id = parameters.required("DBClusterIdentifier").toLowerCase();
  const snapshotId = idOf(parameters.required("SnapshotIdentifier"));
  const engine = parameters.required("Engine");
  checkDatabaseId("DBClusterIdentifier", id);
  const tags = requestedTags(parameters);
  const arn = databaseArn(account, region.name, "cluster", id);
  const action = "rds:RestoreDBClusterFromSnapshot";
  await requireAccess(caller, { action, resource: arn });
  await requireAccess(caller, { action, resource: snapshotArn(account, region.name, "cluster", snapshotId) });
  if (Object.keys(tags).length > 0) await requireTagging(caller, arn, tags);

  checkIdIsFree(region, "cluster", id);
  const snapshot = restorableSnapshot(region, "cluster", snapshotId);
  const engineVersion = parameters.optional("EngineVersion") ?? snapshot.engineVersion;
  checkEngine(region, snapshot, engine, engineVersion);
  if (isEarlier(engineVersion, snapshot.engineVersion)) {
    throw invalidCombination(
      `The engine version you requested for your restored DB cluster (${engineVersion}) is earlier than the engine version of the DB ` +
        `cluster snapshot (${snapshot.engineVersion}).`,
    );
  }
  parameters.integer("BackupRetentionPeriod", 1, 35, 1);
  const asked = clusterAsked(parameters);
  if (asked.performanceInsights || asked.monitoringSeconds) {
    throw invalidCombination(
      "You can enable Performance Insights or set the Enhanced Monitoring interval only when restoring from a source Aurora Limitless DB cluster",
    );
  }
  checkGroup(region, "cluster parameters", asked.parameterGroup, { engine, engineVersion });
  checkGroup(region, "subnets", asked.subnetGroup, { engine, engineVersion });
  const encryption = clusterEncryption(region, snapshot, parameters.optional("KmsKeyId"));

  const parameterGroup = `default.${familyOf(engine, engineVersion)}`;
  const shape: ClusterShape = { ...DEFAULTS, parameterGroup, ...asked, kind: "cluster", members: [] };
  const database = made(region, { id, arn, engine, engineVersion, snapshot, tags, shape, encryption });
  begin(region, database);
  return { body: databaseElement(database) };
};

/** A cluster may get another key than its snapshot has. */
function clusterEncryption(region: Region, snapshot: SnapshotRecord, keyId: string | undefined): Keyed {
  checkKey(region, snapshot);
  return keyId === undefined ? snapshot : { encryption: "sse-kms", kmsKeyArn: usableKey(region, keyId).arn };
}

/** CreateDBInstance, for the members of a cluster only. */
export const createMember: Operation = async (call) => {
  const { region, parameters, caller } = call;
  const { account } = region.rds;
  const id = parameters.required("DBInstanceIdentifier").toLowerCase();
  checkDatabaseId("DBInstanceIdentifier", id);
  const tags = requestedTags(parameters);
  const arn = databaseArn(account, region.name, "instance", id);
  await requireAccess(caller, { action: "rds:CreateDBInstance", resource: arn });
  if (Object.keys(tags).length > 0) await requireTagging(caller, arn, tags);
  checkIdIsFree(region, "instance", id);
  const cluster = clusterOf(call);
  const engine = parameters.required("Engine");
  if (engine !== cluster.engine) {
    throw invalidCombination(
      `The engine name requested for your DB instance (${engine}) doesn't match the engine name of your DB cluster (${cluster.engine}).`,
    );
  }
  const asked = instanceAsked(parameters);
  checkClass(region, parameters.required("DBInstanceClass"));
  checkServerless(cluster, asked.class);
  checkGroup(region, "parameters", asked.parameterGroup, cluster);
  checkGroup(region, "subnets", asked.subnetGroup, cluster);

  const member = made(region, {
    id,
    arn,
    engine,
    engineVersion: cluster.engineVersion,
    snapshot: cluster,
    tags,
    encryption: cluster,
    shape: { ...DEFAULTS, vpc: vpcOf(region), minorUpgrades: true, ...asked, kind: "instance" },
    memberOf: cluster.id,
    promotionTier: parameters.integer("PromotionTier", 0, 15, 1),
  });
  begin(region, member);
  return { body: databaseElement(member) };
};

/** @throws AwsError DBClusterNotFoundFault, InvalidDBClusterStateFault */
function clusterOf({ region, parameters }: OperationCall): DatabaseRecord {
  const id = parameters.optional("DBClusterIdentifier")?.toLowerCase();
  if (id === undefined)
    throw invalidCombination("The simulation creates members of clusters only: send DBClusterIdentifier");
  const cluster = region.databases.cluster.get(id);
  if (!cluster) throw new AwsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`, 404);
  return cluster;
}

function checkServerless({ shape }: DatabaseRecord, memberClass: string | undefined): void {
  const hasRange = shape?.kind === "cluster" && shape.serverlessMax !== undefined;
  if (memberClass !== "db.serverless" || hasRange) return;
  throw new AwsError(
    "InvalidDBClusterStateFault",
    "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a Serverless v2 DB instance.",
  );
}

type Keyed = Pick<SnapshotRecord, "kmsKeyArn"> & { readonly encryption: Encryption };

interface Made {
  readonly id: string;
  readonly arn: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** What it is made from. */
  readonly snapshot: Pick<DatabaseRecord, "sizeGib" | "tags">;
  readonly tags: Tags;
  readonly encryption: Keyed;
  readonly shape: ShapeOfRecord;
  readonly memberOf?: string;
  readonly promotionTier?: number;
  readonly optionGroup?: string;
}

function begin(region: Region, database: DatabaseRecord): void {
  const { durations, random } = region.rds;
  becomeAvailable(region, database, durations.restore(random));
  region.backups.schedule(database);
}

/** A new database, while it is being made. Without tags in the call it gets those of what it is made from. */
function made(
  region: Region,
  { snapshot, encryption, tags, shape, memberOf, promotionTier, optionGroup, ...named }: Made,
): DatabaseRecord {
  const { kind } = shape;
  return region.databases[kind].put({
    ...named,
    kind,
    resourceId: region.newResourceId(kind),
    status: "creating",
    createdAt: region.rds.clock.now(),
    backupRetentionDays: memberOf === undefined ? (shape.backupRetentionDays ?? DEFAULTS.backupRetentionDays) : 0,
    backupWindow: shape.backupWindow ?? "03:00-03:30",
    sizeGib: snapshot.sizeGib,
    encryption: encryption.encryption,
    kmsKeyArn: encryption.kmsKeyArn,
    copyTagsToSnapshot: shape.copyTagsToSnapshot ?? false,
    tags: Object.keys(tags).length > 0 || memberOf !== undefined ? tags : withoutReserved(snapshot.tags),
    memberOf,
    backupTarget: "region",
    shape,
    optionGroup,
    ...(promotionTier !== undefined && { promotionTier }),
  });
}

const withoutReserved = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));

/** All subnet groups of a region lie in one VPC here. */
const vpcOf = ({ name }: Region): string => `vpc-${name}`;

const idOf = (snapshot: string): string => (parseArn(snapshot)?.id ?? snapshot).toLowerCase();
