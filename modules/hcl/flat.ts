import { CLOSING, type Expression, type Node, type ObjectEntry, type Sequence, type TemplatePart } from "./expression";
import { spaced } from "./spacing";
import { isAssignment, isSymbol, symbol, type Token } from "./token";

/** The tokens of an expression on one line. */
export function flat(expression: Expression): Token[] {
  return expression.flatMap(flatNode);
}

function flatNode(node: Node): Token[] {
  switch (node.type) {
    case "parts":
      return [{ type: "template", text: `"${flatTemplate(node.parts)}"`, assigns: node.parts.some(hasAssignment) }];
    case "group":
      return [symbol(node.open), ...flat(node.nodes), symbol(CLOSING[node.open])];
    case "object":
      return [symbol("{"), ...node.entries.flatMap(flatEntry), symbol("}")];
    default:
      return [node];
  }
}

function flatEntry({ key, value }: ObjectEntry, index: number): Token[] {
  return [...(index > 0 ? [symbol(",")] : []), ...flat(key), symbol("="), ...flat(value)];
}

const hasAssignment = (part: TemplatePart): boolean => typeof part !== "string" && flat(part.inside).some(isAssignment);

/** Literal text as it is, and the interpolations with the spaces of `terraform fmt`. */
export function flatTemplate(parts: readonly TemplatePart[]): string {
  return parts.map((part) => (typeof part === "string" ? part : flatSequence(part))).join("");
}

function flatSequence({ open, inside, close }: Sequence): string {
  const tokens = flat(inside);
  const [before, after] = [isSymbol(tokens[0], "{") ? " " : "", isSymbol(tokens.at(-1), "}") ? " " : ""];
  return `${open}${before}${spaced(tokens, symbol(open))}${after}${close}`;
}
