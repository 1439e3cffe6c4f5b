import {
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBSnapshots,
  type RDS,
  type Tag,
} from "@aws-sdk/client-rds";
import type { Kind } from "../../handlers/core/model";

export type Tags = Readonly<Record<string, string>>;

/** A snapshot as the API describes it. */
export interface SnapshotView {
  readonly kind: Kind;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly type: string;
  readonly status: string;
  readonly database: string;
  readonly resourceId: string;
  /** Key ARN, if it is encrypted. */
  readonly key: string | undefined;
  readonly createdAt: string;
  readonly tags: Tags;
}

/** All snapshots of a region, of both kinds, by ARN. */
export async function listSnapshots(client: RDS, region: string): Promise<SnapshotView[]> {
  const found: SnapshotView[] = [];
  for await (const { DBSnapshots = [] } of paginateDescribeDBSnapshots({ client }, {})) {
    for (const raw of DBSnapshots) {
      found.push({
        kind: "instance",
        region,
        id: raw.DBSnapshotIdentifier ?? "",
        arn: raw.DBSnapshotArn ?? "",
        type: raw.SnapshotType ?? "",
        status: raw.Status ?? "",
        database: raw.DBInstanceIdentifier ?? "",
        resourceId: raw.DbiResourceId ?? "",
        key: raw.Encrypted ? raw.KmsKeyId : undefined,
        createdAt: raw.SnapshotCreateTime?.toISOString() ?? "",
        tags: tagsOf(raw.TagList),
      });
    }
  }
  for await (const { DBClusterSnapshots = [] } of paginateDescribeDBClusterSnapshots({ client }, {})) {
    for (const raw of DBClusterSnapshots) {
      found.push({
        kind: "cluster",
        region,
        id: raw.DBClusterSnapshotIdentifier ?? "",
        arn: raw.DBClusterSnapshotArn ?? "",
        type: raw.SnapshotType ?? "",
        status: raw.Status ?? "",
        database: raw.DBClusterIdentifier ?? "",
        resourceId: raw.DbClusterResourceId ?? "",
        key: raw.StorageEncrypted ? raw.KmsKeyId : undefined,
        createdAt: raw.SnapshotCreateTime?.toISOString() ?? "",
        tags: tagsOf(raw.TagList),
      });
    }
  }
  return found.sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

export const tagList = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

const tagsOf = (list: readonly Tag[] = []): Tags =>
  Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
