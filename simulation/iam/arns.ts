import type { Kind } from "../rds/model";

export interface Account {
  readonly partition: string;
  readonly id: string;
}

export function arn(account: Account, service: string, region: string, resource: string): string {
  return `arn:${account.partition}:${service}:${region}:${account.id}:${resource}`;
}

const DATABASE_TYPE: Readonly<Record<Kind, string>> = { instance: "db", cluster: "cluster" };
const SNAPSHOT_TYPE: Readonly<Record<Kind, string>> = { instance: "snapshot", cluster: "cluster-snapshot" };

export function databaseArn(account: Account, region: string, kind: Kind, id: string): string {
  return arn(account, "rds", region, `${DATABASE_TYPE[kind]}:${id}`);
}

export function snapshotArn(account: Account, region: string, kind: Kind, id: string): string {
  return arn(account, "rds", region, `${SNAPSHOT_TYPE[kind]}:${id}`);
}

export interface ParsedArn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly type: string;
  /** What follows the type; may hold colons (`rds:…`). */
  readonly id: string;
}

/** undefined if it is no ARN of the form `arn:partition:service:region:account:type:id` (or `type/id`). */
export function parseArn(text: string): ParsedArn | undefined {
  const [, partition, service, region, account, type, id] =
    /^arn:([^:]*):([^:]*):([^:]*):([^:]*):([^:/]+)[:/](.+)$/.exec(text) ?? [];
  if (!partition || !service || !region || account === undefined || !type || !id) return undefined;
  return { partition, service, region, account, type, id };
}
