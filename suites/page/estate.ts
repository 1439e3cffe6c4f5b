import {
  cluster,
  copyOf,
  coverageBy,
  DEPLOYMENT,
  database,
  EVERYTHING,
  inventory,
  keyArn,
  NOW,
  settings,
  snapshot,
} from "../../__tests__/handlers/core/builders";
import { pageDataOf } from "../../cli/page/data";
import type { PageData } from "../../cli/page/model";
import type { Status } from "../../cli/status/model";

import type { Database, Kind, TargetSnapshot } from "../../handlers/core/model";
import { oncePer } from "../../handlers/core/once";
import type { Inventory } from "../../handlers/core/plan";
import { retained } from "../../handlers/core/retention";
import type { Settings } from "../../handlers/settings/settings";
import { Random } from "../../simulation/time/random";

const DAY_MS = 86_400_000;
const REGIONS = ["eu-central-1", "us-east-1"] as const;
const LOST_KEY = keyArn("eu-central-1", "99999999-2222-3333-4444-555555555555");

export interface EstateOptions {
  readonly databases: number;
  readonly regions?: readonly string[];
  readonly retention?: Settings["retention"];
  /** In the place of a database's usual name. */
  readonly names?: readonly string[];
  readonly seed?: string;
}

const RETENTION = { keepLast: 7, keepDaily: 14, keepWeekly: 8, keepMonthly: 12, keepYearly: 0 };

const SERVICES = ["orders", "billing", "catalog", "search", "accounts", "ledger", "inventory", "sessions", "reports"];
const TEAMS = ["shop", "payments", "crm", "data", "risk", "logistics", "web", "mobile", "core", "hr"];

/** What a look finds of databases that were copied each night, but for what befell some of them. */
export function statusOf(options: EstateOptions): Status {
  const { databases: count, regions = REGIONS, retention = RETENTION, names = [], seed = "page" } = options;
  const random = new Random(seed);
  const all = Array.from({ length: count }, (_, index): Database => {
    const id = names[index] ?? `${fateOf(index) === "deselected" ? "shop-legacy-" : ""}${nameOf(index)}`;
    const make = index % 4 === 3 ? cluster : database;
    return make({ id, resourceId: `db-${String(index).padStart(6, "0")}`, backupWindow: "03:00-03:30" });
  });
  const changed: Partial<Settings> = {
    targets: regions,
    retention,
    targetKmsKeys: Object.fromEntries(
      regions.map((region) => [region, { kmsKeyArn: keyArn(region), databaseKmsKeyArns: {} }]),
    ),
    selection: {
      instance: { ...EVERYTHING, exclude: ["shop-legacy-*"] },
      cluster: EVERYTHING,
    },
  };
  const inventories = (["instance", "cluster"] as const).map((kind) => estateOf(kind, all, regions, retention, random));
  const missing = new Map([
    [
      LOST_KEY,
      {
        reason: "key-pending-deletion",
        cause: `the key ${LOST_KEY} is scheduled for deletion`,
        remedy: "cancel the deletion of the key before its date: without it nobody can ever read these copies",
      },
    ],
  ]);
  const needs = { missing, unknown: new Set<string>() };
  const coverages = inventories.map((one) => coverageBy(one, { settings: changed, needs }, { did: didOf(one) }));
  return {
    deployment: DEPLOYMENT,
    inventories,
    coverage: {
      databases: coverages.flatMap(({ databases }) => databases),
      routes: coverages.flatMap(({ routes }) => routes),
    },
    targets: regions,
    listed: count,
    unread: [],
    now: NOW,
    settings: settings(changed),
    maxAgeHours: settings().maxRecoveryPointAgeHours,
    notes: [],
  };
}

export const pageOf = (options: EstateOptions): PageData => pageDataOf([statusOf(options)], NOW);

const nameOf = (index: number): string => {
  const team = TEAMS[Math.floor(index / SERVICES.length) % TEAMS.length];
  const round = Math.floor(index / (SERVICES.length * TEAMS.length));
  return `${team}-${SERVICES[index % SERVICES.length]}${round > 0 ? `-${round}` : ""}`;
};

/** What befalls a database, by its number. */
type Fate =
  | "gone"
  | "late"
  | "refused"
  | "failed"
  | "key lost"
  | "held"
  | "deselected"
  | "uncovered"
  | "gap"
  | "copying"
  | "new";

const FATES: Readonly<Record<number, Fate>> = {
  4: "late",
  11: "refused",
  17: "gone",
  22: "key lost",
  23: "failed",
  29: "held",
  33: "gap",
  38: "deselected",
  41: "uncovered",
  47: "copying",
  53: "new",
};
const FATES_REPEAT = 97;
const fateOf = (index: number): Fate | undefined => FATES[index % FATES_REPEAT];

const numberOf = ({ resourceId }: Database): number => Number(resourceId.slice(3));

function estateOf(
  kind: Kind,
  all: readonly Database[],
  regions: readonly string[],
  retention: Settings["retention"],
  random: Random,
): Inventory {
  const ofKind = all.filter((one) => one.kind === kind);
  const newest = ofKind.map((of) => snapshot(minuteOf(0, of), { of }));
  const targets = regions.map((region): [string, TargetSnapshot[]] => [
    region,
    ofKind.flatMap((of) => copiesOf(of, region, retention, random)),
  ]);
  const databases = ofKind.flatMap((of) => {
    const fate = fateOf(numberOf(of));
    if (fate === "gone") return [];
    return [{ ...of, ...(fate === "uncovered" && { backupRetentionDays: 0 }) }];
  });
  return inventory({ kind, databases, snapshots: newest, targets: new Map(targets) });
}

/** Days ago, in the night. */
function minuteOf(daysAgo: number, of: Database): string {
  const night = new Date(NOW.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return `${night}T03:${String(numberOf(of) % 30).padStart(2, "0")}`;
}

function copiesOf(of: Database, region: string, retention: Settings["retention"], random: Random): TargetSnapshot[] {
  const fate = fateOf(numberOf(of));
  const isFirst = region === REGIONS[0];
  if (fate === "uncovered") return [];
  const newest = fate === undefined ? 0 : (NEWEST[fate] ?? 0);
  const days = keptDays(JSON.stringify(retention), String(newest)).filter((daysAgo) => fate !== "new" || daysAgo < 2);
  const copies = days.flatMap((daysAgo): TargetSnapshot[] => {
    if (fate === "gap" && (daysAgo === 4 || daysAgo === 5)) return [];
    if (fate === undefined && random.chance(0.002)) return [];
    const isLost = fate === "key lost" && isFirst && daysAgo > 2;
    const isHeld = fate === "held" && daysAgo === days.at(-6);
    const hasFailed = fate === "failed" && isFirst && daysAgo < 2;
    return [
      copyOf(snapshot(minuteOf(daysAgo, of), { of }), {
        region,
        ...(isLost && { kmsKeyId: LOST_KEY }),
        ...(isHeld && { tags: { "CrossRegionBackup/Hold": "forever" } }),
        ...(hasFailed && { status: "failed", attempt: 3 }),
      }),
    ];
  });
  if (fate !== "copying") return copies;
  const current = copyOf(snapshot(minuteOf(0, of), { of }), { region, status: "copying", percent: isFirst ? 64 : 12 });
  return [...copies, current];
}

/** Days since the newest copy. */
const NEWEST: Readonly<Partial<Record<Fate, number>>> = { late: 6, refused: 3, gone: 9, copying: 1 };

/** The days of which retention keeps a copy after more than a year, if the newest is so old; each so many days ago. */
const keptDays = oncePer((retention: string, newest: string): number[] => {
  const all = Array.from({ length: 400 }, (_, day) => Number(newest) + day);
  const kept = retained(all, (day) => new Date(NOW.getTime() - day * DAY_MS), JSON.parse(retention));
  return all.filter((day) => kept.has(day));
});

/** What a run is refused. */
function didOf({ databases }: Inventory) {
  return databases
    .filter((of) => fateOf(numberOf(of)) === "refused")
    .map((of) => ({
      database: of.id,
      outcome: "failed" as const,
      reason: "key-not-accessible",
      message: "",
      fault: {
        reason: "key-not-accessible",
        cause: `the key ${keyArn("eu-west-1")} of the source is disabled`,
        remedy: "enable the key again",
        about: keyArn("eu-west-1"),
      },
    }));
}

/** The same rows so many times, each time under other names. */
export function enlarged(data: PageData, times: number): PageData {
  const more = Array.from({ length: times - 1 }, (_, time) =>
    data.rows.map((row) => ({
      ...row,
      database: `${row.database}-${time + 2}`,
      resourceId: `${row.resourceId}-${time}`,
    })),
  );
  return { ...data, rows: [...data.rows, ...more.flat()] };
}
