import { KINDS } from "../../rds/model";
import type { Truth } from "../truth";
import type { Named, Said } from "./messages";
import { resourcesNamed, troubleKey } from "./standing";

/** What a person who reads all messages holds for true of a trouble. `maybe`: it was told, and may have been told otherwise. */
export type Belief = "told" | "maybe";

/** The trouble of a whole kind in a target region. */
export const allOf = (kind: string, region: string): string => troubleKey("failing", region, kind, "*");

/** What a person knows who reads nothing but the messages of changes. */
export class Beliefs {
  readonly #beliefs = new Map<string, Belief>();
  /** When each was last told, or told to be over. */
  readonly #changedAt = new Map<string, number>();

  constructor(readonly truth: Truth) {}

  get(key: string): Belief | undefined {
    return this.#beliefs.get(key);
  }

  /** Whether somebody has been named, or all of the kind. */
  hasNamed(key: string): boolean {
    const [, region = "", kind = ""] = key.split(" ");
    return this.#beliefs.has(key) || this.#beliefs.has(allOf(kind, region));
  }

  changedAt(key: string): number {
    return this.#changedAt.get(key) ?? Number.NEGATIVE_INFINITY;
  }

  get keys(): string[] {
    return [...this.#beliefs.keys()];
  }

  read({ time, troubles, over }: Said): void {
    for (const key of over.flatMap((one) => this.keysOf(one))) {
      this.#beliefs.delete(key);
      this.#changedAt.set(key, time);
    }
    for (const key of troubles.flatMap((one) => this.keysOf(one))) {
      this.#beliefs.set(key, "told");
      this.#changedAt.set(key, time);
    }
  }

  /** The functions may not remember what they have told since then: it may be told again, or not at all. */
  doubt(since: number): void {
    for (const [key, time] of this.#changedAt) if (time >= since) this.#beliefs.set(key, "maybe");
  }

  /** The functions have forgotten what stands: it may be told again. Whoever is not named yet must be named all the same. */
  doubtAll(): void {
    for (const key of this.#beliefs.keys()) this.#beliefs.set(key, "maybe");
  }

  suppose(key: string): void {
    this.#beliefs.set(key, "maybe");
  }

  forget(key: string): void {
    this.#beliefs.delete(key);
  }

  /** The troubles that an entry of a message may mean: under a name there may have been several databases. */
  keysOf({ trouble, kind, database, region }: Named): string[] {
    if (database === "*") return [troubleKey(trouble, region, kind, "*")];
    const known = KINDS.find((one) => one === kind);
    const resources = known ? resourcesNamed(this.truth, region, known, database) : [];
    return resources.map((resourceId) => troubleKey(trouble, region, kind, resourceId));
  }
}
