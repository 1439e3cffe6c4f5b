import { MINUTE, SECOND } from "../time/clock";
import type { Random } from "../time/random";
import type { DatabaseRecord, SnapshotRecord } from "./model";

/** How long RDS takes, in milliseconds. */
export interface Durations {
  backup(database: DatabaseRecord, random: Random): number;
  /** @param incremental whether only what changed since the last copy is sent (docs/aws-facts.md#incremental-copies) */
  copy(source: SnapshotRecord, incremental: boolean, random: Random): number;
  delete(random: Random): number;
  /** Until a database that is restored or created can be used: its data are loaded after that. */
  restore(random: Random): number;
  modify(random: Random): number;
}

/** Plausible, not measured: about 150 MiB/s between regions, with the spread that users report. */
export const DEFAULT_DURATIONS: Durations = {
  backup: (database, random) => random.logNormal(3 * MINUTE + database.sizeGib * 0.2 * SECOND, 0.3),
  copy: (source, incremental, random) =>
    random.logNormal(4 * MINUTE + source.sizeGib * (incremental ? 1 : 7) * SECOND, 0.3),
  delete: (random) => random.between(2, 10) * SECOND,
  restore: (random) => random.logNormal(10 * MINUTE, 0.3),
  modify: (random) => random.logNormal(3 * MINUTE, 0.3),
};
