import type { Waiting } from "./waiting";

const MINUTE_MS = 60_000;
/** So long a look is trusted: who comes to wait meanwhile is seen by the next follow-up, which stays until all have been served. */
const GOOD_FOR_MS = 15 * MINUTE_MS;
const TOO_LARGE_FOR_MS = 60 * MINUTE_MS;

/**
 * What a warm function remembers of who waits for slots, by target region. Only a hint that saves lists: one that remembers nothing
 * looks anew, and each database is looked at before its copy is started.
 */
export class Memory {
  readonly #known = new Map<string, { readonly waiting: Waiting; readonly lookedAt: Date }>();
  readonly #tooLargeUntil = new Map<string, number>();

  recall(region: string, now: Date): Waiting | undefined {
    const known = this.#known.get(region);
    const isGood = known !== undefined && now.getTime() - known.lookedAt.getTime() < GOOD_FOR_MS;
    return isGood ? known.waiting : undefined;
  }

  keep(waiting: Waiting, lookedAt: Date): void {
    this.#known.set(waiting.targetRegion, { waiting, lookedAt });
  }

  /** The look took longer than a run has: none is tried for an hour. */
  tooLarge(region: string, now: Date): void {
    this.#tooLargeUntil.set(region, now.getTime() + TOO_LARGE_FOR_MS);
  }

  isTooLarge(region: string, now: Date): boolean {
    return now.getTime() < (this.#tooLargeUntil.get(region) ?? 0);
  }
}
