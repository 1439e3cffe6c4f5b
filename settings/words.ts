import type { Field, ValueKind } from "./kinds";

/** The end of "must be …" for a kind. */
export function mustBe(is: ValueKind): string {
  switch (is.kind) {
    case "text":
      return is.mustBe;
    case "number":
      return `a whole number from ${is.min} to ${is.max}`;
    case "flag":
      return "true or false";
    case "one-of":
      return `one of ${is.values.join(", ")}`;
    case "list":
      return `a list of ${is.of.mustBe}`;
    case "map":
    case "object":
      return "an object";
  }
}

/** The known name most like another, by the pairs of letters that both have. HCL has the same rule. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const pairs = new Set(pairsOf(name));
  const likeness = (one: string): number => {
    const shared = new Set(pairsOf(one).filter((pair) => pairs.has(pair))).size;
    return Math.floor((1000 * shared) / (one.length + name.length));
  };
  return known.toSorted().sort((a, b) => likeness(b) - likeness(a))[0];
}

const pairsOf = (name: string): string[] => Array.from(name.slice(1), (_, index) => name.slice(index, index + 2));

/** What a reader needs to know of a setting: its sentence, and its bounds. */
export function described({ is, sentence, orNull }: Field): string {
  const ofNull = orNull === undefined ? undefined : `\`null\`: ${orNull}.`;
  return [sentence, boundsOf(is), ofNull].filter(Boolean).join(" ");
}

function boundsOf(is: ValueKind): string | undefined {
  if (is.kind === "number") return `${is.min} to ${is.max}.`;
  if (is.kind === "text" && is.maxLength !== undefined) return `At most ${is.maxLength} characters.`;
  if ((is.kind === "list" || is.kind === "map") && is.most !== undefined) return `At most ${is.most}.`;
  if (is.kind !== "object") return undefined;
  const parts = Object.entries(is.fields).flatMap(([name, { is: part }]) =>
    part.kind === "number" ? `\`${name}\` ${part.min} to ${part.max}` : [],
  );
  return parts.length === 0 ? undefined : `${parts.join(", ")}.`;
}
