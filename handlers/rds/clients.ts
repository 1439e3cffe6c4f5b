import { RDSClient, type RDSClientConfig } from "@aws-sdk/client-rds";
import { NodeHttpHandler } from "@smithy/node-http-handler";

export type RequestHandler = NonNullable<RDSClientConfig["requestHandler"]>;

/** One RDS client for each region, made when first asked for. */
export type Clients = (region: string) => RDSClient;

/**
 * Clients with explicit time-outs (the SDK has none by default) and adaptive retry (facts §5). Endpoints and
 * credentials come from the standard environment of the SDK, so the same code runs in Lambda and against an emulator.
 */
export function rdsClients(requestHandler: RequestHandler = defaultRequestHandler()): Clients {
  const clients = new Map<string, RDSClient>();
  return (region) => {
    const existing = clients.get(region);
    if (existing) return existing;
    const client = new RDSClient({ region, requestHandler, retryMode: "adaptive", maxAttempts: 5 });
    clients.set(region, client);
    return client;
  };
}

const defaultRequestHandler = (): RequestHandler =>
  new NodeHttpHandler({
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    socketTimeout: 15_000,
    throwOnRequestTimeout: true,
  });
