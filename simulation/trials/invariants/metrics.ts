import type { DatabaseRecord } from "../../rds/model";
import { DAY, HOUR, MINUTE } from "../../time/clock";
import { type OwnCopy, takenAt } from "../ledger";
import { type RunRecord, wasCut } from "../runs";
import { SOURCE_REGION } from "../scenario";
import { isCopyable, isSelected } from "../settings";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { brieflySeen } from "./brief-looks";
import { superfluousNow } from "./pace";

const NAMESPACE = "RdsCrossRegionBackup";
/** Lists lag, clocks differ, and a copy may end while a run looks. */
const TOLERANCE = 5 * MINUTE;
/** The module's default. */
const MAX_AGE = 36 * HOUR;

/** What the metrics of a whole run must say, taken from the world when the run began and when it had ended. */
export interface State {
  readonly selected: number;
  readonly uncovered: number;
  /** Greatest recovery point age in milliseconds by target region. */
  readonly ages: ReadonlyMap<string, number>;
  /** The same by copies of snapshots that are still there, as a brief look sees no others. */
  readonly agesOfSources: ReadonlyMap<string, number>;
  /** How many copies are past retention, by target region and database. */
  readonly superfluous: ReadonlyMap<string, number>;
}

/** @returns undefined while lists lag, as a run cannot know then */
export function stateOf(truth: Truth): State | undefined {
  const { settings, scenario } = truth;
  if (scenario.rates.listedLate > 0 || scenario.rates.taggedLate > 0) return undefined;
  const selected = selectedDatabases(truth);
  const greatest = (region: string, wanted?: Wanted) =>
    Math.max(0, ...watched(truth).map((database) => ageOf(truth, region, database, wanted)));
  const isSourceThere = ({ source }: OwnCopy) => truth.world.aws.region(SOURCE_REGION).current(source) !== undefined;
  const { targets } = settings.current;
  return {
    selected: selected.length,
    uncovered: selected.filter((database) => !isCopyable(database)).length,
    ages: new Map(targets.map(({ region }) => [region, greatest(region)])),
    agesOfSources: new Map(targets.map(({ region }) => [region, greatest(region, isSourceThere)])),
    superfluous: superfluousNow(truth),
  };
}

/** The databases whose recovery point age counts. */
export const watched = (truth: Truth): DatabaseRecord[] =>
  selectedDatabases(truth).filter((database) => isCopyable(database) && database.status !== "stopped");

function selectedDatabases({ world, settings }: Truth): DatabaseRecord[] {
  const { instance, cluster } = world.aws.region(SOURCE_REGION).databases;
  return [...instance.values(), ...cluster.values()].filter((database) => isSelected(settings.current, database));
}

type Wanted = (copy: OwnCopy) => boolean;

/**
 * Recovery point age in milliseconds, of what is there now.
 * @param wanted the copies that count. Default: all
 */
export function ageOf(
  { world, ledger }: Truth,
  region: string,
  { kind, id, resourceId, createdAt, backupRetentionDays }: DatabaseRecord,
  wanted: Wanted = () => true,
): number {
  const now = world.clock.now();
  const copies = ledger
    .of(region, { kind, databaseId: id, databaseResourceId: resourceId })
    .filter(({ copy, now: is }) => is.status === "available" && wanted(copy))
    .map(({ copy }) => takenAt(copy));
  if (copies.length > 0) return now - Math.max(...copies);
  const snapshots = [...world.aws.region(SOURCE_REGION).snapshots[kind].values()]
    .filter(({ type, status }) => type === "automated" && status === "available")
    .filter((one) => one.databaseId === id && one.databaseResourceId === resourceId)
    .map(({ createTime = now }) => createTime);
  // Snapshots that RDS soon deletes never get too old, so they cannot show that no copy is made.
  const kept = (backupRetentionDays - 1) * DAY > MAX_AGE && snapshots.length > 0;
  return now - (kept ? Math.min(...snapshots) : createdAt);
}

/** The metrics of a whole run must be those of the world, if nothing changed while it ran. */
export function checkMetrics(run: RunRecord, { world, verdict, settings }: Truth): void {
  const { end, before, after } = run;
  if (!end || run.function !== "sweep" || run.overlapped || wasCut(end)) return;
  if (!before || !after || settings.inUse(end.endedAt).length > 1) return;
  const failed = run.lines.filter(({ record }) => record?.level === "ERROR" && record.message === "failed");
  const values = (name: string, dimensions: Record<string, string> = {}) => {
    const points = world.metrics.get(NAMESPACE, name, { service: NAME, ...dimensions });
    const before = points.findLastIndex(({ time }) => time < run.startedAt);
    return points.slice(before + 1).flatMap(({ time, value }) => (time <= end.endedAt ? value : []));
  };
  const reported = (...metric: Parameters<typeof values>) => values(...metric).at(-1);
  const differs = (name: string, published: number | undefined, is: number) => {
    if (published !== is) verdict.broken("metrics are true", `sweep ${run.id}: ${name} is ${is}, it said ${published}`);
  };
  const sum = values("CopiesFailed").reduce((total, value) => total + value, 0);
  differs("CopiesFailed", sum, failed.length);
  const listsFailed = failed.some(({ record }) => ["list-failed", "tags-unread"].includes(String(record?.reason)));
  const isBrief = brieflySeen(run).length > 0;
  // Copies that a brief look did not see may be in progress or wait.
  for (const name of end.outcome === "ok" ? ["CopiesDeferred", "CopiesInProgress"] : []) {
    if (values(name).length === (isBrief ? 0 : 1)) continue;
    verdict.broken(
      "metrics are true",
      `sweep ${run.id}: ${isBrief ? "a brief" : "a whole"} look said ${name} ${reported(name)}`,
    );
  }
  if (!listsFailed && before.selected === after.selected && before.uncovered === after.uncovered) {
    differs("DatabasesSelected", reported("DatabasesSelected"), after.selected);
    differs("DatabasesUncovered", reported("DatabasesUncovered"), after.uncovered);
  }
  for (const [region, age] of after.ages) {
    const published = reported("RecoveryPointAge", { TargetRegion: region });
    const earlier = before.ages.get(region) ?? age;
    if (published === undefined && listsFailed) continue;
    const ofSources = isBrief
      ? Math.max(...[before, after].map(({ agesOfSources }) => agesOfSources.get(region) ?? age))
      : age;
    const [lowest, highest] = [Math.min(age, earlier) - TOLERANCE, Math.max(age, earlier, ofSources) + TOLERANCE];
    if (published !== undefined && published * 1000 >= lowest && published * 1000 <= highest) continue;
    const hours = (milliseconds: number) => (milliseconds / HOUR).toFixed(2);
    const is = `${hours(earlier)} to ${hours(age)} hours`;
    verdict.broken(
      "metrics are true",
      `sweep ${run.id}: the age in ${region} is ${is}, it said ${hours((published ?? 0) * 1000)}`,
    );
  }
}
