import type { TargetSnapshot } from "./model";
import { condition } from "./status";

/** A copy that is due, by what decides its turn. */
export interface Turn {
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly attempt: number;
  readonly database: { readonly id: string };
}

/**
 * Copies in progress to a region, of the whole account: RDS counts them all. A native snapshot that is being made
 * has no source ARN and takes no slot.
 */
export function slotsTaken(snapshots: readonly TargetSnapshot[]): number {
  return snapshots.filter((s) => s.sourceArn !== undefined && condition(s.status) === "in-progress").length;
}

/**
 * Who gets the free slots: first attempts before retries, oldest recovery point first. Retries, with those already
 * in progress, take at most half of all slots, so that a broken database never starves healthy ones.
 */
export function takeTurns<T extends Turn>(
  due: readonly T[],
  limit: number,
  taken: number,
  retriesInProgress: number,
): { now: T[]; later: T[] } {
  const inOrder = [...due].sort(byTurn);
  let free = Math.max(0, limit - taken);
  let freeForRetries = Math.max(1, Math.floor(limit / 2)) - retriesInProgress;
  const now: T[] = [];
  const later: T[] = [];
  for (const turn of inOrder) {
    const retry = turn.attempt > 1;
    if (free <= 0 || (retry && freeForRetries <= 0)) {
      later.push(turn);
      continue;
    }
    now.push(turn);
    free--;
    if (retry) freeForRetries--;
  }
  return { now, later };
}

function byTurn(a: Turn, b: Turn): number {
  const retries = Number(a.attempt > 1) - Number(b.attempt > 1);
  return retries || b.age - a.age || (a.database.id < b.database.id ? -1 : 1);
}
