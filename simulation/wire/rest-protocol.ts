import type { AwsError } from "./errors";
import type { WireResponse } from "./query-protocol";
import type { HttpMessage } from "./service";

/** One request in AWS's REST-JSON protocol, as Lambda speaks it: the action is method and path. */
export class RestParameters {
  readonly action: string;
  /** The function of the path: its name or ARN. */
  readonly resource: string;
  readonly body: string;
  readonly #query: URLSearchParams;
  readonly #headers: HttpMessage["headers"];

  /** @throws Error for what is not simulated */
  constructor({ method, path, headers, body }: HttpMessage) {
    const [route = "", query] = path.split("?");
    const found = ACTIONS.find((one) => one.method === method && one.path.test(route));
    if (!found) throw new Error(`${method} ${route} is not simulated.`);
    this.action = found.action;
    this.resource = decodeURIComponent(found.path.exec(route)?.[1] ?? "");
    this.body = body;
    this.#query = new URLSearchParams(query);
    this.#headers = headers;
  }

  /** For faults. */
  get recorded(): Readonly<Record<string, string>> {
    return { ...(this.resource !== "" && { FunctionName: this.resource }), ...Object.fromEntries(this.#query) };
  }

  /** A parameter of the query. */
  text(name: string): string | undefined {
    return this.#query.get(name) ?? undefined;
  }

  header(name: string): string | undefined {
    return this.#headers[name];
  }
}

const ACTIONS = [
  { action: "ListFunctions", method: "GET", path: /^\/2015-03-31\/functions\/?$/ },
  { action: "GetFunctionConfiguration", method: "GET", path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/ },
  { action: "Invoke", method: "POST", path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/ },
  { action: "GetPolicy", method: "GET", path: /^\/2015-03-31\/functions\/([^/]+)\/policy$/ },
  { action: "GetFunctionConcurrency", method: "GET", path: /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/ },
  {
    action: "GetFunctionEventInvokeConfig",
    method: "GET",
    path: /^\/2019-09-25\/functions\/([^/]+)\/event-invoke-config$/,
  },
];

/** What a REST action answers: a document, or with a status and headers of its own. */
export class RestAnswer {
  constructor(
    readonly status: number,
    readonly body: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

const CONTENT_TYPE = "application/json";

export function restSuccess(result: unknown): WireResponse {
  const { status, body, headers } = result instanceof RestAnswer ? result : new RestAnswer(200, JSON.stringify(result));
  return { status, body, headers, contentType: CONTENT_TYPE };
}

export function restFailure({ code, message, status }: AwsError): WireResponse {
  return {
    status,
    body: JSON.stringify({ Type: status >= 500 ? "Service" : "User", Message: message, message }),
    contentType: CONTENT_TYPE,
    headers: { "x-amzn-errortype": code },
  };
}
