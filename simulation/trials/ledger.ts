import type { AuditEntry } from "../iam/audit";
import type { Kind, SnapshotRecord } from "../rds/model";
import type { World } from "../world";
import { SOURCE_REGION } from "./scenario";

/** A copy made by the deployment under trial. It is known by its caller, never by tags or name. */
export interface OwnCopy {
  /** As RDS made it. */
  readonly snapshot: SnapshotRecord;
  /** Its source snapshot, as it was then. */
  readonly source: SnapshotRecord;
  readonly startedAt: number;
  readonly run: string | undefined;
}

/** When the source snapshot was taken. */
export const takenAt = ({ source }: OwnCopy): number => source.createTime ?? source.startedAt;

/** All copies that the deployment has made, from the audit log. */
export class Ledger {
  readonly #copies = new Map<string, OwnCopy>();
  readonly #ofDatabase = new Map<string, OwnCopy[]>();
  /** Under all names that a database has had, by target region, kind and resource id. */
  readonly #names = new Map<string, Map<string, DatabaseIdentity>>();
  readonly #identities = new Map<string, Set<DatabaseIdentity>>();

  constructor(
    readonly world: World,
    /** Names of the deployment's functions. */
    readonly functions: ReadonlySet<string>,
  ) {}

  isOurs({ caller }: AuditEntry): boolean {
    return this.functions.has(caller);
  }

  /** @returns the copy, if the entry is one by our functions */
  record(entry: AuditEntry): OwnCopy | undefined {
    if (!entry.snapshot || !entry.action.startsWith("Copy") || !this.isOurs(entry)) return undefined;
    const { kind, sourceArn = "" } = entry.snapshot;
    const source = this.world.aws.region(SOURCE_REGION).snapshot(kind, sourceArn.split(":").slice(6).join(":"));
    if (!source) throw new Error(`The source of a copy that was just accepted is gone: ${sourceArn}`);
    const copy = { snapshot: entry.snapshot, source, startedAt: entry.time, run: entry.run };
    this.#copies.set(keyOf(entry.snapshot), copy);
    const key = databaseKey(copy.snapshot.region, copy.source);
    this.#ofDatabase.set(key, [...(this.#ofDatabase.get(key) ?? []), copy]);
    const ofResource = resourceKey(copy.snapshot.region, kind, copy.source.databaseResourceId);
    const names = this.#names.get(ofResource) ?? new Map<string, DatabaseIdentity>();
    this.#names.set(ofResource, names);
    const { databaseId, databaseResourceId } = copy.source;
    if (names.has(databaseId)) return copy;
    const identity = { kind, databaseId, databaseResourceId };
    names.set(databaseId, identity);
    const ofRegion = this.#identities.get(copy.snapshot.region) ?? new Set();
    this.#identities.set(copy.snapshot.region, ofRegion.add(identity));
    return copy;
  }

  /** All that have ever had copies in a target region, by kind, name and resource id. */
  identities(region: string): DatabaseIdentity[] {
    return [...(this.#identities.get(region) ?? [])];
  }

  /** Our copies of a database that exist in a target region, under whatever name it had when they were made. */
  ofResource(
    region: string,
    kind: Kind,
    resourceId: string,
  ): { readonly copy: OwnCopy; readonly now: SnapshotRecord }[] {
    const names = this.#names.get(resourceKey(region, kind, resourceId));
    return names === undefined ? [] : [...names.values()].flatMap((identity) => this.of(region, identity));
  }

  find(snapshot: SnapshotRecord): OwnCopy | undefined {
    return this.#copies.get(keyOf(snapshot));
  }

  /** Our copies of a database (by id and resource id) that exist in a target region, as they are now. */
  of(region: string, database: DatabaseIdentity): { readonly copy: OwnCopy; readonly now: SnapshotRecord }[] {
    const { regions } = this;
    const known = this.#ofDatabase.get(databaseKey(region, database)) ?? [];
    const existing = known.flatMap((copy) => {
      const now = regions(region).current(copy.snapshot);
      return now ? [{ copy, now }] : [];
    });
    if (existing.length < known.length) {
      this.#ofDatabase.set(
        databaseKey(region, database),
        existing.map(({ copy }) => copy),
      );
    }
    return existing;
  }

  /** How many copies of a database were started in a target region since then, whether or not they still exist. */
  startedSince(time: number, region: string, database: DatabaseIdentity): number {
    const key = databaseKey(region, database);
    return [...this.#copies.values()].filter(
      ({ snapshot, source, startedAt }) => startedAt > time && databaseKey(snapshot.region, source) === key,
    ).length;
  }

  /** Our copies that have or had an id in a region. */
  everCalled(region: string, id: string): { readonly copy: OwnCopy; readonly now: SnapshotRecord | undefined }[] {
    return [...this.#copies.values()]
      .filter(({ snapshot }) => snapshot.region === region && snapshot.id === id)
      .map((copy) => ({ copy, now: this.regions(region).current(copy.snapshot) }));
  }

  readonly regions = (name: string) => this.world.aws.region(name);
}

/** A database by kind, id and resource id; or a snapshot of it. */
export interface DatabaseIdentity {
  readonly kind: Kind;
  readonly databaseId: string;
  readonly databaseResourceId: string;
}

const resourceKey = (region: string, kind: Kind, resourceId: string): string => `${region} ${kind} ${resourceId}`;

const keyOf = ({ region, serial }: SnapshotRecord): string => `${region} ${serial}`;

export const databaseKey = (region: string, { kind, databaseId, databaseResourceId }: DatabaseIdentity): string =>
  `${region} ${kind} ${databaseId} ${databaseResourceId}`;
