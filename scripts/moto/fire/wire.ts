import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../../simulation/time/random";
import { AwsError } from "../../../simulation/wire/errors";
import { failure } from "../../../simulation/wire/query-protocol";
import type { Fault } from "./faults";

/** An HTTP answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** A slow body comes in so many parts, with so many milliseconds between them. */
const PARTS = 5;
const BETWEEN_PARTS_MS = { from: 200, to: 900 };

/**
 * Shows a client a fault, as it looks on the wire.
 *
 * @param answer of RDS, where it has carried out what was asked
 */
export async function show(
  kind: Fault["kind"],
  response: ServerResponse,
  answer: Answer,
  random: Random,
): Promise<void> {
  switch (kind) {
    case "no-answer":
      return; // the connection stays open, and silent
    case "late":
    case "reset":
      response.req.socket.resetAndDestroy();
      return;
    case "unavailable":
      return send(response, ofRds("ServiceUnavailable", "The service is temporarily unavailable", 503));
    case "internal-error":
      return send(response, ofRds("InternalFailure", "An internal failure occurred", 500));
    case "throttled":
      return send(response, ofRds("Throttling", "Rate exceeded", 400));
    case "bad-gateway":
      return send(response, ofGateway(random.pick(GATEWAY_ERRORS)));
    case "broken-off":
      // As long as it should be, says its header; then the connection ends.
      begin(response, answer, start(answer, random), () => response.req.socket.end());
      return;
    case "stalled":
      begin(response, answer, start(answer, random), () => undefined);
      return;
    case "cut-short":
      return send(response, { ...answer, body: start(answer, random) });
    case "slow":
      return dribble(response, answer, random);
  }
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

function begin(response: ServerResponse, { status, headers, body }: Answer, part: Buffer, then: () => void): void {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.flushHeaders();
  response.write(part, then);
}

/** What is there of an answer that ends early: often nothing. */
function start({ body }: Answer, random: Random): Buffer {
  return body.subarray(0, random.chance(0.3) ? 0 : random.integer(1, Math.max(1, body.length - 1)));
}

async function dribble(response: ServerResponse, { status, headers, body }: Answer, random: Random): Promise<void> {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.flushHeaders();
  const size = Math.ceil(body.length / PARTS);
  for (let from = 0; from < body.length; from += size) {
    await pause(random.between(BETWEEN_PARTS_MS.from, BETWEEN_PARTS_MS.to));
    response.write(body.subarray(from, from + size));
  }
  response.end();
}

const XML = { "content-type": "text/xml" };

function ofRds(code: string, message: string, status: number): Answer {
  const { body } = failure(new AwsError(code, message, status), "4f0e9d0a-3d1f-4c5f-8f0e-0e6a7c11b7d1");
  return { status, headers: XML, body: Buffer.from(body) };
}

const GATEWAY_ERRORS = [
  [502, "502 Bad Gateway"],
  [503, "503 Service Temporarily Unavailable"],
  [504, "504 Gateway Time-out"],
] as const;

/** The page of a load balancer: HTML, not even well-formed as XML. */
function ofGateway([status, title]: (typeof GATEWAY_ERRORS)[number]): Answer {
  const page =
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n` +
    `<center><h1>${title}</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n`;
  return { status, headers: { "content-type": "text/html" }, body: Buffer.from(page) };
}
