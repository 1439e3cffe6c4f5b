import type { Coverage, Trouble } from "../../handlers/core/coverage/model";
import { causeKey } from "../../handlers/core/coverage/troubles";
import type { Outcome } from "../../handlers/run/outcome";
import { type Placed, placedOutcomes, type Report } from "../../handlers/run/report";
import { RDS_ACTIONS } from "../actions";
import { awsProblem } from "../aws-problem";
import type { Stop } from "../exit";
import { type Problem, problemOf } from "../problem";
import type { EstateLook } from "./look";

export interface AsRead {
  /** Without troubles that are those of whoever looked. */
  readonly coverage: Coverage;
  /** Likewise. */
  readonly report: Report;
  readonly unread: readonly Problem[];
}

/**
 * What a look could not read. The run whose code it uses takes that for a fault of the deployment; here it is one of the credentials or the
 * connection of whoever looks.
 */
export function asRead({ report, coverage, deployed }: Pick<EstateLook, "report" | "coverage" | "deployed">): AsRead {
  const { sourceRegion } = deployed.deployment;
  const failed = failedCalls(report);
  const regionOf = ({ targetRegion }: Placed) => targetRegion ?? sourceRegion;
  const own = new Set(failed.map((one) => causeKey({ reason: one.outcome.reason, about: regionOf(one) })));
  const isOwn = (one: Trouble) => own.has(causeKey(one));
  const problems = failed.map((one) => problemOf(`${one.kind}s in ${regionOf(one)}`, stopOf(one, sourceRegion)));
  const known: Coverage = {
    databases: coverage.databases.map((row) =>
      row.troubles.some(isOwn)
        ? { ...row, troubles: row.troubles.map((one) => (isOwn(one) ? unexplained(one) : one)) }
        : row,
    ),
    routes: coverage.routes.map((whole) => ({ ...whole, troubles: whole.troubles.filter((one) => !isOwn(one)) })),
  };
  const without = (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => outcome.error === undefined);
  return {
    coverage: known,
    report: {
      ...report,
      coverage: known,
      kinds: report.kinds.map((kind) => ({
        ...kind,
        outcomes: without(kind.outcomes),
        routes: kind.routes.map((route) => ({ ...route, outcomes: without(route.outcomes) })),
      })),
    },
    unread: [...new Map(problems.map((one) => [`${one.of} ${one.cause}`, one])).values()],
  };
}

/** What AWS did not answer, those of the source region first, as all else depends on them. */
export function failedCalls(report: Report): Placed[] {
  const failed = placedOutcomes(report).filter(({ outcome }) => outcome.error !== undefined);
  const isOfSource = ({ targetRegion }: Placed) => targetRegion === undefined;
  return [...failed.filter(isOfSource), ...failed.filter((one) => !isOfSource(one))];
}

/** A failed call, for the person whose credentials these are. */
export const stopOf = (one: Placed, sourceRegion: string): Stop =>
  awsProblem(one.outcome.error, { action: actionOf(one), region: one.targetRegion ?? sourceRegion });

/** It is late all the same. */
const unexplained = (trouble: Trouble): Trouble => ({
  ...trouble,
  reason: "unread",
  cause: "why there is no newer copy is not known, as its snapshots could not be read",
  remedy: "look again with credentials that may read them, or read the log of the sweep",
  about: "unread",
});

const NAMED = /not authorized to perform: ([\w-]+:\w+)/;
/** As AWS names it, where it does. */
function actionOf({ kind, targetRegion, outcome: { reason, message } }: Placed): string {
  const [, named] = NAMED.exec(message) ?? [];
  if (named !== undefined) return named;
  if (reason === "tags-unread") return "rds:ListTagsForResource";
  return targetRegion === undefined && message.startsWith(`cannot list the ${kind}s in`)
    ? RDS_ACTIONS[kind].databases
    : RDS_ACTIONS[kind].snapshots;
}
