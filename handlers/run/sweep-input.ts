import type { SweepKind } from "../core/plan-route";
import { shown } from "../core/shown";

/** Which whole run an invocation asks for. */
export interface SweepInput {
  readonly sweep: SweepKind;
  /** What is wrong with an input that cannot be understood. */
  readonly problem?: string;
}

/**
 * Only the daily rule asks for the daily run. No input, an EventBridge event or that of a test invocation means a follow-up, which does
 * less (decisions/0015-daily-and-follow-up.md).
 */
export function parseSweepInput(input: unknown): SweepInput {
  if (input === undefined || input === null) return { sweep: "follow-up" };
  if (typeof input !== "object" || Array.isArray(input)) return misunderstood("it is no object", input);
  if (!("run" in input)) return { sweep: "follow-up" };
  if (input.run === "daily" || input.run === "follow-up") return { sweep: input.run };
  return misunderstood('`run` must be "daily" or "follow-up"', input.run);
}

const misunderstood = (why: string, got: unknown): SweepInput => ({
  sweep: "follow-up",
  problem: `${why}, got ${shown(got)}: this run is a follow-up`,
});
