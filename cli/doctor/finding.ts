import type { Check } from "./checks";
import type { Unknown } from "./known";

/** `mend`: something is wrong. `unknown`: AWS did not tell. */
export type Result = "mend" | "unknown" | "ok";

/** What a check has found of one thing. */
export interface Finding {
  readonly check: Check;
  readonly result: Result;
  /** The thing: a name, a region, an ARN. */
  readonly subject: string;
  /** What is so, a sentence without a full stop. */
  readonly cause: string;
  /** What to do, a sentence without a full stop; undefined: nothing. */
  readonly remedy?: string;
  /** In words that a shell takes, each with its options. */
  readonly commands?: readonly Command[];
  /** A heading of the runbook that says more. */
  readonly runbook?: string;
}

/** In groups that stay on one line: `--name x`. */
export type Command = readonly string[];

/** What helps beside the sentence of a remedy. */
export type Help = Pick<Finding, "commands" | "runbook">;

/** How a check says what it has found. */
export const saying = (check: Check) => ({
  ok: (subject: string, cause: string): Finding => ({ check, result: "ok", subject, cause }),
  mend: (subject: string, cause: string, remedy: string, help: Help = {}): Finding => ({
    check,
    result: "mend",
    subject,
    cause,
    remedy,
    ...help,
  }),
  unknown: (subject: string, { cause, remedy }: Unknown): Finding => ({
    check,
    result: "unknown",
    subject,
    cause,
    remedy,
  }),
});
