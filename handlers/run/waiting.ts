import type { TargetSnapshot } from "../core/model";
import type { Slots } from "../core/plan-route";
import type { Route } from "../core/route";
import { condition } from "../core/status";
import type { Outcome } from "./outcome";
import type { Report } from "./report";

/**
 * Who waits for a copy slot on a route, and which copies hold the slots: as a whole look at RDS has shown it, and
 * kept up by what was seen to end and to start since.
 */
export class Waiting {
  /** Ids of the copies that hold slots; true: a list has shown it. */
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

  /** Takes the database whose turn it is out of the line. */
  next(): string | undefined {
    return this.#inTurn.shift();
  }

  /** It stays the one whose turn it is. */
  putBack(database: string): void {
    this.#inTurn.unshift(database);
  }

  /** Nobody waits any more: what is left is for the next whole run. */
  giveUp(): void {
    this.#inTurn.length = 0;
  }

  started(copy: string): void {
    if (!this.#holders.has(copy)) this.#holders.set(copy, false);
  }

  /** Takes up what RDS lists of some holders now. A copy that was started just now may not be in the list yet. */
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
      if (plan === undefined) return [];
      const deferred = new Set(outcomes.filter(isForSlots).map(({ database }) => database));
      const inTurn = plan.slots.inTurn.filter((database) => deferred.has(database));
      const waiting = new Waiting(route, { ...plan.slots, inTurn });
      for (const copy of outcomes.flatMap(startedBy)) waiting.started(copy);
      return [waiting];
    });

/** Why RDS may have started a copy all the same: its answer was lost, or another run was faster. */
const PERHAPS: ReadonlySet<string> = new Set(["already-copied", "already-exists", "tags-not-visible", "transient"]);

/** Id of the copy that an action has started, or may have: it is taken for one that holds a slot. */
export function startedBy({ copy, outcome, reason }: Outcome): string[] {
  if (copy === undefined) return [];
  return outcome === "copied" || PERHAPS.has(reason) ? [copy.request.targetId] : [];
}

/** RDS, or the plan, has put it off because all slots are taken. */
export const isForSlots = ({ outcome, reason }: Outcome): boolean => outcome === "deferred" && reason === "slots";
