import { type Covered, TROUBLE_KINDS, type TroubleKind } from "../../handlers/core/coverage/model";
import { byWorst } from "../../handlers/core/coverage/troubles";

/**
 * How a database is in a target region, in one word. `unknown`: it may be in trouble. `pending`: it has no copy yet, and is not late.
 * `stopped`: it is or was, so that RDS can have no newer backup than the one that is copied.
 */
export type State = TroubleKind | "unknown" | "pending" | "stopped" | "fresh";

/** Worst first. */
export const STATES: readonly State[] = [...TROUBLE_KINDS, "unknown", "pending", "stopped", "fresh"];

/** The worst, where it is in several. */
export function stateOf({ troubles, unsure, restingAge, newest }: Covered): State {
  const [worst] = [...troubles].sort(byWorst);
  if (worst !== undefined) return worst.trouble;
  if (unsure.length > 0) return "unknown";
  if (restingAge !== undefined) return "stopped";
  return newest === undefined ? "pending" : "fresh";
}

export const isTrouble = (state: State): state is TroubleKind => TROUBLE_KINDS.some((kind) => kind === state);

/** Whether nobody needs to do or find out anything. */
export const isWell = (state: State): boolean => !isTrouble(state) && state !== "unknown";

export const byState = (a: State, b: State): number => STATES.indexOf(a) - STATES.indexOf(b);
