import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { SimulatedAws } from "../aws";
import { type Caller, OPERATOR } from "../iam/access";
import { exchange, NoAnswer } from "./exchange";
import { readMessage } from "./service";

export interface ServerOptions {
  readonly aws: SimulatedAws;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Milliseconds that each request takes at least. Default 80. */
  readonly latency?: number;
  readonly caller?: Caller;
}

export interface SimulatedServer {
  /** For `AWS_ENDPOINT_URL`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the simulated AWS on loopback, for code in other processes. One address serves all regions, as a request's region is taken from
 * its signature. The simulated AWS should run on a `RunningClock`.
 */
export async function startServer(options: ServerOptions): Promise<SimulatedServer> {
  const { aws, port = 0, latency = 80, caller = OPERATOR } = options;
  const server = createServer(async (request, response) => {
    try {
      const { status, body, contentType, headers } = await exchange(aws, await read(request, caller), latency);
      response.writeHead(status, { "content-type": contentType, ...headers }).end(body);
    } catch (error) {
      if (!(error instanceof NoAnswer)) response.writeHead(500).end(String(error));
      else if (error.fault !== "hang") request.socket.destroy();
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`Not listening on a port: ${address}`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage, caller: Caller) {
  const { authorization, host } = request.headers;
  const { method = "", url: path = "" } = request;
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]));
  const body = await text(request);
  return { ...readMessage({ method, path, authorization, host, headers, body }), caller };
}
