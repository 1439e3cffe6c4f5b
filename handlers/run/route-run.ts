import type { Route } from "../core/route";
import type { RdsError } from "../rds/errors";
import type { SnapshotService } from "../rds/port";
import type { Run } from "./run";

/** After this many transient failures in a row the region is taken to be out. */
const TRANSIENT_LIMIT = 3;

/** A run on one route, and what it has learnt there so far: that RDS takes no more copies, or does not answer. */
export class RouteRun {
  #closed: { reason: string; message: string } | undefined;
  #transient = 0;

  /** @param databases number of databases of this kind that keep copies, if the run has seen them all */
  constructor(
    readonly route: Route,
    readonly run: Run,
    readonly databases?: number,
  ) {}

  get service(): SnapshotService {
    return this.run.services[this.route.kind];
  }

  /** Why no further call is made in this run; undefined while calls are made. */
  get closed(): { reason: string; message: string } | undefined {
    return this.#closed;
  }

  close(reason: string, message: string): void {
    this.#closed = { reason, message };
  }

  succeeded(): void {
    this.#transient = 0;
  }

  failed({ code, message }: RdsError): void {
    this.#transient = code === "transient" ? this.#transient + 1 : 0;
    if (this.#transient >= TRANSIENT_LIMIT) this.close("region-unavailable", `RDS does not answer: ${message}`);
  }
}
