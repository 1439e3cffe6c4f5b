import { createHash } from "node:crypto";
import type { Trouble } from "../coverage/model";
import type { Changes } from "./compare";
import { groupIds, troubleId } from "./trouble-id";

/**
 * An id by which a repetition is known: of what a message tells, and of what people had been told before, not of how and when. So what
 * begins once more has another id, as people were told meanwhile that it was over; where that could not be written down, by when it began
 * or, if nobody knows that, by the day.
 *
 * @param memory which of all memories it was compared with
 */
export function messageId({ begun, over, regrouped }: Changes, memory: string, now: Date): string {
  const day = now.toISOString().slice(0, 10);
  const when = ({ since }: Trouble) => since?.toISOString() ?? day;
  return hash([
    `after ${memory}`,
    ...begun.map((one) => `begun ${troubleId(one, one.resourceId, one.trouble)} ${when(one)}`),
    ...regrouped.map(({ route, trouble, troubles }) => `group ${groupIds(route)(trouble)} ${troubles.length} ${day}`),
    ...over.map(({ id }) => `over ${id} ${day}`),
  ]);
}

export const hash = (parts: readonly string[]): string =>
  createHash("sha256")
    .update([...parts].sort().join("\n"))
    .digest("hex")
    .slice(0, 12);
