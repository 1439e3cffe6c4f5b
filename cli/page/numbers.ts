/** Texts that are said once and named by number. */
export class Numbers {
  readonly #numbers = new Map<string, number>();

  constructor(names: Iterable<string> = []) {
    for (const name of names) this.of(name);
  }

  of(name: string): number {
    const known = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, known);
    return known;
  }

  get names(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}
