import type { TargetSnapshot } from "../core/model";
import type { Slots } from "../core/plan-route";
import type { Route } from "../core/route";
import { condition } from "../core/status";
import type { Outcome } from "./outcome";
import type { Report } from "./report";

/**
 * Who waits for a copy slot on a route, and which copies hold the slots: as the whole run has seen it, updated by what has
 * ended and started since.
 */
export class Waiting {
  /** Ids of the copies that hold slots, and whether a list has shown them yet. */
  readonly #holders: Map<string, boolean>;
  readonly #inTurn: string[];
  readonly limit: number;

  /** @param slots `inTurn`: ids of the databases that wait */
  constructor(
    readonly route: Route,
    { limit, heldBy, inTurn }: Slots,
  ) {
    this.limit = limit;
    this.#holders = new Map(heldBy.map((id) => [id, true]));
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
    if (!this.#holders.has(copy)) this.#holders.set(copy, false);
  }

  /** Updates holders by what RDS lists of them. A copy that has just been started may not be listed yet. */
  listed(asked: readonly string[], snapshots: readonly TargetSnapshot[]): void {
    const statuses = new Map(snapshots.map(({ id, status }) => [id, status]));
    for (const id of asked) {
      const status = statuses.get(id);
      const hasEnded = status === undefined ? this.#holders.get(id) === true : condition(status) !== "in-progress";
      if (hasEnded) this.#holders.delete(id);
      else if (status !== undefined) this.#holders.set(id, true);
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
export const isForSlots = ({ outcome, reason }: Outcome): boolean => outcome === "deferred" && reason === "slots";
