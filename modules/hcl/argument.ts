import type { Line } from "./format";
import type { Json } from "./json";
import { layOut } from "./layout";
import { located } from "./located";
import { identifier, symbol } from "./token";
import { type Reading, toExpression, toHeredoc } from "./value";

/** An argument, and how Terraform reads the strings in its value. */
export interface Argument {
  readonly name: string;
  readonly value: Json;
  readonly reading: Reading;
  /** Lines above it. */
  readonly comment?: readonly Line[];
}

export interface PrintedArgument extends Argument {
  readonly lines: readonly Line[];
  /** Whether it takes several lines. */
  readonly isLong: boolean;
}

/** @param depth indentation of the arguments, all of one block */
export function printArguments(args: readonly Argument[], depth: number): PrintedArgument[] {
  const column = 2 * depth + Math.max(0, ...args.map(({ name }) => name.length)) + " = ".length;
  return args.map((argument) => {
    const lines = located(argument.name, () => argumentLines(argument, column, depth));
    return { ...argument, lines, isLong: lines.length > 1 || lines[0]?.at(-1)?.type === "heredoc" };
  });
}

function argumentLines({ name, value, reading }: Argument, column: number, depth: number): Line[] {
  const equals = [identifier(name), symbol("=")];
  const heredoc = toHeredoc(value, reading);
  if (heredoc !== undefined) return [[...equals, heredoc]];
  const place = { column, tail: 0, depth, free: false, open: true };
  const [first = [], ...rest] = layOut(toExpression(value, reading), place);
  return [[...equals, ...first], ...rest];
}

/** Groups arguments, so that those of several lines or with a comment stand apart. */
export function paragraphs(args: readonly PrintedArgument[]): Line[][] {
  const found: Line[][] = [];
  let joins = false;
  for (const { comment = [], lines, isLong } of args) {
    if (joins && !isLong && comment.length === 0) found.at(-1)?.push(...lines);
    else found.push([...comment, ...lines]);
    joins = !isLong;
  }
  return found;
}

/** The lines of all paragraphs, with a blank one between them. */
export function separate(groups: readonly (readonly Line[])[]): Line[] {
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 ? [[], ...lines] : [...lines]));
}
