const real = { setImmediate, clearImmediate };

/** One turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => real.setImmediate(resolve));
}

/**
 * The `setImmediate`s of this simulation. Node can list those of the process, but these include another simulation's turns, and two
 * simulations that wait for each other's turns would wait for ever.
 */
export class Immediates {
  readonly #waiting = new Set<NodeJS.Immediate>();

  get waiting(): boolean {
    return this.#waiting.size > 0;
  }

  install(): void {
    const waiting = this.#waiting;
    const counted = <T extends unknown[]>(action: (...values: T) => void, ...values: T): NodeJS.Immediate => {
      const immediate = real.setImmediate(() => {
        waiting.delete(immediate);
        action(...values);
      });
      waiting.add(immediate);
      return immediate;
    };
    globalThis.setImmediate = Object.assign(counted, real.setImmediate);
    globalThis.clearImmediate = (immediate) => {
      if (immediate) waiting.delete(immediate);
      real.clearImmediate(immediate);
    };
  }

  uninstall(): void {
    Object.assign(globalThis, real);
  }
}
