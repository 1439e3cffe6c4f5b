import type { Clock } from "../time/clock";

/** One page of a list, and from where to go on. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly lastId: string | undefined;
}

/** Which records alone can match, by id or by group; default: all. */
export interface Among {
  readonly groups?: readonly string[] | undefined;
  readonly ids?: readonly string[] | undefined;
}

/**
 * Records by id, as they are and as lists show them: lists show a change only after a delay (eventual consistency). Records are replaced,
 * never changed.
 */
export class Store<T extends { readonly id: string }> {
  readonly #records = new Map<string, T>();
  readonly #listed = new Map<string, T>();
  /** Ids of listed records by their group, where there are groups. */
  readonly #groups = new Map<string, Set<string>>();
  /** The last change of a record that is not yet seen in lists. */
  readonly #unseen = new Map<string, { readonly due: number }>();
  #sortedIds: string[] | undefined;

  /**
   * @param delay in milliseconds, asked for each change; 0 shows it at once.
   * @param groupOf what most lists filter by
   */
  constructor(
    readonly clock: Clock,
    readonly delay: () => number,
    readonly groupOf: (record: T) => string = () => "",
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
  page(matches: (record: T) => boolean, size: number, after: string | undefined, among: Among = {}): Page<T> {
    const ids = this.#sorted(among);
    const items: T[] = [];
    for (let index = after === undefined ? 0 : firstAfter(ids, after); ; index++) {
      const id = ids[index];
      if (id === undefined) return { items, lastId: undefined };
      const record = this.listed(id);
      if (!record || !matches(record)) continue;
      if (items.length === size) return { items, lastId: items.at(-1)?.id };
      items.push(record);
    }
  }

  #sorted({ groups, ids }: Among): readonly string[] {
    if (ids) return [...new Set(ids)].sort();
    if (groups) return groups.flatMap((group) => [...(this.#groups.get(group) ?? [])]).sort();
    this.#sortedIds ??= [...this.#listed.keys()].sort();
    return this.#sortedIds;
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
    const old = this.#listed.get(id);
    if (old) this.#groups.get(this.groupOf(old))?.delete(id);
    if (!record) {
      this.#listed.delete(id);
      return;
    }
    this.#listed.set(id, record);
    const group = this.groupOf(record);
    const ids = this.#groups.get(group) ?? new Set();
    this.#groups.set(group, ids.add(id));
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
