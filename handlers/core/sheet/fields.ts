import type { Kind } from "../model";
import type { AssociatedRole, ClusterShape, InstanceShape, Members, ReplicaSource } from "./shape";
import { flag, list, number, record, text, type Word } from "./words";

type Values = Omit<InstanceShape, "kind"> & Omit<ClusterShape, "kind">;
export type FieldName = keyof Values;

/** A field of a sheet. */
interface Field<T> {
  /** What it is called in the sheet. Never given to another field, in any version. */
  readonly code: string;
  readonly word: Word<T>;
  /** The kind of database that alone has it. */
  readonly only?: Kind;
}

type Fields = { readonly [K in FieldName]-?: Field<NonNullable<Values[K]>> };

/**
 * Each field of a shape, in the order of its importance: what does not fit into the tags is left out from the end. First what decides
 * whether the database can be restored as it was at all, then what makes it safe and reachable, then what only watches it.
 */
export const FIELDS: Fields = {
  class: { code: "c", word: text, only: "instance" },
  members: {
    code: "m",
    word: list(record<Members>({ count: number, class: text, promotionTier: number, parameterGroup: text })),
    only: "cluster",
  },
  multiAz: { code: "az", word: flag, only: "instance" },
  serverlessMin: { code: "smin", word: number, only: "cluster" },
  serverlessMax: { code: "smax", word: number, only: "cluster" },
  serverlessPauseSeconds: { code: "sp", word: number, only: "cluster" },
  parameterGroup: { code: "pg", word: text },
  optionGroup: { code: "og", word: text, only: "instance" },
  managedPassword: { code: "mp", word: flag },
  subnetGroup: { code: "sn", word: text },
  publiclyAccessible: { code: "pub", word: flag },
  securityGroups: { code: "sg", word: list(text) },
  backupRetentionDays: { code: "br", word: number },
  deletionProtection: { code: "dp", word: flag },
  domain: { code: "ad", word: text },
  domainRole: { code: "adr", word: text },
  roles: { code: "r", word: list(record<AssociatedRole>({ name: text, feature: text })) },
  globalCluster: { code: "gc", word: text, only: "cluster" },
  replicaOf: { code: "ro", word: record<ReplicaSource>({ id: text, region: text }) },
  maxStorageGib: { code: "ms", word: number, only: "instance" },
  networkType: { code: "nt", word: text },
  ca: { code: "ca", word: text },
  httpEndpoint: { code: "api", word: flag, only: "cluster" },
  backtrackSeconds: { code: "bt", word: number, only: "cluster" },
  backupWindow: { code: "bw", word: text },
  maintenanceWindow: { code: "mw", word: text },
  lifecycleSupport: { code: "ls", word: text },
  minorUpgrades: { code: "mu", word: flag },
  copyTagsToSnapshot: { code: "ct", word: flag },
  logExports: { code: "le", word: list(text) },
  performanceInsights: { code: "pi", word: flag },
  performanceInsightsDays: { code: "pid", word: number },
  databaseInsights: { code: "di", word: text },
  monitoringSeconds: { code: "mi", word: number },
  monitoringRole: { code: "mr", word: text },
  vpc: { code: "v", word: text },
  membersDiffer: { code: "md", word: list(text), only: "cluster" },
};

/** In the order of importance. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** The word by which a sheet names what it leaves out, by codes. */
export const LEFT_OUT = "x";

export const isOf = (name: FieldName, kind: Kind): boolean => (FIELDS[name].only ?? kind) === kind;
