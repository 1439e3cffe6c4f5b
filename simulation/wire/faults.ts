import type { RaisedEvent } from "../rds/events";
import type { SnapshotRecord } from "../rds/model";

/** One HTTP call to RDS, as faults see it. */
export interface Call {
  readonly time: number;
  readonly region: string;
  readonly action: string;
  readonly caller: string;
  /** Of the call, on the wire: `SourceDBSnapshotIdentifier` … */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with a call. `crash` ends the Lambda function that made it, `freeze` stops it there until Lambda ends it at its time-out,
 * `hang` gives no answer at all, `reset` closes the connection; the others are answers of AWS.
 */
export type CallFault =
  | "denied"
  | "throttled"
  | "internal-error"
  | "unavailable"
  | "reset"
  | "hang"
  | "crash"
  | "freeze";

/** What goes wrong with an answer; `truncated`: it breaks off. */
export type AnswerFault = Exclude<CallFault, "throttled" | "denied"> | "truncated";

/** A copy that will fail after a time, or never end. */
export type CopyFault = { readonly failsAfter: number } | "stuck";

/** An event, or a run by schedule, that never comes, comes twice, or comes later (milliseconds). */
export type DeliveryFault = "lost" | "doubled" | { readonly lateBy: number };

/**
 * Where a scenario may interfere. Each hook is asked every time and returns what goes wrong, or undefined. Hooks draw from a seeded
 * `Random` or follow an explicit schedule. Changes of state (a key disabled, a database deleted) are made at their time with
 * `world.clock.at` instead.
 */
export interface Faults {
  /** The call does not reach RDS, or is refused: nothing was changed. */
  beforeCall?: (call: Call) => CallFault | undefined;
  /** The call was carried out, but the answer is lost. */
  afterCall?: (call: Call) => AnswerFault | undefined;
  /** Milliseconds that a call takes, instead of the usual ones. */
  latency?: (usual: number) => number;
  /** Asked when a copy starts to be made. */
  copy?: (copy: SnapshotRecord) => CopyFault | undefined;
  delivery?: (event: RaisedEvent) => DeliveryFault | undefined;
  /** A run that a rule is to start. */
  schedule?: (rule: string, time: number) => DeliveryFault | undefined;
  /** How many records a page may have of those that a list asks for: RDS promises no full pages. */
  pageSize?: (asked: number) => number;
  /** Whether lists show no tags of a snapshot yet: they may become visible after it. */
  hidesTags?: (snapshot: SnapshotRecord) => boolean;
}

/** True from `from` until before `to`: for hooks that follow a schedule. */
export function during(time: number, from: number, to: number): boolean {
  return time >= from && time < to;
}
