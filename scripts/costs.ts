import { METRICS } from "../handlers/run/telemetry";
import { MEMORY_SIZE } from "../modules/functions";
import { SETTINGS } from "../settings/settings";

/**
 * What a deployment with one target region costs, in USD a month of 30 days. `npm run costs` prints the table of the README, and
 * `npm run costs -- 500` that of databases of 500 GiB.
 */

/** Of us-east-1 as of 2025, to be checked at https://aws.amazon.com/{rds,rds/aurora,lambda,cloudwatch,kms}/pricing/. */
const PRICES = {
  kmsKey: 1,
  alarm: 0.1,
  metric: 0.3,
  lambdaGbSecond: 0.0000133334, // arm64
  lambdaRequest: 0.2 / 1e6,
  transferGib: 0.02, // to most other regions; some pairs cost half, distant ones up to seven times as much
  instanceSnapshotGibMonth: 0.095,
  clusterSnapshotGibMonth: 0.021,
} as const;

const DAYS = 30;
/** Metrics that the alarms read: 6 for the deployment, of which one reads two, and 4 for a target region. */
const ALARM_METRICS = 6 + 1 + 4;
/** One series each, but the quota, which has one for each kind. */
const METRIC_SERIES = Object.keys(METRICS).length + 1;
const SWEEP_GB = MEMORY_SIZE.sweep / 1024;
const BACKUP_FINISHED_GB = MEMORY_SIZE["backup-finished"] / 1024;
const CALL_SECONDS = 0.08;
const FOLLOW_UPS_A_DAY = (24 * 60) / SETTINGS.follow_up_interval_minutes.default;
/** Automated snapshots of a database in the source region. */
const AUTOMATED = 7;
const { instances, clusters } = SETTINGS.max_copies_in_progress.is.fields;
const SLOTS = { instance: instances.default, cluster: clusters.default } as const;

export interface Assumptions {
  readonly gib: number;
  /** Share of a database that changes in a day. */
  readonly change: number;
  readonly copyMinutes: number;
}

export const ASSUMED: Assumptions = { gib: 100, change: 0.02, copyMinutes: 10 };

type Kind = keyof typeof SLOTS;

/** What is kept of each database: how many days lie between each copy and the one before, the newest first. */
interface Kept {
  readonly title: string;
  readonly gaps: readonly number[];
}

const RETENTIONS: readonly Kept[] = [
  { title: "`keep_last` 3", gaps: Array(3).fill(1) },
  { title: "`keep_last` 7", gaps: Array(7).fill(1) },
  { title: "`keep_last` 7, `keep_monthly` 12", gaps: [...Array(7).fill(1), ...Array(11).fill(30)] },
];

/** Key, alarms and metrics: the same for any number of databases. */
export const fixed = (): number => PRICES.kmsKey + ALARM_METRICS * PRICES.alarm + METRIC_SERIES * PRICES.metric;

/** Runs that find nothing to wait for, each call made after the other; and one run for each backup. */
export function runs(databases: number, kept: number): number {
  const pages = (each: number) => Math.ceil((databases * each) / 100);
  const calls = 2 + pages(1) + pages(AUTOMATED) + pages(kept);
  const sweeps = (FOLLOW_UPS_A_DAY + 1) * DAYS;
  const events = databases * DAYS;
  const gbSeconds =
    sweeps * (1 + calls * CALL_SECONDS) * SWEEP_GB + events * (1 + 3 * CALL_SECONDS) * BACKUP_FINISHED_GB;
  return gbSeconds * PRICES.lambdaGbSecond + (sweeps + events) * PRICES.lambdaRequest;
}

/** Hours of a night until all copies are done; more than 24 cannot be carried. */
export const hoursOfCopies = (databases: number, kind: Kind, { copyMinutes }: Assumptions): number =>
  (Math.ceil(databases / SLOTS[kind]) * copyMinutes) / 60;

/** A sweep that stays while databases wait for slots. */
export const waiting = (databases: number, kind: Kind, assumed: Assumptions): number =>
  Math.min(24, hoursOfCopies(databases, kind, assumed)) * 3600 * DAYS * SWEEP_GB * PRICES.lambdaGbSecond;

/** Of an instance, each copy holds what has changed since the one before; of a cluster, all. */
export function storage(databases: number, kind: Kind, { gaps }: Kept, { gib, change }: Assumptions): number {
  if (kind === "cluster") return databases * gaps.length * gib * PRICES.clusterSnapshotGibMonth;
  const increments = gaps.slice(1).reduce((sum, days) => sum + Math.min(1, days * change), 0);
  return databases * (1 + increments) * gib * PRICES.instanceSnapshotGibMonth;
}

export const transfer = (databases: number, { gib, change }: Assumptions): number =>
  databases * gib * change * DAYS * PRICES.transferGib;

const firstCopies = (databases: number, { gib }: Assumptions): number => databases * gib * PRICES.transferGib;

/** The table of the README, in Markdown. */
export function costTable(assumed: Assumptions = ASSUMED): string {
  const sizes = [10, 200, 2_000];
  const row = (title: string, cost: (databases: number) => number) =>
    `| ${title} | ${sizes.map((databases) => dollars(cost(databases))).join(" | ")} |`;
  const kinds = [
    ["instance", "RDS"],
    ["cluster", "Aurora"],
  ] as const;
  return [
    `| USD a month | ${sizes.map((databases) => `${databases.toLocaleString("en")} databases`).join(" | ")} |`,
    `|---|${sizes.map(() => "--:").join("|")}|`,
    row("fixed: key, alarms, metrics", fixed),
    ...kinds.map(([kind, title]) => {
      const lambda = (databases: number) => runs(databases, 3) + waiting(databases, kind, assumed);
      return row(`runs, with waiting for slots, ${title}`, lambda);
    }),
    ...kinds.flatMap(([kind, title]) =>
      RETENTIONS.map((kept) =>
        row(`storage, ${title}, ${kept.title}`, (databases) => storage(databases, kind, kept, assumed)),
      ),
    ),
    row("transfer", (databases) => transfer(databases, assumed)),
    row("transfer of the first copies, once", (databases) => firstCopies(databases, assumed)),
  ].join("\n");
}

const dollars = (amount: number): string => (amount < 10 ? amount.toFixed(2) : Math.round(amount).toLocaleString("en"));

if (require.main === module) {
  const gib = Number(process.argv[2] ?? ASSUMED.gib);
  if (!(gib > 0)) throw new Error(`"${process.argv[2]}" is no size in GiB`);
  console.log(costTable({ ...ASSUMED, gib }));
}
