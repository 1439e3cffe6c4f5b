/** A copy that waits for a slot. */
export interface Waiting {
  /** GiB that RDS is expected to send: how long a copy takes is not known before. */
  readonly expectedGib: number;
}

/** The slots of a route. */
export interface Lane {
  /** Copies that may be in progress at a time. */
  readonly slots: number;
  /** GiB that are left to send of each copy in progress. */
  readonly running: readonly number[];
  readonly patience: Patience;
}

/** How long the longest may be kept waiting for the sake of the short ones. */
export interface Patience {
  /** What the queue may take, times what it takes with all slots busy to the last. */
  readonly limit: number;
  /** What a single copy may take, times what its size lets expect. */
  readonly longest: number;
}

/**
 * The order of copies that wait: the shortest first, but the longest as soon as otherwise the rest, longest first, would end too late.
 * (decisions/0020-shortest-first-while-the-night-allows-it.md). Time counts in GiB that a slot has sent.
 *
 * @param groups all of a group go before all of the next
 */
export function inTurn<T extends Waiting>(groups: readonly (readonly T[])[], { slots, running, patience }: Lane): T[] {
  const busyUntil = [...running, ...Array<number>(Math.max(0, slots - running.length)).fill(0)];
  const rest = groups.flat().map(gib).sort(descending);
  const average = (sum(busyUntil) + sum(rest)) / busyUntil.length;
  const order: T[] = [];
  for (const group of groups) {
    const waiting = [...group].sort((a, b) => gib(a) - gib(b));
    for (let [shortest] = waiting; shortest !== undefined; [shortest] = waiting) {
      const last = waiting.at(-1) ?? shortest;
      const now = Math.min(...busyUntil);
      // Nothing ends too late before that which has a slot already, whatever goes next.
      const inTime = Math.max(...busyUntil, now + patience.limit * (average - now));
      const end = (first: T) => endAfter(gib(first), rest, busyUntil, { average, inTime, longest: patience.longest });
      const early = end(shortest);
      const size = gib(early <= inTime || early <= end(last) ? shortest : last);
      const index = waiting.findIndex((one) => gib(one) === size);
      order.push(...waiting.splice(index, 1));
      rest.splice(rest.lastIndexOf(size), 1);
      occupy(busyUntil, size);
    }
  }
  return order;
}

/**
 * When the last of all ends if `first` takes the next slot and the rest follow, the longest first; or some time up to `inTime`, if it
 * ends by then.
 */
function endAfter(
  first: number,
  rest: readonly number[],
  busyUntil: readonly number[],
  { average, inTime, longest }: { average: number; inTime: number; longest: number },
): number {
  const slots = [...busyUntil];
  let last = occupy(slots, first) + longest * first;
  let isFirst = true;
  for (const size of rest) {
    // None starts after `average`, as then all slots would be busy for longer than that on average.
    // Stryker disable next-line ConditionalExpression,EqualityOperator,MethodExpression: what follows would only be calculated for nothing
    if (average + longest * size <= Math.max(last, inTime)) break;
    if (isFirst && size === first) isFirst = false;
    else last = Math.max(last, occupy(slots, size) + longest * size);
  }
  return last;
}

/** Gives a copy the slot that is free first. @returns when it starts */
function occupy(busyUntil: number[], size: number): number {
  // By hand, as this is the inner loop: `Math.min` and iterators take several times as long.
  let slot = 0;
  let start = Number.POSITIVE_INFINITY;
  for (let index = 0; index < busyUntil.length; index++) {
    const until = busyUntil[index] ?? 0;
    // Stryker disable next-line EqualityOperator: of slots that are free at the same time either will do
    if (until >= start) continue;
    start = until;
    slot = index;
  }
  busyUntil[slot] = start + size;
  return start;
}

const gib = ({ expectedGib }: Waiting): number => expectedGib;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const descending = (a: number, b: number): number => b - a;
