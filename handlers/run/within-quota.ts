import type { Note } from "../core/actions";
import type { Plan } from "../core/plan";
import type { RoutePlan } from "../core/plan-route";
import type { AccountQuota } from "../core/quota";
import type { QuotaLook } from "./quota-look";

/** What a plan depends on that is asked for only where it may matter. */
export interface WithQuotas {
  readonly accountQuotas?: ReadonlyMap<string, AccountQuota>;
}

/**
 * Plans, and again with the quotas of manual snapshots where those matter, as asking for them costs a call.
 *
 * @param matters for which routes of the first plan
 */
export async function planWithinQuota(
  planWith: (quotas: WithQuotas) => Plan,
  matters: (route: RoutePlan) => boolean,
  look: QuotaLook,
): Promise<Plan> {
  const plan = planWith({});
  const regions = plan.routes.filter(matters).map(({ route }) => route.targetRegion);
  if (regions.length === 0) return plan;
  const { quotas, notes } = await look.in(plan.kind, regions);
  return said(quotas.size === 0 ? plan : planWith({ accountQuotas: quotas }), notes);
}

function said(plan: Plan, notes: ReadonlyMap<string, Note>): Plan {
  const withNote = (one: RoutePlan): RoutePlan => {
    const note = notes.get(one.route.targetRegion);
    return note ? { ...one, notes: [...one.notes, note] } : one;
  };
  return { ...plan, routes: plan.routes.map(withNote) };
}
