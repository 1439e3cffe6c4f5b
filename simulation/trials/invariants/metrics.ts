import type { DatabaseRecord } from "../../rds/model";
import { HOUR, MINUTE } from "../../time/clock";
import type { OwnCopy } from "../ledger";
import { type RunRecord, wasCut } from "../runs";
import { listsLag, SOURCE_REGION } from "../scenario";
import { isCopyable, isSelected } from "../settings";
import { NAME } from "../stack";
import type { Truth } from "../truth";
import { ageOf, type Wanted } from "./ages";
import { brieflySeen } from "./brief-looks";
import { superfluousNow } from "./pace";
import { isSkippedReplica } from "./standing";

const NAMESPACE = "RdsCrossRegionBackup";
/** Lists lag, clocks differ, and a copy may end while a run looks. */
const TOLERANCE = 5 * MINUTE;
/** What the metrics of a whole run must say, taken from the world when the run began and when it had ended. */
export interface State {
  readonly selected: number;
  readonly uncovered: number;
  /** Greatest recovery point age in milliseconds by target region, of what surely counts. */
  readonly ages: ReadonlyMap<string, number>;
  /** The same of all that may count. */
  readonly mostAges: ReadonlyMap<string, number>;
  /** The same by copies of snapshots that are still there, as a brief look sees no others. */
  readonly agesOfSources: ReadonlyMap<string, number>;
  /** How many copies are past retention, by target region and database. */
  readonly superfluous: ReadonlyMap<string, number>;
}

/** @returns undefined while lists lag, as a run cannot know then */
export function stateOf(truth: Truth): State | undefined {
  const { settings, scenario } = truth;
  if (listsLag(scenario)) return undefined;
  const selected = selectedDatabases(truth);
  const counting = watched(truth);
  const greatest = (region: string, wanted?: Wanted) =>
    Math.max(0, ...counting.map((database) => ageOf(truth, region, database, wanted)));
  const most = (region: string) =>
    Math.max(0, ...mayCount(truth, region).map((database) => ageOf(truth, region, database)));
  const isSourceThere = ({ source }: OwnCopy) => truth.world.aws.region(SOURCE_REGION).current(source) !== undefined;
  const { targets } = settings.current;
  return {
    selected: selected.length,
    uncovered: selected.filter((database) => !isCopyable(database)).length,
    ages: new Map(targets.map(({ region }) => [region, greatest(region)])),
    mostAges: new Map(targets.map(({ region }) => [region, most(region)])),
    agesOfSources: new Map(targets.map(({ region }) => [region, greatest(region, isSourceThere)])),
    superfluous: superfluousNow(truth),
  };
}

/** The databases whose recovery point age surely counts. */
export const watched = (truth: Truth): DatabaseRecord[] =>
  selectedDatabases(truth).filter((database) => isCopyable(database) && !truth.rests.mayRest(database));

/** Those whose age may count: also of what rests, or is not selected or copied any more but has copies that get old. */
const mayCount = (truth: Truth, region: string): DatabaseRecord[] =>
  allDatabases(truth).filter((database) => {
    const isCovered = isSelected(truth.settings.current, database) && isCopyable(database);
    return isCovered || truth.ledger.ofResource(region, database.kind, database.resourceId).length > 0;
  });

const selectedDatabases = (truth: Truth): DatabaseRecord[] =>
  allDatabases(truth).filter((one) => isSelected(truth.settings.current, one) && !isSkippedReplica(truth, one));

function allDatabases({ world }: Truth): DatabaseRecord[] {
  const { instance, cluster } = world.aws.region(SOURCE_REGION).databases;
  return [...instance.values(), ...cluster.values()];
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
  if (settings.current.dryRun) {
    checkDryRun(run, { differs, values, before, after, verdict });
    return;
  }
  const sum = values("CopiesFailed").reduce((total, value) => total + value, 0);
  differs("CopiesFailed", sum, failed.length);
  if (end.outcome === "ok") differs("SweepsCompleted", values("SweepsCompleted").length, 1);
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
    // A brief look has not seen the copies of databases that are not covered.
    if (published === undefined && (listsFailed || isBrief)) continue;
    const others = [before, after].flatMap(({ agesOfSources, mostAges }) => [
      isBrief ? (agesOfSources.get(region) ?? age) : age,
      mostAges.get(region) ?? age,
    ]);
    const [lowest, highest] = [Math.min(age, earlier) - TOLERANCE, Math.max(earlier, ...others) + TOLERANCE];
    // Where snapshots are not known, a database without a copy is as old as itself.
    const isAtMost = published !== undefined && (listsFailed || published * 1000 <= highest);
    if (isAtMost && published * 1000 >= lowest) continue;
    const hours = (milliseconds: number) => (milliseconds / HOUR).toFixed(2);
    const is = `${hours(earlier)} to ${hours(age)} hours`;
    verdict.broken(
      "metrics are true",
      `sweep ${run.id}: the age in ${region} is ${is}, it said ${hours((published ?? 0) * 1000)}`,
    );
  }
}

/** What a dry run would do, and does not publish. */
const NOT_OF_DRY_RUNS = ["CopiesStarted", "CopiesFailed", "CopiesDeferred", "CopiesDeleted", "TroublesBegun"];

interface DryRun {
  readonly before: State;
  readonly after: State;
  readonly verdict: Truth["verdict"];
  values(name: string): readonly number[];
  differs(name: string, published: number | undefined, is: number): void;
}

/** A dry run publishes what it has selected only, so that nothing rings but that nothing runs. */
function checkDryRun(run: RunRecord, { before, after, verdict, values, differs }: DryRun): void {
  const listsFailed = run.lines.some(({ record }) => record?.reason === "list-failed");
  const isSame = before.selected === after.selected && before.uncovered === after.uncovered;
  if (!listsFailed && isSame && run.end?.outcome === "ok") {
    differs("DatabasesSelected", values("DatabasesSelected").at(-1), after.selected);
    differs("DatabasesUncovered", values("DatabasesUncovered").at(-1), after.uncovered);
  }
  for (const name of NOT_OF_DRY_RUNS) {
    if (values(name).length > 0) verdict.broken("a dry run changes nothing", `sweep ${run.id} published ${name}`);
  }
}
