import { setMaxListeners } from "node:events";
import { RdsError } from "./errors";

/** The moment at which a run gives up calls in progress. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The promise's result, or a transient error at the deadline, even if the SDK ignores the signal (docs/aws-facts.md#sdk-time-outs). */
  before<T>(promise: Promise<T>): Promise<T>;
  /** Stops the timer, when the run is over. */
  clear(): void;
}

export function deadlineIn(milliseconds: number): Deadline {
  const controller = new AbortController();
  // Each call in progress listens; Node warns of a leak at more than ten.
  setMaxListeners(Number.POSITIVE_INFINITY, controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new RdsError("transient", "OutOfTime", "the run ended before RDS answered"));
      controller.abort();
    }, milliseconds);
  });
  // At the deadline nothing may be waiting for it.
  expired.catch(() => undefined);
  return {
    signal: controller.signal,
    before: (promise) => Promise.race([promise, expired]),
    clear: () => clearTimeout(timer),
  };
}
