import type { Coverage } from "../../handlers/core/coverage/model";
import { moment } from "../../handlers/core/told/words";
import type { Problem } from "../problem";

/** What clocks may differ by. */
const LEEWAY_MS = 5 * 60_000;

/** A backup from the future means that this machine's clock is slow: then all ages are too small, and what is late looks fresh. */
export function slowClock({ databases }: Coverage, now: Date): readonly Problem[] {
  const last = databases.reduce((latest, { newest }) => Math.max(latest, newest?.takenAt.getTime() ?? 0), 0);
  if (last <= now.getTime() + LEEWAY_MS) return [];
  const cause = `this machine's clock is slow: by it, it is ${moment(now)}, and a copy is of a backup of ${moment(new Date(last))}`;
  return [{ of: "ages", cause, remedy: "set the clock right, and look again" }];
}
