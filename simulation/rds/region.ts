import { databaseArn, snapshotArn } from "../iam/arns";
import { Backups } from "./backups";
import { Copies } from "./copies";
import { clusterEvents, instanceEvents, type RdsEvent } from "./events";
import type { BackupTarget, DatabaseRecord, Encryption, Kind, SnapshotRecord, Tags } from "./model";
import { DEFAULT_QUOTAS, type Quotas } from "./quotas";
import type { Rds } from "./rds";
import { Store } from "./store";

export interface DatabaseOptions {
  readonly id: string;
  readonly engine?: string;
  readonly engineVersion?: string;
  readonly status?: string;
  readonly backupRetentionDays?: number;
  /** `hh24:mi-hh24:mi` UTC. */
  readonly backupWindow?: string;
  readonly sizeGib?: number;
  /** A key ARN; `sse-rds` for a key of AWS's own; not encrypted if left out. */
  readonly encryption?: string;
  readonly tags?: Tags;
  readonly copyTagsToSnapshot?: boolean;
  readonly memberOf?: string;
  readonly backupTarget?: BackupTarget;
  readonly createdAt?: number;
}

export interface SnapshotOptions extends Partial<Omit<SnapshotRecord, "kind" | "arn" | "region" | "serial">> {
  readonly id: string;
}

/** RDS in one region: its databases and snapshots, and what makes and removes them. */
export class Region {
  readonly databases: Readonly<Record<Kind, Store<DatabaseRecord>>>;
  readonly snapshots: Readonly<Record<Kind, Store<SnapshotRecord>>>;
  readonly backups: Backups;
  readonly copies: Copies;
  quotas: Quotas = DEFAULT_QUOTAS;
  /** Milliseconds by which this region's clock is ahead: its snapshots show it. */
  clockSkew = 0;
  /** false: an opt-in region that the account has not enabled. */
  enabled = true;
  #serial = 0;

  constructor(
    readonly name: string,
    readonly rds: Rds,
  ) {
    const delay = () => rds.consistencyDelay();
    this.databases = { instance: new Store(rds.clock, delay), cluster: new Store(rds.clock, delay) };
    const snapshots = () => new Store<SnapshotRecord>(rds.clock, delay, ({ databaseId }) => databaseId);
    this.snapshots = { instance: snapshots(), cluster: snapshots() };
    this.backups = new Backups(this);
    this.copies = new Copies(this);
  }

  addInstance(options: DatabaseOptions): DatabaseRecord {
    return this.#addDatabase("instance", { engine: "postgres", engineVersion: "16.4", ...options });
  }

  addCluster(options: DatabaseOptions): DatabaseRecord {
    return this.#addDatabase("cluster", { engine: "aurora-postgresql", engineVersion: "16.4", ...options });
  }

  /** The database as it is. @throws Error if there is none. */
  database(kind: Kind, id: string): DatabaseRecord {
    const database = this.databases[kind].get(id);
    if (!database) throw new Error(`There is no ${kind} ${id} in ${this.name}.`);
    return database;
  }

  changeDatabase(
    kind: Kind,
    id: string,
    changes: Partial<Pick<DatabaseRecord, "status" | "tags" | "backupRetentionDays" | "backupWindow" | "sizeGib">>,
  ): DatabaseRecord {
    return this.databases[kind].put({ ...this.database(kind, id), ...changes });
  }

  /** Keeps the resource id, as RDS does. Snapshots that exist keep the old name. */
  renameDatabase(kind: Kind, id: string, newId: string): DatabaseRecord {
    const database = this.database(kind, id);
    this.databases[kind].delete(id);
    return this.databases[kind].put({
      ...database,
      id: newId,
      arn: databaseArn(this.rds.account, this.name, kind, newId),
    });
  }

  /** All automated snapshots go with it. */
  deleteDatabase(kind: Kind, id: string): void {
    const database = this.database(kind, id);
    this.databases[kind].delete(id);
    this.raise(kind === "instance" ? instanceEvents.deleted : clusterEvents.deleted, database);
    for (const snapshot of [...this.snapshots[kind].values()]) {
      if (snapshot.type === "automated" && snapshot.databaseResourceId === database.resourceId) this.remove(snapshot);
    }
  }

  /** Adds a snapshot in any state, as if made by hand, by another tool, or long ago. It stays as it is. */
  addSnapshot(kind: Kind, options: SnapshotOptions): SnapshotRecord {
    const now = this.rds.clock.now();
    const database = this.databases[kind].get(options.databaseId ?? "");
    const createTime = options.createTime ?? now;
    return this.snapshots[kind].put({
      type: "manual",
      status: "available",
      databaseId: "unknown",
      databaseResourceId: database?.resourceId ?? this.newResourceId(kind),
      engine: database?.engine ?? "postgres",
      sizeGib: database?.sizeGib ?? 20,
      encryption: database?.encryption ?? "none",
      kmsKeyArn: database?.kmsKeyArn,
      backupTarget: "region",
      tags: {},
      startedAt: createTime,
      finishesAt: undefined,
      createTime,
      originalCreateTime: createTime,
      sourceArn: undefined,
      ...options,
      kind,
      arn: snapshotArn(this.rds.account, this.name, kind, options.id),
      region: this.name,
      serial: this.newSerial(),
    });
  }

  /** Starts a manual snapshot as a person would (CreateDBSnapshot). */
  createSnapshot(kind: Kind, databaseId: string, id: string, tags: Tags = {}): SnapshotRecord {
    return this.backups.take(this.database(kind, databaseId), id, "manual", tags);
  }

  /** The snapshot as it is. */
  snapshot(kind: Kind, id: string): SnapshotRecord | undefined {
    return this.snapshots[kind].get(id);
  }

  /** This snapshot as it is now; undefined if it is gone, even if another one has its id. */
  current(snapshot: SnapshotRecord): SnapshotRecord | undefined {
    const found = this.snapshot(snapshot.kind, snapshot.id);
    return found?.serial === snapshot.serial ? found : undefined;
  }

  /** Removes a snapshot at once. Copies in progress of it fail. */
  remove(snapshot: SnapshotRecord): void {
    this.snapshots[snapshot.kind].delete(snapshot.id);
    for (const region of this.rds.regions) region.copies.sourceRemoved(snapshot.arn);
    this.copies.removed(snapshot);
  }

  raise(event: RdsEvent, source: { id: string; arn: string; engine: string }): void {
    const { rds } = this;
    rds.raise({
      ...event,
      region: this.name,
      time: rds.clock.now(),
      sourceId: source.id,
      sourceArn: source.arn,
      engine: source.engine,
    });
  }

  newSerial(): number {
    return ++this.#serial;
  }

  newResourceId(kind: Kind): string {
    return `${kind === "instance" ? "db" : "cluster"}-${this.rds.random.hex(26).toUpperCase()}`;
  }

  #addDatabase(kind: Kind, options: DatabaseOptions & { engine: string; engineVersion: string }): DatabaseRecord {
    if (this.databases[kind].get(options.id)) throw new Error(`${options.id} exists already in ${this.name}.`);
    const encryption = encryptionOf(options.encryption);
    const database = this.databases[kind].put({
      kind,
      id: options.id,
      resourceId: this.newResourceId(kind),
      arn: databaseArn(this.rds.account, this.name, kind, options.id),
      engine: options.engine,
      engineVersion: options.engineVersion,
      status: options.status ?? "available",
      createdAt: options.createdAt ?? this.rds.clock.now(),
      backupRetentionDays: options.backupRetentionDays ?? 7,
      backupWindow: options.backupWindow ?? "03:00-03:30",
      sizeGib: options.sizeGib ?? 100,
      encryption,
      kmsKeyArn: encryption === "sse-kms" ? options.encryption : undefined,
      copyTagsToSnapshot: options.copyTagsToSnapshot ?? true,
      tags: options.tags ?? {},
      memberOf: options.memberOf,
      backupTarget: options.backupTarget ?? "region",
    });
    this.backups.schedule(database);
    return database;
  }
}

function encryptionOf(option: string | undefined): Encryption {
  if (option === undefined) return "none";
  return option === "sse-rds" ? "sse-rds" : "sse-kms";
}
