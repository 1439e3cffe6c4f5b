import type { Fault } from "../core/actions";
import type { RoutePlan } from "../core/plan-route";
import { QUOTA_CODES, quotaAbout, quotaArithmetic, quotaRemedy } from "../core/quota-words";
import { sentence } from "../core/sentence";

/** What a full quota of manual snapshots means in numbers, if the run has seen all, and what to do. */
export function quotaMessage({ route, quota }: Pick<RoutePlan, "route" | "quota">, text: string): string {
  const { kind, targetRegion } = route;
  if (quota === undefined)
    return `${sentence(text)} To remedy, raise ${QUOTA_CODES[kind]} in ${targetRegion}, or keep fewer copies`;
  return `${sentence(text)} The run began with ${quotaArithmetic(quota)}. To remedy, ${quotaRemedy(quota)}`;
}

/** The same as a fault that all have in common whose copies it stops. */
export const quotaFault = ({ route, quota }: Pick<RoutePlan, "route" | "quota">): Fault => ({
  reason: "manual-quota-full",
  cause: `the quota of manual ${route.kind} snapshots in ${route.targetRegion} is full`,
  remedy: quota
    ? quotaRemedy(quota)
    : `raise ${QUOTA_CODES[route.kind]} in ${route.targetRegion}, or keep fewer copies`,
  about: quotaAbout(route),
});
