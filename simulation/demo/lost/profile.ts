import {
  type DBCluster,
  type DBInstance,
  paginateDescribeDBClusters,
  paginateDescribeDBInstances,
  type RDSClient,
} from "@aws-sdk/client-rds";
import { FIELD_NAMES, type FieldName, isOf } from "../../../handlers/core/sheet/fields";
import type { ClusterShape, Members, Shape } from "../../../handlers/core/sheet/shape";
import { clusterShape, instanceShape } from "../../../handlers/rds/shapes";
import type { Kind } from "../../rds/model";
import type { Profile } from "./compare";

/** A database as RDS describes it. */
export interface Described {
  readonly kind: Kind;
  readonly id: string;
  readonly profile: Profile;
}

/** All databases of a region, without the members of clusters, by kind and id. */
export async function describeAll(client: RDSClient): Promise<ReadonlyMap<string, Described>> {
  const instances: DBInstance[] = [];
  for await (const page of paginateDescribeDBInstances({ client }, {})) instances.push(...(page.DBInstances ?? []));
  const clusters: DBCluster[] = [];
  for await (const page of paginateDescribeDBClusters({ client }, {})) clusters.push(...(page.DBClusters ?? []));
  const all = [
    ...instances.filter((one) => one.DBClusterIdentifier === undefined).map(ofInstance),
    ...clusters.map((one) => {
      const members = instances.filter((member) => member.DBClusterIdentifier === one.DBClusterIdentifier);
      return ofCluster(one, members);
    }),
  ];
  return new Map(all.map((one) => [`${one.kind}/${one.id}`, one]));
}

function ofInstance(raw: DBInstance): Described {
  const own = {
    engine: raw.Engine,
    "engine version": raw.EngineVersion,
    "size in GiB": raw.AllocatedStorage,
    encrypted: raw.StorageEncrypted,
    key: raw.KmsKeyId,
    tags: tagsOf(raw.TagList),
    "resource id": raw.DbiResourceId,
    ARN: raw.DBInstanceArn,
  };
  return { kind: "instance", id: raw.DBInstanceIdentifier ?? "", profile: profileOf(own, instanceShape(raw)) };
}

function ofCluster(raw: DBCluster, members: readonly DBInstance[]): Described {
  const own = {
    engine: raw.Engine,
    "engine version": raw.EngineVersion,
    encrypted: raw.StorageEncrypted,
    key: raw.KmsKeyId,
    tags: tagsOf(raw.TagList),
    "resource id": raw.DbClusterResourceId,
    ARN: raw.DBClusterArn,
  };
  const shape: ClusterShape = { ...clusterShape(raw), members: members.map(memberOf) };
  return { kind: "cluster", id: raw.DBClusterIdentifier ?? "", profile: profileOf(own, shape) };
}

const memberOf = (raw: DBInstance): Members => ({
  count: 1,
  class: raw.DBInstanceClass,
  promotionTier: raw.PromotionTier,
  parameterGroup: raw.DBParameterGroups?.[0]?.DBParameterGroupName,
});

/** Tags of the tool itself are no tags of the database. */
const tagsOf = (list: DBInstance["TagList"]) =>
  (list ?? [])
    .filter(({ Key = "" }) => !Key.startsWith("CrossRegionBackup"))
    .map(({ Key, Value }) => `${Key}=${Value}`)
    .sort()
    .join(" ") || undefined;

/** Fields of a shape are attributes by their names: `backupRetentionDays` is "backup retention days". */
const attributeOf = (field: FieldName): string => field.replace(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`);

/** What is off, none or zero is no attribute: it cannot be lost. */
function profileOf(own: Readonly<Record<string, unknown>>, shape: Shape): Profile {
  const fields = FIELD_NAMES.filter((name) => isOf(name, shape.kind)).map(
    (name) => [attributeOf(name), (shape as Partial<Record<FieldName, unknown>>)[name]] as const,
  );
  const all = [...Object.entries(own), ...fields].filter(([, value]) => value !== undefined && !isNothing(value));
  return new Map(all.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]));
}

const isNothing = (value: unknown): boolean =>
  value === false || value === 0 || (Array.isArray(value) && value.length === 0);
