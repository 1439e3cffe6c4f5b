import type { Kind } from "./model";
import type { QuotaUse } from "./quota";
import type { Route } from "./route";

/** Service Quotas codes of manual snapshots in a region (docs/aws-facts.md#copy-quota). */
export const QUOTA_CODES: Readonly<Record<Kind, string>> = { instance: "L-272F1212", cluster: "L-9B510759" };

/** What all faults of a quota are about. */
export const quotaAbout = ({ kind, targetRegion }: Route): string => `${QUOTA_CODES[kind]} ${targetRegion}`;

/** Who has the places, and how many the settings need: no sentence that is false whoever has them. */
export function quotaArithmetic(use: QuotaUse): string {
  const { route, used, maximum, ours, oursOrphaned, others, databases, share, needed, headroom } = use;
  // Until some are deleted.
  const more = needed > databases * share ? "at least " : "";
  const allowed = maximum === undefined ? "" : ` of ${maximum} allowed`;
  return (
    `${used}${allowed} manual ${route.kind} snapshots in ${route.targetRegion}: ${ours} copies of selected databases, ` +
    `${oursOrphaned} of databases that are gone or not selected any more, ${others} not ours; ` +
    `${databases} databases with ${more}${share} copies each need ${needed}, and manual_snapshot_headroom leaves ${headroom} free`
  );
}

/** Places that are needed for all in the long run. */
const wanted = ({ others, oursOrphaned, needed, headroom }: QuotaUse): number =>
  others + oursOrphaned + needed + headroom;

/** Whether the account allows less than what the settings need in the long run. */
export const isShort = (use: QuotaUse): boolean => use.maximum !== undefined && wanted(use) > use.maximum;

/** What helps, of what applies. */
export function quotaRemedy(use: QuotaUse): string {
  const { route, oursOrphaned, share } = use;
  return [
    `raise ${QUOTA_CODES[route.kind]} in ${route.targetRegion} to ${wanted(use)} or more`,
    ...(share > 1 ? ["keep fewer copies"] : []),
    ...(oursOrphaned > 0 ? [`delete those of the ${oursOrphaned} orphaned copies that you do not need`] : []),
  ].join(", or ");
}
