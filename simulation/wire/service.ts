import { AwsError } from "./errors";
import { JsonParameters, jsonFailure, jsonSuccess } from "./json-protocol";
import { failure, QueryParameters, success, type WireResponse } from "./query-protocol";
import { RestParameters, restFailure, restSuccess } from "./rest-protocol";

interface Speech {
  /** `json-1.0` is that of services which spoke Query before, whose error codes it still tells in a header. */
  readonly protocol: "query" | "json-1.0" | "json-1.1" | "rest";
  /** Of the Query protocol. */
  readonly namespace?: string;
  readonly denied: readonly [string, number];
  readonly throttled: readonly [string, number];
  readonly internal: string;
}

/** How each service that is simulated speaks, by its name in signatures and host names. */
const SPEECH = {
  rds: {
    protocol: "query",
    namespace: "http://rds.amazonaws.com/doc/2014-10-31/",
    denied: ["AccessDenied", 403],
    throttled: ["Throttling", 400],
    internal: "InternalFailure",
  },
  sns: {
    protocol: "query",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    denied: ["AuthorizationError", 403],
    throttled: ["Throttled", 429],
    internal: "InternalError",
  },
  sts: {
    protocol: "query",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    denied: ["AccessDenied", 403],
    throttled: ["Throttling", 400],
    internal: "InternalFailure",
  },
  iam: {
    protocol: "query",
    namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    denied: ["AccessDenied", 403],
    throttled: ["Throttling", 400],
    internal: "ServiceFailure",
  },
  ssm: {
    protocol: "json-1.1",
    denied: ["AccessDeniedException", 400],
    throttled: ["ThrottlingException", 400],
    internal: "InternalServerError",
  },
  kms: {
    protocol: "json-1.1",
    denied: ["AccessDeniedException", 400],
    throttled: ["ThrottlingException", 400],
    internal: "KMSInternalException",
  },
  events: {
    protocol: "json-1.1",
    denied: ["AccessDeniedException", 400],
    throttled: ["ThrottlingException", 400],
    internal: "InternalException",
  },
  sqs: {
    protocol: "json-1.0",
    denied: ["AccessDenied", 403],
    throttled: ["RequestThrottled", 403],
    internal: "InternalFailure",
  },
  monitoring: {
    protocol: "json-1.0",
    denied: ["AccessDenied", 403],
    throttled: ["Throttling", 400],
    internal: "InternalServiceFault",
  },
  lambda: {
    protocol: "rest",
    denied: ["AccessDeniedException", 403],
    throttled: ["TooManyRequestsException", 429],
    internal: "ServiceException",
  },
} as const satisfies Readonly<Record<string, Speech>>;

/** A service that the simulated AWS answers for, by its name in signatures and host names. */
export type Service = keyof typeof SPEECH;

const speechOf = (service: Service): Speech => SPEECH[service];

export interface Message {
  readonly service: Service;
  readonly region: string;
  readonly parameters: QueryParameters | JsonParameters | RestParameters;
}

export interface HttpMessage {
  readonly method: string;
  /** With the query, as it was sent. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly host: string | undefined;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/**
 * Service and region are taken from the credential scope of Signature Version 4 (`Credential=<key>/<date>/<region>/rds/aws4_request`),
 * else from the host name.
 * @throws Error if neither names them, or the service is not simulated
 */
export function readMessage(message: HttpMessage): Message {
  const { authorization, host, headers, body } = message;
  const [, signedRegion, signedService] =
    /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(authorization ?? "") ?? [];
  const [, namedService, namedRegion] = /^([a-z0-9]+)\.([a-z0-9-]+)\./.exec(host ?? "") ?? [];
  const region = signedRegion ?? namedRegion;
  if (!region) throw new Error(`Neither the request's signature nor its host (${host}) names a region.`);
  const name = signedService ?? namedService ?? "";
  if (!isService(name)) throw new Error(`${name} is not simulated (a request to ${host}).`);
  switch (speechOf(name).protocol) {
    case "query":
      return { service: name, region, parameters: new QueryParameters(body) };
    case "rest":
      return { service: name, region, parameters: new RestParameters(message) };
    default:
      return { service: name, region, parameters: new JsonParameters(headers["x-amz-target"] ?? "", body) };
  }
}

const isService = (name: string): name is Service => Object.hasOwn(SPEECH, name);

/** @param result XML inside `<ActionResult>`, JSON, or what a REST action answers; as its wing gives it */
export function successOf(service: Service, action: string, result: unknown, requestId: string): WireResponse {
  const { protocol, namespace = "" } = speechOf(service);
  if (protocol === "query")
    return success(action, typeof result === "string" ? result : undefined, requestId, namespace);
  return protocol === "rest" ? restSuccess(result) : jsonSuccess(result, protocol);
}

/** An error as a service words it. */
export function failureOf(service: Service, error: AwsError, requestId: string): WireResponse {
  const { protocol, namespace = "" } = speechOf(service);
  if (protocol === "query") return failure(error, requestId, namespace);
  return protocol === "rest" ? restFailure(error) : jsonFailure(error, protocol);
}

export type Failure = "denied" | "throttled" | "internal-error" | "unavailable";

/** What goes wrong with a service, in its own words. */
export function serviceError(service: Service, failure: Failure): AwsError {
  const { denied, throttled, internal } = speechOf(service);
  switch (failure) {
    case "denied":
      return new AwsError(denied[0], "User is not authorized: an explicit deny in a service control policy", denied[1]);
    case "throttled":
      return new AwsError(throttled[0], "Rate exceeded", throttled[1]);
    case "internal-error":
      return new AwsError(internal, "An internal failure occurred", 500);
    case "unavailable":
      return new AwsError("ServiceUnavailable", "The service is temporarily unavailable", 503);
  }
}

/** Where IAM denies a call. */
export function deniedBy(service: Service, caller: string, action: string, resource: string): AwsError {
  const text = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  const [code, status] = speechOf(service).denied;
  return new AwsError(code, text, status);
}
