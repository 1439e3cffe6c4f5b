import type { Invariant, Violation } from "./verdict";
import type { Answer } from "./worker";

/** The results of many trials. */
export class Tally {
  readonly broken = new Map<number, readonly Violation[]>();
  seeds = 0;
  days = 0;
  runs = 0;
  calls = 0;
  copies = 0;
  deletions = 0;
  readonly #faults = new Map<string, number>();
  readonly #recoveries: number[] = [];
  readonly #delays: number[] = [];

  add(answer: Answer): void {
    this.seeds++;
    if ("error" in answer) {
      this.broken.set(answer.seed, [{ time: 0, invariant: "nothing else breaks", text: answer.error }]);
      return;
    }
    const { result } = answer;
    this.days += result.days;
    this.runs += result.runs;
    this.calls += result.calls;
    this.copies += result.copies;
    this.deletions += result.deletions;
    for (const [kind, count] of Object.entries(result.faults)) {
      this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + count);
    }
    if (result.recovery !== undefined) this.#recoveries.push(result.recovery);
    if (result.delay !== undefined) this.#delays.push(result.delay);
    if (result.violations.length > 0) this.broken.set(answer.seed, result.violations);
  }

  /** Share of the time allowed that was needed, median and maximum. */
  get bounds(): string {
    const recovery = `fresh again after ${shares(this.#recoveries)} of the time allowed`;
    return `${recovery}; beside broken databases, healthy ones waited ${shares(this.#delays)} of the time allowed`;
  }

  /** How often each kind of fault came. */
  get faults(): string {
    const kinds = [...this.#faults].sort(([a], [b]) => (a < b ? -1 : 1));
    return kinds.map(([kind, count]) => `${kind} ${count}`).join(", ");
  }

  /** The last line. */
  get counts(): string {
    const counted = (count: number, what: string) => `${Math.round(count)} ${what}`;
    const invariants = new Set([...this.broken.values()].flat().map(({ invariant }): Invariant => invariant));
    return [
      counted(this.seeds, "seeds"),
      counted(this.days, "days"),
      counted(this.runs, "runs"),
      counted(this.calls, "API calls"),
      counted(this.copies, "copies"),
      counted(this.deletions, "deletions"),
      counted(
        [...this.#faults.values()].reduce((sum, count) => sum + count, 0),
        "faults",
      ),
      `${invariants.size} invariants broken${invariants.size > 0 ? ` by ${this.broken.size} seeds` : ""}`,
    ].join(", ");
  }
}

function shares(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const percent = (value: number | undefined) => `${Math.round((value ?? 0) * 100)} %`;
  return `${percent(sorted[Math.floor(sorted.length / 2)])} (median) to ${percent(sorted.at(-1))}`;
}
