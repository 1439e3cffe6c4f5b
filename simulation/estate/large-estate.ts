import type { SimulatedAws } from "../aws";
import { DAY, HOUR } from "../time/clock";
import { addPastCopy, type Protection, SOURCE } from "./plain-deployment";

export interface EstateSize {
  readonly databases: number;
  /** Automated snapshots of each, one a day. */
  readonly snapshots: number;
  /** Copies of each, of its newest snapshots. */
  readonly copies: number;
  /** At the beginning of their names. Default `db`. */
  readonly prefix?: string;
}

/** Tags as large estates have them: snapshots and copies inherit them. */
const TAGS = { team: "payments", environment: "production", "cost-center": "4711", "data-class": "confidential" };

/** Adds instances that have been backed up and copied every day for weeks: nothing is left to do. @returns their names */
export function addDatabases(aws: SimulatedAws, size: EstateSize, by?: Protection): readonly string[] {
  const { databases, snapshots, copies, prefix = "db" } = size;
  const source = aws.region(by?.sourceRegion ?? SOURCE);
  const names: string[] = [];
  const now = aws.clock.now();
  for (let n = 0; n < databases; n++) {
    const id = `${prefix}-${String(n).padStart(5, "0")}`;
    names.push(id);
    const database = source.addInstance({ id, createdAt: now - 60 * DAY, backupRetentionDays: 35, tags: TAGS });
    for (let day = 1; day <= Math.max(snapshots, copies); day++) {
      const takenAt = now - day * DAY + 18 * HOUR;
      if (day <= copies) addPastCopy(aws, database, takenAt, by);
      else source.backups.addPast(database, takenAt);
    }
  }
  return names;
}
