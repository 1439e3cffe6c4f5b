import FakeTimers from "@sinonjs/fake-timers";
import { Immediates, turn } from "./immediates";
import { begin, type Simulation } from "./present";
import type { Random } from "./random";

/** What the simulated AWS needs of time. Times are milliseconds since 1970, as in `Date.now()`. */
export interface Clock {
  now(): number;
  /** Runs `action` when the clock reaches `time`; if that has passed, right after the present work. */
  at(time: number, action: () => void): void;
  after(milliseconds: number, action: () => void): void;
  /** Waits for work that needs time to pass, which on a simulated clock nobody may let pass. */
  finish<T>(work: Promise<T>): Promise<T>;
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** setTimeout takes at most 2^31 - 1 ms (24.8 days): longer waits are made in steps. */
const LONGEST_TIMER = 20 * DAY;

/** Work that takes longer waits for something that never comes. */
const LONGEST_WORK = 100 * DAY;

/**
 * Simulated time for the whole process. `Date`, `performance`, `setTimeout` and `setInterval` are replaced, so that the AWS SDK signs,
 * backs off and times out on it, and nothing really waits. `Math.random`, the source of the SDK's jitter, is seeded. A process has one
 * simulated time: a new clock ends the one before. Call `uninstall()` at the end.
 */
export class SimulatedClock implements Clock, Simulation {
  readonly #timers: ReturnType<typeof FakeTimers.install>;
  readonly #immediates = new Immediates();
  readonly #atEnd: (() => void)[] = [];
  /** Ends when time stands still again. */
  #driving: Promise<void> | undefined;
  #ended: Error | undefined;

  constructor(start: Date, random: Random) {
    begin(this);
    this.#timers = FakeTimers.install({
      now: start,
      toFake: ["Date", "performance", "hrtime", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
    });
    const realRandom = Math.random;
    Math.random = () => random.next();
    this.#immediates.install();
    this.onEnd(() => {
      this.#immediates.uninstall();
      Math.random = realRandom;
      this.#timers.uninstall();
    });
    const simulated = setTimeout;
    // As in Node: whole milliseconds, at least one. Otherwise a loop of ever shorter waits would never end.
    globalThis.setTimeout = Object.assign(
      (callback: () => void, delay?: number) => simulated(callback, Math.max(1, Math.trunc(delay ?? 0) || 1)),
      simulated,
    );
  }

  get running(): boolean {
    return this.#driving !== undefined;
  }

  now(): number {
    return this.#timers.now;
  }

  at(time: number, action: () => void): void {
    const wait = Math.max(0, time - this.now());
    if (wait > LONGEST_TIMER) this.#timers.setTimeout(() => this.at(time, action), LONGEST_TIMER);
    else this.#timers.setTimeout(action, Math.ceil(wait));
  }

  after(milliseconds: number, action: () => void): void {
    this.at(this.now() + milliseconds, action);
  }

  /**
   * Lets simulated time pass until the promise settles, and returns or throws what it does.
   * @throws Error if nothing is left that could settle it, if it takes too long, or if the clock was ended meanwhile
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    work.then(settle, settle);
    const latest = this.now() + LONGEST_WORK;
    await this.#drive(() => {
      if (!settled && this.now() > latest)
        throw new Error(`The work is not done after ${LONGEST_WORK / DAY} simulated days.`);
      return settled;
    });
    return work;
  }

  /** `run`, or where time is passing already until it stands still, in turn. */
  async finish<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    const settling = work.then(settle, settle);
    while (this.#driving && !settled) await Promise.race([settling, this.#driving]);
    return settled ? work : this.run(work);
  }

  /**
   * Lets simulated time pass until `time`, including everything due at that moment.
   * @throws Error if the clock was ended meanwhile
   */
  async runUntil(time: number): Promise<void> {
    let reached = false;
    this.at(time, () => {
      reached = true;
    });
    await this.#drive(() => reached);
  }

  uninstall(): void {
    this.end("it was closed");
  }

  /** Stops everything. A `run` in progress fails with the reason. */
  end(reason: string): void {
    if (this.#ended) return;
    const time = new Date(this.now()).toISOString();
    this.#ended = new Error(`The simulation was ended at ${time} of its time: ${reason}.`);
    for (const giveBack of this.#atEnd) giveBack();
  }

  /** Restores something else of the process when the clock ends. */
  onEnd(giveBack: () => void): void {
    this.#atEnd.push(giveBack);
  }

  async #drive(done: () => boolean): Promise<void> {
    if (this.#driving) throw new Error("The simulated clock is being driven already: await the first run.");
    const driving = this.#driveUntil(done);
    const stop = () => {
      this.#driving = undefined;
    };
    this.#driving = driving.then(stop, stop);
    return driving;
  }

  async #driveUntil(done: () => boolean): Promise<void> {
    for (;;) {
      await this.#quiet();
      if (done()) return;
      if (this.#ended) throw this.#ended;
      if (this.#timers.countTimers() === 0) throw new Error("Nothing is left to happen, and the work is not done.");
      this.#timers.next();
    }
  }

  /** Waits for all pending promises, `setImmediate`s and file reads, so that none of them sees the clock move. */
  async #quiet(): Promise<void> {
    do await turn();
    while (!this.#ended && (this.#immediates.waiting || isReadingFiles()));
  }
}

function isReadingFiles(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.includes("Req"));
}

/**
 * Real time, for a simulated AWS that is served to other processes. With `speed` 60, an hour of the simulation takes a minute;
 * the clients then see the simulated times in answers, but wait in real time.
 */
export class RunningClock implements Clock {
  readonly #startedAt = Date.now();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(
    readonly start: number = Date.now(),
    readonly speed: number = 1,
  ) {}

  now(): number {
    return this.start + (Date.now() - this.#startedAt) * this.speed;
  }

  at(time: number, action: () => void): void {
    const wait = Math.max(0, time - this.now()) / this.speed;
    const due = () => {
      this.#timers.delete(timer);
      if (wait > LONGEST_TIMER) this.at(time, action);
      else action();
    };
    const timer = setTimeout(due, Math.min(wait, LONGEST_TIMER));
    this.#timers.add(timer.unref());
  }

  after(milliseconds: number, action: () => void): void {
    this.at(this.now() + milliseconds, action);
  }

  finish<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  /** Nothing that is due later happens any more. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
