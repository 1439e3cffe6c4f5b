import { type DatabaseRecord, inProgress, type SnapshotRecord } from "../rds/model";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import { HOUR, MINUTE } from "../time/clock";
import type { Random } from "../time/random";
import type { Call, CallFault } from "../wire/faults";
import type { World } from "../world";
import { changeDatabase, type DatabaseIncident } from "./database-incidents";
import { CLASS, GROUPS } from "./estate";
import { cancel, type StandingFaults } from "./faults";
import { hold, holdsUntil } from "./holds";
import { type Incident, type Scenario, SOURCE_REGION, TARGET_REGIONS } from "./scenario";
import { GIVEN_KEYS, NAME } from "./stack";

type IncidentOf<T extends Incident["is"]> = Incident & { readonly is: T };

type DatabaseSpoilt = IncidentOf<"copies fail" | "permission removed" | "copy calls fail" | "deletions fail">;

const SWEEP = `${NAME}-sweep`;
const FUNCTIONS = [SWEEP, `${NAME}-backup-finished`];
/** The parameter in which the functions remember what they told. */
export const MEMORY = `/${NAME}/told`;
/** What no function writes. */
export const SPOILT_MEMORY = "{,";

/** Factor by which calls are slower: several seconds, but less than the SDK waits for an answer. */
const SLOW = 80;

/** Makes each incident happen at its time, and ends it by `end` unless it lasts. */
export class Incidents implements StandingFaults {
  /** Databases (by resource id) that have a fault of their own for good. */
  readonly broken = new Set<string>();
  /** Those whose copies cannot be deleted any more: they are fresh all the same. */
  readonly undeletable = new Set<string>();
  /** When holds were set and removed. */
  readonly holdsChanged: number[] = [];
  /** When groups were removed from target regions, or made there. */
  readonly groupsChanged: number[] = [];
  /** When the memory of what was told was lost, or spoilt. */
  readonly memoryDisturbed: number[] = [];
  readonly #denied = new Set<string>();
  /** Resource ids of databases whose copy calls, or deletions, always end in an error of RDS. */
  readonly #copyCallsFail = new Set<string>();
  readonly #deletionsFail = new Set<string>();
  /** Milliseconds that copies take, by resource id. */
  readonly #long = new Map<string, number>();
  readonly #failing = new Set<string>();
  readonly #calls: ((call: Call) => CallFault | undefined)[] = [];
  #eventsLost = 0;
  #runsLost = 0;
  #slow = 0;
  readonly #source;

  constructor(
    readonly world: World,
    readonly scenario: Scenario,
    readonly databases: readonly DatabaseRecord[],
    readonly random: Random,
    readonly end: number,
    /** Whether the deployment under trial has made a snapshot. */
    readonly isOurs: (snapshot: SnapshotRecord) => boolean,
  ) {
    this.#source = world.aws.region(SOURCE_REGION);
    for (const incident of scenario.incidents) {
      const at = Math.min(world.clock.now() + incident.hour * HOUR, end - HOUR);
      world.clock.at(at, () => {
        world.aws.audit.fault(incident.is);
        this.#begin(incident);
      });
    }
  }

  call(call: Call): CallFault | undefined {
    for (const fault of this.#calls) {
      const found = fault(call);
      if (found) return found;
    }
    if (this.#denied.size > 0 && this.#denied.has(this.#sourceOf(call) ?? "")) return "denied";
    if (this.#copyCallsFail.size > 0 && this.#copyCallsFail.has(this.#sourceOf(call) ?? "")) return "internal-error";
    const fails = this.#deletionsFail.size > 0 && this.#deletionsFail.has(this.#deleted(call) ?? "");
    return fails ? "internal-error" : undefined;
  }

  get slowness(): number {
    return this.#slow > 0 ? SLOW : 1;
  }

  losesEvents(): boolean {
    return this.#eventsLost > 0;
  }

  losesRuns(): boolean {
    return this.#runsLost > 0;
  }

  /** It ends with the faults. */
  lengthOf({ databaseResourceId }: SnapshotRecord): number | undefined {
    const takes = this.#long.get(databaseResourceId);
    const left = this.end - this.world.clock.now();
    return takes === undefined || left < HOUR ? undefined : Math.min(takes, left);
  }

  failsCopy({ databaseResourceId }: SnapshotRecord): boolean {
    return this.#failing.has(databaseResourceId);
  }

  #begin(incident: Incident): void {
    const { world } = this;
    switch (incident.is) {
      case "throttling storm":
        this.#disturb(incident.hours, () => (this.random.chance(0.7) ? "throttled" : undefined));
        return;
      case "outage": {
        const region = incident.where === "source" ? SOURCE_REGION : this.#target(incident);
        this.#disturb(incident.hours, (call) => (call.region === region ? incident.answer : undefined));
        return;
      }
      case "events lost":
        this.#eventsLost++;
        this.#after(incident.hours, () => {
          this.#eventsLost--;
        });
        return;
      case "slow calls":
        this.#slow++;
        this.#after(incident.hours, () => {
          this.#slow--;
        });
        return;
      case "quota full":
        this.#fillQuota(incident);
        return;
      case "slots taken":
        this.#takeSlots(incident);
        return;
      case "source key":
        this.#spoilSourceKey(incident);
        return;
      case "target key":
        this.#spoilTargetKey(incident);
        return;
      case "copies fail":
        this.#spoil(this.#failing, incident);
        return;
      case "permission removed":
        this.#spoil(this.#denied, incident);
        return;
      case "copies held":
        this.#holdCopies(incident);
        return;
      case "copies cancelled":
        for (const copy of this.#inProgress()) cancel(world, copy);
        return;
      case "sources lost":
        for (const { sourceArn } of this.#inProgress()) this.#loseSource(sourceArn);
        for (const database of this.#all()) this.#loseSource(this.#newest(database)?.arn);
        return;
      case "nothing runs":
        this.#eventsLost++;
        this.#runsLost++;
        this.#after(incident.hours, () => {
          this.#eventsLost--;
          this.#runsLost--;
        });
        return;
      case "functions throttled":
        for (const name of FUNCTIONS) world.lambda.throttle(name, true);
        this.#after(incident.hours, () => {
          for (const name of FUNCTIONS) world.lambda.throttle(name, false);
        });
        return;
      case "messages fail":
        this.#disturb(incident.hours, ({ service }) => (service === "sns" ? "throttled" : undefined));
        return;
      case "memory fails":
        this.#disturb(incident.hours, ({ service }) => (service === "ssm" ? "throttled" : undefined));
        return;
      case "keys unread":
        this.#disturb(incident.hours, ({ service }) => (service === "kms" ? "denied" : undefined));
        return;
      case "two runs at once":
        for (const run of ["daily", "follow-up"]) world.lambda.invokeInBackground(SWEEP, { run });
        return;
      case "memory lost":
        this.memoryDisturbed.push(world.clock.now());
        world.aws.parameters.remove(SOURCE_REGION, MEMORY);
        return;
      case "memory malformed":
        this.memoryDisturbed.push(world.clock.now());
        if (world.aws.parameters.get(SOURCE_REGION, MEMORY))
          world.aws.parameters.put(SOURCE_REGION, MEMORY, SPOILT_MEMORY);
        return;
      case "long copies":
        this.#lengthen(incident);
        return;
      case "copy calls fail":
        this.#spoil(this.#copyCallsFail, incident);
        return;
      case "deletions fail":
        this.#spoil(this.#deletionsFail, incident, this.undeletable);
        return;
      case "snapshots of others":
        this.#addSnapshotsOfOthers(incident);
        return;
      case "old keys":
        this.#spoilOldKeys(incident);
        return;
      case "version retired":
      case "version deprecated":
        this.#withdrawVersion(incident);
        return;
      case "upgraded": {
        const database = this.#database(incident.database);
        if (database)
          this.#source.changeDatabase(database.kind, database.id, { engineVersion: `${database.engineVersion}.1` });
        return;
      }
      case "group removed": {
        const { stock } = this.world.aws.region(this.#target(incident));
        const { of, hours } = incident;
        stock.removeGroup(of, GROUPS[of]);
        this.groupsChanged.push(world.clock.now());
        this.#after(hours, () => {
          stock.addGroup(of, GROUPS[of]);
          this.groupsChanged.push(world.clock.now());
        });
        return;
      }
      case "class withdrawn": {
        const { stock } = this.world.aws.region(this.#target(incident));
        stock.withdrawClass(CLASS);
        this.#after(incident.hours, () => stock.offerClass(CLASS));
        return;
      }
      case "versions unread":
        this.#disturb(incident.hours, ({ action }) => (action === "DescribeDBEngineVersions" ? "denied" : undefined));
        return;
      case "versions unlisted": {
        const engine = this.#database(incident.database)?.engine;
        const { silent } = this.world.aws.region(this.#target(incident)).offers;
        if (engine === undefined) return;
        silent.add(engine);
        this.#after(incident.hours, () => silent.delete(engine));
        return;
      }
      default:
        this.#changeDatabase(incident);
    }
  }

  #lengthen({ database: index, takes, hours }: IncidentOf<"long copies">): void {
    const database = this.#database(index);
    if (!database) return;
    this.#long.set(database.resourceId, takes * HOUR);
    this.#after(hours, () => this.#long.delete(database.resourceId));
  }

  /** Manual snapshots of somebody else, until so many places of the quota are left. */
  #addSnapshotsOfOthers(incident: IncidentOf<"snapshots of others">): void {
    const { kind, left } = incident;
    const region = this.world.aws.region(this.#target(incident));
    const manual = [...region.snapshots[kind].values()].filter(({ type }) => type === "manual").length;
    const count = Math.max(0, region.quotas.manualSnapshots[kind] - manual - left);
    const added = Array.from({ length: count }, () =>
      region.addSnapshot(kind, { id: `by-others-${this.random.hex(8)}`, databaseId: "theirs" }),
    );
    this.#after(incident.hours, () => {
      for (const one of added) if (region.current(one)) region.remove(one);
    });
  }

  /** Keys under which copies lie, that new copies are not made with. */
  #spoilOldKeys(incident: IncidentOf<"old keys">): void {
    const { kms } = this.world.aws;
    const region = this.#target(incident);
    const { snapshots } = this.world.aws.region(region);
    const copies = [...snapshots.instance.values(), ...snapshots.cluster.values()].filter((one) => this.isOurs(one));
    const newest = new Map<string, SnapshotRecord>();
    for (const copy of copies) {
      const known = newest.get(copy.databaseResourceId);
      if (!known || copy.startedAt > known.startedAt) newest.set(copy.databaseResourceId, copy);
    }
    const inUse = new Set([...newest.values()].map(({ kmsKeyArn }) => kmsKeyArn));
    for (const key of new Set(copies.flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []))) {
      if (inUse.has(key) || kms.get(key)?.state !== "Enabled") continue;
      kms.setState(key, incident.state);
      if (incident.hours !== null) this.#after(incident.hours, () => kms.get(key) && kms.setState(key, "Enabled"));
    }
  }

  #withdrawVersion(incident: IncidentOf<"version retired" | "version deprecated">): void {
    const database = this.#database(incident.database);
    if (!database) return;
    const { offers } = this.world.aws.region(this.#target(incident));
    const version = { engine: database.engine, version: database.engineVersion };
    if (incident.is === "version retired") offers.retire(version);
    else offers.deprecate(version);
    if (incident.hours !== null) this.#after(incident.hours, () => offers.offerAgain(version));
  }

  #changeDatabase(incident: DatabaseIncident): void {
    const database = this.#database(incident.database);
    if (!database) return;
    const end = changeDatabase(this.world.aws, this.scenario, database, incident, this.random);
    if ("hours" in incident) this.#after(incident.hours, end);
  }

  /** A hold of some hours is for ever until it is taken off, or ends with the day of that time, by chance as its hour is odd or even. */
  #holdCopies({ database: index, hour, hours, ...incident }: IncidentOf<"copies held">): void {
    const database = this.#database(index);
    if (!database) return;
    const { clock, aws } = this.world;
    const isOurs = (one: SnapshotRecord) => one.databaseResourceId === database.resourceId && this.isOurs(one);
    const lastDay = hours !== null && hour % 2 === 0 ? new Date(clock.now() + hours * HOUR) : undefined;
    const until = lastDay?.toISOString().slice(0, 10) ?? "forever";
    const release = hold(aws.region(this.#target(incident)), database.kind, isOurs, until, clock.now());
    const changed = () => this.holdsChanged.push(clock.now());
    changed();
    if (lastDay !== undefined) clock.at(holdsUntil(until), changed);
    else if (hours !== null) {
      this.#after(hours, () => {
        release();
        changed();
      });
    }
  }

  #disturb(hours: number, fault: (call: Call) => CallFault | undefined): void {
    this.#calls.push(fault);
    this.#after(hours, () => this.#calls.splice(this.#calls.indexOf(fault), 1));
  }

  #spoil(set: Set<string>, { database: index, hours }: DatabaseSpoilt, forGood = this.broken): void {
    const database = this.#database(index);
    if (!database) return;
    set.add(database.resourceId);
    if (hours === null) forGood.add(database.resourceId);
    else this.#after(hours, () => set.delete(database.resourceId));
  }

  #spoilSourceKey({ database: index, state, hours }: IncidentOf<"source key">): void {
    const { kms } = this.world.aws;
    const key = this.#database(index)?.kmsKeyArn;
    // An AWS managed key cannot be disabled, and one that is gone stays so.
    if (key === undefined || key === kms.managedKey(SOURCE_REGION) || kms.get(key) === undefined) return;
    kms.setState(key, state);
    if (hours === null) for (const one of this.#all()) if (one.kmsKeyArn === key) this.broken.add(one.resourceId);
    if (hours !== null) this.#after(hours, () => kms.get(key) && kms.setState(key, "Enabled"));
  }

  /** Spoils both keys that copies may have been made with. */
  #spoilTargetKey(incident: IncidentOf<"target key">): void {
    const { kms } = this.world.aws;
    const region = this.#target(incident);
    for (const id of [`alias/${NAME}-${SOURCE_REGION}`, GIVEN_KEYS.region]) {
      const key = kms.resolve(region, id);
      if (key?.state !== "Enabled") continue;
      kms.setState(key.arn, incident.state);
      this.#after(incident.hours, () => kms.get(key.arn) && kms.setState(key.arn, "Enabled"));
    }
  }

  #fillQuota(incident: IncidentOf<"quota full">): void {
    const region = this.world.aws.region(this.#target(incident));
    const { kind } = incident;
    const manual = [...region.snapshots[kind].values()].filter(({ type }) => type === "manual").length;
    const set = (limit: number) => {
      region.quotas = { ...region.quotas, manualSnapshots: { ...region.quotas.manualSnapshots, [kind]: limit } };
    };
    set(manual);
    this.#after(incident.hours, () => set(this.quotaOf(kind)));
  }

  /** The quota of the account: enough for its databases, as a person would see to. */
  quotaOf(kind: "instance" | "cluster"): number {
    return Math.max(DEFAULT_QUOTAS.manualSnapshots[kind], 400, this.scenario.databases.length * 40);
  }

  #takeSlots(incident: IncidentOf<"slots taken">): void {
    const { kind, count } = incident;
    const region = this.world.aws.region(this.#target(incident));
    const type = kind === "instance" ? "snapshot" : "cluster-snapshot";
    for (let index = 0; index < count; index++) {
      const id = `other-tool-${this.random.hex(8)}`;
      const sourceArn = `arn:aws:rds:ap-south-1:${this.world.aws.account.id}:${type}:${id}`;
      const taken = region.addSnapshot(kind, { id, sourceArn, status: "copying", databaseId: "theirs" });
      this.#after(incident.hours, () => {
        const current = region.current(taken);
        if (current) region.snapshots[kind].put({ ...current, status: "available" });
      });
    }
  }

  #loseSource(sourceArn: string | undefined): void {
    for (const kind of ["instance", "cluster"] as const) {
      for (const snapshot of [...this.#source.snapshots[kind].values()]) {
        if (snapshot.arn === sourceArn) this.#source.remove(snapshot);
      }
    }
  }

  /** The newest automated snapshot. */
  #newest({ kind, resourceId }: DatabaseRecord): SnapshotRecord | undefined {
    return [...this.#source.snapshots[kind].values()]
      .filter(({ type, databaseResourceId }) => type === "automated" && databaseResourceId === resourceId)
      .sort((a, b) => a.startedAt - b.startedAt)
      .at(-1);
  }

  /** Copies in progress from the source region. */
  #inProgress(): SnapshotRecord[] {
    return TARGET_REGIONS.flatMap((name) => {
      const { snapshots } = this.world.aws.region(name);
      return [...snapshots.instance.values(), ...snapshots.cluster.values()];
    }).filter((snapshot) => inProgress(snapshot) && snapshot.sourceArn?.split(":")[3] === SOURCE_REGION);
  }

  #after(hours: number, action: () => void): void {
    const { clock } = this.world;
    clock.at(Math.min(clock.now() + hours * HOUR, this.end - MINUTE), action);
  }

  #target({ target }: { readonly target: number }): string {
    const { targets } = this.scenario.settings;
    return targets[target % targets.length]?.region ?? TARGET_REGIONS[0];
  }

  #database(index: number): DatabaseRecord | undefined {
    const database = this.databases[index % this.databases.length];
    return database && this.#current(database.resourceId);
  }

  #current(resourceId: string): DatabaseRecord | undefined {
    return this.#all().find((database) => database.resourceId === resourceId);
  }

  #all(): DatabaseRecord[] {
    return [...this.#source.databases.instance.values(), ...this.#source.databases.cluster.values()];
  }

  /** The resource id of the database whose copy a call deletes. */
  #deleted({ region, action, parameters }: Call): string | undefined {
    if (!/^DeleteDB(Cluster)?Snapshot$/.test(action)) return undefined;
    const kind = action === "DeleteDBSnapshot" ? "instance" : "cluster";
    const id = parameters.DBSnapshotIdentifier ?? parameters.DBClusterSnapshotIdentifier ?? "";
    return this.world.aws.region(region).snapshot(kind, id)?.databaseResourceId;
  }

  /** The resource id of the database whose snapshot a call copies. */
  #sourceOf({ parameters }: Call): string | undefined {
    const arn = parameters.SourceDBSnapshotIdentifier ?? parameters.SourceDBClusterSnapshotIdentifier;
    const kind = parameters.SourceDBSnapshotIdentifier === undefined ? "cluster" : "instance";
    return arn && this.#source.snapshot(kind, arn.split(":").slice(6).join(":"))?.databaseResourceId;
  }
}
