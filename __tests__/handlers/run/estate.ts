import type { Keys } from "../../../handlers/aws/keys";
import type { Deletion, NewCopy } from "../../../handlers/core/actions";
import type { Deployment } from "../../../handlers/core/deployment";
import type { Database, Kind, Snapshot, TargetSnapshot } from "../../../handlers/core/model";
import type { Copy } from "../../../handlers/core/ownership";
import type { RoutePlan } from "../../../handlers/core/plan-route";
import type { Offers } from "../../../handlers/rds/offers";
import { apply } from "../../../handlers/run/apply";
import type { Looks } from "../../../handlers/run/needs-of-copies";
import type { Outcome } from "../../../handlers/run/outcome";
import type { Run } from "../../../handlers/run/run";
import type { Settings } from "../../../handlers/settings/settings";
import { DEFAULT_SETTINGS } from "../../settings/defaults";
import { MemoryService } from "./memory-service";

export const FRANKFURT = "eu-central-1";
export const IRELAND = "eu-west-1";
export const KEY: Readonly<Record<string, string>> = {
  [FRANKFURT]: keyOf(FRANKFURT, "f"),
  [IRELAND]: keyOf(IRELAND, "1"),
};
export const NOW = new Date("2026-02-01T06:00:00Z");
/** The backup of the night before `NOW`. */
export const TONIGHT = new Date("2026-02-01T03:07:00Z");

export const DEPLOYMENT: Deployment = {
  name: "prod",
  partition: "aws",
  account: "123456789012",
  sourceRegion: "us-east-1",
};

export const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  name: "prod",
  targets: [FRANKFURT, IRELAND],
  targetKmsKeys: {
    [FRANKFURT]: { kmsKeyArn: KEY[FRANKFURT], databaseKmsKeyArns: {} },
    [IRELAND]: { kmsKeyArn: KEY[IRELAND], databaseKmsKeyArns: {} },
  },
};

function keyOf(region: string, digit: string): string {
  return `arn:aws:kms:${region}:123456789012:key/${digit.repeat(8)}-0000-0000-0000-000000000000`;
}

export function database(id: string, fields: Partial<Database> = {}): Database {
  const kind = fields.kind ?? "instance";
  return {
    kind,
    id,
    resourceId: `${kind === "instance" ? "db" : "cluster"}-${id.toUpperCase()}`,
    engine: kind === "instance" ? "postgres" : "aurora-postgresql",
    status: "available",
    createdAt: new Date("2025-01-01T00:00:00Z"),
    backupRetentionDays: 7,
    backupTarget: "region",
    memberOf: undefined,
    tags: {},
    ...fields,
  };
}

/** `2026-02-01-03-07`, as in the ids of automated snapshots. */
const stamp = (time: Date): string => time.toISOString().slice(0, 16).replace(/[T:]/g, "-");

/** An encrypted automated snapshot of a database. */
export function snapshotOf(of: Database, takenAt = TONIGHT, fields: Partial<Snapshot> = {}): Snapshot {
  const id = `rds:${of.id}-${stamp(takenAt)}`;
  const type = of.kind === "instance" ? "snapshot" : "cluster-snapshot";
  return {
    kind: of.kind,
    id,
    arn: `arn:aws:rds:us-east-1:123456789012:${type}:${id}`,
    databaseId: of.id,
    databaseResourceId: of.resourceId,
    engine: of.engine,
    status: "available",
    takenAt,
    encryption: "kms",
    kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/source",
    sizeGib: 100,
    backupTarget: "region",
    ...(of.kind === "instance" && { optionGroup: "default:postgres-16" }),
    tags: {},
    ...fields,
  };
}

/** Our copy of a snapshot in a target region, as a run before made it. */
export function copyOf(of: Snapshot, region: string, fields: Partial<TargetSnapshot> = {}): TargetSnapshot {
  const id = `${of.databaseId}-us-east-1-${of.id.slice(`rds:${of.databaseId}-`.length)}`;
  const startedAt = new Date((of.takenAt ?? NOW).getTime() + 600_000);
  return {
    kind: of.kind,
    region,
    id,
    arn: of.arn.replace("us-east-1", region).replace(of.id, id),
    status: "available",
    sourceArn: of.arn,
    createdAt: startedAt,
    encryption: "kms",
    kmsKeyId: KEY[region],
    sizeGib: of.sizeGib,
    ...fields,
    tags: {
      CrossRegionBackup: "prod",
      "CrossRegionBackup/SourceArn": of.arn,
      "CrossRegionBackup/SourceTime": (of.takenAt ?? NOW).toISOString(),
      "CrossRegionBackup/Database": of.databaseId,
      "CrossRegionBackup/ResourceId": of.databaseResourceId,
      "CrossRegionBackup/StartedAt": startedAt.toISOString(),
      ...fields.tags,
    },
  };
}

/** The plan's word on that copy. */
export function known(snapshot: TargetSnapshot, of: Snapshot, attempt = 1): Copy {
  return {
    snapshot,
    sourceArn: of.arn,
    sourceTime: of.takenAt ?? NOW,
    databaseId: of.databaseId,
    databaseResourceId: of.databaseResourceId,
    startedAt: snapshot.createdAt,
    attempt,
    hold: undefined,
  };
}

/** The copy that a plan starts of a snapshot. */
export function newCopyOf(of: Snapshot, targetRegion: string, fields: Partial<NewCopy> = {}): NewCopy {
  const { id: targetId, tags } = copyOf(of, targetRegion);
  return {
    database: of.databaseId,
    snapshot: of.id,
    request: { sourceArn: of.arn, targetId, kmsKeyArn: KEY[targetRegion], tags },
    sourceEncryption: of.encryption,
    sourceKmsKeyId: of.kmsKeyId,
    orWithoutKey: false,
    optionGroup: undefined,
    attempt: 1,
    sizeGib: of.sizeGib,
    replaces: undefined,
    droppedTags: [],
    notInSheet: [],
    reason: "new-snapshot",
    message: "it is newer than every copy",
    ...fields,
  };
}

export function deletionOf(copy: Copy): Deletion {
  return { database: copy.databaseId, snapshot: copy.snapshot.id, copy, reason: "retention", message: "it goes" };
}

/** A plan of one route that says only this. */
export function planOn(
  targetRegion: string,
  { kind = "instance", ...what }: Partial<Pick<RoutePlan, "deletions" | "copies" | "notes">> & { kind?: Kind },
): RoutePlan {
  const nothing = { deletions: [], copies: [], notes: [], inProgress: [] };
  return { ...nothing, route: { kind, targetRegion }, ...what };
}

/** The plan of one route that starts these copies. */
export const copiesTo = (targetRegion: string, snapshots: readonly Snapshot[], kind: Kind = "instance"): RoutePlan =>
  planOn(targetRegion, { kind, copies: snapshots.map((of) => newCopyOf(of, targetRegion)) });

/** What became of one copy of an instance to Frankfurt. */
export async function started(run: Run, of: Snapshot, fields: Partial<NewCopy> = {}): Promise<Outcome> {
  const [outcome] = await apply(planOn(FRANKFURT, { copies: [newCopyOf(of, FRANKFURT, fields)] }), run);
  if (outcome === undefined) throw new Error("no outcome");
  return outcome;
}

/** What was tried, of which database, and how it ended. */
export const inWords = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ copy, deletion, database: id, outcome, reason }) => {
    const what = copy ? "copy" : deletion ? "delete" : "note";
    return `${what} ${id}: ${outcome}, ${reason}`;
  });

export interface Estate {
  readonly databases?: readonly Database[];
  readonly snapshots?: readonly Snapshot[];
  readonly copies?: readonly TargetSnapshot[];
}

export interface TestRun extends Run {
  readonly services: Readonly<Record<Kind, MemoryService>>;
  /** What the run has slept, in milliseconds. */
  readonly slept: readonly number[];
}

/** A quota that is never in the way. */
const ROOMY = { used: 0, maximum: 100_000 };

/** A run on an estate in memory, with all the time in the world unless told otherwise. */
export function runOn(
  estate: Estate = {},
  settings: Partial<Settings> = {},
  time: { timeLeft?: () => number; whileAsleep?: () => void } = {},
): TestRun {
  const slept: number[] = [];
  const service = (kind: Kind) =>
    new MemoryService(kind, {
      databases: (estate.databases ?? []).filter((one) => one.kind === kind),
      instances: (estate.databases ?? []).filter(({ memberOf }) => memberOf !== undefined),
      snapshots: (estate.snapshots ?? []).filter((one) => one.kind === kind),
      copies: (estate.copies ?? []).filter((one) => one.kind === kind),
    });
  return {
    settings: { ...SETTINGS, ...settings },
    deployment: DEPLOYMENT,
    services: { instance: service("instance"), cluster: service("cluster") },
    readQuotas: async () => ({ instance: ROOMY, cluster: ROOMY }),
    now: NOW,
    clock: () => new Date(NOW.getTime() + slept.reduce((sum, milliseconds) => sum + milliseconds, 0)),
    timeLeft: time.timeLeft ?? (() => 900_000),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time.whileAsleep?.();
    },
    briefAbove: 500,
    random: () => 0.5,
    slept,
  };
}

/** KMS, where every key is as it should be. */
export const USABLE_KEYS: Keys = { describe: async () => ({ state: "Enabled", deletedAt: undefined }) };

/** RDS, which offers whatever it is asked for. */
export const ALL_OFFERED: Offers = {
  versions: async (_region, _engine, version = "16.4") => new Map([[version, "available"]]),
  hasClass: async () => true,
  groups: async () => new Map(),
};

/** Whatever a restore needs is there. */
export const ALL_THERE: Looks = { keys: USABLE_KEYS, offers: ALL_OFFERED };
