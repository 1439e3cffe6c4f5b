import type { Deletion, NewCopy, Note } from "../../../handlers/core/actions";
import { copyId } from "../../../handlers/core/copy-id";
import { coverageOf } from "../../../handlers/core/coverage/coverage";
import type { Coverage } from "../../../handlers/core/coverage/model";
import type { CoverageContext, Deed } from "../../../handlers/core/coverage/seen";
import { troublesOf } from "../../../handlers/core/coverage/troubles";
import type { Deployment } from "../../../handlers/core/deployment";
import type { Database, Kind, Snapshot, TargetSnapshot } from "../../../handlers/core/model";
import { type Copy, ownership } from "../../../handlers/core/ownership";
import { type Inventory, type Plan, planDatabase, planSweep } from "../../../handlers/core/plan";
import type { SweepContext } from "../../../handlers/core/plan-route";
import type { Route } from "../../../handlers/core/route";
import type { Source } from "../../../handlers/core/sources";
import type { Settings } from "../../../handlers/settings/settings";
import { DEFAULT_SETTINGS } from "../../settings/defaults";

export const ACCOUNT = "123456789012";
export const SOURCE_REGION = "eu-west-1";
export const TARGET_REGION = "eu-central-1";
export const NOW = new Date("2026-02-01T06:00:00.000Z");

export const DEPLOYMENT: Deployment = {
  name: "rds-cross-region-backup",
  partition: "aws",
  account: ACCOUNT,
  sourceRegion: SOURCE_REGION,
};

export const keyArn = (region: string, id = "1234abcd-12ab-34cd-56ef-1234567890ab"): string =>
  `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;

/** The PostgreSQL instance `orders`, encrypted, a year old. */
export function database(overrides: Partial<Database> = {}): Database {
  return {
    kind: "instance",
    id: "orders",
    resourceId: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    engine: "postgres",
    status: "available",
    createdAt: new Date("2025-02-01T12:00:00.000Z"),
    backupRetentionDays: 7,
    backupTarget: "region",
    memberOf: undefined,
    tags: {},
    ...overrides,
  };
}

/** The Aurora cluster `ledger`. */
export function cluster(overrides: Partial<Database> = {}): Database {
  return database({
    kind: "cluster",
    id: "ledger",
    resourceId: "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    engine: "aurora-postgresql",
    ...overrides,
  });
}

/** 31 January at 03:07 becomes `2026-01-31T03:07`, as RDS writes it into the ids of automated snapshots. */
export const minute = (time: Date): string => time.toISOString().slice(0, 16);

/**
 * The automated snapshot of a database, taken at a minute (UTC) such as `2026-01-31T03:07`.
 * RDS puts that minute into its id, and knows the time to the millisecond.
 */
export function snapshot(
  at = "2026-01-31T03:07",
  { of = database(), ...overrides }: Partial<Source> & { of?: Database } = {},
): Source {
  const id = overrides.id ?? `rds:${of.id}-${at.replace(/[T:]/g, "-")}`;
  const type = of.kind === "instance" ? "snapshot" : "cluster-snapshot";
  return {
    kind: of.kind,
    id,
    arn: `arn:aws:rds:${SOURCE_REGION}:${ACCOUNT}:${type}:${id}`,
    databaseId: of.id,
    databaseResourceId: of.resourceId,
    engine: of.engine,
    status: "available",
    takenAt: new Date(`${at}:12.345Z`),
    encryption: "kms",
    kmsKeyId: keyArn(SOURCE_REGION),
    sizeGib: 100,
    backupTarget: "region",
    ...(of.kind === "instance" && { optionGroup: "default:postgres-16" }),
    tags: {},
    ...overrides,
  };
}

/** A manual snapshot that somebody else made in the target region. */
export function foreign(overrides: Partial<TargetSnapshot> = {}): TargetSnapshot {
  const { kind = "instance", region = TARGET_REGION, id = "orders-before-upgrade" } = overrides;
  return {
    kind,
    region,
    id,
    arn: `arn:aws:rds:${region}:${ACCOUNT}:${kind === "instance" ? "snapshot" : "cluster-snapshot"}:${id}`,
    status: "available",
    sourceArn: undefined,
    createdAt: new Date("2026-01-15T10:00:00.000Z"),
    encryption: "kms",
    kmsKeyId: keyArn(region),
    sizeGib: 100,
    tags: {},
    ...overrides,
  };
}

/** Another tool's copy of another region's database: foreign, and it takes a slot while it is in progress. */
export function foreignCopy(overrides: Partial<TargetSnapshot> = {}): TargetSnapshot {
  return foreign({
    id: "dr-billing-2026-01-31",
    sourceArn: `arn:aws:rds:us-east-1:${ACCOUNT}:snapshot:rds:billing-2026-01-31-02-00`,
    status: "copying",
    ...overrides,
  });
}

/**
 * The copy that this deployment makes of a snapshot, started ten minutes after it. `tags` are added; one given as
 * undefined is taken away. The keys are written out: they are public, and copies of years ago bear them.
 */
export function copyOf(
  source: Source,
  {
    attempt = 1,
    startedAt = new Date(source.takenAt.getTime() + 600_000),
    tags = {},
    ...overrides
  }: Partial<Omit<TargetSnapshot, "tags">> & {
    attempt?: number;
    startedAt?: Date;
    tags?: Record<string, string | undefined>;
  } = {},
): TargetSnapshot {
  const id = copyId({
    kind: source.kind,
    databaseId: source.databaseId,
    sourceRegion: SOURCE_REGION,
    snapshotId: source.id,
    sourceArn: source.arn,
  });
  const all: Record<string, string | undefined> = {
    CrossRegionBackup: DEPLOYMENT.name,
    "CrossRegionBackup/SourceArn": source.arn,
    "CrossRegionBackup/SourceTime": source.takenAt.toISOString(),
    "CrossRegionBackup/Database": source.databaseId,
    "CrossRegionBackup/ResourceId": source.databaseResourceId,
    "CrossRegionBackup/StartedAt": startedAt.toISOString(),
    "CrossRegionBackup/Attempt": attempt > 1 ? String(attempt) : undefined,
    ...tags,
  };
  return foreign({
    kind: source.kind,
    id,
    sourceArn: source.arn,
    createdAt: startedAt > source.takenAt ? startedAt : source.takenAt,
    encryption: source.encryption,
    kmsKeyId: source.encryption === "kms" ? keyArn(overrides.region ?? TARGET_REGION) : undefined,
    sizeGib: source.sizeGib,
    tags: Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
    ...overrides,
  });
}

/** A snapshot of a target region as the copy of ours that it is. */
export function asCopy(listed: TargetSnapshot): Copy {
  const whose = ownership(listed, { deployment: DEPLOYMENT, now: NOW });
  if (whose.owner !== "ours") throw new Error(`${listed.id} is not ours: ${JSON.stringify(whose)}`);
  return whose.copy;
}

export const EVERYTHING = { include: ["*"], exclude: [], tags: {} };

/** The defaults of the module, with one target region that has a key. */
export function settings(overrides: Partial<Settings> = {}): Settings {
  return {
    ...DEFAULT_SETTINGS,
    name: DEPLOYMENT.name,
    targets: [TARGET_REGION],
    targetKmsKeys: { [TARGET_REGION]: { kmsKeyArn: keyArn(TARGET_REGION), databaseKmsKeyArns: {} } },
    ...overrides,
  };
}

/** A daily run at `NOW`; settings are overrides of the defaults. */
export function context({
  settings: changed = {},
  ...overrides
}: Partial<Omit<SweepContext, "settings">> & { settings?: Partial<Settings> } = {}): SweepContext {
  return { settings: settings(changed), deployment: DEPLOYMENT, now: NOW, sweep: "daily", ...overrides };
}

/** What exists; `copies` are the manual snapshots of the one target region. */
export function inventory({
  kind = "instance",
  databases = [kind === "instance" ? database() : cluster()],
  snapshots = [],
  copies = [],
  targets = new Map([[TARGET_REGION, copies]]),
}: {
  kind?: Kind;
  databases?: readonly Database[];
  snapshots?: readonly Snapshot[];
  copies?: readonly TargetSnapshot[];
  targets?: Inventory["targets"];
} = {}): Inventory {
  return { kind, databases, snapshots, targets };
}

type OnRoute<T> = T & { readonly targetRegion: string };

const onRoutes = <T>({ routes }: Plan, of: (route: Plan["routes"][number]) => readonly T[]): OnRoute<T>[] =>
  routes.flatMap((one) => of(one).map((item) => ({ ...item, targetRegion: one.route.targetRegion })));

/** Everything that a plan deletes, copies and says, with the target region of its route. */
export const deletionsOf = (plan: Plan): OnRoute<Deletion>[] => onRoutes(plan, ({ deletions }) => deletions);
export const copiesOf = (plan: Plan): OnRoute<NewCopy>[] => onRoutes(plan, ({ copies }) => copies);
export const notesOf = (plan: Plan, outcome?: Note["outcome"]): (Note & { targetRegion?: string })[] =>
  [...plan.notes, ...onRoutes(plan, ({ notes }) => notes)].filter(
    (note) => outcome === undefined || note.outcome === outcome,
  );

/** The coverage that a daily run shows that found this, and whose calls did what its plan says, as far as `did` does not tell otherwise. */
export function coverageBy(
  given: Inventory,
  changed: Partial<Omit<CoverageContext, "settings">> & { settings?: Partial<Settings> } = {},
  {
    did = [],
    isBrief = false,
  }: { did?: readonly (Deed & { readonly targetRegion?: string })[]; isBrief?: boolean } = {},
): Coverage {
  const { settings, ...more } = changed;
  const whole = { ...context({ ...(settings && { settings }) }), ...more };
  const plan = planSweep(given, { ...whole, sweep: "daily" });
  const routes = whole.settings.targets.map((targetRegion) => {
    const planned = plan.routes.find(({ route }) => route.targetRegion === targetRegion);
    const told = did.filter((one) => (one.targetRegion ?? targetRegion) === targetRegion);
    const copied = (planned?.copies ?? [])
      .filter(({ database: id }) => !told.some((one) => one.database === id))
      .map((copy): Deed => ({ ...copy, outcome: "copied", copy }));
    return {
      route: { kind: given.kind, targetRegion },
      outcomes: [...told, ...copied, ...(planned?.notes ?? [])],
    };
  });
  return coverageOf([{ kind: given.kind, inventory: given, isBrief, outcomes: plan.notes, routes }], whole);
}

/** The known ages of a coverage. */
export const agesOf = ({ databases }: Coverage) =>
  databases.flatMap(({ database: id, age, route }) =>
    age === undefined ? [] : [{ database: id, targetRegion: route.targetRegion, seconds: age }],
  );

/** The troubles of a coverage: kind, database, reason. */
export const troublesIn = (coverage: Coverage): string[] =>
  troublesOf(coverage).map(({ trouble, database: id, reason }) => `${trouble} ${id}: ${reason}`);

/** The plan of the one route there is. */
export function onlyRoute({ routes: [route, ...others] }: Plan): Plan["routes"][number] {
  if (route === undefined || others.length > 0) throw new Error(`there are ${others.length + 1} routes`);
  return route;
}

export const ROUTE: Route = { kind: "instance", targetRegion: TARGET_REGION };

export const yesterday = snapshot("2026-01-31T03:07");
export const today = snapshot("2026-02-01T03:07");

/** The plan of a daily run. */
export const sweep = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}): Plan =>
  planSweep(inventory(what), context({ settings: changed }));

/** The plan of a follow-up. */
export const followUp = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}): Plan =>
  planSweep(inventory(what), context({ settings: changed, sweep: "follow-up" }));

/** The plan after an event. */
export const afterEvent = (what: Parameters<typeof inventory>[0], changed: Partial<Settings> = {}): Plan =>
  planDatabase(inventory(what), context({ settings: changed }));

const NOTES = { deferred: "defer", failed: "fail", skipped: "skip" } as const;

/** Everything in a plan in a line: what, of which snapshot or database, why. */
export function lines(plan: Plan): string[] {
  const line = (what: string, { database: id, snapshot: of, reason }: Deletion | NewCopy | Note) =>
    `${what} ${of ?? id}: ${reason}`;
  return [
    ...deletionsOf(plan).map((deletion) => line("delete", deletion)),
    ...copiesOf(plan).map((copy) => line("copy", copy)),
    ...(["deferred", "failed", "skipped"] as const).flatMap((outcome) =>
      notesOf(plan, outcome).map((note) => line(NOTES[outcome], note)),
    ),
  ];
}

/** Several instances, each with its own resource id. */
export const databases = (...ids: string[]): Database[] =>
  ids.map((id) => database({ id, resourceId: `db-${id.toUpperCase()}` }));
