import type { Deployment } from "../core/deployment";
import type { Kind } from "../core/model";
import type { SnapshotService } from "../rds/port";
import type { Settings } from "../settings/settings";

/** What a run works with. Time is given, never read inside the core. */
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
}
