import { inspect } from "node:util";

/** Nobody reads more of a value that does not belong there. */
const LONGEST = 200;

/** Any value for a message, on one line and not too long: texts in quotes, anything else as Node shows it. */
export function shown(value: unknown): string {
  return shortened(
    typeof value === "string" ? JSON.stringify(value) : inspect(value, { depth: 1, breakLength: Infinity }),
  );
}

/** A text for a message, on one line, and cut if it is too long. */
export function shortened(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
