import type { Expression, Node, ObjectEntry, TemplatePart } from "./expression";
import { isFor, isOperand, items, joinItems } from "./shape";
import { identifier } from "./token";

/** The same expression without quotes and parentheses that generators put in and people leave out. */
export function tidy(expression: Expression): Expression {
  const nodes = expression.flatMap((node) => withoutQuotes(tidyNode(node), expression.length === 1));
  const [only] = nodes;
  return nodes.length === 1 && only?.type === "group" && only.open === "(" ? tidy(only.nodes) : nodes;
}

function tidyNode(node: Node): Node {
  switch (node.type) {
    case "parts":
      return { ...node, parts: node.parts.map(tidyPart) };
    case "group":
      if (isFor(node)) return { ...node, nodes: node.nodes.map(tidyNode) };
      return { ...node, nodes: joinItems(items(node.nodes).map(tidy)) };
    case "object":
      return { ...node, entries: node.entries.map(({ key, value }) => ({ key: tidyKey(key), value: tidy(value) })) };
    default:
      return node;
  }
}

export const tidyPart = (part: TemplatePart): TemplatePart =>
  typeof part === "string" ? part : { ...part, inside: tidy(part.inside) };

/** `"${x}"` is x: Terraform does not turn it into a string. */
function withoutQuotes(node: Node, alone: boolean): Expression {
  if (node.type !== "parts") return [node];
  const inside = interpolated(node.parts);
  if (inside === undefined) return [node];
  return alone || isOperand(inside) ? inside : [{ type: "group", open: "(", nodes: inside }];
}

/** The expression of a template that is nothing but one interpolation. */
export function interpolated(parts: readonly TemplatePart[]): Expression | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only === undefined || typeof only === "string") return undefined;
  return only.open === "${" && only.close === "}" ? only.inside : undefined;
}

/** `for` would begin another kind of expression; true, false and null are no names there. */
const KEYWORDS = ["for", "true", "false", "null"];

/** Whether a key of an object needs no quotes. */
export const isPlainKey = (key: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && !KEYWORDS.includes(key);

function tidyKey(key: ObjectEntry["key"]): Expression {
  const [only] = key;
  if (key.length !== 1 || only?.type !== "parts") return key.map(tidyNode);
  const [text, ...more] = only.parts;
  return typeof text === "string" && more.length === 0 && isPlainKey(text) ? [identifier(text)] : [tidyNode(only)];
}
