import type { QuotaUse } from "../quota";
import { moment } from "./words";

type Places = Pick<QuotaUse, "route" | "used" | "ours" | "oursOrphaned" | "others" | "needed" | "fullOn"> & {
  readonly maximum: number;
};

/** Who has the places of a quota of manual snapshots, how many the settings need, and when it will be full. */
export function quotaLine({ route, used, maximum, ours, oursOrphaned, others, needed, fullOn }: Places): string {
  const day = fullOn && moment(fullOn).split(",")[0];
  const full = used >= maximum ? ": full" : day ? `: full on ${day}, if it goes on so` : "";
  const left = oursOrphaned > 0 ? [`${oursOrphaned} ours of databases that are gone or not selected`] : [];
  const whose = [`${ours} ours`, ...left, ...(others > 0 ? [`${others} of others`] : [])].join(", ");
  return `${route.kind}s in ${route.targetRegion}: ${used} of ${maximum} (${whose}); the settings need ${needed} in the long run${full}`;
}
