import { coverageOf } from "../core/coverage/coverage";
import type { Coverage } from "../core/coverage/model";
import type { CoverageContext, KindSeen } from "../core/coverage/seen";
import { KINDS } from "../core/model";
import { ownership } from "../core/ownership";
import { type Plan, planSweep } from "../core/plan";
import type { RoutePlan, SweepKind } from "../core/plan-route";
import { withMembers } from "../core/sheet/members";
import { type Taken, takeInventory } from "./inventory";
import { type AllFound, type Looks, needsOfCopies } from "./needs-of-copies";
import { QuotaLook } from "./quota-look";
import { type Report, reportOn } from "./report";
import { type Run, STOP_STARTING_MS } from "./run";
import { stopsAndStarts } from "./stops-and-starts";
import { mayBeBrief } from "./target-look";
import { planWithinQuota } from "./within-quota";

/** Left for deletions and copies, which need a few calls each. */
const STOP_READING_MS = 120_000;

/** What a whole run saw and did. */
export interface Sweep {
  readonly report: Report;
  readonly coverage: Coverage;
  /** What the coverage is of, by kind. */
  readonly seen: readonly KindSeen[];
  /** Why it could not do its work at all; undefined if it could, whatever failed. */
  readonly unable: string | undefined;
  /** What restores need and of which nothing is known, one sentence for each. */
  readonly unknownNeeds: readonly string[];
}

/**
 * A whole run: reconciles all selected databases of both kinds with all target regions, by a brief look where that suffices. The daily one
 * looks whether copies can be restored too.
 */
export async function sweep(kindOfSweep: SweepKind, run: Run, looks: Looks): Promise<Sweep> {
  const briefly = mayBeBrief(kindOfSweep, run);
  const taken = whole(await Promise.all(KINDS.map((kind) => takeInventory(kind, run, STOP_READING_MS, briefly))));
  const unable = whyUnable(taken, run);
  const quotas = new QuotaLook(run);
  // Where nothing is to be copied nobody needs to know, save once a day.
  const matters = ({ copies, reserve = [] }: RoutePlan) =>
    kindOfSweep === "daily" || copies.length + reserve.length > 0;
  const kinds = await Promise.all(
    taken.map(async ({ kind, inventory, failures, isBrief }) => {
      const plan =
        inventory &&
        (await planWithinQuota(
          (known) => planSweep(inventory, { ...run, ...known, sweep: kindOfSweep }),
          matters,
          quotas,
        ));
      return { ...(await reportOn(kind, isBrief ? withoutQuota(plan) : plan, failures, run)), isBrief };
    }),
  );
  const seen = kinds.map((report, index) => ({ ...report, inventory: taken[index]?.inventory }));
  const found = kindOfSweep === "daily" ? await lookAtNeeds(taken, run, looks) : undefined;
  const coverage = await covered(seen, { ...run, needs: found }, run);
  return {
    report: { run: kindOfSweep, kinds, coverage },
    coverage,
    seen,
    unable,
    unknownNeeds: [...(found?.unknown.values() ?? [])],
  };
}

/** RDS tells the members of clusters with the instances, which a run lists anyway. */
function whole(taken: readonly Taken[]): readonly Taken[] {
  const instances = taken.find(({ kind }) => kind === "instance")?.inventory?.databases;
  return taken.map((one) => {
    if (one.kind === "instance" || one.inventory === undefined) return one;
    const { databases } = one.inventory;
    return {
      ...one,
      inventory: {
        ...one.inventory,
        databases: instances
          ? withMembers(databases, instances)
          : databases.map((cluster) => ({ ...cluster, membersUnknown: "the instances could not be listed" })),
      },
    };
  });
}

async function lookAtNeeds(taken: readonly Taken[], run: Run, looks: Looks): Promise<AllFound | undefined> {
  const listed = taken.flatMap(({ inventory }) => [...(inventory?.targets.values() ?? [])].flat());
  const ours = listed.flatMap((snapshot) => {
    const owned = ownership(snapshot, run);
    return owned.owner === "ours" ? owned.copy : [];
  });
  return needsOfCopies(ours, looks, run);
}

/** The coverage, for which RDS is asked when databases were stopped and started where that may matter. */
async function covered(seen: readonly KindSeen[], context: CoverageContext, run: Run): Promise<Coverage> {
  const first = coverageOf(seen, context);
  const known = run.settings.dryRun ? undefined : await stopsAndStarts(first, run);
  const isAnyKnown = known !== undefined && KINDS.some((kind) => known[kind].size > 0);
  return isAnyKnown ? coverageOf(seen, { ...context, stopsAndStarts: known }) : first;
}

/** A brief look has not seen who has the places. */
const withoutQuota = (plan: Plan | undefined): Plan | undefined =>
  plan && { ...plan, routes: plan.routes.map(({ quota: _, ...route }) => route) };

function whyUnable(taken: readonly Taken[], { settings, timeLeft }: Run): string | undefined {
  const wanted = taken.filter(({ kind }) => settings.selection[kind].include.length > 0);
  if (wanted.every(({ inventory }) => inventory === undefined)) return "the databases could not be listed";
  if (timeLeft() < STOP_STARTING_MS) return "its lists took all the time it had, so that nothing could be started";
  return undefined;
}
