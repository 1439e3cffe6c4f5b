import { alphabetical } from "./alphabetical";
import type { Kind, TargetSnapshot } from "./model";
import { condition } from "./status";

/** What decides the turn of a copy that is due. */
export interface Turn {
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly attempt: number;
  /** GiB that RDS is expected to send: how long a copy takes is not known before. */
  readonly expectedGib: number;
  readonly database: { readonly id: string };
}

/** Share of an instance that is sent if a copy exists already (docs/aws-facts.md#incremental-copies). Assumed: it only orders copies. */
const CHANGED_SHARE = 0.1;

export function expectedGib(kind: Kind, sizeGib: number, hasCopy: boolean): number {
  return kind === "instance" && hasCopy ? sizeGib * CHANGED_SHARE : sizeGib;
}

/**
 * Copies in progress to a region, of the whole account, as RDS counts them all (docs/aws-facts.md#copy-slots). A snapshot
 * being created has no source ARN and takes no slot.
 */
export function holdingSlots(snapshots: readonly TargetSnapshot[]): TargetSnapshot[] {
  return snapshots.filter((s) => s.sourceArn !== undefined && condition(s.status) === "in-progress");
}

/**
 * Who gets the free slots: first attempts before retries, then the oldest recovery point. If several are equally old in hours, the copy
 * that is expected to take longest goes first, so that it is not the last to end. Retries, including those in progress, take at most half
 * of the slots, so that a broken database never starves healthy ones.
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
