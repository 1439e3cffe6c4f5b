import { alphabetical } from "./alphabetical";

/**
 * Whether a pattern matches a database id: `*` stands for any number of characters, everything else for itself. Case
 * does not matter, as in RDS.
 */
export function matches(pattern: string, id: string): boolean {
  const [start = "", ...rest] = pattern.toLowerCase().split("*");
  const end = rest.pop();
  let left = id.toLowerCase();
  if (end === undefined) return left === start;
  if (!left.startsWith(start) || !left.endsWith(end) || left.length < start.length + end.length) return false;
  left = left.slice(start.length, left.length - end.length);
  // The first place where a part fits leaves most room for the others. Unlike a regular expression, this never
  // backtracks.
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
 * The most specific of the patterns that match the id: most literal characters, then fewest `*`, then first by name.
 * So the exact id beats all others.
 */
export function mostSpecific(patterns: readonly string[], id: string): string | undefined {
  return patterns.filter((pattern) => matches(pattern, id)).sort(bySpecificity)[0];
}

function bySpecificity(a: string, b: string): number {
  return literals(b) - literals(a) || parts(a) - parts(b) || alphabetical(a, b);
}

/** Number of `*`, plus one. */
const parts = (pattern: string): number => pattern.split("*").length;
/** Number of other characters, minus one. */
const literals = (pattern: string): number => pattern.length - parts(pattern);
