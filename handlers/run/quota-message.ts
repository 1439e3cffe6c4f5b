import type { Fault } from "../core/actions";
import type { RoutePlan } from "../core/plan-route";
import { QUOTA_CODES, quotaAbout, quotaArithmetic, quotaRemedy } from "../core/quota-words";
import { sentence } from "../core/sentence";

type Full = Pick<RoutePlan, "route" | "quota">;

/** What a full quota of manual snapshots means in numbers, if the run has seen all, and what to do. */
export function quotaMessage(full: Full, text: string): string {
  const numbers = full.quota ? ` The run began with ${quotaArithmetic(full.quota)}.` : "";
  return `${sentence(text)}${numbers} To remedy, ${remedyOf(full)}`;
}

/** The same as a fault that all have in common whose copies it stops. */
export const quotaFault = (full: Full): Fault => ({
  reason: "manual-quota-full",
  cause: `the quota of manual ${full.route.kind} snapshots in ${full.route.targetRegion} is full`,
  remedy: remedyOf(full),
  about: quotaAbout(full.route),
});

const remedyOf = ({ route, quota }: Full): string =>
  quota ? quotaRemedy(quota) : `raise ${QUOTA_CODES[route.kind]} in ${route.targetRegion}, or keep fewer copies`;
