import * as sdk from "@aws-sdk/client-rds";
import type { Kind } from "../rds/model";
import { SECOND } from "../time/clock";
import type { ApiCall, ResourceCalls } from "./calls";

export interface Applied {
  readonly address: string;
  readonly kind: Kind;
  readonly id: string;
  /** In milliseconds of the client's time. */
  readonly took: number;
  /** What RDS answers to the call that it refuses. */
  readonly refused?: string;
}

/** As many as Terraform works on at once. */
const AT_ONCE = 10;
/** How often the provider looks at what it waits for. */
const POLL = 30 * SECOND;

/** Makes what a plan says by the provider's calls, members of clusters after them. What RDS refuses is told, and the rest is made. */
export async function apply(all: readonly ResourceCalls[], client: sdk.RDSClient): Promise<Applied[]> {
  const members = all.filter(isMember);
  const databases = all.filter((one) => !isMember(one));
  return [
    ...(await atOnce(databases, (one) => make(one, client))),
    ...(await atOnce(members, (one) => make(one, client))),
  ];
}

/** Whether RDS takes the calls that make all this. Nobody waits until it is made. */
export async function accept(all: readonly ResourceCalls[], client: sdk.RDSClient): Promise<Applied[]> {
  const inOrder = all.toSorted((a, b) => Number(isMember(a)) - Number(isMember(b)));
  const accepted: Applied[] = [];
  for (const one of inOrder) accepted.push(await answered(one, () => send(client, one.making)));
  return accepted;
}

const isMember = ({ making }: ResourceCalls): boolean => making.action === "CreateDBInstance";

/** The calls of the next apply. */
export function applyLater(all: readonly ResourceCalls[], client: sdk.RDSClient): Promise<Applied[]> {
  const due = all.filter(({ later, enablesHttpEndpoint }) => later !== undefined || enablesHttpEndpoint);
  return atOnce(due, (one) =>
    answered(one, async () => {
      if (one.enablesHttpEndpoint) await enableHttpEndpoint(client, one.id);
      if (one.later === undefined) return;
      await send(client, one.later);
      await available(client, one.kind, one.id);
    }),
  );
}

const make = (resource: ResourceCalls, client: sdk.RDSClient): Promise<Applied> =>
  answered(resource, async () => {
    const { kind, id, making, modifying } = resource;
    await send(client, making);
    await available(client, kind, id);
    if (!modifying) return;
    await send(client, modifying);
    await available(client, kind, id);
  });

async function answered({ address, kind, id }: ResourceCalls, work: () => Promise<void>): Promise<Applied> {
  const began = Date.now();
  let refused: string | undefined;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof sdk.RDSServiceException)) throw error;
    refused = `${error.name}: ${error.message}`;
  }
  return { address, kind, id, took: Date.now() - began, ...(refused !== undefined && { refused }) };
}

async function enableHttpEndpoint(client: sdk.RDSClient, id: string): Promise<void> {
  const { DBClusters } = await client.send(new sdk.DescribeDBClustersCommand({ DBClusterIdentifier: id }));
  await client.send(new sdk.EnableHttpEndpointCommand({ ResourceArn: DBClusters?.[0]?.DBClusterArn }));
}

async function send(client: sdk.RDSClient, { action, input }: ApiCall): Promise<void> {
  const command = Object.entries(sdk).find(([name]) => name === `${action}Command`)?.[1];
  if (typeof command !== "function") throw new Error(`The SDK has no ${action}Command.`);
  await client.send(Reflect.construct(command, [input]));
}

async function available(client: sdk.RDSClient, kind: Kind, id: string): Promise<void> {
  while ((await statusOf(client, kind, id)) !== "available") {
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

async function statusOf(client: sdk.RDSClient, kind: Kind, id: string): Promise<string | undefined> {
  if (kind === "cluster") {
    const { DBClusters } = await client.send(new sdk.DescribeDBClustersCommand({ DBClusterIdentifier: id }));
    return DBClusters?.[0]?.Status;
  }
  const { DBInstances } = await client.send(new sdk.DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
  return DBInstances?.[0]?.DBInstanceStatus;
}

/** In their order, a few at once. */
async function atOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const next = items.entries();
  const worker = async () => {
    for (const [index, item] of next) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
