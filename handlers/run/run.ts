import type { Deployment } from "../core/deployment";
import type { Kind } from "../core/model";
import type { ReadAccountQuotas } from "../rds/account-quotas";
import type { SnapshotService } from "../rds/port";
import type { Settings } from "../settings/settings";

/** What a run works with. Time and randomness are given to it. */
export interface Run {
  readonly settings: Settings;
  readonly deployment: Deployment;
  /** When each target region was first deployed to; without an entry: long ago. */
  readonly targetsSince?: ReadonlyMap<string, Date>;
  readonly services: Readonly<Record<Kind, SnapshotService>>;
  readonly readQuotas: ReadAccountQuotas;
  /** Whether to plan alone: nothing is started or deleted, whatever the settings. Default: no. */
  readonly readOnly?: boolean;
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
