import type { Random } from "../../../simulation/time/random";

/**
 * What may happen to a request. `before`: it never reaches RDS. `after`: RDS has carried it out, and what comes back is not, or not
 * simply, its answer; `late`: it is carried out only after the client has been told that the connection broke.
 */
export const FAULTS = [
  { point: "before", kind: "no-answer", rate: 0.006 },
  { point: "before", kind: "reset", rate: 0.02 },
  { point: "before", kind: "unavailable", rate: 0.02 },
  { point: "before", kind: "internal-error", rate: 0.01 },
  { point: "before", kind: "throttled", rate: 0.01 },
  { point: "before", kind: "bad-gateway", rate: 0.015 },
  { point: "after", kind: "no-answer", rate: 0.006 },
  { point: "after", kind: "reset", rate: 0.02 },
  { point: "after", kind: "unavailable", rate: 0.01 },
  { point: "after", kind: "internal-error", rate: 0.01 },
  { point: "after", kind: "bad-gateway", rate: 0.015 },
  { point: "after", kind: "late", rate: 0.015 },
  { point: "after", kind: "broken-off", rate: 0.02 },
  { point: "after", kind: "cut-short", rate: 0.02 },
  { point: "after", kind: "stalled", rate: 0.006 },
  { point: "after", kind: "slow", rate: 0.02 },
] as const;

/** `rate`: the share of all requests in fair weather. */
export type Fault = (typeof FAULTS)[number];

/** How often things go wrong: a fifth of all requests; nearly half; nearly always; nearly always with what changes something. */
export type Weather = "fair" | "storm" | "outage" | "read-only";

const STORM = 2.2;
const OUTAGE = 0.9;
/** An outage is quick to say so: waiting for time-outs has its share in any weather. */
const OUT = FAULTS.filter(({ point, kind }) => point === "before" && kind !== "no-answer" && kind !== "throttled");

/**
 * What happens to a request; undefined: nothing.
 *
 * @param random a stream of its own
 * @param changes whether it changes something, and does not only list
 */
export function drawFault(random: Random, weather: Weather, changes: boolean): Fault | undefined {
  const isOut = weather === "outage" || (weather === "read-only" && changes);
  if (isOut && random.chance(OUTAGE)) return random.pick(OUT);
  let left = random.next() / (weather === "storm" ? STORM : 1);
  return FAULTS.find(({ rate }) => {
    left -= rate;
    return left < 0;
  });
}
