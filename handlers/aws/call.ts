import type { Deadline } from "../rds/deadline";
import { toRdsError } from "../rds/errors";

/** Waits for an SDK call, until the deadline. @throws RdsError, which is of any service here */
export async function call<T>(deadline: Deadline, promise: Promise<T>): Promise<T> {
  try {
    return await deadline.before(promise);
  } catch (error) {
    throw toRdsError(withCode(error));
  }
}

/** Services with JSON protocols send the code of an error as its name alone. */
export function withCode(error: unknown): unknown {
  const isOfService = error instanceof Error && "$fault" in error && !("Code" in error);
  return isOfService ? Object.assign(error, { Code: error.name }) : error;
}
