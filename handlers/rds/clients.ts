import { RDSClient, type RDSClientConfig } from "@aws-sdk/client-rds";
import { AdaptiveRetryStrategy, DefaultRateLimiter } from "@smithy/core/retry";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { oncePer } from "../core/once";

const MAX_ATTEMPTS = 5;

export type RequestHandler = NonNullable<RDSClientConfig["requestHandler"]>;

/** One RDS client for each region, made when first asked for. */
export type Clients = (region: string) => RDSClient;

/**
 * Clients with time-outs, as the SDK has none by default (docs/aws-facts.md#sdk-time-outs), and adaptive retry. Endpoints
 * and credentials come from the SDK's standard environment, so the same code runs in Lambda and against an emulator.
 */
export function rdsClients(requestHandler: RequestHandler = defaultRequestHandler()): Clients {
  return oncePer((region: string) => {
    const client = new RDSClient({ region, requestHandler, retryStrategy: retryStrategy() });
    client.middlewareStack.remove("loggerMiddleware"); // it copies each whole answer for a log that nobody reads
    return client;
  });
}

/**
 * How fast the rate of calls recovers after RDS has throttled one (docs/aws-facts.md#sdk-retries). At the SDK's own 0.4 a run of a
 * thousand calls is throttled every few seconds.
 */
const GROWTH = 0.0001;

const retryStrategy = () =>
  new AdaptiveRetryStrategy(MAX_ATTEMPTS, { rateLimiter: new DefaultRateLimiter({ scaleConstant: GROWTH }) });

export const TIME_OUTS = {
  connectionTimeout: 3_000,
  requestTimeout: 15_000,
  socketTimeout: 15_000,
  throwOnRequestTimeout: true,
} as const;

export const defaultRequestHandler = (): RequestHandler => new NodeHttpHandler(TIME_OUTS);
