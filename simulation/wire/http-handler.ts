import type { NodeHttpHandler } from "@smithy/node-http-handler";
import type { SimulatedAws } from "../aws";
import { type Caller, OPERATOR } from "../iam/access";
import { exchange, NoAnswer, pause } from "./exchange";
import { readMessage } from "./service";

export interface HttpHandlerOptions {
  readonly aws: SimulatedAws;
  readonly caller?: Caller;
  /** Milliseconds from request to answer. Default 80. */
  readonly latency?: number;
  /** Milliseconds after which a request without an answer fails, as in the SDK's own handler. Default 15,000. */
  readonly requestTimeout?: number;
  /** Called when a fault ends the calling process or makes it stand still. */
  readonly onCrash?: () => void;
  readonly onFreeze?: () => void;
}

type Handle = NodeHttpHandler["handle"];

/** The `requestHandler` of SDK clients: answers their HTTP requests from the simulated AWS. */
export class SimulatedHttpHandler implements Pick<NodeHttpHandler, "handle"> {
  readonly metadata = { handlerProtocol: "http/1.1" };
  readonly #options: Required<HttpHandlerOptions>;
  #closed = false;

  constructor(options: HttpHandlerOptions) {
    const end = () => {
      throw new Error("A crash was asked for where nothing can crash.");
    };
    this.#options = {
      caller: OPERATOR,
      latency: 80,
      requestTimeout: 15_000,
      onCrash: end,
      onFreeze: end,
      ...options,
    };
  }

  handle: Handle = async (request, { abortSignal } = {}) => {
    if (this.#closed) return never();
    const response = await abortable(this.#send(request), abortSignal);
    return this.#closed ? never() : { response };
  };

  /** The calling process is gone: no answer arrives and nothing is sent any more. */
  close(): void {
    this.#closed = true;
  }

  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  async #send(request: Parameters<Handle>[0]): Promise<Awaited<ReturnType<Handle>>["response"]> {
    const { aws, caller, latency, requestTimeout, onCrash, onFreeze } = this.#options;
    const { method, headers, hostname: host } = request;
    const body = textOf(request.body);
    const path = request.path + queryOf(request.query);
    const message = readMessage({ method, path, authorization: headers.authorization, host, headers, body });
    await aws.arrivals.wait([message.region, caller.name, body].join(" "));
    try {
      const answer = await exchange(aws, { ...message, caller }, latency);
      return {
        statusCode: answer.status,
        headers: { "content-type": answer.contentType, ...answer.headers },
        body: Buffer.from(answer.body),
      };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (error.fault === "reset") throw named("Error", "socket hang up", "ECONNRESET");
      if (error.fault === "crash") onCrash();
      else if (error.fault === "freeze") onFreeze();
      else await pause(aws, requestTimeout);
      throw named("TimeoutError", `a request has exceeded the configured ${requestTimeout} ms requestTimeout`);
    }
  }
}

/** JSON bodies are bytes. */
function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? "");
}

function queryOf(query: Parameters<Handle>[0]["query"]): string {
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query ?? {})) {
    for (const value of [values].flat()) search.append(name, value ?? "");
  }
  return search.size === 0 ? "" : `?${search}`;
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

type AbortSignalLike = NonNullable<Parameters<Handle>[1]>["abortSignal"];

/** @throws Error AbortError if the signal comes first */
async function abortable<T>(work: Promise<T>, signal: AbortSignalLike): Promise<T> {
  if (!signal || !("addEventListener" in signal)) return work;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(named("AbortError", "Request aborted"));
  });
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function named(name: string, message: string, code?: string): Error {
  return Object.assign(new Error(message), { name, ...(code && { code }) });
}
