import { HOUR_MS } from "../day";
import type { SweepKind } from "../plan-route";

/** Later than a daily run can be, and sooner than people would miss a digest. */
const MISSED_MS = 25 * HOUR_MS;

/**
 * Whether a run must send the digest: the daily one does, and a follow-up if none did for 25 hours, as when the daily run was lost or cut
 * short. Then the next daily run sends its own all the same: people expect it at that hour. A new deployment waits for its first daily run.
 *
 * @param last when the last digest was due, if ever
 */
export const isDigestDue = (last: Date | undefined, sweep: SweepKind, now: Date): boolean =>
  sweep === "daily" || (last !== undefined && now.getTime() - last.getTime() > MISSED_MS);
