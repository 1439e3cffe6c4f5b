import { type Fault, saying } from "../core/actions";
import type { RoutePlan } from "../core/plan-route";
import type { Route } from "../core/route";
import type { SnapshotService } from "../rds/port";
import type { Ending } from "./outcome";
import { DOUBTFUL, HOPELESS, Probe } from "./probe";
import type { Run } from "./run";

/** A run on one route, and what it has learnt there so far: that RDS takes no more copies, or does not answer. */
export class RouteRun {
  #closed: Ending | undefined;
  #started = 0;
  readonly deletions = new Probe(HOPELESS);
  readonly firstAttempts = new Probe(HOPELESS);
  /** A retry costs the record of the attempts, so fewer are tried where none is taken. */
  readonly retries = new Probe(DOUBTFUL);

  constructor(
    readonly plan: Pick<RoutePlan, "route" | "slots" | "quota">,
    readonly run: Run,
  ) {}

  get route(): Route {
    return this.plan.route;
  }

  /** Whether the account holds fewer slots than the settings allow, as far as a whole run can tell. */
  get hasFreeSlot(): boolean | undefined {
    const { slots } = this.plan;
    return slots && slots.heldBy.length + this.#started < slots.limit;
  }

  started(): void {
    this.#started++;
  }

  get service(): SnapshotService {
    return this.run.services[this.route.kind];
  }

  /** Why no further copy is tried in this run; undefined while copies are. Deletions have no part in it. */
  closedFor({ replaces }: { readonly replaces: unknown }): Ending | undefined {
    if (this.#closed) return this.#closed;
    const probes = replaces === undefined ? [this.firstAttempts] : [this.firstAttempts, this.retries];
    const hopeless = probes.find(({ isHopeless }) => isHopeless);
    return hopeless && this.givenUp(hopeless);
  }

  /** @param fault where it lasts until a person changes something */
  close(reason: string, message: string, fault?: Fault): void {
    this.#closed = { outcome: "deferred", reason, message, ...(fault && { fault }) };
  }

  /** What is left undone where nobody is answered, as long as that may pass: it is the route's failure, and no database's. */
  givenUp(probe: Probe): Ending {
    const { fault: _, ...why } = saying(this.unavailable(probe));
    return { outcome: "deferred", ...why };
  }

  unavailable({ inRow, last }: Probe): Fault {
    const answer = last ? `${last.awsCode}: ${last.message}` : "none";
    const cause = `calls to ${this.route.targetRegion} for ${inRow} databases in a row failed in passing (the last: ${answer})`;
    const remedy = `the next run tries again; if it lasts, see the AWS Health Dashboard for ${this.route.targetRegion}`;
    const about = this.route.targetRegion;
    return { reason: "region-unavailable", cause, remedy, about, passing: true };
  }
}
