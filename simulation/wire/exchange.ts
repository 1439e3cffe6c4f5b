import type { SimulatedAws } from "../aws";
import type { Caller } from "../iam/access";
import type { Call, CallFault } from "./faults";
import type { WireResponse } from "./query-protocol";
import { failureOf, type Message, serviceError } from "./service";

export interface ServiceRequest extends Message {
  readonly caller: Caller;
}

/** No answer came: the connection broke, the server is silent, or the calling process is gone. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  constructor(readonly fault: "reset" | "hang" | "crash" | "freeze") {
    super(`No answer: ${fault}`);
  }
}

/**
 * Sends one request to the simulated AWS and waits for its answer, with network latency and the scenario's faults.
 * @throws NoAnswer
 */
export async function exchange(aws: SimulatedAws, request: ServiceRequest, usual: number): Promise<WireResponse> {
  const latency = aws.faults.latency?.(usual) ?? usual;
  await pause(aws, latency / 2);
  const before = aws.faults.beforeCall?.(callOf(aws, request));
  if (before) return faulty(aws, request, before);
  const answer = await aws.answer(request);
  const after = aws.faults.afterCall?.(callOf(aws, request));
  if (after === "truncated") return truncated(aws, answer);
  if (after) return faulty(aws, request, after);
  await pause(aws, latency / 2);
  return answer;
}

function faulty(aws: SimulatedAws, { service }: ServiceRequest, fault: CallFault): WireResponse {
  aws.audit.fault(fault);
  if (fault === "reset" || fault === "hang" || fault === "crash" || fault === "freeze") throw new NoAnswer(fault);
  return failureOf(service, serviceError(service, fault), "fault");
}

function truncated(aws: SimulatedAws, answer: WireResponse): WireResponse {
  aws.audit.fault("truncated");
  return { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) };
}

function callOf(aws: SimulatedAws, { service, region, caller, parameters }: ServiceRequest): Call {
  return {
    time: aws.clock.now(),
    service,
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
