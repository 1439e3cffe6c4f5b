import type { Coverage } from "../core/coverage/model";
import type { Kind } from "../core/model";
import type { Plan } from "../core/plan";
import type { RoutePlan, SweepKind } from "../core/plan-route";
import type { Route } from "../core/route";
import { apply } from "./apply";
import type { ListFailures } from "./lister";
import type { Outcome } from "./outcome";
import type { Run } from "./run";

/** `event`: of one database, after its backup. `look`: of one database, inside a sweep that waits for slots. */
export type RunKind = SweepKind | "event" | "look";

/** What a run saw and did: by kind, and of each kind by route. */
export interface Report {
  readonly run: RunKind;
  readonly kinds: readonly KindReport[];
  /** Of whole runs. */
  readonly coverage?: Coverage;
}

export interface KindReport {
  readonly kind: Kind;
  /** Undefined if the databases could not be listed. */
  readonly plan: Plan | undefined;
  /** Outcomes that concern the kind as a whole. */
  readonly outcomes: readonly Outcome[];
  /** Whether only copies of the newest snapshots were looked at (decisions/0021-brief-looks.md). Default: no. */
  readonly isBrief?: boolean;
  /** One for each target region. */
  readonly routes: readonly RouteReport[];
}

export interface RouteReport {
  readonly route: Route;
  /** Undefined if there is none, as something could not be listed. */
  readonly plan: RoutePlan | undefined;
  readonly outcomes: readonly Outcome[];
}

/** Carries out the plan of a kind, all routes at once. */
export async function reportOn(
  kind: Kind,
  plan: Plan | undefined,
  failures: ListFailures,
  run: Run,
): Promise<KindReport> {
  const routes = run.settings.targets.map(async (targetRegion): Promise<RouteReport> => {
    const route = plan?.routes.find((one) => one.route.targetRegion === targetRegion);
    const outcomes = route ? await apply(route, run) : [];
    const failed = failures.ofTargets.get(targetRegion) ?? [];
    return { route: { kind, targetRegion }, plan: route, outcomes: [...failed, ...outcomes] };
  });
  const outcomes = [...failures.ofSource, ...(plan?.notes ?? [])];
  return { kind, plan, outcomes, routes: await Promise.all(routes) };
}

/** An outcome and where it belongs. */
export interface Placed {
  readonly kind: Kind;
  /** Undefined: the source region. */
  readonly targetRegion: string | undefined;
  readonly outcome: Outcome;
}

/** All outcomes of a run, in order. */
export const placedOutcomes = ({ kinds }: Report): Placed[] =>
  kinds.flatMap(({ kind, outcomes, routes }) => [
    ...outcomes.map((outcome): Placed => ({ kind, targetRegion: undefined, outcome })),
    ...routes.flatMap(({ route, outcomes: onRoute }) =>
      onRoute.map((outcome): Placed => ({ kind, targetRegion: route.targetRegion, outcome })),
    ),
  ]);

export const outcomesOf = (report: Report): Outcome[] => placedOutcomes(report).map(({ outcome }) => outcome);

/** The kinds of which not all copies were looked at. */
export const brieflySeen = ({ kinds }: Report): Kind[] => kinds.flatMap(({ kind, isBrief }) => (isBrief ? kind : []));

/** Whether the run was over all databases. */
export const isWhole = ({ run }: Report): boolean => run === "daily" || run === "follow-up";
