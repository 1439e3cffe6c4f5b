import type { RdsError } from "../rds/errors";

/** After calls of so many databases in a row that fail in passing, the rest goes on in an order of chance, so that no few bar the way. */
export const DOUBTFUL = 3;
/** After so many a route is given up for the run: a call that hangs takes more than a minute (decisions/0025-no-order-starves.md). */
export const HOPELESS = 6;

/** What one sort of calls on a route has met: whether those of one database after the other fail in passing. */
export class Probe {
  readonly #failing = new Set<string>();
  #last: RdsError | undefined;
  #answered = false;

  /** @param limit databases in a row after which the route is given up */
  constructor(readonly limit: number) {}

  failed(database: string, error: RdsError): void {
    if (error.code !== "transient") {
      this.succeeded();
      return;
    }
    this.#failing.add(database);
    this.#last = error;
  }

  /** RDS has answered, if only to refuse. */
  succeeded(): void {
    this.#failing.clear();
    this.#answered = true;
  }

  /** Databases in a row whose calls have failed in passing. */
  get inRow(): number {
    return this.#failing.size;
  }

  get last(): RdsError | undefined {
    return this.#last;
  }

  get isHopeless(): boolean {
    return this.inRow >= this.limit;
  }

  /** Whether none of several databases had an answer. */
  get isSilent(): boolean {
    return this.isHopeless || (!this.#answered && this.inRow >= DOUBTFUL);
  }
}

/** What is left to do, in turn, and by chance as soon as calls fail one after the other. */
export class Queue<T> {
  readonly #rest: T[];
  #isShuffled = false;

  constructor(
    items: readonly T[],
    readonly probe: Probe,
    readonly random: () => number,
  ) {
    this.#rest = [...items];
  }

  next(): T | undefined {
    if (!this.#isShuffled && this.probe.inRow >= DOUBTFUL) {
      this.#isShuffled = true;
      shuffle(this.#rest, this.random);
    }
    return this.#rest.shift();
  }

  get size(): number {
    return this.#rest.length;
  }
}

/** Brings a list into an order of chance, in place. */
export function shuffle<T>(list: T[], random: () => number): void {
  for (let end = list.length - 1; end > 0; end--) {
    list.push(...list.splice(Math.floor(random() * (end + 1)), 1));
  }
}
