import { alphabetical } from "./alphabetical";
import type { Kind, TargetSnapshot } from "./model";
import { condition } from "./status";

/** A copy that is due, by what decides its turn. */
export interface Turn {
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly attempt: number;
  /** GiB that RDS has to send, as far as sizes tell: what the copy takes is not known before. */
  readonly expectedGib: number;
  readonly database: { readonly id: string };
}

/** Of the size of an instance, so much is sent where a copy exists already (facts §3.2). Assumed: it only orders copies. */
const CHANGED_SHARE = 0.1;

/** Only copies of instances are incremental; those of clusters are whole (facts §3.3). */
export function expectedGib(kind: Kind, sizeGib: number, hasCopy: boolean): number {
  return kind === "instance" && hasCopy ? sizeGib * CHANGED_SHARE : sizeGib;
}

/**
 * Copies in progress to a region, of the whole account: RDS counts them all. A native snapshot that is being made
 * has no source ARN and takes no slot.
 */
export function holdingSlots(snapshots: readonly TargetSnapshot[]): TargetSnapshot[] {
  return snapshots.filter((s) => s.sourceArn !== undefined && condition(s.status) === "in-progress");
}

/**
 * Who gets the free slots: first attempts before retries, oldest recovery point first; of those of the same age in hours the one that
 * is expected to take longest, as it would else be the last to end. Retries, with those already in progress, take at most half of all
 * slots, so that a broken database never starves healthy ones.
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
  const byAge = hours(b) - hours(a);
  return (
    retries || byAge || b.expectedGib - a.expectedGib || b.age - a.age || alphabetical(a.database.id, b.database.id)
  );
}

const hours = ({ age }: Turn): number => Math.floor(age / 3600);
