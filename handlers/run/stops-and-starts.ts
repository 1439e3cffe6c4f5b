import type { Coverage, Covered } from "../core/coverage/model";
import type { CoverageContext } from "../core/coverage/seen";
import { KINDS, type Kind } from "../core/model";
import type { StopAndStart } from "../core/resting";
import { type Run, STOP_STARTING_MS } from "./run";

/** A call each, so a quarter of a minute at most. More databases than this are hardly late because each of them was stopped. */
const MOST_ASKED = 200;

/**
 * When databases were last stopped and started that have an old copy and no fault: those that look stale may have been stopped, and those
 * that are stopped may have been stale. Where RDS does not tell it, the first are taken to be stale, and nothing is said of the others.
 */
export async function stopsAndStarts({ databases }: Coverage, run: Run): Promise<CoverageContext["stopsAndStarts"]> {
  const known: Record<Kind, Map<string, StopAndStart>> = { instance: new Map(), cluster: new Map() };
  const copied = databases.filter(({ selected, newest }) => selected && newest !== undefined);
  // Those come first of which people would be told.
  const suspects = [...copied.filter(looksStale), ...copied.filter(rests)];
  for (const kind of KINDS) {
    const ids = [...new Set(suspects.flatMap(({ route, database }) => (route.kind === kind ? database : [])))];
    for (const id of ids.slice(0, MOST_ASKED)) {
      if (run.timeLeft() < STOP_STARTING_MS) return known;
      try {
        known[kind].set(id, await run.services[kind].lastStopAndStart(id));
      } catch {
        // No failure of the run, which says what it can without.
        return known;
      }
    }
  }
  return known;
}

const looksStale = ({ troubles }: Covered): boolean => troubles.length === 1 && troubles[0]?.trouble === "stale";

const rests = ({ restingAge, unsure }: Covered): boolean => restingAge !== undefined && unsure.includes("stale");
