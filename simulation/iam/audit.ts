import type { SnapshotRecord } from "../rds/model";

/** One call that could have changed something, and its result. */
export interface AuditEntry {
  readonly time: number;
  readonly region: string;
  readonly action: string;
  /** Who called: a role and function, or `operator`. */
  readonly caller: string;
  /** The invocation that called, where a function did. */
  readonly run: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** `ok`, or the code of the error. */
  readonly outcome: string;
  /** The snapshot that was made, or as it was before it was deleted or tagged. */
  readonly snapshot: SnapshotRecord | undefined;
}

/** Who called what, and the results. */
export class AuditLog {
  readonly entries: AuditEntry[] = [];
  readonly #listeners: ((entry: AuditEntry) => void)[] = [];
  /** Number of calls by action, all outcomes; lists included. */
  readonly calls = new Map<string, number>();
  /** Number of faults that were injected, by kind. */
  readonly faults = new Map<string, number>();

  record(entry: AuditEntry): void {
    this.entries.push(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** The listener is called at each entry, before anything else can happen. */
  onEntry(listener: (entry: AuditEntry) => void): void {
    this.#listeners.push(listener);
  }

  count(action: string): void {
    this.calls.set(action, (this.calls.get(action) ?? 0) + 1);
  }

  fault(kind: string): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
  }

  get totalCalls(): number {
    let total = 0;
    for (const count of this.calls.values()) total += count;
    return total;
  }
}
