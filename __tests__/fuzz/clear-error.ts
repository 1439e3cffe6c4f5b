import { expect } from "@jest/globals";

/** What JavaScript says of a programmer's mistake, or of a value that cannot be shown. */
const UNCLEAR = [
  /Cannot (read|set|convert|destructure|access|create|mix)/,
  /(is|are) not (iterable|a function|defined|a constructor|an object)/,
  /\bundefined\b/,
  /\[object \w+\]/,
  /Maximum call stack/,
  /Invalid time value/,
  /circular structure/,
  /serialize a BigInt/,
];
/** More nobody reads, and Lambda cuts. */
const LONGEST = 1_000;

/** What a call has thrown; undefined if it succeeded. */
export async function thrownBy(work: () => unknown): Promise<{ thrown: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}

/** Fails for an error that a person could not act on: one of JavaScript's own, without words, or longer than anybody reads. */
export function expectClear(thrown: unknown): void {
  if (!(thrown instanceof Error)) throw new Error(`something other than an Error was thrown: ${typeof thrown}`);
  for (const kind of [TypeError, RangeError, SyntaxError, ReferenceError]) expect(thrown).not.toBeInstanceOf(kind);
  for (const line of thrown.message.split("\n")) expectClearText(line);
  if (thrown instanceof AggregateError) for (const error of thrown.errors) expectClear(error);
}

/** The same of one sentence. */
export function expectClearText(text: string): void {
  expect(text.trim().length).toBeGreaterThan(10);
  expect(text.length).toBeLessThanOrEqual(LONGEST);
  for (const pattern of UNCLEAR) expect(text).not.toMatch(pattern);
}
