import type { CopyRequest } from "../core/actions";
import type { Database, Kind, Snapshot, TargetSnapshot } from "../core/model";

/** A complete list (all pages). What the API sent without a field that identifies it is named, not dropped. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** One sentence for each item that could not be read. */
  readonly unreadable: readonly string[];
}

/** At least one id: a filter without values is an error of RDS. */
export type CopyFilter = { readonly databaseId: string } | { readonly ids: readonly string[] };

/** What the core needs of RDS, for one kind. The adapters alone know the API's two sets of names. */
export interface SnapshotService {
  readonly kind: Kind;
  /** Databases of the source region; one of them, if named. */
  listDatabases(id?: string): Promise<Listing<Database>>;
  /** Automated snapshots in the source region of some databases, by their ids: at least one. */
  listSnapshots(databaseIds: readonly string[]): Promise<Listing<Snapshot>>;
  /** Manual snapshots in a target region; those of one database or those with certain ids, if named. */
  listCopies(targetRegion: string, only?: CopyFilter): Promise<Listing<TargetSnapshot>>;
  /** Starts a copy and returns it as RDS describes it; RDS takes minutes to hours to finish it. */
  copy(targetRegion: string, request: CopyRequest): Promise<TargetSnapshot>;
  delete(targetRegion: string, id: string): Promise<void>;
}
