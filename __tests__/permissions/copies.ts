import type { AccessRequest } from "../../simulation/iam/access";
import { arn, snapshotArn } from "../../simulation/iam/arns";
import type { Kind } from "../../simulation/rds/model";
import { requestTagContext, resourceTagContext } from "../../simulation/rds/tags";
import { ACCOUNT, type Deployment, SOURCE } from "./deployments";

export const KINDS = ["instance", "cluster"] as const;

/** Requests about snapshots of one kind in a target region, as a deployment makes them: each can be changed in one thing. */
export class CopyRequests {
  readonly copyId = `orders-${SOURCE}-2026-03-02-03-07`;

  constructor(
    readonly kind: Kind,
    readonly deployment: Deployment,
    readonly target: string,
  ) {}

  snapshot(region: string, id: string, account = ACCOUNT): string {
    return snapshotArn(account, region, this.kind, id);
  }

  /** Tags of a copy. */
  tags({ name = this.deployment.name, region = SOURCE, account = ACCOUNT.id } = {}): Record<string, string> {
    const source = snapshotArn({ ...ACCOUNT, id: account }, region, this.kind, "rds:orders-2026-03-02-03-07");
    return { CrossRegionBackup: name, "CrossRegionBackup/SourceArn": source, team: "shop" };
  }

  copy(resource: string): AccessRequest {
    return { action: this.kind === "instance" ? "rds:CopyDBSnapshot" : "rds:CopyDBClusterSnapshot", resource };
  }

  /** @param tags that the snapshot has */
  remove(resource = this.snapshot(this.target, this.copyId), tags = this.tags()): AccessRequest {
    const action = this.kind === "instance" ? "rds:DeleteDBSnapshot" : "rds:DeleteDBClusterSnapshot";
    return { action, resource, context: resourceTagContext(tags) };
  }

  /** @param tags of the request @param existing tags that the snapshot has already */
  tag(
    resource = this.snapshot(this.target, this.copyId),
    tags = this.tags(),
    existing: Record<string, string> = {},
  ): AccessRequest {
    const context = { ...requestTagContext(tags), ...resourceTagContext(existing) };
    return { action: "rds:AddTagsToResource", resource, context };
  }

  readTags(resource: string): AccessRequest {
    return { action: "rds:ListTagsForResource", resource };
  }

  list(region: string, account = ACCOUNT): AccessRequest[] {
    const [snapshots, snapshot, database] =
      this.kind === "instance"
        ? ["rds:DescribeDBSnapshots", "snapshot:*", "db:*"]
        : ["rds:DescribeDBClusterSnapshots", "cluster-snapshot:*", "cluster:*"];
    return [snapshot, database].map((resource) => ({
      action: snapshots,
      resource: arn(account, "rds", region, resource),
    }));
  }

  listDatabases(region: string, account = ACCOUNT): AccessRequest {
    return this.kind === "instance"
      ? { action: "rds:DescribeDBInstances", resource: arn(account, "rds", region, "db:*") }
      : { action: "rds:DescribeDBClusters", resource: arn(account, "rds", region, "cluster:*") };
  }
}
