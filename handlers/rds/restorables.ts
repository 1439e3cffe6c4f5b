import {
  type DBClusterSnapshot,
  type DBSnapshot,
  ListTagsForResourceCommand,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
  type RDSClient,
  type Tag,
} from "@aws-sdk/client-rds";
import { parseSnapshotArn } from "../core/arn";
import { isReserved } from "../core/copy-tags";
import type { Kind, Tags } from "../core/model";
import type { Restorable, SnapshotDetails } from "../core/restorable";
import { readTargetSnapshot as readClusterSnapshot } from "./clusters";
import type { Deadline } from "./deadline";
import { type RdsError, toRdsError } from "./errors";
import { readTargetSnapshot as readInstanceSnapshot } from "./instances";
import type { Listing } from "./port";
import { call, listAll, type Reading, readCopyTags, readTags, withOwnArn } from "./reading";

/** Told of each page, for a person who waits. */
export type OnRead = (kind: Kind, snapshots: number) => void;

export interface Restorables extends Listing<Restorable> {
  /** Snapshots that may be copies of ours, as nobody knows their tags, and why. */
  readonly tagsUnknown: { readonly ids: readonly string[]; readonly cause: RdsError } | undefined;
}

/**
 * All manual snapshots of a region with what a restore needs to know, of one kind. Unlike the lists of a run it needs to know neither
 * account nor deployment, and keeps much more of each.
 *
 * @throws RdsError
 */
export async function listRestorables(
  kind: Kind,
  region: string,
  client: RDSClient,
  deadline: Deadline,
  onRead: OnRead = () => undefined,
): Promise<Restorables> {
  const told = (count: number) => onRead(kind, count);
  const options = { abortSignal: deadline.signal };
  const manual = { SnapshotType: "manual" };
  const found =
    kind === "instance"
      ? await listAll(
          deadline,
          paginateDescribeDBSnapshots({ client }, manual, options),
          (page) => counted(page.DBSnapshots, told),
          (raw) => restorable(readInstanceSnapshot(raw, region), instanceDetails(raw), region),
        )
      : await listAll(
          deadline,
          paginateDescribeDBClusterSnapshots({ client }, manual, options),
          (page) => counted(page.DBClusterSnapshots, told),
          (raw) => restorable(readClusterSnapshot(raw, region), clusterDetails(raw), region),
        );
  return { unreadable: found.unreadable, ...(await withHiddenTags(found.items, client, deadline)) };
}

function counted<T>(page: readonly T[] | undefined, told: (count: number) => void): readonly T[] | undefined {
  if (page !== undefined) told(page.length);
  return page;
}

/** The ARN tells the account: no other call is needed for it. */
function restorable(
  reading: Reading<Restorable["snapshot"]>,
  details: SnapshotDetails,
  region: string,
): Reading<Restorable> {
  if (!("item" in reading)) return reading;
  const { kind, arn } = reading.item;
  const { partition, account } = parseSnapshotArn(arn) ?? { partition: "aws", account: "" };
  const type = kind === "instance" ? "snapshot" : "cluster-snapshot";
  const checked = withOwnArn(reading, `arn:${partition}:rds:${region}:${account}:${type}:`);
  return "item" in checked ? { item: { id: checked.item.id, snapshot: checked.item, details } } : checked;
}

function instanceDetails(raw: DBSnapshot): SnapshotDetails {
  return {
    ...detailsOf(raw),
    engineMode: undefined,
    iops: raw.Iops,
    dedicatedLogVolume: raw.DedicatedLogVolume ?? false,
    processor: Object.fromEntries(raw.ProcessorFeatures?.map(({ Name = "", Value = "" }) => [Name, Value]) ?? []),
    optionGroup: raw.OptionGroupName,
    takenAt: raw.OriginalSnapshotCreateTime ?? raw.SnapshotCreateTime,
  };
}

function clusterDetails(raw: DBClusterSnapshot): SnapshotDetails {
  return {
    ...detailsOf(raw),
    engineMode: raw.EngineMode,
    iops: undefined,
    dedicatedLogVolume: false,
    processor: {},
    optionGroup: undefined,
    takenAt: raw.SnapshotCreateTime,
  };
}

const detailsOf = (raw: DBSnapshot | DBClusterSnapshot) => ({
  engine: raw.Engine ?? "",
  engineVersion: raw.EngineVersion,
  storageType: raw.StorageType,
  storageThroughput: raw.StorageThroughput,
  license: raw.LicenseModel,
  backupRetentionDays: raw.BackupRetentionPeriod,
  backupWindow: raw.PreferredBackupWindow,
  iamAuthentication: raw.IAMDatabaseAuthenticationEnabled ?? false,
  tags: othersTags(raw.TagList),
});

const othersTags = (tags: readonly Tag[] | undefined): Tags =>
  readTags(tags?.filter(({ Key = "" }) => !isReserved(Key)));

const AT_ONCE = 10;

/** Lists may show no tag of a snapshot that has some (docs/aws-facts.md#tags-in-lists): those that were copied are asked for theirs. */
async function withHiddenTags(
  items: readonly Restorable[],
  client: RDSClient,
  deadline: Deadline,
): Promise<Pick<Restorables, "items" | "tagsUnknown">> {
  const known = new Map(items.map((item) => [item.id, item]));
  const hidden = items.filter(({ snapshot: { tagsHidden, sourceArn } }) => tagsHidden && sourceArn !== undefined);
  const open = new Set(hidden.map(({ id }) => id));
  const next = hidden.values();
  let failure: RdsError | undefined;
  const look = async (): Promise<void> => {
    for (const item of next) {
      // What denies one denies all.
      if (failure?.code === "denied") return;
      try {
        known.set(item.id, await withTags(item, client, deadline));
      } catch (cause) {
        const error = toRdsError(cause);
        if (error.code !== "not-found") {
          failure = error;
          continue;
        }
        // It was deleted since the list.
        known.delete(item.id);
      }
      open.delete(item.id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return { items: [...known.values()], tagsUnknown: failure && { ids: [...open], cause: failure } };
}

async function withTags(item: Restorable, client: RDSClient, deadline: Deadline): Promise<Restorable> {
  const command = new ListTagsForResourceCommand({ ResourceName: item.snapshot.arn });
  const { TagList } = await call(deadline, client.send(command, { abortSignal: deadline.signal }));
  const { tagsHidden: _, ...snapshot } = item.snapshot;
  return {
    ...item,
    snapshot: { ...snapshot, ...readCopyTags(TagList) },
    details: { ...item.details, tags: othersTags(TagList) },
  };
}
