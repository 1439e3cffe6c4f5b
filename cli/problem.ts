import { asSentence } from "./capital";
import type { Stop } from "./exit";
import { beside, bullets } from "./prose";
import type { Terminal } from "./terminal";

/** Why something that was asked for is not done, or not known. Public: `--json` prints it. */
export interface Problem {
  /** As it was asked for, or the database. */
  readonly of: string;
  /** One sentence without a full stop. */
  readonly cause: string;
  readonly remedy: string;
}

export const problemOf = (of: string, { message, remedy = "" }: Pick<Stop, "message" | "remedy">): Problem => ({
  of,
  cause: message,
  remedy,
});

/** @param between what and what to do */
export function problemText({ of, cause, remedy }: Problem, between = "\n  "): string {
  return `${of}: ${cause}.${remedy === "" ? "" : between + asSentence(remedy)}`;
}

/** A heading and the problems under it; nothing without any. */
export const problemBullets = (heading: string, problems: readonly Problem[], width: number): string[] =>
  bullets(
    heading,
    problems.map((one) => problemText(one, " ")),
    width,
  );

/** What people should know beside the answer. */
export function tell(
  { problems, warnings }: { readonly problems: readonly Problem[]; readonly warnings: readonly string[] },
  terminal: Pick<Terminal, "err" | "isWatched" | "columns">,
): void {
  for (const warning of warnings) terminal.err(beside(`Warning: ${warning}\n`, terminal));
  for (const problem of problems) terminal.err(beside(`${problemText(problem)}\n`, terminal));
}
