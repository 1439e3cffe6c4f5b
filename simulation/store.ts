import type { Clock } from "./clock";

/** One page of a list, and from where to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly lastId: string | undefined;
}

/**
 * Records by id, as they are and as the lists show them: a change is seen there only after a delay (eventual consistency). Records
 * are replaced, never changed.
 */
export class Store<T extends { readonly id: string }> {
  readonly #records = new Map<string, T>();
  readonly #listed = new Map<string, T>();
  /** The last change of a record that is not yet seen in lists. */
  readonly #unseen = new Map<string, { readonly due: number }>();
  #sortedIds: string[] | undefined;

  /** @param delay in milliseconds, asked for each change; 0 shows it at once. */
  constructor(
    readonly clock: Clock,
    readonly delay: () => number,
  ) {}

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  values(): IterableIterator<T> {
    return this.#records.values();
  }

  put(record: T): T {
    this.#records.set(record.id, record);
    this.#show(record.id, record);
    return record;
  }

  delete(id: string): void {
    if (this.#records.delete(id)) this.#show(id, undefined);
  }

  /** What lists show under this id. */
  listed(id: string): T | undefined {
    return this.#listed.get(id);
  }

  /** Up to `size` matching records as lists show them, ordered by id, after the id `after`. */
  page(matches: (record: T) => boolean, size: number, after: string | undefined): Page<T> {
    this.#sortedIds ??= [...this.#listed.keys()].sort();
    const items: T[] = [];
    for (let index = after === undefined ? 0 : firstAfter(this.#sortedIds, after); ; index++) {
      const id = this.#sortedIds[index];
      if (id === undefined) return { items, lastId: undefined };
      const record = this.listed(id);
      if (!record || !matches(record)) continue;
      if (items.length === size) return { items, lastId: items.at(-1)?.id };
      items.push(record);
    }
  }

  /** Changes of one record are shown in the order in which they were made. */
  #show(id: string, record: T | undefined): void {
    const earlier = this.#unseen.get(id);
    const delay = this.delay();
    if (delay === 0 && !earlier) {
      this.#list(id, record);
      return;
    }
    const change = { due: Math.max(this.clock.now() + delay, earlier?.due ?? 0) };
    this.#unseen.set(id, change);
    this.clock.at(change.due, () => {
      this.#list(id, record);
      if (this.#unseen.get(id) === change) this.#unseen.delete(id);
    });
  }

  #list(id: string, record: T | undefined): void {
    if (this.#listed.has(id) !== (record !== undefined)) this.#sortedIds = undefined;
    if (record) this.#listed.set(id, record);
    else this.#listed.delete(id);
  }
}

function firstAfter(sorted: readonly string[], id: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
