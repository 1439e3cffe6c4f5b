import type { Kind } from "../core/model";
import type { Retention } from "../settings/settings";
import { sentence } from "./sentence";

/** Service Quotas codes of manual snapshots in a region (docs/aws-facts.md#copy-quota). */
const QUOTAS: Readonly<Record<Kind, string>> = { instance: "L-272F1212", cluster: "L-9B510759" };

/**
 * What a full quota of manual snapshots means in numbers, and what to do.
 *
 * @param databases number of databases that keep copies; undefined if the run looked at one only
 */
export function quotaMessage(kind: Kind, text: string, databases: number | undefined, retention: Retention): string {
  const remedy = `raise the quota ${QUOTAS[kind]} in the target region, or keep fewer.`;
  if (databases === undefined) return `${sentence(text)} To remedy, ${remedy}`;
  const allowed = /more than (\d+) manual/i.exec(text)?.[1] ?? "fewer";
  const { keepLast, keepDaily, keepWeekly, keepMonthly, keepYearly } = retention;
  const kept = keepLast + keepDaily + keepWeekly + keepMonthly + keepYearly;
  return (
    `${sentence(text)} ${databases} ${kind}s × (${kept} kept + 1 being made) = ${databases * (kept + 1)}, ` +
    `the account allows ${allowed}: ${remedy}`
  );
}
