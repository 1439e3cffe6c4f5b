import type { Route } from "../core/route";
import type { RdsError } from "../rds/errors";
import type { SnapshotService } from "../rds/port";
import type { Run } from "./run";

/** So many calls in a row that failed in passing, and the region is taken to be out. */
const TRANSIENT_LIMIT = 3;

/** A run on one route, and what it has learnt there so far. */
export class RouteRun {
  #closed: { reason: string; message: string } | undefined;
  #transient = 0;

  /** @param databases of this kind that keep copies, if the run has seen them all */
  constructor(
    readonly route: Route,
    readonly run: Run,
    readonly databases?: number,
  ) {}

  get service(): SnapshotService {
    return this.run.services[this.route.kind];
  }

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
}
