import type { SimulatedAws } from "../aws";
import type { DatabaseRecord, Kind, SnapshotRecord, Tags } from "../rds/model";
import type { DatabaseOptions } from "../rds/region";
import { DAY } from "../time/clock";
import type { Random } from "../time/random";

/** How an estate is made up. Shares are probabilities, drawn for each database. */
export interface EstateOptions {
  readonly region: string;
  /** Where foreign snapshots lie too. */
  readonly targetRegions: readonly string[];
  /** Instances that belong to a cluster come on top. */
  readonly databases: number;
  /** Name of the deployment whose copies the look-alikes resemble. */
  readonly deployment?: string;
  readonly shares?: Partial<Shares>;
  /** One is drawn for each database. */
  readonly backupWindows?: readonly string[];
  /** Most tags of a database; a few have 50 all the same. */
  readonly tags?: number;
  /** Median of the log-normal sizes, in GiB. */
  readonly medianSizeGib?: number;
  /** Per target region. */
  readonly foreignSnapshots?: number;
}

export interface Shares {
  readonly clusters: number;
  readonly unencrypted: number;
  /** Encrypted by an AWS owned key; clusters only. */
  readonly sseRds: number;
  readonly stopped: number;
  readonly withoutBackups: number;
  /** Multi-AZ DB clusters, `custom-*` engines, Outposts: what cannot be copied. */
  readonly notCopyable: number;
  /** DocumentDB and Neptune, which come through the same API. */
  readonly otherEngines: number;
  readonly longIds: number;
}

const SHARES: Shares = {
  clusters: 0.4,
  unencrypted: 0.2,
  sseRds: 0.15,
  stopped: 0.04,
  withoutBackups: 0.03,
  notCopyable: 0.05,
  otherEngines: 0.03,
  longIds: 0.05,
};

/** Whole hours, some that wrap midnight, and some that overlap. */
const WINDOWS = ["03:00-03:30", "03:10-04:10", "22:15-22:45", "23:45-00:15", "00:00-00:30", "05:00-06:00"];

export interface Estate {
  readonly databases: readonly DatabaseRecord[];
  /** Snapshots that are not ours: made by hand, by another deployment, or of a restored database. */
  readonly foreign: readonly SnapshotRecord[];
}

/** Fills regions with databases and foreign snapshots. The same seed gives the same estate. */
export function addEstate(aws: SimulatedAws, options: EstateOptions, random: Random): Estate {
  const keys = [aws.kms.addKey(options.region), aws.kms.addKey(options.region), aws.kms.managedKey(options.region)];
  const databases = Array.from({ length: options.databases }, (_, index) =>
    addDatabase(aws, options, keys, index, random.fork(`database ${index}`)),
  );
  const foreign = options.targetRegions.flatMap((target) =>
    Array.from({ length: options.foreignSnapshots ?? 0 }, (_, index) =>
      addForeign(aws, options, databases, target, random.fork(`foreign ${target} ${index}`)),
    ),
  );
  return { databases, foreign };
}

const WORDS = ["orders", "billing", "crm", "wiki", "search", "ledger", "stock", "users", "mail", "audit"];

function addDatabase(
  aws: SimulatedAws,
  options: EstateOptions,
  keys: readonly string[],
  index: number,
  random: Random,
): DatabaseRecord {
  const shares = { ...SHARES, ...options.shares };
  const region = aws.region(options.region);
  const kind: Kind = random.chance(shares.clusters) ? "cluster" : "instance";
  const name = `${random.pick(WORDS)}-${index}`;
  const id = random.chance(shares.longIds) ? `${name}-${"long-".repeat(12)}`.slice(0, 62).concat("x") : name;
  const common: DatabaseOptions = {
    id,
    engine: engineOf(kind, shares, random),
    status: random.chance(shares.stopped) ? "stopped" : "available",
    backupRetentionDays: random.chance(shares.withoutBackups) && kind === "instance" ? 0 : random.integer(1, 14),
    backupWindow: random.pick(options.backupWindows ?? WINDOWS),
    sizeGib: Math.max(5, Math.round(random.logNormal(options.medianSizeGib ?? 80, 1))),
    tags: tagsOf(options, random),
    copyTagsToSnapshot: random.chance(0.7),
    createdAt: aws.clock.now() - random.integer(1, 900) * DAY,
  };
  const encryption = encryptionOf(kind, shares, keys, random);
  const all = { ...common, ...(encryption && { encryption }) };
  if (kind === "instance") return region.addInstance(all);
  region.addInstance({ id: `${id.slice(0, 60)}-1`, engine: all.engine ?? "aurora-mysql", memberOf: id });
  return region.addCluster(all);
}

function engineOf(kind: Kind, shares: Shares, random: Random): string {
  const [usual, notCopyable, others] =
    kind === "instance"
      ? [["postgres", "mysql", "mariadb", "sqlserver-se", "oracle-se2"], ["custom-sqlserver-se"], ["docdb"]]
      : [
          ["aurora-postgresql", "aurora-mysql"],
          ["mysql", "postgres"],
          ["docdb", "neptune"],
        ];
  if (random.chance(shares.notCopyable)) return random.pick(notCopyable);
  return random.pick(random.chance(shares.otherEngines) ? others : usual);
}

function encryptionOf(kind: Kind, shares: Shares, keys: readonly string[], random: Random): string | undefined {
  if (random.chance(shares.unencrypted)) return undefined;
  return kind === "cluster" && random.chance(shares.sseRds) ? "sse-rds" : random.pick(keys);
}

function tagsOf({ tags = 4 }: EstateOptions, random: Random): Tags {
  const count = random.chance(0.02) ? 50 : random.integer(0, tags);
  const named = [
    ["env", random.pick(["prod", "test"])],
    ["team", random.pick(["platform team", "data", "r+d"])],
    ["aws:cloudformation:stack-name", "estate"],
  ];
  const all = [...named, ...Array.from({ length: 50 }, (_, index) => [`cost:${index}`, random.hex(6)])];
  return Object.fromEntries(all.slice(0, count));
}

/** Snapshots that a careless tool would take for its own. */
function addForeign(
  aws: SimulatedAws,
  options: EstateOptions,
  databases: readonly DatabaseRecord[],
  target: string,
  random: Random,
): SnapshotRecord {
  const { region: source, deployment = "rds-cross-region-backup" } = options;
  const { kind, id: databaseId, resourceId } = random.pick(databases);
  const time = aws.clock.now() - random.integer(0, 60) * DAY;
  const stamp = new Date(time).toISOString().slice(0, 10);
  const alike = `${databaseId.slice(0, 30).replace(/-+$/, "")}-`;
  const copyTags = (name: string, sourceRegion: string): Tags => ({
    CrossRegionBackup: name,
    "CrossRegionBackup/SourceArn": `arn:aws:rds:${sourceRegion}:${aws.account.id}:snapshot:rds:${databaseId}-${stamp}-03-03`,
    "CrossRegionBackup/SourceTime": new Date(time).toISOString(),
    "CrossRegionBackup/Database": databaseId,
    "CrossRegionBackup/ResourceId": resourceId,
  });
  const disguise = random.pick<{ id: string; tags: Tags }>([
    { id: `before-migration-${random.hex(4)}`, tags: {} },
    { id: `${alike}${source}-${stamp}-${random.hex(4)}`, tags: {} },
    { id: `restored-${random.hex(4)}`, tags: copyTags(deployment, source) },
    { id: `${alike}${source}-other-${random.hex(4)}`, tags: copyTags("other-deployment", source) },
    { id: `${alike}ap-south-1-${random.hex(4)}`, tags: copyTags(deployment, "ap-south-1") },
  ]);
  return aws.region(target).addSnapshot(kind, {
    ...disguise,
    databaseId,
    ...(random.chance(0.5) && { databaseResourceId: resourceId }),
    createTime: time,
    originalCreateTime: time,
    status: random.chance(0.1) ? "failed" : "available",
  });
}
