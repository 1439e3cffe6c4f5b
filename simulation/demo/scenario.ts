import { nextWindow } from "../rds/backups";
import type { Kind, SnapshotRecord } from "../rds/model";
import type { DatabaseOptions } from "../rds/region";
import { DAY, HOUR, MINUTE, SECOND } from "../time/clock";
import type { Random } from "../time/random";
import { type CallFault, during, type Faults } from "../wire/faults";
import type { World } from "../world";
import { AURORA_MYSQL, SHAPES } from "./shapes";

export const SOURCE_REGION = "eu-west-1";
export const TARGET_REGIONS = ["eu-central-1", "us-east-1"] as const;
export const START = new Date("2026-03-02T00:00:00Z");
export const DAYS = 12;
/** Databases of these ids are not selected. */
export const EXCLUDED = "test-*";
/** Of the databases and in the settings. */
export const BACKUP_WINDOWS = ["03:00-03:30", "23:45-00:15", "22:00-22:30"];

/** What must be true of a database at the end. */
export type Expected = "fresh" | "uncovered" | "not selected" | "standing fault";

export interface Scenario {
  readonly expected: ReadonlyMap<string, Expected>;
  readonly foreign: readonly SnapshotRecord[];
}

/** Tells what the scenario does, at its time. */
export type Announce = (text: string) => void;

/** The estate, and what happens to it in twelve days. */
export function play(world: World, random: Random, announce: Announce): Scenario {
  const expected = addDatabases(world);
  const foreign = addForeign(world);
  world.aws.consistencyDelay = () => (random.chance(0.3) ? random.between(1, 15) * SECOND : 0);
  world.aws.faults = faults(world, random, announce);
  const on = (day: number, hour: number, action: () => void) => world.clock.at(timeOf(day, hour), action);
  const source = world.aws.region(SOURCE_REGION);

  on(2, 0, () => announce("All RDS events are lost for a day: only the sweep can see the backups"));
  on(4, 3, () => announce("For 3 hours RDS throttles 7 of 10 calls"));
  const vaultKey = source.database("instance", "vault").kmsKeyArn ?? "";
  on(5, 1, () => {
    announce("Someone disables the key of vault for two days");
    world.aws.kms.setState(vaultKey, "Disabled");
  });
  on(7, 1, () => {
    announce("The key of vault is enabled again");
    world.aws.kms.setState(vaultKey, "Enabled");
  });
  on(8, 12, () => {
    announce("sessions is deleted, and its automated snapshots with it");
    source.deleteDatabase("instance", "sessions");
  });
  on(8, 18, () => {
    announce("Another database is made under the id sessions");
    source.addInstance({ ...INSTANCES.sessions, id: "sessions", encryption: vaultKey });
  });
  on(9, 2, () => announce("us-east-1 answers nothing but 503 for 8 hours"));
  on(9, 9, () => {
    announce("batch-jobs is stopped: no more backups of it");
    source.changeDatabase("instance", "batch-jobs", { status: "stopped" });
  });
  on(10, 0, () => announce("For 8 hours every second copy call is the last thing that its run does: Lambda kills it"));
  on(11, 2, () => {
    announce("The key of archive is scheduled for deletion, and stays so");
    world.aws.kms.setState(source.database("cluster", "archive").kmsKeyArn ?? "", "PendingDeletion");
  });
  on(12, 2, () => {
    announce("Another tool takes 4 of the 5 copy slots for clusters in us-east-1, for 10 hours");
    for (let index = 1; index <= 4; index++) {
      world.aws.region("us-east-1").addSnapshot("cluster", {
        id: `another-tool-${index}`,
        status: "copying",
        engine: "aurora-mysql",
        sourceArn: `arn:aws:rds:eu-west-2:${world.aws.account.id}:cluster-snapshot:another-${index}`,
      });
    }
  });
  on(12, 12, () => {
    const region = world.aws.region("us-east-1");
    for (let index = 1; index <= 4; index++) {
      const copy = region.snapshot("cluster", `another-tool-${index}`);
      if (copy) region.remove(copy);
    }
  });
  return { expected, foreign };
}

type Options = Omit<DatabaseOptions, "id" | "encryption"> & { readonly encryption?: "key" | "aws/rds" | "sse-rds" };

const NIGHT = { backupWindow: "03:00-03:30", backupRetentionDays: 1 };

const INSTANCES: Readonly<Record<string, Options>> = {
  "shop-orders": {
    ...NIGHT,
    sizeGib: 400,
    encryption: "key",
    tags: { env: "prod", team: "shop" },
    shape: SHAPES.production,
  },
  "legacy-wiki": {
    ...NIGHT,
    engine: "mysql",
    engineVersion: "8.0.39",
    sizeGib: 30,
    backupWindow: "23:45-00:15",
    shape: SHAPES.small,
  },
  reporting: {
    ...NIGHT,
    sizeGib: 2500,
    encryption: "aws/rds",
    backupWindow: "22:00-22:30",
    backupRetentionDays: 2,
    shape: SHAPES.reporting,
  },
  sessions: { ...NIGHT, engine: "mariadb", engineVersion: "10.11.9", sizeGib: 60, shape: SHAPES.small },
  vault: { ...NIGHT, sizeGib: 20, encryption: "key", shape: SHAPES.vault },
  "batch-jobs": {
    ...NIGHT,
    engine: "sqlserver-se",
    engineVersion: "15.00.4375.4.v1",
    sizeGib: 200,
    encryption: "key",
    shape: SHAPES.mirrored,
  },
  scratch: { ...NIGHT, backupRetentionDays: 0, shape: SHAPES.small },
  "test-sandbox": { ...NIGHT, shape: SHAPES.small },
};

const CLUSTERS: Readonly<Record<string, Options>> = {
  billing: { ...NIGHT, sizeGib: 350, encryption: "key", tags: { env: "prod" }, shape: SHAPES.billing },
  inventory: { ...NIGHT, engine: "aurora-mysql", engineVersion: AURORA_MYSQL, sizeGib: 70, shape: SHAPES.mysql },
  ledger: { ...NIGHT, sizeGib: 500, encryption: "key", shape: SHAPES.serverless },
  loyalty: { ...NIGHT, sizeGib: 40, encryption: "sse-rds", shape: SHAPES.cluster },
  archive: { ...NIGHT, sizeGib: 800, encryption: "key", shape: SHAPES.cluster },
  "analytics-ha": { ...NIGHT, engine: "postgres", sizeGib: 100 },
  documents: { ...NIGHT, engine: "docdb", engineVersion: "5.0.0", sizeGib: 25 },
};

/** Instances of the clusters, by their ids. */
const MEMBERS: Readonly<Record<string, Omit<Options, "encryption">>> = {
  "billing-1": { memberOf: "billing", shape: SHAPES.writer, promotionTier: 0 },
  "billing-2": { memberOf: "billing", shape: SHAPES.reader, promotionTier: 1 },
  "billing-3": { memberOf: "billing", shape: SHAPES.reader, promotionTier: 1 },
  "inventory-1": {
    memberOf: "inventory",
    engine: "aurora-mysql",
    engineVersion: AURORA_MYSQL,
    shape: SHAPES.reader,
    promotionTier: 1,
  },
  "ledger-1": { memberOf: "ledger", shape: SHAPES.capacity, promotionTier: 1 },
  "loyalty-1": { memberOf: "loyalty", shape: SHAPES.reader, promotionTier: 1 },
  "archive-1": { memberOf: "archive", shape: SHAPES.reader, promotionTier: 1 },
};

const EXPECTED: Readonly<Record<string, Expected>> = {
  scratch: "uncovered",
  "analytics-ha": "uncovered",
  "test-sandbox": "not selected",
  documents: "not selected",
  archive: "standing fault",
};

function addDatabases(world: World): Map<string, Expected> {
  const { kms } = world.aws;
  const region = world.aws.region(SOURCE_REGION);
  const add = (kind: Kind, id: string, { encryption, ...options }: Options) => {
    const key = { key: () => kms.addKey(SOURCE_REGION), "aws/rds": () => kms.managedKey(SOURCE_REGION) };
    const value = encryption === "key" || encryption === "aws/rds" ? key[encryption]() : encryption;
    const all: DatabaseOptions = {
      ...options,
      id,
      createdAt: START.getTime() - 200 * DAY,
      ...(value && { encryption: value }),
    };
    const database = kind === "instance" ? region.addInstance(all) : region.addCluster(all);
    const lastNight = nextWindow(database.backupWindow, START.getTime() - DAY).opens;
    if (database.backupRetentionDays > 0) region.backups.addPast(database, lastNight);
  };
  for (const [id, options] of Object.entries(INSTANCES)) add("instance", id, options);
  for (const [id, options] of Object.entries(CLUSTERS)) add("cluster", id, options);
  for (const [id, options] of Object.entries(MEMBERS)) {
    region.addInstance({ engine: "aurora-postgresql", ...options, id });
  }
  const ids = [...Object.keys(INSTANCES), ...Object.keys(CLUSTERS)];
  return new Map(ids.map((id) => [id, EXPECTED[id] ?? "fresh"]));
}

/** Adds snapshots that a careless tool would delete or count as its own. */
function addForeign(world: World): SnapshotRecord[] {
  const old = START.getTime() - 90 * DAY;
  const { id: account } = world.aws.account;
  const tags = (deployment: string, region: string, database: string) => ({
    CrossRegionBackup: deployment,
    "CrossRegionBackup/SourceArn": `arn:aws:rds:${region}:${account}:snapshot:rds:${database}-2025-12-02-03-07`,
    "CrossRegionBackup/SourceTime": new Date(old).toISOString(),
    "CrossRegionBackup/Database": database,
  });
  return TARGET_REGIONS.flatMap((name) => {
    const region = world.aws.region(name);
    const times = { createTime: old, originalCreateTime: old };
    const add = (kind: Kind, id: string, databaseId: string, more: object = {}) =>
      region.addSnapshot(kind, { id, databaseId, ...times, ...more });
    const deployment = "rds-cross-region-backup";
    return [
      add("instance", "shop-orders-before-migration", "shop-orders"),
      add("instance", "shop-orders-eu-west-1-2025-12-02-03-07-by-hand", "shop-orders"),
      add("instance", "shop-orders-restored", "shop-orders", { tags: tags(deployment, SOURCE_REGION, "shop-orders") }),
      add("instance", "crm-eu-west-1-2025-12-02-03-07", "crm", { tags: tags("other-team", SOURCE_REGION, "crm") }),
      add("instance", "crm-eu-west-2-2025-12-02-03-07", "crm", { tags: tags(deployment, "eu-west-2", "crm") }),
      add("cluster", "billing-eu-west-1-2025-12-02-03-07", "billing", { engine: "aurora-postgresql" }),
    ];
  });
}

function faults(world: World, random: Random, announce: Announce): Faults {
  const within = (time: number, day: number, hour: number, hours: number) =>
    during(time, timeOf(day, hour), timeOf(day, hour + hours));
  const failures = new Set(["shop-orders us-east-1", "ledger eu-central-1"]);
  return {
    beforeCall: ({ time, region }): CallFault | undefined => {
      if (within(time, 4, 3, 3) && random.chance(0.7)) return "throttled";
      if (region === "us-east-1" && within(time, 9, 2, 8)) return "unavailable";
      return random.chance(0.001) ? random.pick<CallFault>(["reset", "unavailable", "throttled"]) : undefined;
    },
    afterCall: ({ time, action }) =>
      action.startsWith("Copy") && within(time, 10, 0, 8) && random.chance(0.5) ? "crash" : undefined,
    copy: ({ databaseId, region }) => {
      if (world.clock.now() < timeOf(6, 0) || !failures.delete(`${databaseId} ${region}`)) return undefined;
      announce(`The copy of ${databaseId} to ${region} will fail in RDS after 40 minutes`);
      return { failsAfter: 40 * MINUTE };
    },
    delivery: ({ time }) => {
      if (within(time, 2, 0, 24)) return "lost";
      if (random.chance(0.05)) return random.pick(["lost", "doubled", { lateBy: 2 * HOUR }] as const);
      return undefined;
    },
  };
}

function timeOf(day: number, hour: number): number {
  return START.getTime() + (day - 1) * DAY + hour * HOUR;
}
