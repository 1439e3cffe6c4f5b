import { alphabetical } from "./alphabetical";

/**
 * Patterns of database ids: `*` stands for any characters, none included; everything else stands for itself.
 * RDS stores ids in lower case and compares them without regard to case, and so do these.
 */
export function matches(pattern: string, id: string): boolean {
  const [start = "", ...rest] = pattern.toLowerCase().split("*");
  const end = rest.pop();
  let left = id.toLowerCase();
  if (end === undefined) return left === start;
  if (!left.startsWith(start) || !left.endsWith(end) || left.length < start.length + end.length) return false;
  left = left.slice(start.length, left.length - end.length);
  // The first place where a part fits leaves most room for the others. Unlike a regular expression this never
  // goes back, whatever the number of `*`.
  for (const part of rest) {
    const at = left.indexOf(part);
    if (at < 0) return false;
    left = left.slice(at + part.length);
  }
  return true;
}

export function matchesAny(patterns: readonly string[], id: string): string | undefined {
  return patterns.find((pattern) => matches(pattern, id));
}

/**
 * Of the patterns that match the id, the most specific: the one with most literal characters, then fewest `*`, then
 * first by name. The exact id comes before all others, as it has all literal characters and no `*`.
 */
export function mostSpecific(patterns: readonly string[], id: string): string | undefined {
  return patterns.filter((pattern) => matches(pattern, id)).sort(bySpecificity)[0];
}

function bySpecificity(a: string, b: string): number {
  return literals(b) - literals(a) || parts(a) - parts(b) || alphabetical(a, b);
}

/** One more than it has `*`. */
const parts = (pattern: string): number => pattern.split("*").length;
/** One less than it has other characters. */
const literals = (pattern: string): number => pattern.length - parts(pattern);
