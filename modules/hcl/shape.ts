import type { Expression, Group, Node } from "./expression";
import { isSymbol, symbol } from "./token";

/** Parts of an expression between commas; a comma at the end adds none. */
export function items(nodes: Expression): Expression[] {
  return splitAt(nodes, ",").filter((item) => item.length > 0);
}

export function joinItems(list: readonly Expression[]): Expression {
  return list.flatMap((item, index) => (index > 0 ? [symbol(","), ...item] : item));
}

export function splitAt(nodes: Expression, separator: string): Expression[] {
  const ends = nodes.flatMap((node, index) => (isSymbol(asToken(node), separator) ? [index] : []));
  return [...ends, nodes.length].map((end, index) => nodes.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end));
}

const OPERATORS = ["?", ":", "||", "&&", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "!"];

/** Without operators outside brackets: a value, a reference, a call, or a chain of them. */
export function isOperand(nodes: Expression): boolean {
  const isSplat = (index: number) => isSymbol(asToken(nodes[index]), "*") && isSymbol(asToken(nodes[index - 1]), ".");
  return !nodes.some((node, index) => isSymbol(asToken(node), ...OPERATORS) && !isSplat(index));
}

/** A `for` expression, in either kind of brackets. */
export const isFor = ({ nodes }: Group): boolean => isWord(nodes[0], "for");

export const isWord = (node: Node | undefined, word: string): boolean =>
  node?.type === "identifier" && node.text === word;

/** Index of the `:` that belongs to what begins before `from`, past those of conditionals in between; -1 without one. */
export function colonAfter(nodes: Expression, from: number): number {
  let conditionals = 0;
  return nodes.findIndex((node, index) => {
    if (index < from) return false;
    if (isSymbol(asToken(node), "?")) conditionals += 1;
    return isSymbol(asToken(node), ":") && conditionals-- === 0;
  });
}

/** `[…]` after a value, which picks an element of it. */
export function isIndex(nodes: Expression, index: number): boolean {
  const [node, before] = [nodes[index], nodes[index - 1]];
  return node?.type === "group" && node.open === "[" && before !== undefined && before.type !== "symbol";
}

export const asToken = (node: Node | undefined) =>
  node === undefined || node.type === "group" || node.type === "object" || node.type === "parts" ? undefined : node;
