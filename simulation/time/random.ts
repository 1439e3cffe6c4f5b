/**
 * Seeded random numbers (xoshiro128**, seeded by a hash of the seed's text). `fork` gives each concern its own stream, so that one more
 * draw in one place changes nothing elsewhere.
 */
export class Random {
  readonly #seed: string;
  #state: [number, number, number, number];

  constructor(seed: string | number) {
    this.#seed = String(seed);
    const lane = (index: number) => hash(`${this.#seed}/${index}`);
    this.#state = [lane(0), lane(1), lane(2), lane(3)];
  }

  /** A stream that depends only on this one's seed and the label, not on earlier draws. */
  fork(label: string): Random {
    return new Random(`${this.#seed}:${label}`);
  }

  /** At least 0, below 1. */
  next(): number {
    let [a, b, c, d] = this.#state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    this.#state = [a, b, c, d];
    return result / 2 ** 32;
  }

  /** At least `from`, below `to`. */
  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number from `from` to `to`, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws Error for an empty list. */
  pick<T>(items: readonly T[]): T {
    const [item] = items.slice(this.integer(0, items.length - 1));
    if (item === undefined) throw new Error("Cannot pick from an empty list.");
    return item;
  }

  /** Log-normal with the given median; `sigma` 0 gives the median itself. */
  logNormal(median: number, sigma: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(sigma * normal);
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    return Array.from({ length }, () => this.integer(0, 15).toString(16)).join("");
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map((length) => this.hex(length)).join("-");
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** MurmurHash3's final mixing over FNV-1a: short, and good enough to spread similar seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
