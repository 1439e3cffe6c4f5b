import { type Note, saying } from "./actions";
import { identity } from "./identity";
import type { TargetSnapshot } from "./model";
import { type Due, type PlanContext, postponed } from "./plan-copy";
import { type AccountQuota, admitted, fullShare, isAmple, type QuotaUse, quotaUse } from "./quota";
import { quotaAbout, quotaArithmetic, quotaRemedy } from "./quota-words";
import type { SourceSide, TargetSide } from "./situation";
import { condition } from "./status";

/** The places of the quota on a route, and who may have one. */
export interface Places {
  readonly use: QuotaUse;
  /** Whether a database may have all its copies. */
  readonly isAdmitted: (due: Due) => boolean;
}

/** Whose turn it is, and who is waiting, with a place for each; the others wait for one. */
export interface Placed<T> {
  readonly ready: readonly T[];
  readonly notes: readonly Note[];
}

export function placesOn(source: SourceSide, target: TargetSide, context: PlanContext): Places {
  const { route, listed, copies, copiesOf } = target;
  const { settings } = context;
  const key = ({ id, resourceId }: { id: string; resourceId: string }) => identity(id, resourceId);
  const share = fullShare(settings.retention);
  const claimants = source.covered.map((one) => ({ id: one.id, copies: copiesOf.get(key(one)) ?? [] }));
  const selected = new Set(source.selected.map(key));
  const orphaned = copies.filter((one) => !selected.has(identity(one.databaseId, one.databaseResourceId)));
  const ours = claimants.reduce((sum, one) => sum + one.copies.length, 0);
  const idle = copies.length - orphaned.length - ours;
  const quota = context.accountQuotas?.get(route.targetRegion);
  const use = quotaUse({ route, listed: [...listed.values()], claimants, idle, orphaned, share }, quota, context);
  if (use.maximum === undefined) return { use, isAdmitted: () => true };
  const budget = use.maximum - settings.manualSnapshotHeadroom;
  const chosen = admitted(claimants, { share, elsewhere: use.used - ours, budget });
  return { use, isAdmitted: ({ database }) => chosen.has(database.id) };
}

/** Sorts out those that are not admitted: only a person can make room for them. */
export function admit<T extends Due>(due: readonly T[], { use, isAdmitted }: Places): Placed<T> {
  const out = due.filter((one) => !isAdmitted(one));
  const cause = `there is no place for all its copies, and others have some already: ${quotaArithmetic(use)}`;
  return {
    ready: due.filter(isAdmitted),
    notes: out.map((one) => waiting(one, cause, use)),
  };
}

/**
 * Gives places in turn. A copy that makes another superfluous may use the headroom for the moment.
 *
 * @param deletions number of copies that this run deletes
 */
export function givePlaces<T extends Due>(
  inTurn: readonly T[],
  { use }: Places,
  target: TargetSide,
  deletions: number,
): Placed<T> {
  const { maximum, headroom } = use;
  if (maximum === undefined) return { ready: inTurn, notes: [] };
  // RDS frees the place of a copy some time after its deletion.
  let { used } = use;
  const willBeFree = used < maximum || deletions > 0 || [...target.listed.values()].some(isOnItsWay);
  const ready: T[] = [];
  const notes: Note[] = [];
  for (const one of inTurn) {
    const limit = one.rotates ? maximum : maximum - headroom;
    if (one.replaces !== undefined || used < limit) {
      if (one.replaces === undefined) used++;
      ready.push(one);
    } else notes.push(willBeFree ? withoutPlace(one, use) : full(one, use));
  }
  return { ready, notes };
}

/** A copy that, when it is done, takes the place of another, or one that is being deleted. */
const isOnItsWay = (one: TargetSnapshot): boolean => ["in-progress", "going"].includes(condition(one));

function withoutPlace(due: Due, { route }: QuotaUse): Note {
  const message = `the quota of manual ${route.kind} snapshots in ${route.targetRegion} has no place at this moment: a later run starts it, when copies have replaced others`;
  return postponed(due, "places", message);
}

const full = (due: Due, use: QuotaUse): Note =>
  waiting(due, `the quota is full, so that no copy can take the place of another: ${quotaArithmetic(use)}`, use);

/** Only a person can make room for it. */
function waiting({ database, source }: Due, cause: string, use: QuotaUse): Note {
  const fault = { reason: "waiting-for-quota", cause, remedy: quotaRemedy(use), about: quotaAbout(use.route) };
  return { outcome: "failed", database: database.id, snapshot: source.id, ...saying(fault) };
}

/** An event has seen one database only: unless there is ample room for all, the sweep decides who gets one more place. */
export function forOne<T extends Due>(
  due: readonly T[],
  quota: AccountQuota | undefined,
  context: PlanContext,
): Placed<T> {
  const { retention, manualSnapshotHeadroom } = context.settings;
  const mayGrow = quota === undefined || isAmple(quota, fullShare(retention), manualSnapshotHeadroom);
  if (mayGrow) return { ready: due, notes: [] };
  const message =
    "whether the quota of manual snapshots has a place for one more copy of it is decided by the next sweep, which sees all";
  return {
    ready: due.filter(({ rotates }) => rotates),
    notes: due.filter(({ rotates }) => !rotates).map((one) => postponed(one, "place-in-sweep", message)),
  };
}
