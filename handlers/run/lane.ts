import type { Kind } from "../core/model";
import type { RdsError } from "../rds/errors";

/** So many calls in a row that failed in passing, and the region is taken to be out. */
const TRANSIENT_LIMIT = 3;

/** What a run has learnt while it worked through one kind and target region. */
export class Lane {
  #closed: { reason: string; message: string } | undefined;
  #transient = 0;
  readonly #kept = new Set<string>();

  constructor(
    /** Databases of each kind that keep copies, if the run has seen them all. */
    readonly covered: Readonly<Record<Kind, number>> | undefined,
  ) {}

  /** Why no further call is tried in this run; undefined while they are. */
  get closed(): { reason: string; message: string } | undefined {
    return this.#closed;
  }

  close(reason: string, message: string): void {
    this.#closed = { reason, message };
  }

  /** A call succeeded. */
  succeeded(): void {
    this.#transient = 0;
  }

  /** A call failed, for a reason of its own or in passing. */
  failed({ code, message }: RdsError): void {
    this.#transient = code === "transient" ? this.#transient + 1 : 0;
    if (this.#transient >= TRANSIENT_LIMIT) this.close("region-unavailable", `RDS does not answer: ${message}`);
  }

  /** A failed copy that could not be deleted, so its id is still taken. */
  kept(id: string): void {
    this.#kept.add(id);
  }

  isKept(id: string): boolean {
    return this.#kept.has(id);
  }
}
