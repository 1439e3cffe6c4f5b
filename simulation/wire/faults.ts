import type { RaisedEvent } from "../rds/events";
import type { SnapshotRecord } from "../rds/model";
import type { Service } from "./service";

/** One HTTP call to a service, as faults see it. */
export interface Call {
  readonly time: number;
  readonly service: Service;
  readonly region: string;
  readonly action: string;
  readonly caller: string;
  /** As on the wire: `SourceDBSnapshotIdentifier` … */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * What goes wrong with a call. `crash` ends the calling Lambda function, `freeze` stops it until its time-out, `hang` gives no answer,
 * `reset` closes the connection. The others are answers of AWS.
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

/** What goes wrong with an answer. `truncated`: only a part of it arrives. */
export type AnswerFault = Exclude<CallFault, "throttled" | "denied"> | "truncated";

/** A copy that will fail after a time, or never end, or take a time of its own. */
export type CopyFault = { readonly failsAfter: number } | { readonly takes: number } | "stuck";

/** An event or a scheduled run never comes, comes twice, or comes late (milliseconds). */
export type DeliveryFault = "lost" | "doubled" | { readonly lateBy: number };

/**
 * Where a scenario may interfere. Each hook is asked every time and returns what goes wrong, or undefined. Hooks draw from a seeded
 * `Random` or follow a schedule. Changes of state (a disabled key, a deleted database) are not faults: `world.clock.at` makes them.
 */
export interface Faults {
  /** The call does not reach the service or is refused: nothing changes. */
  beforeCall?: (call: Call) => CallFault | undefined;
  /** The call is carried out, but its answer is lost. */
  afterCall?: (call: Call) => AnswerFault | undefined;
  /** Milliseconds that a call takes, instead of the usual ones. */
  latency?: (usual: number) => number;
  /** Asked when a copy starts to be made. */
  copy?: (copy: SnapshotRecord) => CopyFault | undefined;
  delivery?: (event: RaisedEvent) => DeliveryFault | undefined;
  /** Asked when a rule is due. */
  schedule?: (rule: string, time: number) => DeliveryFault | undefined;
  /** Size of a page, at most the size asked for: RDS promises no full pages (docs/aws-facts.md#lists). */
  pageSize?: (asked: number) => number;
  /** Whether a snapshot does not show its tags yet, neither in lists nor when asked for them (docs/aws-facts.md#tags-in-lists). */
  hidesTags?: (snapshot: SnapshotRecord) => boolean;
}

/** True from `from` until before `to`: for hooks that follow a schedule. */
export function during(time: number, from: number, to: number): boolean {
  return time >= from && time < to;
}
