/** The result of `run`; its errors begin with where they occurred. */
export function located<Result>(where: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
