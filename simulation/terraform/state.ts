import type { Value } from "./expression";

/** What Terraform keeps of a stack between applies, as far as the simulated AWS must know: the arguments under `ignore_changes`. */
export class TerraformState {
  readonly #kept = new Map<string, Value>();
  #used = new Set<string>();
  #time = 0;

  /** What `plantimestamp()` is in this apply. */
  get planTimestamp(): string {
    return new Date(this.#time).toISOString().replace(/\.\d+Z$/, "Z");
  }

  begin(time: number): void {
    this.#time = time;
    this.#used = new Set();
  }

  /** What an argument was when its resource was made. */
  keep(address: string, argument: string, evaluate: () => Value): Value {
    const key = `${address}.${argument}`;
    this.#used.add(key);
    const known = this.#kept.get(key) ?? evaluate();
    this.#kept.set(key, known);
    return known;
  }

  /** Forgets what is no longer in the stack. */
  end(): void {
    for (const key of this.#kept.keys()) if (!this.#used.has(key)) this.#kept.delete(key);
  }
}
