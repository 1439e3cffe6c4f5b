/** Verifies one thing. A check fails by throwing. */
export interface Check {
  (what: string, verify: () => Promise<void>): Promise<void>;
  (what: string, verify: () => void): void;
}

/** Runs checks, prints a line for each, and counts them. */
export class Checks {
  #passed = 0;
  #failed = 0;

  readonly check = ((what: string, verify: () => void | Promise<void>) => {
    try {
      const end = verify();
      if (!(end instanceof Promise)) return this.passed(what);
      return end.then(
        () => this.passed(what),
        (error: unknown) => this.failed(what, error),
      );
    } catch (error) {
      this.failed(what, error);
    }
  }) as Check;

  /** One situation with its checks. If it cannot be set up, that counts as a failed check. */
  async situation(title: string, run: (check: Check) => Promise<void>): Promise<void> {
    console.log(`\n${title}`);
    try {
      await run(this.check);
    } catch (error) {
      this.failed(`${title}: is set up`, error);
    }
  }

  passed(what: string, count = 1): void {
    this.#passed += count;
    console.log(`  ok    ${what}`);
  }

  failed(what: string, error: unknown, count = 1): void {
    this.#failed += count;
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.log(`  FAIL  ${what}\n${reason.replace(/^/gm, "        ")}`);
  }

  /** @returns whether something ran and nothing failed */
  report(): boolean {
    console.log(`\n${this.#passed} passed, ${this.#failed} failed`);
    return this.#passed > 0 && this.#failed === 0;
  }
}

/** Runs a suite to its end: `N passed, N failed`, and the exit status. What stops it counts as failed; so does one that checks nothing. */
export async function suite(run: (checks: Checks) => void | Promise<void>): Promise<void> {
  const checks = new Checks();
  try {
    await run(checks);
  } catch (error) {
    checks.failed("the suite runs to its end", error);
  }
  process.exitCode = checks.report() ? 0 : 1;
}
