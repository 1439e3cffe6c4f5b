import { setMaxListeners } from "node:events";
import { RdsError } from "./errors";

/** The moment at which a run gives up the calls that are still under way. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** The promise's result, or a transient error once the moment has come: the SDK does not wake from its back-off. */
  before<T>(promise: Promise<T>): Promise<T>;
  /** Ends the waiting, when the run is over. */
  clear(): void;
}

export function deadlineIn(milliseconds: number): Deadline {
  const controller = new AbortController();
  // Each call under way listens for it; Node takes more than ten for a leak.
  setMaxListeners(Number.POSITIVE_INFINITY, controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new RdsError("transient", "OutOfTime", "the run ended before RDS answered"));
      controller.abort();
    }, milliseconds);
  });
  // Nobody may be waiting when the moment comes.
  expired.catch(() => undefined);
  return {
    signal: controller.signal,
    before: (promise) => Promise.race([promise, expired]),
    clear: () => clearTimeout(timer),
  };
}
