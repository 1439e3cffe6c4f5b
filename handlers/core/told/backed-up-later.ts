import type { Coverage } from "../coverage/model";
import { HOUR_MS } from "../day";
import type { DigestFacts } from "./digest";

/**
 * Databases that are backed up within six hours after the hour of the daily run, as their newest copy is of yesterday's such backup: the
 * schedule is too early for them. Others have a copy of tonight, or none since longer.
 *
 * @param now when the daily run began
 */
export function backedUpLater({ databases }: Coverage, now: Date): NonNullable<DigestFacts["backedUpLater"]> {
  const found = databases.filter(({ selected, exists, newest }) => {
    const hours = newest === undefined ? 0 : (now.getTime() - newest.takenAt.getTime()) / HOUR_MS;
    return selected && exists && hours > 18 && hours < 24;
  });
  const named = found.map(({ route, database }) => ({ kind: route.kind, database }));
  return [...new Map(named.map((one) => [`${one.kind} ${one.database}`, one])).values()];
}
