import { alphabetical } from "../../handlers/core/alphabetical";
import { groupBy } from "../../handlers/core/identity";
import { moment } from "../../handlers/core/told/words";
import { fits, isCalled, kindAndName, unmatched } from "../database-pattern";
import type { Problem } from "../problem";
import type { Wanted } from "./options";
import type { Found, RecoveryPoint } from "./recovery-points";

/** All recovery points of one database of one deployment, the newest first. */
export interface DatabasePoints {
  readonly kind: RecoveryPoint["kind"];
  readonly database: string;
  readonly deployment: string | undefined;
  readonly sourceRegion: string | undefined;
  readonly points: readonly RecoveryPoint[];
}

/** A database and the recovery point that it is restored from. */
export interface Chosen {
  readonly point: RecoveryPoint;
  /** What a person should know of this choice, in sentences. */
  readonly remarks: readonly string[];
}

export interface Choice {
  readonly chosen: readonly Chosen[];
  readonly problems: readonly Problem[];
}

/** Databases with copies, by name. */
export function databasesOf(
  found: Found,
  { deployment, sourceRegion }: Partial<Pick<Wanted, "deployment" | "sourceRegion">>,
) {
  const wanted = found.copies.filter(
    (copy) =>
      (deployment === undefined || copy.deployment === deployment) &&
      (sourceRegion === undefined || copy.sourceRegion === sourceRegion),
  );
  const byDatabase = groupBy(wanted, (copy) =>
    JSON.stringify([copy.database, copy.kind, copy.sourceRegion, copy.deployment]),
  );
  return [...byDatabase]
    .sort(([a], [b]) => alphabetical(a, b))
    .map(([, points]): DatabasePoints => {
      const [{ kind, database, deployment, sourceRegion }] = points;
      const newestFirst = points.toSorted((a, b) => timeOf(b) - timeOf(a));
      return { kind, database, deployment, sourceRegion, points: newestFirst };
    });
}

/** Without what is from after this time. */
export const until = (one: DatabasePoints, at: Date | undefined): DatabasePoints =>
  at === undefined ? one : { ...one, points: one.points.filter((point) => timeOf(point) <= at.getTime()) };

const timeOf = ({ time }: RecoveryPoint): number => time?.getTime() ?? 0;

/** For each database that is wanted its recovery point, or why there is none. */
export function choose(found: Found, wanted: Wanted, region: string): Choice {
  const { databases, problems: unknown } = selected(found, wanted, region);
  const problems = [...unknown];
  const chosen: Chosen[] = [];
  for (const one of databases) {
    const twins = databases.filter(({ kind, database }) => kind === one.kind && database === one.database);
    if (twins.length > 1) problems.push(ambiguous(one, twins));
    else take(one, wanted.at, region, chosen, problems);
  }
  const named: Chosen[] = [];
  for (const id of wanted.snapshots) takeSnapshot(id, found, region, named, problems);
  // A snapshot that is named is meant in the place of the one that would be chosen.
  const isNamed = ({ point }: Chosen) =>
    named.some((one) => one.point.kind === point.kind && one.point.database === point.database);
  return { chosen: [...chosen.filter((one) => !isNamed(one)), ...named], problems: unique(problems) };
}

export interface Selected {
  readonly databases: readonly DatabasePoints[];
  /** What was asked for and is not there. */
  readonly problems: readonly Problem[];
}

/** The databases that are wanted, of all that have copies. */
export function selected(found: Found, wanted: Wanted, region: string): Selected {
  const { databases, deployment, sourceRegion } = wanted;
  if (databases?.length === 0) return { databases: [], problems: [] };
  const all = databasesOf(found, wanted);
  if (all.length === 0) {
    const limits = [deployment && `deployment ${deployment}`, sourceRegion && `source region ${sourceRegion}`];
    const of = limits.filter(Boolean).join(", ");
    const makers = makersOf(databasesOf(found, {}));
    const none = {
      of: "all databases",
      cause: `there are no copies in ${region}${of && ` of ${of}`}`,
      remedy:
        makers.length > 0
          ? `those that are there are of ${makers.join(", ")}`
          : "check region and account: copies lie in the target regions of the deployment's setting targets",
    };
    return { databases: [], problems: [none] };
  }
  if (databases === undefined) return { databases: all, problems: [] };
  return {
    databases: all.filter((one) => databases.some((pattern) => fits(pattern, one))),
    problems: unmatched(databases, all, {
      cause: `no database of which there are copies in ${region} is called so`,
      otherwise: "--list shows all",
    }),
  };
}

function ambiguous({ kind, database }: DatabasePoints, twins: readonly DatabasePoints[]): Problem {
  return {
    of: `${kind}/${database}`,
    cause: `it has copies of several deployments: ${makersOf(twins).join(", ")}`,
    remedy: "say which with --deployment and --source-region",
  };
}

const makersOf = (databases: readonly DatabasePoints[]): readonly string[] => [
  ...new Set(databases.map(({ deployment, sourceRegion }) => `${deployment} in ${sourceRegion}`)),
];

function take(one: DatabasePoints, at: Date | undefined, region: string, chosen: Chosen[], problems: Problem[]): void {
  const of = `${one.kind}/${one.database}`;
  const early = until(one, at).points;
  const usable = early.find((point) => point.condition === "available");
  const newer = early.find((point) => point !== usable && usable !== undefined && timeOf(point) > timeOf(usable));
  if (usable !== undefined) {
    const remarks = newer === undefined ? [] : [`A newer copy, of ${when(newer)}, ${stateOf(newer)}.`];
    if (one.points.some((point) => isOther(point, usable) && timeOf(point) > timeOf(usable))) {
      remarks.push("It was dropped and made again since: this is the earlier database of its name.");
    } else if (one.points.some((point) => isOther(point, usable))) {
      remarks.push("Earlier copies of this name are of a database that was dropped before this one was made.");
    }
    chosen.push({ point: usable, remarks });
    return;
  }
  const [best] = early;
  const oldest = one.points.at(-1);
  if (best !== undefined) {
    problems.push({
      of,
      cause: `no copy of it in ${region} is available: that of ${when(best)} ${stateOf(best)}`,
      remedy: one.points.some(({ condition }) => condition === "available")
        ? LATER
        : (AFTER[best.condition] ?? NO_OTHER),
    });
  } else if (oldest !== undefined && at !== undefined) {
    problems.push({
      of,
      cause: `it has no copy from before ${at.toISOString()}: its oldest is of ${when(oldest)}`,
      remedy: LATER,
    });
  }
}

const LATER = "take a later time with --at";
const AFTER: Partial<Record<RecoveryPoint["condition"], string>> = {
  "in-progress": "try again when it is done, which may be never while its source region is down",
};
const NO_OTHER = "look at it in RDS: there is no other copy";

const isOther = (a: RecoveryPoint, b: RecoveryPoint): boolean => a.resourceId !== b.resourceId;

function takeSnapshot(asked: string, found: Found, region: string, chosen: Chosen[], problems: Problem[]): void {
  const of = `snapshot ${asked}`;
  const { name: id } = kindAndName(asked);
  const all = [...found.copies, ...found.others];
  const points = all.filter((one) => isCalled(asked, one));
  const [point] = points;
  if (points.length > 1) {
    const cause = "an instance and a cluster each have a snapshot of this id";
    problems.push({ of, cause, remedy: `say which: instance/${id} or cluster/${id}` });
  } else if (point === undefined) {
    problems.push({ of, cause: `there is no manual snapshot of this id in ${region}`, remedy: "check id and region" });
  } else if (point.condition !== "available") {
    problems.push({ of, cause: `it ${stateOf(point)}`, remedy: "name another one" });
  } else if (point.kind === "cluster" && !point.details.engine.startsWith("aurora")) {
    const cause = `it is of a cluster of ${point.details.engine}, and this command restores clusters of Aurora only`;
    problems.push({ of, cause, remedy: "restore it with the AWS CLI" });
  } else if (point.details.engine.startsWith("custom-")) {
    const cause = `it is of RDS Custom (${point.details.engine}), which this command does not restore`;
    problems.push({ of, cause, remedy: "restore it with the AWS CLI, which takes its instance profile" });
  } else {
    const claim = found.claims.find((one) => one.id === id && one.kind === point.kind);
    const doubt =
      claim &&
      `It is tagged as a copy of deployment ${claim.deployment}, but is none: ${claim.why}. Its tags are not used.`;
    chosen.push({ point, remarks: doubt === undefined ? [] : [doubt] });
  }
}

const when = ({ time }: RecoveryPoint): string => (time === undefined ? "an unknown time" : moment(time));

function stateOf({ condition, snapshot: { percent, status } }: RecoveryPoint): string {
  if (condition === "in-progress") return `is still being made${percent === undefined ? "" : ` (${percent} %)`}`;
  return condition === "available" ? "is available" : `has the status ${status}`;
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.of} ${problem.cause}`, problem])).values()];
}
