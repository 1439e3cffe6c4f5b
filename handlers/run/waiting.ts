import type { TargetSnapshot } from "../core/model";
import type { Slots } from "../core/plan-route";
import type { Route } from "../core/route";
import { condition } from "../core/status";
import type { RdsError } from "../rds/errors";
import type { Outcome } from "./outcome";
import { DOUBTFUL, HOPELESS, Probe, shuffle } from "./probe";
import type { Report } from "./report";

/** Lists, half a minute apart, that may miss a copy that has just been started (docs/aws-facts.md#lists). */
const MAY_BE_MISSED = 4;

/**
 * Who waits for a copy slot on a route, and which copies hold the slots: as the whole run has seen it, updated by what has
 * ended and started since.
 */
export class Waiting {
  /** Ids of the copies that hold slots, and how many lists may still miss them: none, once one has shown them. */
  readonly #holders: Map<string, number>;
  readonly #probe = new Probe(HOPELESS);
  readonly #inTurn: string[];
  readonly limit: number;

  /** @param slots `inTurn`: ids of the databases that wait */
  constructor(
    readonly route: Route,
    { limit, heldBy, inTurn }: Slots,
  ) {
    this.limit = limit;
    this.#holders = new Map(heldBy.map((id) => [id, 0]));
    this.#inTurn = [...inTurn];
  }

  get isEmpty(): boolean {
    return this.#inTurn.length === 0;
  }

  get hasFreeSlot(): boolean {
    return this.#holders.size < this.limit;
  }

  get holders(): readonly string[] {
    return [...this.#holders.keys()];
  }

  /** Removes and returns the database whose turn it is. */
  next(): string | undefined {
    return this.#inTurn.shift();
  }

  /** Gives a database its turn back. */
  putBack(database: string): void {
    this.#inTurn.unshift(database);
  }

  /** Leaves all that wait to the next whole run. */
  giveUp(): void {
    this.#inTurn.length = 0;
  }

  started(copy: string): void {
    if (!this.#holders.has(copy)) this.#holders.set(copy, MAY_BE_MISSED);
  }

  /** A copy that was not started, as its call failed in passing: others are next, and nobody if that goes on. */
  failedInPassing(database: string, error: RdsError, random: () => number): void {
    this.#probe.failed(database, error);
    if (this.#probe.isHopeless) this.giveUp();
    else if (this.#probe.inRow >= DOUBTFUL) shuffle(this.#inTurn, random);
  }

  /** RDS has answered. */
  answered(): void {
    this.#probe.succeeded();
  }

  /**
   * Updates holders by what RDS lists of them. A copy that has just been started may not be listed yet; one that may have been started,
   * as its answer was lost, holds its slot no longer than that.
   */
  listed(asked: readonly string[], snapshots: readonly TargetSnapshot[]): void {
    const found = new Map(snapshots.map((one) => [one.id, one]));
    for (const id of asked) {
      const one = found.get(id);
      const left = this.#holders.get(id) ?? 0;
      const hasEnded = one === undefined ? left === 0 : condition(one) !== "in-progress";
      if (hasEnded) this.#holders.delete(id);
      else this.#holders.set(id, one === undefined ? left - 1 : 0);
    }
  }
}

/** Who still waits for a slot after a whole run, by route. */
export const waitingAfter = ({ kinds }: Report): Waiting[] =>
  kinds
    .flatMap(({ routes }) => routes)
    .flatMap(({ route, plan, outcomes }) => {
      if (plan?.slots === undefined) return [];
      const deferred = new Set(outcomes.filter(isForSlots).map(({ database }) => database));
      const inTurn = plan.slots.inTurn.filter((database) => deferred.has(database));
      const waiting = new Waiting(route, { ...plan.slots, inTurn });
      for (const copy of outcomes.flatMap(startedBy)) waiting.started(copy);
      return [waiting];
    });

/** Reasons for which RDS may have started a copy all the same: its answer was lost, or another run was faster. */
const PERHAPS: ReadonlySet<string> = new Set(["already-copied", "already-exists", "tags-not-visible", "transient"]);

/** Id of the copy that was started, or may have been: it counts as holding a slot. */
export function startedBy({ copy, outcome, reason }: Outcome): string[] {
  if (copy === undefined) return [];
  return outcome === "copied" || PERHAPS.has(reason) ? [copy.request.targetId] : [];
}

/** Whether RDS or the plan has deferred it because all slots are taken. */
export const isForSlots = ({ outcome, reason }: Pick<Outcome, "outcome" | "reason">): boolean =>
  outcome === "deferred" && reason === "slots";
