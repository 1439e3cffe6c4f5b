import type { Kind } from "./model";

export interface SnapshotArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly kind: Kind;
  /** Begins with `rds:` if automated. */
  readonly id: string;
}

const SNAPSHOT_ARN = /^arn:(aws[a-z-]*):rds:([a-z0-9-]+):(\d{12}):(snapshot|cluster-snapshot):(.+)$/;

/** Parses the ARN of a DB or cluster snapshot (docs/aws-facts.md#snapshot-arns); undefined for anything else. */
export function parseSnapshotArn(arn: string): SnapshotArn | undefined {
  const parts = SNAPSHOT_ARN.exec(arn);
  if (!parts) return undefined;
  const [, partition = "", region = "", account = "", type, id = ""] = parts;
  return { partition, region, account, kind: type === "snapshot" ? "instance" : "cluster", id };
}

/** Whose a function is, by its ARN; undefined for anything else. */
export function parseFunctionArn(arn: string): { readonly partition: string; readonly account: string } | undefined {
  const [, partition, account] = /^arn:([^:]+):lambda:[^:]+:(\d{12}):/.exec(arn) ?? [];
  return partition !== undefined && account !== undefined ? { partition, account } : undefined;
}
