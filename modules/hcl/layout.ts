import { CLOSING, type Expression, type Group, type ObjectNode } from "./expression";
import { flat } from "./flat";
import type { Line } from "./format";
import { asToken, colonAfter, isFor, isIndex, isOperand, isWord, items, splitAt } from "./shape";
import { spaced } from "./spacing";
import { identifier, isAssignment, isSymbol, symbol, type Token } from "./token";

/** Longer lines are broken where that is possible. */
const MAX_COLUMNS = 100;
/** A group narrower than this is not broken, however long its line: it would gain little. */
const WORTH_BREAKING = 20;
/** Small items beside a large one share its first or last line up to this width. */
const MAX_BESIDE = 60;

/** Where an expression goes. */
export interface Place {
  /** Columns taken before it on its first line, indentation included. */
  readonly column: number;
  /** Columns needed after it on its last line. */
  readonly tail: number;
  /** Indentation of its first line. */
  readonly depth: number;
  /** Whether a line may end between operators, as it may inside `(…)` and `[…]`. */
  readonly free: boolean;
  /** Whether objects of several entries take a line for each entry, even if one line would do. */
  readonly open: boolean;
}

/** An expression in lines. The first one continues the line that it goes on. */
export function layOut(expression: Expression, place: Place): Line[] {
  const tokens = flat(expression);
  if (fits(tokens, place) && !(place.open && hasOpenObject(expression))) return [tokens];
  const operations = (inner: Place) => conditional(expression, inner) ?? logic(expression, inner);
  const unbracketed = operations(place.free ? place : inside(place));
  if (unbracketed !== undefined) return place.free ? unbracketed : [[symbol("(")], ...unbracketed, [symbol(")")]];
  return bracketed(expression, place) ?? [tokens];
}

const fits = (tokens: readonly Token[], { column, tail }: Place): boolean =>
  column + spaced(tokens).length + tail <= MAX_COLUMNS;

const inside = ({ depth }: Place): Place => ({
  column: 2 * depth + 2,
  tail: 1,
  depth: depth + 1,
  free: true,
  open: false,
});

/** The same place, after tokens. */
const after = (place: Place, tokens: readonly Token[]): Place => ({
  ...place,
  column: place.column + spaced(tokens).length + 1,
});

const prefixed = (prefix: readonly Token[], [first = [], ...rest]: Line[]): Line[] => [[...prefix, ...first], ...rest];
const suffixed = (lines: Line[], suffix: readonly Token[]): Line[] => [
  ...lines.slice(0, -1),
  [...(lines.at(-1) ?? []), ...suffix],
];

/** Whether it is an object that reads better in several lines, or a call or list with one. */
function hasOpenObject(expression: Expression): boolean {
  const last = expression.at(-1);
  if (last?.type === "object") return last.entries.length > 1 || last.entries.some(({ value }) => hasOpenObject(value));
  if (last?.type !== "group" || isFor(last) || isIndex(expression, expression.length - 1)) return false;
  return isOperand(expression) && items(last.nodes).some(hasOpenObject);
}

function conditional(expression: Expression, place: Place): Line[] | undefined {
  const question = expression.findIndex((node) => isSymbol(asToken(node), "?"));
  const colon = colonAfter(expression, question + 1);
  if (question < 0 || colon < 0) return undefined;
  const branch = (sign: string, nodes: Expression) => {
    const free = nodes.some((node) => isSymbol(asToken(node), "?")); // a chain of conditionals needs no brackets
    return prefixed([symbol(sign)], layOut(nodes, { ...place, column: 2 * place.depth + 2, free }));
  };
  return [
    ...layOut(expression.slice(0, question), place),
    ...branch("?", expression.slice(question + 1, colon)),
    ...branch(":", expression.slice(colon + 1)),
  ];
}

/** A line for each operand of `||`, or else of `&&`. */
function logic(expression: Expression, place: Place): Line[] | undefined {
  const operator = ["||", "&&"].find((text) => splitAt(expression, text).length > 1);
  if (operator === undefined) return undefined;
  const operands = splitAt(expression, operator);
  return operands.flatMap((operand, index) => {
    const lines = layOut(operand, index === 0 ? place : { ...place, column: 2 * place.depth });
    return index < operands.length - 1 ? suffixed(lines, [symbol(operator)]) : lines;
  });
}

/** Breaks the widest of the brackets; undefined if there are none worth it. */
function bracketed(expression: Expression, place: Place): Line[] | undefined {
  const widths = expression.map((node, index) =>
    (node.type === "group" || node.type === "object") && !isIndex(expression, index) ? spaced(flat([node])).length : 0,
  );
  const widest = widths.lastIndexOf(Math.max(...widths));
  const node = expression[widest];
  if (node === undefined || (node.type !== "group" && node.type !== "object")) return undefined;
  if ((widths[widest] ?? 0) < WORTH_BREAKING && !hasOpenObject(expression)) return undefined;
  const [before, behind] = [flat(expression.slice(0, widest)), flat(expression.slice(widest + 1))];
  if (before.some(isAssignment)) return undefined; // terraform fmt would take the line for an argument
  const lines = brokenGroup(node, { ...after(place, before), tail: place.tail + spaced(behind).length });
  return suffixed(prefixed(before, lines), behind);
}

function brokenGroup(node: Group | ObjectNode, place: Place): Line[] {
  if (node.type === "object") return [[symbol("{")], ...objectLines(node, place), [symbol("}")]];
  const [open, close] = [symbol(node.open), symbol(CLOSING[node.open])];
  if (isFor(node)) return [[open], ...forLines(node, inside(place)), [close]];
  return hugged(node, place) ?? [[open], ...itemLines(node, place), [close]];
}

function objectLines({ entries }: ObjectNode, place: Place): Line[] {
  const keys = entries.map(({ key }) => [...flat(key), symbol("=")]);
  const column = 2 * place.depth + 3 + Math.max(0, ...keys.map((key) => spaced(key).length));
  const at = { column, tail: 0, depth: place.depth + 1, free: false, open: place.open };
  return entries.flatMap(({ value }, index) => prefixed(keys[index] ?? [], layOut(value, at)));
}

/** One item a line, but as many numbers as fit. No comma after the last item of a call, as is usual. */
function itemLines({ nodes, open }: Group, outer: Place): Line[] {
  const list = items(nodes);
  const place = inside(outer);
  if (open === "[" && list.every((item) => item.length === 1 && item[0]?.type === "number"))
    return numberLines(list, place);
  return list.flatMap((item, index) => {
    const lines = layOut(item, place);
    return open === "[" || index < list.length - 1 ? suffixed(lines, [symbol(",")]) : lines;
  });
}

function numberLines(numbers: readonly Expression[], place: Place): Line[] {
  const lines: Line[] = [];
  for (const number of numbers) {
    const item = [...flat(number), symbol(",")];
    const longer = [...(lines.at(-1) ?? []), ...item];
    if (lines.length > 0 && fits(longer, place)) lines.pop();
    lines.push(fits(longer, place) ? longer : item);
  }
  return lines;
}

/** Brackets that share their lines with those of the one large item, as in `jsonencode({ … })`. */
function hugged({ nodes, open }: Group, place: Place): Line[] | undefined {
  const list = items(nodes);
  const widths = list.map((item) => spaced(flat(item)).length);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const index = list.findIndex((item, at) =>
    place.open && list.some(hasOpenObject) ? hasOpenObject(item) : 2 * (widths[at] ?? 0) > total,
  );
  const large = list[index];
  if (large === undefined || !isOperand(large) || (open === "[" && list.length > 1)) return undefined;
  if (total - (widths[index] ?? 0) > MAX_BESIDE) return undefined;
  const last = large.at(-1);
  if (last?.type !== "object" && (last?.type !== "group" || isIndex(large, large.length - 1))) return undefined;
  if (open === "[" && last.type !== "object") return undefined;
  const before = [symbol(open), ...list.slice(0, index).flatMap((item) => [...flat(item), symbol(",")])];
  if (before.some(isAssignment)) return undefined;
  const behind = [...list.slice(index + 1).flatMap((item) => [symbol(","), ...flat(item)])];
  const close = [...behind, symbol(CLOSING[open])];
  const lines = layOut(large, { ...after(place, before), tail: spaced(close).length, free: true });
  return lines.length > 1 ? suffixed(prefixed(before, lines), close) : undefined;
}

/** `for … in … : body`, on one line if it fits, and `if …` on the next. */
function forLines({ nodes }: Group, place: Place): Line[] {
  if (fits(flat(nodes), place)) return [flat(nodes)];
  const colon = colonAfter(nodes, 0);
  const condition = nodes.findIndex((node, index) => index > colon && isWord(node, "if"));
  const end = condition < 0 ? nodes.length : condition;
  const lines = bodyLines(loopLines(nodes.slice(0, colon), place), nodes.slice(colon + 1, end), place);
  if (condition < 0) return lines;
  const test = layOut(nodes.slice(condition + 1), { ...place, column: place.column + 3 });
  return [...lines, ...prefixed([identifier("if")], test)];
}

/** `for … in …` and the colon. */
function loopLines(nodes: Expression, place: Place): Line[] {
  const collection = nodes.findIndex((node) => isWord(node, "in")) + 1;
  const head = flat(nodes.slice(0, collection));
  const lines = layOut(nodes.slice(collection), { ...after(place, head), tail: 2 });
  return suffixed(prefixed(head, lines), [symbol(":")]);
}

function bodyLines(loop: Line[], body: Expression, place: Place): Line[] {
  const [head = []] = loop;
  if (loop.length > 1) return [...loop, ...layOut(body, place)];
  if (fits([...head, ...flat(body)], place)) return [[...head, ...flat(body)]];
  const hugs =
    isOperand(body) && !head.some(isAssignment) && (body.at(-1)?.type === "object" || !fits(flat(body), place));
  return hugs ? prefixed(head, layOut(body, after(place, head))) : [...loop, ...layOut(body, place)];
}
