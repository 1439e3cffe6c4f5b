import type { Kind } from "../core/model";
import type { QuotaUse } from "../core/quota";
import type { Report } from "./report";
import type { Extra } from "./telemetry";

/** Places of a quota of manual snapshots, and what the settings need of it in the long run. Public. */
export interface ToldQuota {
  readonly kind: Kind;
  readonly target_region: string;
  readonly used: number;
  readonly allowed: number;
  readonly ours: number;
  readonly orphaned: number;
  readonly others: number;
  readonly needed: number;
  readonly headroom: number;
  readonly full_on: string | null;
}

type KnownQuota = QuotaUse & { readonly maximum: number };

/** Of the routes of which RDS was asked, and has told. */
export const quotasIn = ({ kinds }: Report): KnownQuota[] =>
  kinds
    .flatMap(({ routes }) => routes)
    .flatMap(({ plan }) => {
      const { quota } = plan ?? {};
      return quota?.maximum === undefined ? [] : [{ ...quota, maximum: quota.maximum }];
    });

export const toldQuota = (use: KnownQuota): ToldQuota => ({
  kind: use.route.kind,
  target_region: use.route.targetRegion,
  used: use.used,
  allowed: use.maximum,
  ours: use.ours,
  orphaned: use.oursOrphaned,
  others: use.others,
  needed: use.needed,
  headroom: use.headroom,
  full_on: use.fullOn?.toISOString() ?? null,
});

/** Percent of the quota of manual snapshots that is used, by route, where RDS has told the quota. */
export const quotaUsed = (report: Report): NonNullable<Extra["quotaUsed"]> =>
  quotasIn(report).flatMap(({ route, used, maximum }) =>
    maximum > 0 ? [{ route, percent: (100 * used) / maximum }] : [],
  );
