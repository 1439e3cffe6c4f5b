import { alphabetical } from "./alphabetical";
import { groupBy } from "./identity";
import type { Kind, TargetSnapshot } from "./model";
import { condition } from "./status";
import { inTurn, type Lane, type Patience, type Waiting } from "./turns";

/** What decides the turn of a copy that is due. */
export interface Turn extends Waiting {
  /** Recovery point age in seconds. */
  readonly age: number;
  readonly attempt: number;
  readonly database: { readonly id: string };
}

/** Found by measurement (decisions/0020-shortest-first-while-the-night-allows-it.md). */
const PATIENCE: Readonly<Record<Kind, Patience>> = {
  instance: { limit: 1.12, longest: 1.7 },
  cluster: { limit: 1.2, longest: 1.4 },
};

/** Share of an instance that is sent if a copy exists already (docs/aws-facts.md#incremental-copies). Assumed: it only orders copies. */
const CHANGED_SHARE = 0.1;

export function expectedGib(kind: Kind, sizeGib: number, hasCopy: boolean): number {
  return kind === "instance" && hasCopy ? sizeGib * CHANGED_SHARE : sizeGib;
}

/**
 * Copies in progress to a region, of the whole account, as RDS counts them all (docs/aws-facts.md#copy-slots), each with the size that is
 * left to send. A snapshot being created has no source ARN and takes no slot.
 */
export function holdingSlots(snapshots: readonly TargetSnapshot[]): TargetSnapshot[] {
  return snapshots
    .filter((s) => s.sourceArn !== undefined && condition(s) === "in-progress")
    .map((s) => ({ ...s, sizeGib: s.sizeGib * leftShare(s) }));
}

/** All of it while RDS shows nothing, as of a copy that waits inside RDS (docs/aws-facts.md#progress-of-a-copy). */
const leftShare = ({ percent = 0 }: TargetSnapshot): number => Math.max(0, 1 - percent / 100);

/**
 * Who gets the free slots: first attempts before retries, then the oldest recovery point. Of several that are equally old in hours the
 * shortest goes first, as long as the last ends in time for all that (`inTurn`). Retries, including those in progress, take at most half
 * of the slots, so that a broken database never starves healthy ones.
 */
export function takeTurns<T extends Turn>(
  due: readonly T[],
  { kind, slots, running, retriesInProgress }: Omit<Lane, "patience"> & { kind: Kind; retriesInProgress: number },
): { now: T[]; later: T[]; reserve: T[] } {
  const groups = groupBy([...due].sort(byTurn), (turn) => `${isRetry(turn)} ${hours(turn)}`);
  const inOrder = inTurn([...groups.values()], { slots, running, patience: PATIENCE[kind] });
  let free = slots - running.length;
  let freeForRetries = Math.max(1, Math.floor(slots / 2)) - retriesInProgress;
  const now: T[] = [];
  const later: T[] = [];
  for (const turn of inOrder) {
    const retry = isRetry(turn);
    if (free <= 0 || (retry && freeForRetries <= 0)) {
      later.push(turn);
      continue;
    }
    now.push(turn);
    free--;
    if (retry) freeForRetries--;
  }
  // Those of `later` that may take the slot of one that is not started.
  const reserve = later.filter((turn) => !isRetry(turn) || freeForRetries-- > 0);
  return { now, later, reserve };
}

function byTurn(a: Turn, b: Turn): number {
  const retries = Number(isRetry(a)) - Number(isRetry(b));
  const byAge = hours(b) - hours(a);
  return retries || byAge || b.age - a.age || alphabetical(a.database.id, b.database.id);
}

const isRetry = ({ attempt }: Turn): boolean => attempt > 1;
const hours = ({ age }: Turn): number => Math.floor(age / 3600);
