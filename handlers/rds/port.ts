import type { CopyRequest } from "../core/actions";
import type { Database, Kind, Snapshot, Tags, TargetSnapshot } from "../core/model";
import type { StopAndStart } from "../core/resting";

/** A complete list (all pages). Items without a field that identifies them are named, not dropped. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** One sentence for each item that could not be read. */
  readonly unreadable: readonly string[];
}

/** At least one id: RDS refuses a filter without values. */
export type CopyFilter = { readonly databaseId: string } | { readonly ids: readonly string[] };

/** What a run needs of RDS, for one kind. Only the adapters know the API's two sets of names. */
export interface SnapshotService {
  readonly kind: Kind;
  /** Databases of the source region, or one of them. */
  listDatabases(id?: string): Promise<Listing<Database>>;
  /** The instances that a database of the source region is made of; none of an instance, which is one itself. */
  listMembers(databaseId: string): Promise<Listing<Database>>;
  /** Of a database of the source region, within the two weeks that RDS remembers (docs/aws-facts.md#stopped-databases). */
  lastStopAndStart(databaseId: string): Promise<StopAndStart>;
  /** Automated snapshots in the source region, of at least one database. */
  listSnapshots(databaseIds: readonly string[]): Promise<Listing<Snapshot>>;
  /** Manual snapshots in a target region: all, those of one database, or those with certain ids. */
  listCopies(targetRegion: string, only?: CopyFilter): Promise<Listing<TargetSnapshot>>;
  /** Our own tags of a snapshot in a target region. */
  readTags(targetRegion: string, arn: string): Promise<Tags>;
  /** Starts a copy and returns it as RDS describes it. RDS takes minutes to hours to finish it (docs/aws-facts.md#copy-call). */
  copy(targetRegion: string, request: CopyRequest): Promise<TargetSnapshot>;
  delete(targetRegion: string, id: string): Promise<void>;
}
