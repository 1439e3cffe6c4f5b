import { setMaxListeners } from "node:events";
import { RdsError } from "./errors";

/** The moment at which calls in progress are given up: that of a run, or of one look in it. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The promise's result, or a transient error at the deadline, even if the SDK ignores the signal (docs/aws-facts.md#sdk-time-outs). */
  before<T>(promise: Promise<T>): Promise<T>;
  /** Stops the timer, when the run is over. */
  clear(): void;
}

/** @param who does not answer in time, for the message */
export function deadlineIn(milliseconds: number, who = "RDS"): Deadline {
  const controller = new AbortController();
  // Each call in progress listens; Node warns of a leak at more than ten.
  setMaxListeners(Number.POSITIVE_INFINITY, controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new RdsError("transient", "OutOfTime", `${who} did not answer in time`));
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

/** A look that may not take the time of a run: what it does not tell by then is not known. @throws RdsError at its deadline */
export async function lookWithin<T>(
  milliseconds: number,
  look: (own: Deadline) => Promise<T>,
  who?: string,
): Promise<T> {
  const own = deadlineIn(milliseconds, who);
  try {
    return await own.before(look(own));
  } finally {
    own.clear();
  }
}
