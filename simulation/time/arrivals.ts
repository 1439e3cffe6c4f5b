import type { Clock } from "./clock";

/**
 * The order of requests that are sent at the same moment. The promises of their senders may come in any order (the SDK reads files
 * before its first request, and Node answers as they are read), and the simulation must not depend on it.
 */
export class Arrivals {
  #waiting: { readonly key: string; readonly go: () => void }[] = [];

  constructor(readonly clock: Clock) {}

  /** Resolves when all that is sent at this moment has arrived: in the order of `key`. */
  wait(key: string): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ key, go });
      if (this.#waiting.length === 1) this.clock.at(this.clock.now(), () => this.#release());
    });
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
    for (const { go } of waiting) go();
  }
}
