import { databaseArn, snapshotArn } from "../iam/arns";
import { DAY } from "../time/clock";
import { Backups } from "./backups";
import { Copies } from "./copies";
import { clusterEvents, instanceEvents, type RaisedEvent, type RdsEvent } from "./events";
import type { BackupTarget, DatabaseRecord, Encryption, Kind, ShapeOfRecord, SnapshotRecord, Tags } from "./model";
import { OfferedVersions } from "./offers";
import { defaultOptionGroup, type OptionGroupRecord, type OptionRecord } from "./option-groups";
import { DEFAULT_QUOTAS, type Quotas } from "./quotas";
import type { Rds } from "./rds";
import { Stock } from "./stock";
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
  /** The id of the database whose read replica it is. A replica has no automated backups unless its retention says so. */
  readonly replicaOf?: string;
  readonly shape?: ShapeOfRecord;
  /** Of a member of a cluster. */
  readonly promotionTier?: number;
  /** Default: that of its engine. */
  readonly optionGroup?: string;
}

/** RDS starts a stopped database again after this time (docs/aws-facts.md#stopped-databases). */
const LONGEST_STOP = 7 * DAY;
const EVENTS_KEPT = 14 * DAY;

export interface SnapshotOptions extends Partial<Omit<SnapshotRecord, "kind" | "arn" | "region" | "serial">> {
  readonly id: string;
}

/** RDS in one region: its databases and snapshots, and what makes and removes them. */
export class Region {
  readonly databases: Readonly<Record<Kind, Store<DatabaseRecord>>>;
  readonly snapshots: Readonly<Record<Kind, Store<SnapshotRecord>>>;
  readonly backups: Backups;
  readonly copies: Copies;
  readonly offers: OfferedVersions;
  readonly stock = new Stock();
  /** Those of the last two weeks, oldest first. */
  readonly events: RaisedEvent[] = [];
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
    this.offers = new OfferedVersions(this);
  }

  addInstance(options: DatabaseOptions): DatabaseRecord {
    return this.#addDatabase("instance", { engine: "postgres", engineVersion: "16.4", ...options });
  }

  addCluster(options: DatabaseOptions): DatabaseRecord {
    return this.#addDatabase("cluster", { engine: "aurora-postgresql", engineVersion: "16.4", ...options });
  }

  addOptionGroup(name: string, options: readonly OptionRecord[] = [], tags: Tags = {}): OptionGroupRecord {
    const group = { name: name.toLowerCase(), options, tags };
    this.stock.optionGroups.set(group.name, group);
    return group;
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
    changes: Partial<
      Pick<DatabaseRecord, "status" | "tags" | "backupRetentionDays" | "backupWindow" | "sizeGib" | "engineVersion">
    >,
  ): DatabaseRecord {
    const before = this.database(kind, id);
    if (changes.status !== undefined && changes.status !== before.status) {
      if (changes.status === "stopped") this.raise(eventsOf(kind).stopped, before);
      if (before.status === "stopped" && changes.status === "available") this.raise(eventsOf(kind).started, before);
    }
    return this.databases[kind].put({ ...before, ...changes });
  }

  /** A stopped database takes no backups, and RDS keeps those that it has. */
  stopDatabase(kind: Kind, id: string): DatabaseRecord {
    const { clock } = this.rds;
    const restartsAt = clock.now() + LONGEST_STOP;
    this.raise(eventsOf(kind).stopped, this.database(kind, id));
    const stopped = this.databases[kind].put({ ...this.database(kind, id), status: "stopped", restartsAt });
    clock.at(restartsAt, () => {
      const current = this.#withResourceId(stopped);
      if (current?.restartsAt === restartsAt) this.startDatabase(kind, current.id);
    });
    return stopped;
  }

  startDatabase(kind: Kind, id: string): DatabaseRecord {
    const { restartsAt: _over, ...database } = this.database(kind, id);
    this.raise(eventsOf(kind).started, database);
    return this.databases[kind].put({ ...database, status: "available" });
  }

  /** This database as it is now, under whatever name. */
  #withResourceId({ kind, resourceId }: DatabaseRecord): DatabaseRecord | undefined {
    return [...this.databases[kind].values()].find((database) => database.resourceId === resourceId);
  }

  /** Keeps the resource id, as RDS does. Snapshots that exist keep the old name; members of a cluster, and replicas, follow to the new one. */
  renameDatabase(kind: Kind, id: string, newId: string): DatabaseRecord {
    const database = this.database(kind, id);
    this.databases[kind].delete(id);
    const renamed = this.databases[kind].put({
      ...database,
      id: newId,
      arn: databaseArn(this.rds.account, this.name, kind, newId),
    });
    for (const one of [...this.databases.instance.values()]) {
      if (kind === "cluster" && one.memberOf === id) this.databases.instance.put({ ...one, memberOf: newId });
      if (kind === "instance" && one.replicaOf === id) this.databases.instance.put({ ...one, replicaOf: newId });
    }
    return renamed;
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
      engineVersion: database?.engineVersion ?? "16.4",
      sizeGib: database?.sizeGib ?? 20,
      encryption: database?.encryption ?? "none",
      kmsKeyArn: database?.kmsKeyArn,
      backupTarget: "region",
      optionGroup: database?.optionGroup,
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
    const raised = {
      ...event,
      region: this.name,
      time: rds.clock.now(),
      sourceId: source.id,
      sourceArn: source.arn,
      engine: source.engine,
    };
    this.events.push(raised);
    if ((this.events[0]?.time ?? 0) < raised.time - 2 * EVENTS_KEPT) {
      this.events.splice(
        0,
        this.events.findIndex(({ time }) => time >= raised.time - EVENTS_KEPT),
      );
    }
    rds.raise(raised);
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
      backupRetentionDays: options.backupRetentionDays ?? (options.replicaOf === undefined ? 7 : 0),
      backupWindow: options.backupWindow ?? "03:00-03:30",
      sizeGib: options.sizeGib ?? 100,
      encryption,
      kmsKeyArn: encryption === "sse-kms" ? options.encryption : undefined,
      copyTagsToSnapshot: options.copyTagsToSnapshot ?? true,
      tags: options.tags ?? {},
      memberOf: options.memberOf,
      backupTarget: options.backupTarget ?? "region",
      replicaOf: options.replicaOf,
      ...(options.shape && { shape: options.shape }),
      ...(options.promotionTier !== undefined && { promotionTier: options.promotionTier }),
      optionGroup:
        kind === "cluster"
          ? undefined
          : (options.optionGroup ?? defaultOptionGroup(options.engine, options.engineVersion)),
    });
    this.backups.schedule(database);
    return database;
  }
}

const eventsOf = (kind: Kind) => (kind === "instance" ? instanceEvents : clusterEvents);

function encryptionOf(option: string | undefined): Encryption {
  if (option === undefined) return "none";
  return option === "sse-rds" ? "sse-rds" : "sse-kms";
}
