import type { Kind } from "../rds/model";
import {
  type Arguments,
  type Handed,
  type Handing,
  MEMBER,
  RESTORED_CLUSTER,
  RESTORED_INSTANCE,
  WITH_PERFORMANCE_INSIGHTS,
} from "./arguments";
import type { PlannedResource } from "./plan";

export interface ApiCall {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the provider calls for one resource. */
export interface ResourceCalls {
  readonly address: string;
  /** What is made. */
  readonly kind: Kind;
  readonly id: string;
  readonly making: ApiCall;
  /** Once it is available. */
  readonly modifying: ApiCall | undefined;
  /** With the next apply: the provider sends these arguments by neither call. */
  readonly later: ApiCall | undefined;
  /** Whether the next apply turns the Data API on. */
  readonly enablesHttpEndpoint: boolean;
}

interface ResourceType {
  readonly kind: Kind;
  readonly id: string;
  readonly make: string;
  readonly handing: Handing;
}

/** In the order in which they are made. */
const TYPES: Readonly<Record<string, ResourceType>> = {
  aws_db_instance: {
    kind: "instance",
    id: "identifier",
    make: "RestoreDBInstanceFromDBSnapshot",
    handing: RESTORED_INSTANCE,
  },
  aws_rds_cluster: {
    kind: "cluster",
    id: "cluster_identifier",
    make: "RestoreDBClusterFromSnapshot",
    handing: RESTORED_CLUSTER,
  },
  aws_rds_cluster_instance: { kind: "instance", id: "identifier", make: "CreateDBInstance", handing: MEMBER },
};

const MODIFY: Readonly<Record<Kind, { readonly action: string; readonly id: string }>> = {
  instance: { action: "ModifyDBInstance", id: "DBInstanceIdentifier" },
  cluster: { action: "ModifyDBCluster", id: "DBClusterIdentifier" },
};

/** Of all resources that are databases. */
export const callsFor = (resources: readonly PlannedResource[]): ResourceCalls[] =>
  resources.flatMap((resource) => callsOf(resource) ?? []);

/** undefined of a resource that is no database. @throws Error of one without an id, which would be named at random */
export function callsOf({ address, type, values }: PlannedResource): ResourceCalls | undefined {
  const one = TYPES[type];
  if (!one) return undefined;
  const { kind, handing } = one;
  const id = values[one.id];
  if (typeof id !== "string") throw new Error(`${address} has no ${one.id}`);
  const mirrored = mirrorsLater(type, values);
  const making = mirrored ? without(handing.making, ["multi_az"]) : handing.making;
  const modifying = mirrored ? { ...handing.modifying, multi_az: "MultiAZ" } : handing.modifying;
  return {
    address,
    kind,
    id,
    making: { action: one.make, input: inputOf(making, values) },
    modifying: modification(kind, id, insights(modifying, values), values),
    later: modification(kind, id, handing.later, values),
    enablesHttpEndpoint: type === "aws_rds_cluster" && values.enable_http_endpoint === true,
  };
}

/** SQL Server: RDS refuses to mirror what has no backups yet. */
function mirrorsLater(type: string, { engine }: PlannedResource["values"]): boolean {
  return type === "aws_db_instance" && String(engine).startsWith("sqlserver");
}

function insights(modifying: Arguments, values: PlannedResource["values"]): Arguments {
  return values.performance_insights_enabled === true ? modifying : without(modifying, WITH_PERFORMANCE_INSIGHTS);
}

const without = (all: Arguments, names: readonly string[]): Arguments =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));

function modification(
  kind: Kind,
  id: string,
  handed: Arguments,
  values: PlannedResource["values"],
): ApiCall | undefined {
  const input = inputOf(handed, values);
  if (Object.keys(input).length === 0) return undefined;
  return { action: MODIFY[kind].action, input: { [MODIFY[kind].id]: id, ...input, ApplyImmediately: true } };
}

function inputOf(handed: Arguments, values: PlannedResource["values"]): Record<string, unknown> {
  const entries = Object.entries(handed).flatMap(([name, how]) => {
    const { parameter, sent }: Handed = typeof how === "string" ? { parameter: how } : how;
    const value = values[name] ?? undefined;
    if (value === undefined && sent === "always") return [[parameter, name === "promotion_tier" ? 0 : false] as const];
    if (value === undefined || (isEmpty(value) && sent === undefined)) return [];
    return [[parameter, inApi(name, value)] as const];
  });
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === 0 || value === false || value === "";
}

/** As the API wants it. */
function inApi(name: string, value: unknown): unknown {
  if (name === "tags_all" && typeof value === "object" && value !== null) {
    return Object.entries(value).map(([Key, Value]) => ({ Key, Value }));
  }
  if (name !== "serverlessv2_scaling_configuration" || !Array.isArray(value)) return value;
  const { min_capacity, max_capacity, seconds_until_auto_pause } = value[0] ?? {};
  return {
    MinCapacity: min_capacity,
    MaxCapacity: max_capacity,
    ...(seconds_until_auto_pause && { SecondsUntilAutoPause: seconds_until_auto_pause }),
  };
}
