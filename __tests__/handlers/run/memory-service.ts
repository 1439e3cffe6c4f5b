import type { CopyRequest } from "../../../handlers/core/actions";
import type { Database, Kind, Snapshot, Tags, TargetSnapshot } from "../../../handlers/core/model";
import type { StopAndStart } from "../../../handlers/core/resting";
import { RdsError } from "../../../handlers/rds/errors";
import type { CopyFilter, Listing, SnapshotService } from "../../../handlers/rds/port";

export type Verb =
  | "listDatabases"
  | "listMembers"
  | "lastStopAndStart"
  | "listSnapshots"
  | "listCopies"
  | "readTags"
  | "copy"
  | "delete";

export interface Asked {
  readonly verb: Verb;
  readonly region: string;
  /** Of the copy that is made or deleted, or of what is looked for. */
  readonly id: string;
  readonly request?: CopyRequest;
}

/** RDS of one kind in memory: what a run finds, what it does to it, and what it was told. */
export class MemoryService implements SnapshotService {
  readonly asked: Asked[] = [];
  /** Sentences about items that cannot be read, by verb. */
  readonly unreadable: Partial<Record<Verb, readonly string[]>> = {};
  copies: readonly TargetSnapshot[];
  listsShowTags = true;
  stopsAndStarts: ReadonlyMap<string, StopAndStart> = new Map();
  #errorFor: (asked: Asked, times: number) => Error | undefined = () => undefined;

  constructor(
    readonly kind: Kind,
    private readonly estate: {
      readonly databases: readonly Database[];
      /** Those that belong to clusters. */
      readonly instances?: readonly Database[];
      readonly snapshots: readonly Snapshot[];
      readonly copies: readonly TargetSnapshot[];
    },
  ) {
    this.copies = estate.copies;
  }

  /** @param errorFor what a call throws instead of being done; `times`: how often the like has been asked before */
  failing(errorFor: (asked: Asked, times: number) => Error | undefined): void {
    this.#errorFor = errorFor;
  }

  /** `copy eu-central-1 the-id`, in order; deletions and copies only. */
  get changes(): string[] {
    return this.asked
      .filter(({ verb }) => verb === "copy" || verb === "delete")
      .map(({ verb, region, id }) => `${verb} ${region} ${id}`);
  }

  async listDatabases(id?: string): Promise<Listing<Database>> {
    this.#note({ verb: "listDatabases", region: "", id: id ?? "*" });
    return this.#listing("listDatabases", this.estate.databases, (one) => id === undefined || one.id === id);
  }

  async listMembers(id: string): Promise<Listing<Database>> {
    if (this.kind === "instance") return { items: [], unreadable: [] };
    this.#note({ verb: "listMembers", region: "", id });
    return this.#listing("listMembers", this.estate.instances ?? [], ({ memberOf }) => memberOf === id);
  }

  async lastStopAndStart(id: string): Promise<StopAndStart> {
    this.#note({ verb: "lastStopAndStart", region: "", id });
    return this.stopsAndStarts.get(id) ?? { stoppedAt: undefined, startedAt: undefined };
  }

  async listSnapshots(databaseIds: readonly string[]): Promise<Listing<Snapshot>> {
    this.#note({ verb: "listSnapshots", region: "", id: databaseIds.join(" ") });
    return this.#listing("listSnapshots", this.estate.snapshots, (one) => databaseIds.includes(one.databaseId));
  }

  async listCopies(region: string, only?: CopyFilter): Promise<Listing<TargetSnapshot>> {
    const wanted = only === undefined ? "*" : "ids" in only ? only.ids.join(" ") : `of ${only.databaseId}`;
    this.#note({ verb: "listCopies", region, id: wanted });
    const matches = (copy: TargetSnapshot) =>
      only === undefined || ("ids" in only ? only.ids.includes(copy.id) : copy.id.startsWith(`${only.databaseId}-`));
    const shown = this.listsShowTags ? this.copies : this.copies.map(withoutTags);
    return this.#listing("listCopies", shown, (copy) => copy.region === region && matches(copy));
  }

  /** Tags of the copies, whatever lists show. */
  async readTags(region: string, arn: string): Promise<Tags> {
    this.#note({ verb: "readTags", region, id: arn.split(":").at(-1) ?? "" });
    const copy = this.copies.find((one) => one.arn === arn);
    if (copy === undefined) throw new RdsError("not-found", "DBSnapshotNotFound", `${arn} not found`);
    return copy.tags;
  }

  async copy(region: string, request: CopyRequest): Promise<TargetSnapshot> {
    const { targetId: id, sourceArn, kmsKeyArn, tags } = request;
    this.#note({ verb: "copy", region, id, request });
    if (this.copies.some((copy) => copy.region === region && copy.id === id)) throw alreadyExists(id);
    const copy: TargetSnapshot = {
      kind: this.kind,
      region,
      id,
      arn: `arn:aws:rds:${region}:123456789012:snapshot:${id}`,
      status: "creating",
      sourceArn,
      createdAt: undefined,
      encryption: kmsKeyArn === undefined ? "none" : "kms",
      kmsKeyId: kmsKeyArn,
      sizeGib: 100,
      tags,
    };
    this.copies = [...this.copies, copy];
    return copy;
  }

  async delete(region: string, id: string): Promise<void> {
    this.#note({ verb: "delete", region, id });
    this.copies = this.copies.filter((copy) => copy.region !== region || copy.id !== id);
  }

  #note(asked: Asked): void {
    const times = this.asked.filter(
      (one) => one.verb === asked.verb && one.region === asked.region && one.id === asked.id,
    );
    this.asked.push(asked);
    const error = this.#errorFor(asked, times.length);
    if (error) throw error;
  }

  #listing<T>(verb: Verb, items: readonly T[], matches: (item: T) => boolean): Listing<T> {
    return { items: items.filter(matches), unreadable: this.unreadable[verb] ?? [] };
  }
}

const withoutTags = (copy: TargetSnapshot): TargetSnapshot => ({ ...copy, tags: {}, tagsHidden: true });

export const alreadyExists = (id: string) =>
  new RdsError("already-exists", "DBSnapshotAlreadyExists", `Cannot create the snapshot because ${id} already exists.`);
export const tooMany = () =>
  new RdsError("too-many-in-progress", "SnapshotQuotaExceeded", "Cannot copy more than 20 snapshots across regions");
export const quotaFull = () =>
  new RdsError("manual-quota-full", "SnapshotQuotaExceeded", "Cannot create more than 100 manual snapshots");
/** In words that nobody has seen yet. */
export const someQuota = () =>
  new RdsError("quota-exceeded", "SnapshotQuotaExceeded", "You have reached the quota of 100 snapshots");
export const throttled = () => new RdsError("transient", "Throttling", "Rate exceeded");
