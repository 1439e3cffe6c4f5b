import type { Retention, Settings } from "../settings/settings";
import { alphabetical } from "./alphabetical";
import { DAY_MS } from "./day";
import { isHeld } from "./hold";
import type { TargetSnapshot } from "./model";
import type { Copy } from "./ownership";
import { retained } from "./retention";
import type { Route } from "./route";
import { condition } from "./status";

/** How many manual snapshots of a kind the account has in a region, and may have, as RDS says (docs/aws-facts.md#copy-quota). */
export interface AccountQuota {
  readonly used: number;
  readonly maximum: number;
}

/** Who has the places of the quota of manual snapshots on a route, and how many the settings need. */
export interface QuotaUse {
  readonly route: Route;
  readonly used: number;
  /** Undefined where RDS does not tell. */
  readonly maximum: number | undefined;
  /** Copies of databases that are selected. */
  readonly ours: number;
  /** Our copies of databases that are gone, or not selected any more. */
  readonly oursOrphaned: number;
  /** Whatever is not ours. */
  readonly others: number;
  /** Databases that are copied here. */
  readonly databases: number;
  /** Copies that retention keeps of each in the long run. */
  readonly share: number;
  /** What the databases that are copied here need in the long run. */
  readonly needed: number;
  readonly headroom: number;
  /** When the quota will be full if orphans and others' snapshots go on to grow as they did, and all is copied that is selected. */
  readonly fullOn: Date | undefined;
}

/** A database, and the copies that it has on a route, whatever their state. */
export interface Claimant {
  readonly id: string;
  readonly copies: readonly Copy[];
}

/**
 * Which databases may have all their copies: those that have them already, then others as long as the full shares of all fit beside what
 * everybody else holds. Those that have more copies come first, so the choice is the same in every run (decisions/0026-a-full-house.md).
 *
 * @param elsewhere places that are taken by anything but copies of these databases
 * @param budget places that may be used
 */
export function admitted(
  claimants: readonly Claimant[],
  { share, elsewhere, budget }: { share: number; elsewhere: number; budget: number },
): ReadonlySet<string> {
  const inOrder = claimants
    .map(({ id, copies }) => ({ id, has: copies.length, more: missing(copies, share) }))
    .sort((a, b) => b.has - a.has || alphabetical(a.id, b.id));
  let taken = elsewhere + inOrder.reduce((sum, { has }) => sum + has, 0);
  const chosen = new Set<string>();
  for (const { id, more } of inOrder) {
    if (more > 0 && taken + more > budget) continue;
    taken += more;
    chosen.add(id);
  }
  return chosen;
}

/** Copies that retention does not count, or not delete, stay beside those that it keeps. */
const fullShareOf = (copies: readonly Copy[], share: number): number =>
  Math.max(copies.length, share + copies.filter(staysBeside).length);

const staysBeside = (copy: Copy): boolean =>
  isHeld(copy) || condition(copy.snapshot) === "bad" || condition(copy.snapshot) === "unclear";

const missing = (copies: readonly Copy[], share: number): number => fullShareOf(copies, share) - copies.length;

/** Whether a new copy makes another superfluous, so that it needs a place for the moment only. */
export function rotates(available: readonly Copy[], takenAt: Date, retention: Retention): boolean {
  const points = [
    ...available.map((copy) => ({ at: copy.sourceTime, stays: isHeld(copy) })),
    { at: takenAt, stays: true },
  ];
  const keep = retained(points, ({ at }) => at, retention);
  return points.length > retention.keepLast && points.some((point) => !point.stays && !keep.has(point));
}

/**
 * Whether there is room for one more copy of a database whose neighbours are not known: also if each snapshot that exists is the first
 * copy of a database that will have its full share. So events cannot admit more databases than a sweep would.
 */
export const isAmple = ({ used, maximum }: AccountQuota, share: number, headroom: number): boolean =>
  (used + 1) * share <= maximum - headroom;

/** A leap year that begins on a Monday: its days meet weeks and months in many ways. */
const SOME_YEAR = Date.UTC(2024, 0, 1);
/** Above this the sum of the rules is taken for it: at most a few copies more, and no calculation. */
const MOST_COUNTED = 100;

/** Each run asks for the share of the same settings on each route, and it takes much calculation. */
const shares = new Map<string, number>();

/** How many copies retention keeps of a database with daily backups in the long run: the most that it ever is, as the rules overlap. */
export function fullShare(retention: Retention): number {
  const rules = JSON.stringify(retention);
  const share = shares.get(rules) ?? calculatedShare(retention);
  shares.set(rules, share);
  return share;
}

function calculatedShare(retention: Retention): number {
  const { keepLast, keepDaily, keepWeekly, keepMonthly, keepYearly } = retention;
  const days = Math.max(keepLast, keepDaily);
  const sum = days + keepWeekly + keepMonthly + keepYearly;
  if (sum === days || sum > MOST_COUNTED) return sum;
  const counts = Array.from({ length: 366 }, (_, day) => keptOn(new Date(SOME_YEAR + day * DAY_MS), days, retention));
  return Math.max(...counts);
}

/** How many are kept on a day: of all the days before only those that any rule could choose are looked at. */
function keptOn(today: Date, days: number, retention: Retention): number {
  const { keepWeekly, keepMonthly, keepYearly } = retention;
  const start = today.getTime();
  const [year, month, weekday] = [today.getUTCFullYear(), today.getUTCMonth(), (today.getUTCDay() + 6) % 7];
  const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const points = new Set([
    ...range(Math.max(1, days)).map((back) => start - back * DAY_MS),
    ...range(keepWeekly).map((back) => Math.min(start, start + (6 - weekday - 7 * back) * DAY_MS)),
    ...range(keepMonthly).map((back) => Math.min(start, Date.UTC(year, month - back + 1, 0))),
    ...range(keepYearly).map((back) => Math.min(start, Date.UTC(year - back, 11, 31))),
  ]);
  return retained([...points], (time) => new Date(time), retention).size;
}

/** What exists on a route, as the quota counts it. */
export interface Holdings {
  readonly route: Route;
  readonly listed: readonly TargetSnapshot[];
  readonly claimants: readonly Claimant[];
  /** Our copies of selected databases that cannot be copied. */
  readonly idle: number;
  readonly orphaned: readonly Copy[];
  readonly share: number;
}

export function quotaUse(
  { route, listed, claimants, idle, orphaned, share }: Holdings,
  quota: AccountQuota | undefined,
  { settings, now }: { readonly settings: Settings; readonly now: Date },
): QuotaUse {
  // RDS may know of snapshots that lists do not show yet, and the other way round.
  const used = Math.max(quota?.used ?? 0, listed.length);
  const ours = idle + claimants.reduce((sum, { copies }) => sum + copies.length, 0);
  const others = used - ours - orphaned.length;
  const needed = claimants.reduce((sum, { copies }) => sum + fullShareOf(copies, share), 0);
  const ourIds = new Set(claimants.flatMap(({ copies }) => copies.map(({ snapshot }) => snapshot.id)));
  const perDay = pace(
    listed.filter(({ id }) => !ourIds.has(id)),
    now,
  );
  const free = quota && quota.maximum - others - orphaned.length - idle - needed;
  return {
    route,
    used,
    maximum: quota?.maximum,
    ours,
    oursOrphaned: orphaned.length,
    others,
    databases: claimants.length,
    share,
    needed,
    headroom: settings.manualSnapshotHeadroom,
    fullOn:
      free === undefined || perDay === 0 ? undefined : new Date(now.getTime() + Math.max(0, free / perDay) * DAY_MS),
  };
}

/** Snapshots a day that came in three weeks and have stayed for one: what is made and soon deleted again does not grow. */
function pace(snapshots: readonly TargetSnapshot[], now: Date): number {
  const ages = snapshots.flatMap(({ createdAt }) => (createdAt ? (now.getTime() - createdAt.getTime()) / DAY_MS : []));
  return ages.filter((days) => days >= 7 && days < 28).length / 21;
}
