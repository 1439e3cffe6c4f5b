import { type DatabaseRecord, inProgress, type SnapshotRecord } from "../rds/model";
import { DEFAULT_QUOTAS } from "../rds/quotas";
import { HOUR, MINUTE } from "../time/clock";
import type { Random } from "../time/random";
import type { Call, CallFault } from "../wire/faults";
import type { World } from "../world";
import { changeDatabase, type DatabaseIncident } from "./database-incidents";
import { cancel, type StandingFaults } from "./faults";
import { hold } from "./holds";
import { type Incident, type Scenario, SOURCE_REGION, TARGET_REGIONS } from "./scenario";
import { GIVEN_KEYS, NAME } from "./stack";

type IncidentOf<T extends Incident["is"]> = Incident & { readonly is: T };

/** Factor by which calls are slower: several seconds, but less than the SDK waits for an answer. */
const SLOW = 80;

/** Makes each incident happen at its time, and ends it by `end` unless it lasts. */
export class Incidents implements StandingFaults {
  /** Databases (by resource id) that have a fault of their own for good. */
  readonly broken = new Set<string>();
  /** When holds were set and removed. */
  readonly holdsChanged: number[] = [];
  readonly #denied = new Set<string>();
  readonly #failing = new Set<string>();
  readonly #calls: ((call: Call) => CallFault | undefined)[] = [];
  #eventsLost = 0;
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
    return this.#denied.size > 0 && this.#denied.has(this.#sourceOf(call) ?? "") ? "denied" : undefined;
  }

  get slowness(): number {
    return this.#slow > 0 ? SLOW : 1;
  }

  losesEvents(): boolean {
    return this.#eventsLost > 0;
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
      default:
        this.#changeDatabase(incident);
    }
  }

  #changeDatabase(incident: DatabaseIncident): void {
    const database = this.#database(incident.database);
    if (!database) return;
    const end = changeDatabase(this.world.aws, this.scenario, database, incident, this.random);
    if ("hours" in incident) this.#after(incident.hours, end);
  }

  #holdCopies({ database: index, hours, ...incident }: IncidentOf<"copies held">): void {
    const database = this.#database(index);
    if (!database) return;
    const { clock, aws } = this.world;
    const isOurs = (one: SnapshotRecord) => one.databaseResourceId === database.resourceId && this.isOurs(one);
    const release = hold(aws.region(this.#target(incident)), database.kind, isOurs, clock.now());
    this.holdsChanged.push(clock.now());
    if (hours === null) return;
    this.#after(hours, () => {
      release();
      this.holdsChanged.push(clock.now());
    });
  }

  #disturb(hours: number, fault: (call: Call) => CallFault | undefined): void {
    this.#calls.push(fault);
    this.#after(hours, () => this.#calls.splice(this.#calls.indexOf(fault), 1));
  }

  #spoil(set: Set<string>, { database: index, hours }: IncidentOf<"copies fail" | "permission removed">): void {
    const database = this.#database(index);
    if (!database) return;
    set.add(database.resourceId);
    if (hours === null) this.broken.add(database.resourceId);
    else this.#after(hours, () => set.delete(database.resourceId));
  }

  #spoilSourceKey({ database: index, state, hours }: IncidentOf<"source key">): void {
    const { kms } = this.world.aws;
    const key = this.#database(index)?.kmsKeyArn;
    // An AWS managed key cannot be disabled.
    if (key === undefined || key === kms.managedKey(SOURCE_REGION)) return;
    kms.setState(key, state);
    if (hours === null) for (const one of this.#all()) if (one.kmsKeyArn === key) this.broken.add(one.resourceId);
    if (hours !== null) this.#after(hours, () => kms.setState(key, "Enabled"));
  }

  /** Spoils both keys that copies may have been made with. */
  #spoilTargetKey(incident: IncidentOf<"target key">): void {
    const { kms } = this.world.aws;
    const region = this.#target(incident);
    for (const id of [`alias/${NAME}-${SOURCE_REGION}`, GIVEN_KEYS.region]) {
      const key = kms.resolve(region, id);
      if (key?.state !== "Enabled") continue;
      kms.setState(key.arn, incident.state);
      this.#after(incident.hours, () => kms.setState(key.arn, "Enabled"));
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

  /** The resource id of the database whose snapshot a call copies. */
  #sourceOf({ parameters }: Call): string | undefined {
    const arn = parameters.SourceDBSnapshotIdentifier ?? parameters.SourceDBClusterSnapshotIdentifier;
    const kind = parameters.SourceDBSnapshotIdentifier === undefined ? "cluster" : "instance";
    return arn && this.#source.snapshot(kind, arn.split(":").slice(6).join(":"))?.databaseResourceId;
  }
}
