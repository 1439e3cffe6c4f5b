import type { Clock } from "./clock";

/**
 * Puts requests of the same moment into an order. Their senders may run in any order (the SDK reads files before its first request, and
 * Node resumes each as its file is read), and the simulation must not depend on it.
 */
export class Arrivals {
  #waiting: { readonly key: string; readonly go: () => void }[] = [];

  constructor(readonly clock: Clock) {}

  /** Resolves when all requests of this moment have arrived, in the order of their keys. */
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
