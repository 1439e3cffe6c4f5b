import { inspect } from "node:util";

/** More of a wrong value would only bury the message. */
const LONGEST = 200;

/** A value for a message, on one line and shortened: texts in quotes, anything else as Node shows it. */
export function shown(value: unknown): string {
  return shortened(
    typeof value === "string" ? JSON.stringify(value) : inspect(value, { depth: 1, breakLength: Infinity }),
  );
}

/** A text for a message, on one line and shortened. */
export function shortened(text: string): string {
  const line = onOneLine(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

/** A text that nobody may lose a part of. */
export const onOneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ");
