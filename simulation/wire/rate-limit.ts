/**
 * How many calls an account may make to RDS in a region, as a token bucket. AWS publishes no figures (docs/aws-facts.md#api-rate): these
 * are assumed.
 */
export interface RateLimit {
  readonly callsPerSecond: number;
  readonly burst: number;
}

export class TokenBucket {
  #tokens: number;
  #filledAt: number;

  constructor(
    readonly limit: RateLimit,
    now: number,
  ) {
    this.#tokens = limit.burst;
    this.#filledAt = now;
  }

  /** @returns false if the call is one too many */
  take(now: number): boolean {
    const { callsPerSecond, burst } = this.limit;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * callsPerSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
