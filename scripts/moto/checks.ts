/** Verifies one thing; throws if it is not so. */
export type Check = (what: string, verify: () => void | Promise<void>) => Promise<void>;

/** Runs checks, prints a line for each, and counts them. */
export class Checks {
  passed = 0;
  failed = 0;

  /** One situation with its checks. If it cannot be set up, that counts as a failed check. */
  async scenario(title: string, run: (check: Check) => Promise<void>): Promise<void> {
    console.log(`\n${title}`);
    try {
      await run((what, verify) => this.#check(what, verify));
    } catch (error) {
      this.#failure("is set up", error);
    }
  }

  async #check(what: string, verify: () => void | Promise<void>): Promise<void> {
    try {
      await verify();
      this.passed++;
      console.log(`  ok    ${what}`);
    } catch (error) {
      this.#failure(what, error);
    }
  }

  #failure(what: string, error: unknown): void {
    this.failed++;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.log(`  FAIL  ${what}\n${text.replace(/^/gm, "        ")}`);
  }
}
