import type { Encryption, Kind, SnapshotRecord } from "../rds/model";
import { KINDS } from "../rds/model";
import type { World } from "../world";
import { SOURCE_REGION, TARGET_REGIONS } from "./scenario";

/** The copies of one database in one target region. */
export interface Holding {
  readonly kind: Kind;
  readonly database: string;
  readonly resourceId: string;
  /** The database was deleted; its copies are kept. */
  readonly gone: boolean;
  readonly stopped: boolean;
  readonly encryption: Encryption;
  /** When the database was made; undefined of one that is gone. */
  readonly createdAt: number | undefined;
  readonly targetRegion: string;
  /** Available ones, newest first. */
  readonly copies: readonly SnapshotRecord[];
  readonly inProgress: number;
  /** When the newest automated snapshot was taken. */
  readonly newestSnapshot: number | undefined;
}

/** Every snapshot that a function has made: the only ones that functions may change. */
export function madeByFunctions(world: World): ReadonlySet<string> {
  const own = world.aws.audit.entries.filter(
    ({ action, outcome, caller }) => action.startsWith("Copy") && outcome === "ok" && caller !== "operator",
  );
  return new Set(own.flatMap(({ snapshot }) => (snapshot ? [identity(snapshot)] : [])));
}

export const identity = ({ arn, serial }: SnapshotRecord): string => `${arn} ${serial}`;

/** Database × target region, in the order of the databases; databases that are gone come last. */
export function holdings(world: World): Holding[] {
  const source = world.aws.region(SOURCE_REGION);
  const own = madeByFunctions(world);
  return KINDS.flatMap((kind) => {
    const databases = [...source.databases[kind].values()].filter(({ memberOf }) => memberOf === undefined);
    const ofRegion = new Map(
      TARGET_REGIONS.map((region) => [
        region,
        [...world.aws.region(region).snapshots[kind].values()].filter((snapshot) => own.has(identity(snapshot))),
      ]),
    );
    const gone = [...ofRegion.values()].flat().filter(({ databaseResourceId }) => {
      return !databases.some(({ resourceId }) => resourceId === databaseResourceId);
    });
    const predecessors = new Map(gone.map((copy) => [copy.databaseResourceId, copy]));
    const subjects = [
      ...databases.map(({ id, resourceId, status, encryption, createdAt }) => ({
        id,
        resourceId,
        status,
        encryption,
        createdAt,
        gone: false,
      })),
      ...[...predecessors.values()].map(({ databaseId, databaseResourceId, encryption }) => ({
        id: databaseId,
        resourceId: databaseResourceId,
        status: "deleted",
        encryption,
        createdAt: undefined,
        gone: true,
      })),
    ];
    return subjects.flatMap((subject) =>
      TARGET_REGIONS.map((targetRegion) => {
        const copies = (ofRegion.get(targetRegion) ?? []).filter(
          (copy) => copy.databaseResourceId === subject.resourceId,
        );
        const snapshots = [...source.snapshots[kind].values()].filter(
          ({ type, databaseResourceId }) => type === "automated" && databaseResourceId === subject.resourceId,
        );
        const times = snapshots.flatMap(({ createTime }) => createTime ?? []);
        return {
          kind,
          database: subject.id,
          resourceId: subject.resourceId,
          gone: subject.gone,
          stopped: subject.status === "stopped",
          encryption: subject.encryption,
          createdAt: subject.createdAt,
          targetRegion,
          copies: copies.filter(({ status }) => status === "available").sort((a, b) => sourceTime(b) - sourceTime(a)),
          inProgress: copies.filter(({ status }) => status !== "available" && status !== "failed").length,
          newestSnapshot: times.length > 0 ? Math.max(...times) : undefined,
        };
      }),
    );
  });
}

/** When the source of a copy was taken. */
export const sourceTime = (copy: SnapshotRecord): number => copy.originalCreateTime ?? 0;
