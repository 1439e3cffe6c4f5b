/** Runs named checks one after the other and counts. A check fails by throwing. */
export class Checks {
  private passed = 0;
  private failed = 0;

  run(name: string, check: () => void): void {
    try {
      check();
      this.passed += 1;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED  ${name}\n${indented(error instanceof Error ? error.message : String(error))}`);
    }
  }

  /** @returns whether something ran and nothing failed */
  report(): boolean {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.passed > 0 && this.failed === 0;
  }
}

const indented = (text: string): string => text.replace(/^/gm, "        ");
