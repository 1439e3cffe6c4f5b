import { snapshotArn } from "../iam/arns";
import { DAY, MINUTE } from "../time/clock";
import type { Random } from "../time/random";
import { clusterEvents, instanceEvents } from "./events";
import type { DatabaseRecord, SnapshotRecord, Tags } from "./model";
import type { Region } from "./region";

/** Takes the daily automated snapshots of a region's databases in their windows, and removes them when they expire. */
export class Backups {
  readonly #random: Random;

  constructor(readonly region: Region) {
    this.#random = region.rds.random.fork(`backups ${region.name}`);
  }

  /** Plans the next daily backup. A database of the same id with another resource id is another database. */
  schedule(database: DatabaseRecord): void {
    if (database.memberOf !== undefined) return;
    const { clock } = this.region.rds;
    const { opens, length } = nextWindow(database.backupWindow, clock.now());
    clock.at(opens + this.#random.between(0, length * 0.8), () => {
      const current = this.#find(database);
      if (!current) return;
      if (current.status === "available" && current.backupRetentionDays > 0) this.takeAutomated(current);
      this.schedule(current);
    });
  }

  /** An automated snapshot, now: `rds:<database>-YYYY-MM-DD-HH-MM`. */
  takeAutomated(database: DatabaseRecord): SnapshotRecord {
    return this.take(
      database,
      automatedId(database, this.region.rds.clock.now()),
      "automated",
      inheritedTags(database),
    );
  }

  /** An automated snapshot taken in the past. It expires when its retention ends. */
  addPast(database: DatabaseRecord, takenAt: number): SnapshotRecord {
    const snapshot = this.region.addSnapshot(database.kind, {
      id: automatedId(database, takenAt),
      type: "automated",
      databaseId: database.id,
      tags: inheritedTags(database),
      createTime: takenAt,
      originalCreateTime: takenAt,
    });
    this.#expire(snapshot, database);
    return snapshot;
  }

  take(database: DatabaseRecord, id: string, type: "automated" | "manual", tags: Tags): SnapshotRecord {
    const { rds, name } = this.region;
    const now = rds.clock.now();
    const duration = rds.durations.backup(database, this.#random);
    const snapshot = this.region.snapshots[database.kind].put({
      kind: database.kind,
      id,
      arn: snapshotArn(rds.account, name, database.kind, id),
      region: name,
      type,
      status: "creating",
      databaseId: database.id,
      databaseResourceId: database.resourceId,
      engine: database.engine,
      engineVersion: database.engineVersion,
      sizeGib: database.sizeGib,
      encryption: database.encryption,
      kmsKeyArn: database.kmsKeyArn,
      backupTarget: database.backupTarget,
      optionGroup: database.optionGroup,
      tags,
      startedAt: now,
      finishesAt: now + duration,
      createTime: undefined,
      originalCreateTime: undefined,
      sourceArn: undefined,
      serial: this.region.newSerial(),
    });
    this.#raise("started", snapshot, database);
    rds.clock.after(duration, () => this.#finish(snapshot, database));
    return snapshot;
  }

  #finish(started: SnapshotRecord, database: DatabaseRecord): void {
    const snapshot = this.region.current(started);
    if (!snapshot) return;
    const takenAt = snapshot.startedAt + this.region.clockSkew;
    this.region.snapshots[snapshot.kind].put({
      ...snapshot,
      status: "available",
      createTime: takenAt,
      originalCreateTime: takenAt,
    });
    this.#raise("finished", snapshot, database);
    if (snapshot.type === "automated") this.#expire(snapshot, database);
  }

  /** Reads the retention again when the time comes, as it may have changed. Stopped databases keep their snapshots. */
  #expire(snapshot: SnapshotRecord, database: DatabaseRecord): void {
    const { clock } = this.region.rds;
    const days = Math.max(1, this.#find(database)?.backupRetentionDays ?? 1);
    const expiresAt = snapshot.startedAt + days * DAY + this.#random.between(5, 60) * MINUTE;
    clock.at(Math.max(expiresAt, clock.now() + MINUTE), () => {
      const current = this.region.current(snapshot);
      const owner = this.#find(database);
      if (!current || !owner) return;
      const due = clock.now() >= snapshot.startedAt + Math.max(1, owner.backupRetentionDays) * DAY;
      if (due && owner.status === "available") this.region.remove(current);
      else clock.after(due ? 60 * MINUTE : 0, () => this.#expire(snapshot, database));
    });
  }

  #find(database: DatabaseRecord): DatabaseRecord | undefined {
    for (const current of this.region.databases[database.kind].values()) {
      if (current.resourceId === database.resourceId) return current;
    }
    return undefined;
  }

  #raise(moment: "started" | "finished", snapshot: SnapshotRecord, database: DatabaseRecord): void {
    const { region } = this;
    const automated = snapshot.type === "automated";
    if (snapshot.kind === "cluster") {
      const [started, finished] = automated
        ? [clusterEvents.automatedSnapshotStarted, clusterEvents.automatedSnapshotCreated]
        : [clusterEvents.manualSnapshotStarted, clusterEvents.manualSnapshotCreated];
      region.raise(moment === "started" ? started : finished, snapshot);
      return;
    }
    const [started, finished] = automated
      ? [instanceEvents.automatedSnapshotStarted, instanceEvents.automatedSnapshotCreated]
      : [instanceEvents.manualSnapshotStarted, instanceEvents.manualSnapshotCreated];
    if (automated) {
      region.raise(moment === "started" ? instanceEvents.backupStarted : instanceEvents.backupFinished, database);
    }
    region.raise(moment === "started" ? started : finished, snapshot);
  }
}

function automatedId({ id }: DatabaseRecord, time: number): string {
  return `rds:${id}-${new Date(time).toISOString().slice(0, 16).replace(/[T:]/g, "-")}`;
}

/** Tags of AWS itself are not inherited (docs/aws-facts.md#copy-tags). */
function inheritedTags({ copyTagsToSnapshot, tags }: DatabaseRecord): Tags {
  const inherited = copyTagsToSnapshot ? Object.entries(tags) : [];
  return Object.fromEntries(inherited.filter(([key]) => !key.startsWith("aws:")));
}

/** When the window next opens after `now`, and how long it is. */
export function nextWindow(window: string, now: number): { opens: number; length: number } {
  const [, fromHour, fromMinute, toHour, toMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(window) ?? [];
  if (toMinute === undefined) throw new Error(`Not a backup window (hh24:mi-hh24:mi): ${window}`);
  const from = (Number(fromHour) * 60 + Number(fromMinute)) * MINUTE;
  const to = (Number(toHour) * 60 + Number(toMinute)) * MINUTE;
  const midnight = Math.floor(now / DAY) * DAY;
  const opens = midnight + from > now ? midnight + from : midnight + DAY + from;
  return { opens, length: (to - from + DAY) % DAY };
}
