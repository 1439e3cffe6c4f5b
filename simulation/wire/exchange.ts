import type { SimulatedAws } from "../aws";
import type { Caller } from "../iam/access";
import { AwsError } from "./errors";
import type { Call, CallFault } from "./faults";
import { failure, type QueryParameters, type QueryResponse } from "./query-protocol";

export interface RdsRequest {
  readonly region: string;
  readonly caller: Caller;
  readonly parameters: QueryParameters;
}

/** No answer came: the connection broke, the server is silent, or the calling process is gone. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(readonly fault: "reset" | "hang" | "crash" | "freeze") {
    super(`No answer: ${fault}`);
  }
}

/**
 * Sends one request to the simulated RDS and waits for its answer, with network latency and the scenario's faults.
 * @throws NoAnswer
 */
export async function exchange(aws: SimulatedAws, request: RdsRequest, usual: number): Promise<QueryResponse> {
  const latency = aws.faults.latency?.(usual) ?? usual;
  await pause(aws, latency / 2);
  const before = aws.faults.beforeCall?.(callOf(aws, request));
  if (before) return faulty(aws, request, before);
  const answer = await aws.request(request.region, request.caller, request.parameters);
  const after = aws.faults.afterCall?.(callOf(aws, request));
  if (after === "truncated") return truncated(aws, answer);
  if (after) return faulty(aws, request, after);
  await pause(aws, latency / 2);
  return answer;
}

const ANSWERS: Readonly<Partial<Record<CallFault, AwsError>>> = {
  denied: new AwsError("AccessDenied", "User is not authorized: an explicit deny in a service control policy", 403),
  throttled: new AwsError("Throttling", "Rate exceeded", 400),
  "internal-error": new AwsError("InternalFailure", "An internal failure occurred", 500),
  unavailable: new AwsError("ServiceUnavailable", "The service is temporarily unavailable", 503),
};

function faulty(aws: SimulatedAws, request: RdsRequest, fault: CallFault): QueryResponse {
  aws.audit.fault(fault);
  if (fault === "reset" || fault === "hang" || fault === "crash" || fault === "freeze") throw new NoAnswer(fault);
  const answer = ANSWERS[fault];
  if (!answer) throw new Error(`No answer is known for the fault ${fault}, of ${request.region}.`);
  return failure(answer, "fault");
}

function truncated(aws: SimulatedAws, answer: QueryResponse): QueryResponse {
  aws.audit.fault("truncated");
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
}

function callOf(aws: SimulatedAws, { region, caller, parameters }: RdsRequest): Call {
  return {
    time: aws.clock.now(),
    region,
    action: parameters.action,
    caller: caller.name,
    get parameters() {
      return parameters.recorded;
    },
  };
}

export function pause(aws: SimulatedAws, milliseconds: number): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => aws.clock.after(milliseconds, resolve));
}

/** From the credential scope of Signature Version 4 (`Credential=<key>/<date>/<region>/rds/aws4_request`), else the host name. */
export function regionOf(authorization: string | undefined, host: string | undefined): string {
  const [, scoped] = /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\//.exec(authorization ?? "") ?? [];
  const [, named] = /^rds\.([a-z0-9-]+)\./.exec(host ?? "") ?? [];
  const region = scoped ?? named;
  if (!region) throw new Error(`Neither the request's signature nor its host (${host}) names a region.`);
  return region;
}
