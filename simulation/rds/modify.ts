import type { ClusterShape } from "../../handlers/core/sheet/shape";
import { databaseArn } from "../iam/arns";
import { AwsError, invalidCombination, invalidValue } from "../wire/errors";
import type { QueryParameters } from "../wire/query-protocol";
import { element } from "../wire/xml";
import { clusterAsked, instanceAsked } from "./asked";
import { becomeAvailable } from "./becoming";
import type { DatabaseRecord, ShapeOfInstance } from "./model";
import { type Operation, requireAccess } from "./operation";
import { checkClass, checkGroup, isEarlier } from "./refusals";
import type { Region } from "./region";
import { databaseElement } from "./shapes";

/** ModifyDBInstance, at once: what is to wait for the maintenance window is not simulated. */
export const modifyInstance: Operation = async ({ region, parameters, caller }) => {
  const id = parameters.required("DBInstanceIdentifier").toLowerCase();
  const resource = databaseArn(region.rds.account, region.name, "instance", id);
  await requireAccess(caller, { action: "rds:ModifyDBInstance", resource });
  const before = region.databases.instance.get(id);
  if (!before) throw new AwsError("DBInstanceNotFound", `DBInstance ${id} not found.`, 404);
  if (before.status !== "available") {
    throw new AwsError("InvalidDBInstanceState", `Database instance is not in available state: ${before.status}`);
  }
  applyAtOnce(parameters);
  const asked = instanceAsked(parameters);
  const askedOptionGroup = parameters.optional("OptionGroupName");
  const engineVersion = versionAsked(before, parameters);
  const size = parameters.integer("AllocatedStorage", 1, 65_536, before.sizeGib);
  if (size < before.sizeGib)
    throw invalidCombination("Invalid storage size for engine: storage cannot be made smaller");
  if (parameters.optional("Iops") !== undefined && parameters.optional("AllocatedStorage") === undefined) {
    throw invalidCombination(
      "You must specify both the storage size and iops when modifying the storage size or iops on a DB instance that has iops.",
    );
  }
  if (asked.class !== undefined) checkClass(region, asked.class);
  checkGroup(region, "parameters", asked.parameterGroup, { ...before, engineVersion });
  checkGroup(region, "options", askedOptionGroup, { ...before, engineVersion });
  const own: ShapeOfInstance = before.shape?.kind === "instance" ? before.shape : { kind: "instance" };
  const shape = { ...own, ...asked };
  const retention = asked.backupRetentionDays ?? before.backupRetentionDays;
  if (shape.multiAz && before.engine.startsWith("sqlserver") && retention === 0) {
    throw invalidValue("Mirroring cannot be applied to instances with backup retention set to zero.");
  }
  const optionGroup = askedOptionGroup ?? before.optionGroup;
  const database = modified(region, before, { ...before, engineVersion, sizeGib: size, shape, optionGroup });
  return { body: databaseElement(database) };
};

/** ModifyDBCluster, at once. */
export const modifyCluster: Operation = async ({ region, parameters, caller }) => {
  const id = parameters.required("DBClusterIdentifier").toLowerCase();
  const resource = databaseArn(region.rds.account, region.name, "cluster", id);
  await requireAccess(caller, { action: "rds:ModifyDBCluster", resource });
  const before = region.databases.cluster.get(id);
  if (!before) throw new AwsError("DBClusterNotFoundFault", `DBCluster ${id} not found.`, 404);
  if (before.status !== "available") {
    throw new AwsError("InvalidDBClusterStateFault", `DBCluster ${id} is not in available state: ${before.status}`);
  }
  applyAtOnce(parameters);
  parameters.integer("BackupRetentionPeriod", 1, 35, 1);
  const asked = clusterAsked(parameters);
  const engineVersion = versionAsked(before, parameters);
  checkGroup(region, "cluster parameters", asked.parameterGroup, { ...before, engineVersion });
  const own: ClusterShape = before.shape?.kind === "cluster" ? before.shape : { kind: "cluster" };
  const database = modified(region, before, { ...before, engineVersion, shape: { ...own, ...asked } });
  return { body: databaseElement(database) };
};

/** EnableHttpEndpoint: turns the Data API of a cluster on. */
export const enableHttpEndpoint: Operation = async ({ region, parameters, caller }) => {
  const resource = parameters.required("ResourceArn");
  await requireAccess(caller, { action: "rds:EnableHttpEndpoint", resource });
  const cluster = [...region.databases.cluster.values()].find(({ arn }) => arn === resource);
  if (!cluster) throw new AwsError("ResourceNotFoundFault", `The resource ${resource} was not found.`, 404);
  const shape: ClusterShape = cluster.shape?.kind === "cluster" ? cluster.shape : { kind: "cluster" };
  region.databases.cluster.put({ ...cluster, shape: { ...shape, httpEndpoint: true } });
  return { body: element("ResourceArn", resource) + element("HttpEndpointEnabled", true) };
};

/** What shape and record both say, the record follows. */
function modified(region: Region, before: DatabaseRecord, database: DatabaseRecord): DatabaseRecord {
  const { durations, random } = region.rds;
  const { shape } = database;
  const changed = region.databases[database.kind].put({
    ...database,
    status: "modifying",
    backupRetentionDays: shape?.backupRetentionDays ?? database.backupRetentionDays,
    backupWindow: shape?.backupWindow ?? database.backupWindow,
    copyTagsToSnapshot: shape?.copyTagsToSnapshot ?? database.copyTagsToSnapshot,
  });
  becomeAvailable(region, changed, durations.modify(random), before.backupRetentionDays);
  return changed;
}

function applyAtOnce(parameters: QueryParameters): void {
  if (parameters.boolean("ApplyImmediately")) return;
  throw invalidCombination("The simulation modifies at once only: send ApplyImmediately");
}

function versionAsked(before: DatabaseRecord, parameters: QueryParameters): string {
  const version = parameters.optional("EngineVersion") ?? before.engineVersion;
  if (!isEarlier(version, before.engineVersion)) return version;
  throw invalidCombination(`Cannot downgrade ${before.engine} from ${before.engineVersion} to ${version}`);
}
