/** A copy and the earliest time at which it can start. Times in milliseconds. */
export interface Job {
  readonly id: string;
  readonly releasedAt: number;
  readonly duration: number;
}

/**
 * The schedule of somebody who knows how long each copy takes and loses no time: a free slot takes the longest job that is released. It
 * ends after at most 4/3 of the optimum, by Graham's bound, and nearly at it for hundreds of jobs on few slots.
 *
 * @returns id → end
 */
export function listSchedule(jobs: readonly Job[], slots: number): ReadonlyMap<string, number> {
  const waiting = [...jobs].sort((a, b) => b.duration - a.duration);
  const freeAt = Array<number>(slots).fill(0);
  const ends = new Map<string, number>();
  while (waiting.length > 0) {
    freeAt.sort((a, b) => a - b);
    const earliest = Math.min(...waiting.map(({ releasedAt }) => releasedAt));
    const now = Math.max(freeAt[0] ?? 0, earliest);
    const [next] = waiting.splice(
      waiting.findIndex(({ releasedAt }) => releasedAt <= now),
      1,
    );
    if (!next) throw new Error("No job is released when the first is.");
    freeAt[0] = now + next.duration;
    ends.set(next.id, now + next.duration);
  }
  return ends;
}
