import type { Deployment } from "../core/deployment";
import type { Kind } from "../core/model";
import type { SnapshotService } from "../rds/port";
import type { Settings } from "../settings/settings";

/** What a run works with. Time and randomness are given to it. */
export interface Run {
  readonly settings: Settings;
  readonly deployment: Deployment;
  readonly services: Readonly<Record<Kind, SnapshotService>>;
  /** When the run began. */
  readonly now: Date;
  readonly clock: () => Date;
  /** Milliseconds until Lambda ends the run. */
  readonly timeLeft: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A kind with more covered databases than this may be looked at briefly (decisions/0021-brief-looks.md). */
  readonly briefAbove: number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** With less time than this no call is started: the rest is deferred. */
export const STOP_STARTING_MS = 30_000;
